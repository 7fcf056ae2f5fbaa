"""`warroom ticket import`, `imports`, `take-back`, `export`: tickets from files and back."""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column, Json, Output, utc
from warroom_tui.cli.parser import Group, positive
from warroom_tui.domain.clock import monotonic
from warroom_tui.domain.desk.import_values import DateOrder, read_said
from warroom_tui.domain.desk.spreadsheet import safe_cell
from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.runsheet.moments import parse_zone

if TYPE_CHECKING:
    from warroom_tui.services.desk.ticket_file import ImportPlan, Progress
    from warroom_tui.services.desk.ticket_import import ImportCheck, ImportResult

_SAY_EVERY_S = 0.5

Run = dict[str, str | int | datetime | None]


def build_files(group: Group) -> None:
    """Add the subcommands."""
    into = group.command("import", _import, "tickets from a CSV file of any help desk")
    into.add_argument("file", metavar="FILE.csv")
    into.add_argument("--map", action="append", default=[], metavar="COLUMN=FIELD",
                      help="what a column holds; COLUMN=- leaves it out")  # fmt: skip
    into.add_argument("--value", action="append", default=[], metavar="FIELD:WORD=OURS",
                      help='what a word means, such as "priority:Show stopper=P1"')  # fmt: skip
    into.add_argument("--dates", type=one_of_order, metavar="ORDER",
                      help="what 3/4/2026 is: day-first or month-first")  # fmt: skip
    into.add_argument("--timezone", metavar="ZONE", help="of times without one; else the launch's")
    into.add_argument("--encoding", default="", metavar="NAME", help="else told from the bytes")
    into.add_argument("--source", default="", metavar="NAME", help="whose ids these are")
    into.add_argument("--rejects", metavar="FILE", help="where bad rows go; else beside the file")
    into.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
    into.add_argument("--yes", action="store_true", help="do not ask")
    group.command("imports", _imports, "the imports so far, newest first")
    back = group.command("take-back", _take_back, "remove what an import brought, untouched since")
    back.add_argument("number", type=positive, metavar="IMPORT")
    out = group.command("export", _export, "all tickets as CSV or JSON")
    out.add_argument("--format", choices=("csv", "json"), default="csv")
    out.add_argument("--out", metavar="FILE", help="a new file; else standard output")


def one_of_order(text: str) -> DateOrder:
    """An argument type: which number of a date comes first."""
    try:
        return DateOrder(text.strip().casefold().replace("_", "-"))
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is none of day-first, month-first') from None


def _import(args: argparse.Namespace, context: Context) -> int:
    pairs = dict(_pair(text) for text in args.map)
    zone = parse_zone(args.timezone) if args.timezone else None
    said, out = read_said(args.value), context.out
    with context.services(read_only=args.dry_run) as services:
        desk = services.ticket_import
        path = Path(args.file).expanduser()
        plan = desk.look(
            path,
            pairs,
            said,
            source=args.source,
            zone=zone,
            order=args.dates,
            encoding=args.encoding,
        )
        if not out.as_json:
            _show_plan(out, plan)
        check = desk.check(plan, _progress(out, "checked"))
        if not out.as_json:
            _show_check(out, check)
        if args.dry_run:
            if out.as_json:
                out.json(_shape(plan, check, None))
            return 1 if check.bad else 0
        if not args.yes and not _agreed(out, check):
            raise Refused("Nothing was imported.", "Say --yes to import without being asked.")
        rejects = Path(args.rejects).expanduser() if args.rejects else None
        result = desk.run(plan, check, rejects, _progress(out, "imported"))
    out.record(_shape(plan, check, result), "\n".join(_told(result)))
    return 1 if result.bad else 0


def _pair(text: str) -> tuple[str, str]:
    column, equals, field = text.rpartition("=")
    if not equals or not column.strip():
        raise InputError(
            f'--map "{text}" is not COLUMN=FIELD.', 'Write it as --map "Kurz=subject".'
        )
    return column, field


def _agreed(out: Output, check: ImportCheck) -> bool:
    if not (sys.stdin.isatty() and out.terminal and not out.as_json):
        return False
    good = check.rows - check.bad
    out.write(f"Import {good} of {check.rows} rows? [y/N] ")
    out.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def _progress(out: Output, verb: str) -> Progress | None:
    """A line on a terminal that is written over and over; nothing elsewhere."""
    if not out.stderr.isatty():
        return None
    last = monotonic()

    def say(done: int, total: int, rows: int) -> None:
        nonlocal last
        if monotonic() - last >= _SAY_EVERY_S:
            last = monotonic()
            share = min(100, 100 * done // max(total, 1))
            out.stderr.write(f"\r{verb} {rows} rows, {share} % \x1b[K")
            out.stderr.flush()

    return say


def _show_plan(out: Output, plan: ImportPlan) -> None:
    mark = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}.get(
        plan.form.delimiter, plan.form.delimiter
    )
    out.line(f"{plan.path.name}: {plan.source}, {plan.form.encoding}, parted by {mark}")
    out.line(f"times without a zone are in {plan.zone.key}")
    for field, title, samples in plan.samples:
        shown = " · ".join(samples) or "empty in the first rows"
        out.line(f"  {field.value:<10} ← {title:<22} {shown}")
    if plan.columns.unused:
        out.line(f"  not taken: {', '.join(plan.columns.unused[:12])}")


