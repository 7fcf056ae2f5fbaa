"""`warroom plan`: shipped plans, what the reader understands, changed plans in and out again."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from warroom_tui.cli.context import Context
from warroom_tui.cli.new import plan_path
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Group, Parser
from warroom_tui.domain.planning.findings import Finding
from warroom_tui.domain.shipped import shipped_path
from warroom_tui.domain.text import BODY_LIMIT, clean

if TYPE_CHECKING:
    from warroom_tui.domain.planning.plan_diff import PlanDiff
    from warroom_tui.plan.document import PlanDocument
    from warroom_tui.services.planning.launch_import import PlanFile
    from warroom_tui.services.planning.plan_update import PlanUpdate
    from warroom_tui.services.planning.plan_write_back import WrittenBack


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    group.command("list", _list, "the plans that come with the program")
    check = group.command(
        "check", _check, "what the reader understands; exit code 1 when the plan has errors"
    )
    check.add_argument("plan", metavar="FILE", help="a Markdown file, or a shipped plan's name")
    group.command("findings", _findings, "what the plans of the open launch leave wrong or open")
    update = group.command(
        "update", _update, "read a changed plan into the open launch; ticks and times stay"
    )
    update.add_argument("plan", metavar="FILE", help="the changed Markdown file")
    update.add_argument("--yes", action="store_true", help="do not ask after showing the diff")
    update.add_argument(
        "--source", metavar="NAME", help="the document that FILE replaces, if it has another name"
    )
    update.add_argument(
        "--add", action="store_true", help="FILE is a further document of this launch"
    )
    back = group.command(
        "write-back", _write_back, "put ticks, times and reasons into the Markdown"
    )
    back.add_argument("--source", metavar="NAME", help="which document, when there are several")
    where = back.add_mutually_exclusive_group()
    where.add_argument("--out", metavar="FILE", help="write to a new file instead of printing")
    where.add_argument(
        "--in-place", action="store_true", help="write into the file that was imported"
    )


def _list(_args: argparse.Namespace, context: Context) -> int:
    plans = sorted(shipped_path("data", "plans").glob("*.md"))
    columns: list[Column[Path]] = [
        Column("NAME", lambda path: path.stem),
        Column("TITLE", _title),
        Column("FILE", str),
    ]
    context.out.listing(plans, _plan_shape, columns, "No plan is shipped.")
    return 0


def _plan_shape(path: Path) -> Json:
    return {"name": path.stem, "title": _title(path), "file": str(path)}


def _title(path: Path) -> str:
    """The plan's first heading."""
    with path.open(encoding="utf-8") as file:
        return next((line[2:].strip() for line in file if line.startswith("# ")), path.stem)