def _show_check(out: Output, check: ImportCheck) -> None:
    _clear_progress(out)
    counts = ", ".join(f"{n} {_NAMES[fate.value]}" for fate, n in check.fates.items() if n)
    rows = "1 row" if check.rows == 1 else f"{check.rows} rows"
    out.line(f"{rows}: {counts or 'nothing to import'}; {check.bad} cannot be imported")
    if check.order is not None:
        out.line(f"dates are read {check.order.value}")
    for problem in check.problems:
        out.line(f"  line {problem.line}: {problem.reason}")
    if check.bad > len(check.problems):
        out.line("  … in all:")
        for reason, number in check.reasons:
            out.line(f"  {number:>8} × {reason}")


def _clear_progress(out: Output) -> None:
    if out.stderr.isatty():
        out.stderr.write("\r\x1b[K")
        out.stderr.flush()


_NAMES = {
    "new": "new",
    "changed": "changed",
    "same": "unchanged",
    "kept": "kept as here",
    "twice": "twice in the file",
}


def _told(result: ImportResult) -> Iterable[str]:
    counts = [f"{n} {_NAMES[fate.value]}" for fate, n in result.fates.items() if n]
    yield f"Import {result.run}: {', '.join(counts) or 'nothing to do'}."
    if result.fates and not any(f.value in ("new", "changed") for f in result.fates):
        yield "Nothing was changed: every ticket of the file is here already."
    if any(f.value == "kept" and n for f, n in result.fates.items()):
        yield "Kept as here: changed in the file, but also worked on here."
    if result.bad:
        rows = "1 row" if result.bad == 1 else f"{result.bad} rows"
        yield f"{rows} kept aside in {result.rejects}; mend and import again."


def _shape(plan: ImportPlan, check: ImportCheck, result: ImportResult | None) -> Json:
    fates = result.fates if result else check.fates
    return {
        "file": str(plan.path),
        "source": plan.source,
        "encoding": plan.form.encoding,
        "delimiter": plan.form.delimiter,
        "mapping": {field.value: title for field, title, _ in plan.samples},
        "not_taken": list(plan.columns.unused),
        "dates": check.order.value if check.order else None,
        "rows": check.rows,
        "counts": {fate.value: number for fate, number in fates.items()},
        "bad": result.bad if result else check.bad,
        "problems": [{"line": p.line, "reason": p.reason} for p in check.problems],
        "reasons": dict(check.reasons),
        "rejects": str(result.rejects) if result and result.rejects else None,
        "import": result.run if result else None,
    }


def _imports(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        found = services.ticket_import.runs()
        zone, now = services.launch().zone, services.clock.now()

    def began(run: Run) -> str:
        at = run["started_at"]
        return day_and_clock(at, zone, now) if isinstance(at, datetime) else ""

    columns: list[Column[Run]] = [
        Column("IMPORT", lambda run: str(run["import"]), right=True),
        Column("AT", began),
        Column("BY", lambda run: str(run["by"])),
        Column("STATE", lambda run: str(run["state"]).replace("_", " ")),
        Column("NEW", lambda run: str(run["new"]), right=True),
        Column("CHANGED", lambda run: str(run["changed"]), right=True),
        Column("BAD", lambda run: str(run["bad"]), right=True),
        Column("FILE", lambda run: str(run["file"])),
    ]
    context.out.listing(found, _same, columns, "Nothing was imported yet.")
    return 0


def _same(run: Run) -> Json:
    return run


def _take_back(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        removed, left = services.ticket_import.take_back(args.number)
    told = f"{removed} tickets of import {args.number} taken back."
    told += f" {left} stay: they were worked on since." if left else ""
    context.out.record({"import": args.number, "removed": removed, "left": left}, told)
    return 0


def _export(args: argparse.Namespace, context: Context) -> int:
    as_json = args.format == "json" or context.out.as_json
    with context.services(read_only=True) as services:
        from warroom_tui.services.desk.ticket_export import COLUMNS, TicketExport

        desk = TicketExport(services.context)
        with nullcontext(context.out.stdout) if args.out is None else _new_file(args.out) as file:
            if as_json:
                number = _write_json(file, desk.records())
            else:
                number = _write_csv(file, list(COLUMNS), desk.cells())
    if args.out is not None:
        context.out.line(f"{number} written to {args.out}")
    return 0


def _new_file(path: str) -> TextIO:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise InputError(f"{path} exists already.", "Give another name to --out.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from error
    return os.fdopen(handle, "w", encoding="utf-8", newline="")


def _write_csv(file: TextIO, titles: list[str], rows: Iterable[list[str]]) -> int:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(titles)
    number = 0
    for number, cells in enumerate(rows, 1):  # noqa: B007 - the count is wanted after the loop
        writer.writerow([safe_cell(cell) for cell in cells])
    return number


def _plain(value: object) -> str | None:
    return utc(value) if isinstance(value, datetime) else str(value)


def _write_json(file: TextIO, rows: Iterable[Mapping[str, object]]) -> int:
    """One array, a ticket a line, so that a million of them need no memory."""
    number = 0
    file.write("[")
    for row in rows:
        file.write(",\n" if number else "\n")
        file.write(json.dumps(row, ensure_ascii=True, default=_plain))
        number += 1
    file.write("\n]\n")
    return number