def _check(args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.bootstrap import read_plan_files
    from warroom_tui.services.planning.plan_findings import with_launch_problems

    [(_, document)] = read_plan_files([plan_path(args.plan)])
    document = with_launch_problems(document)
    if context.out.as_json:
        context.out.json(cast(Json, document.to_json()))
    else:
        context.out.line("\n".join(document.summary()))
    return 1 if _errors(document) else 0


def _errors(document: PlanDocument) -> bool:
    return any(problem.severity == "error" for problem in document.problems)


def _findings(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        found = services.findings.read().found
    columns: list[Column[Finding]] = [
        Column("PLACE", lambda one: one.place),
        Column("KIND", lambda one: one.severity),
        Column("FINDING", lambda one: one.text),
    ]
    context.out.listing(found, _finding_shape, columns, "The plans leave nothing open.")
    return 0


def _finding_shape(finding: Finding) -> Json:
    return {
        "document": finding.source,
        "line": finding.line,
        "severity": finding.severity,
        "code": finding.code,
        "message": finding.text,
    }


# -- update ----------------------------------------------------------------------------------


def _update(args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.bootstrap import read_plan_files

    [(file, _)] = read_plan_files([plan_path(args.plan)])
    with context.services() as services:
        update = services.plan_update
        add = args.add or _add_asked(context, update, file, args)
        diff = update.compare(file, args.source, add)
        agreed = args.yes or diff.identical
        if not agreed and not context.out.as_json:
            _show(context, diff)
        if not agreed and not _asked(context, "Change the launch?"):
            context.out.problem(
                "Nothing was changed.", "Say --yes to change the launch without being asked."
            )
            return 1
        if not diff.identical:
            diff = update.update(file, args.source, add, None if args.yes else diff)
    _told(context, diff, shown=not args.yes)
    return 0


def _add_asked(
    context: Context, update: PlanUpdate, file: PlanFile, args: argparse.Namespace
) -> bool:
    """On a terminal a document of another name may be added; otherwise the update refuses it."""
    names = [source.path for source in update.sources()]
    if args.source is not None or args.yes or file.name in names or not _can_ask(context):
        return False
    context.out.line(f"{file.name} is no document of this launch; it has {', '.join(names)}.")
    return _asked(context, "Add it as a further document?")


def _can_ask(context: Context) -> bool:
    return sys.stdin.isatty() and context.out.terminal and not context.out.as_json


def _asked(context: Context, question: str) -> bool:
    if not _can_ask(context):
        return False
    context.out.write(f"{question} [y/N] ")
    context.out.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def _show(context: Context, diff: PlanDiff) -> None:
    context.out.line(f"{diff.source}: {diff.summary()}")
    wide = max((len(change.kind.value) for change in diff.changes), default=0)
    for change in diff.changes:
        place = f"line {change.line}" if change.line is not None else ""
        context.out.line(f"  {change.kind.value:<{wide}}  {place:<9}  {clean(change.said())}")


def _told(context: Context, diff: PlanDiff, *, shown: bool) -> None:
    shape: Json = {
        "source": diff.source,
        "identical": diff.identical,
        "added": diff.added,
        "counts": dict(diff.counts()),
        "changes": [
            {
                "kind": change.kind.value,
                "what": change.what,
                "text": change.text,
                "source": change.source,
                "line": change.line,
                "before": change.before,
                "after": change.after,
                "note": change.note,
            }
            for change in diff.changes
        ],
    }
    if context.out.as_json:
        context.out.json(shape)
    elif diff.identical:
        context.out.line(f"{diff.source} is the plan that this launch has; nothing to change.")
    else:
        if not shown:
            _show(context, diff)
        context.out.line("The launch has the new plan. Take it back with: warroom undo")


# -- write back ------------------------------------------------------------------------------


def _write_back(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=not args.in_place) as services:
        back = services.plan_write_back
        if args.in_place:
            written, path = back.in_place(args.source)
            _said_where(context, written, path)
        elif args.out is not None:
            path = Path(args.out).expanduser()
            _said_where(context, back.save_as(path, args.source), path)
        else:
            _printed(context, back.write_back(args.source))
    return 0


def _printed(context: Context, written: WrittenBack) -> None:
    """The document itself on standard output, byte for byte where it is no terminal."""
    out = context.out
    text = written.content.decode("utf-8", "replace")
    if out.as_json:
        out.json({**_back_shape(written), "content": text})
        return
    if out.terminal:  # a terminal would obey what a plan may hold
        out.line(clean(text, limit=BODY_LIMIT, multiline=True))
    else:
        out.flush()
        out.stdout.buffer.write(written.content)
        out.flush()
    for line in _left_out(written):
        out.problem(line, "")


def _said_where(context: Context, written: WrittenBack, path: Path) -> None:
    said = f"{path}: {written.ticks} ticks, {written.notes} notes, {written.fields} fields written"
    lines = "\n".join([said, *_left_out(written)])
    context.out.record({**_back_shape(written), "file": str(path)}, lines)


def _back_shape(written: WrittenBack) -> dict[str, Json]:
    return {
        "source": written.source,
        "ticks": written.ticks,
        "notes": written.notes,
        "fields": written.fields,
        "unwritten": [
            {"line": each.line, "text": each.text, "why": each.why} for each in written.unwritten
        ],
    }


def _left_out(written: WrittenBack) -> list[str]:
    return [
        f"line {each.line}: “{clean(each.text)}” was not written: {each.why}"
        for each in written.unwritten
    ]
