"""`warroom new`: from plan documents to a launch, by way of the import sheet."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Json, Output
from warroom_tui.cli.parser import Parser
from warroom_tui.cli.sheet import print_sheet
from warroom_tui.config import remember_launch
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.runsheet.moments import parse_moment, parse_zone

if TYPE_CHECKING:
    from warroom_tui.plan.document import PlanDocument
    from warroom_tui.plan.draft import LaunchDraft, Question
    from warroom_tui.services.planning.import_sheet import ImportSheet
    from warroom_tui.services.planning.launch_import import ImportSummary, PlanFile
    from warroom_tui.ui.screens.import_sheet import ImportDecision


def build(parser: Parser, _name: str) -> None:
    """Add the arguments."""
    parser.add_argument(
        "plans", nargs="+", metavar="PLAN", help="a Markdown file, or the name of a shipped plan"
    )
    parser.add_argument(
        "--go-live", metavar="WHEN", help='"2026-12-01 08:00" in the launch\'s zone, or with offset'
    )
    parser.add_argument("--timezone", metavar="ZONE", help="Europe/Copenhagen; else the plan's")
    parser.add_argument(
        "--yes", action="store_true", help="ask nothing; what the plan leaves open stays open"
    )
    parser.runs(_new)


def _new(args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.bootstrap import database_path, import_plans, read_plan_files
    from warroom_tui.plan.drafting import draft_launch
    from warroom_tui.services.planning.import_sheet import SheetReader
    from warroom_tui.services.planning.launch_import import ImportAnswers

    plans = read_plan_files([plan_path(plan) for plan in args.plans])
    draft = draft_launch([document for _, document in plans])
    zone = _zone(args.timezone, draft)
    go_live = parse_moment(args.go_live, zone) if args.go_live else None
    target = database_path(context.settings.db or f"{draft.code.lower()}.db")
    _demand_free(target)
    if _on_terminal(context.out) and not args.yes:
        decision = _decided(plans, target, args.timezone and zone.key, go_live)
        if decision is None:
            context.out.line("Nothing was written.")
            return 1
        sheet = decision.sheet
        answers = ImportAnswers(go_live=decision.go_live, timezone=decision.timezone)
    else:
        sheet = SheetReader([file for file, _ in plans], [each for _, each in plans]).read()
        if not context.out.as_json:
            given = {"go_live": go_live, "timezone": args.timezone}
            print_sheet(context.out, _without(sheet, {key for key in given if given[key]}))
        answers = ImportAnswers(go_live=go_live, timezone=zone.key)
    read = list(zip(sheet.files, sheet.documents, strict=True))
    summary = import_plans(read, target, answers, actor=context.settings.seat)
    remember_launch(context.settings, summary.path)
    said = args.timezone is not None
    _tell(context.out, summary, _left_open(sheet.draft, summary, zone_said=said))
    return 0


def _without(sheet: ImportSheet, answered: set[str]) -> ImportSheet:
    """The sheet without the questions that the command line has answered."""
    return replace(sheet, findings=tuple(one for one in sheet.findings if one.asks not in answered))


def _on_terminal(out: Output) -> bool:
    return sys.stdin.isatty() and out.terminal and not out.as_json


def _decided(
    plans: Sequence[tuple[PlanFile, PlanDocument]],
    target: Path,
    timezone: str | None,
    go_live: datetime | None,
) -> ImportDecision | None:
    """Show the import sheet until the person agrees or leaves."""
    from warroom_tui.bootstrap import run_import_sheet

    return run_import_sheet(plans, target, timezone=timezone, go_live=go_live)


def plan_path(name: str) -> Path:
    """The file called `name`, or the shipped plan of that name."""
    path = Path(name).expanduser()
    if path.exists() or "/" in name:
        return path
    from warroom_tui.domain.shipped import shipped_path

    shipped = {plan.stem: plan for plan in shipped_path("data", "plans").glob("*.md")}
    return shipped.get(name.removesuffix(".md"), path)


def _zone(flag: str | None, draft: LaunchDraft) -> ZoneInfo:
    if flag is not None:
        return parse_zone(flag)
    return parse_zone(draft.timezone) if draft.timezone else ZoneInfo("UTC")


def _demand_free(target: Path) -> None:
    """Refuse before anything is asked; the import refuses again when it takes the name."""
    if target.exists():
        raise InputError(
            f"{target} exists already; it was not touched.",
            f"Choose another name with --db, or open it: warroom open --db {target}",
        )


def _tell(out: Output, summary: ImportSummary, left_open: Sequence[Question]) -> None:
    from warroom_tui.services.planning.import_sheet import word_for

    zone = ZoneInfo(summary.timezone)
    go_live = summary.go_live_at
    shape: dict[str, Json] = {
        "database": str(summary.path),
        "code": summary.code,
        "name": summary.name,
        "timezone": summary.timezone,
        "go_live_at": go_live,
        "counts": dict(summary.counts),
        "open_questions": [
            {"key": question.key, "text": question.text, "line": question.place.line}
            for question in left_open
        ],
    }
    when = f"{go_live.astimezone(zone):%a %Y-%m-%d %H:%M}" if go_live else "open"
    lines = [f"{summary.code}  {summary.name}", f"go-live {when} ({summary.timezone})"]
    lines += [f"{number:>6}  {word_for(number, what)}" for what, number in summary.counts]
    lines += [f"open: {question.text} (line {question.place.line})" for question in left_open]
    lines += [f"Written to {summary.path}. Open it with: warroom"]
    out.record(shape, "\n".join(lines))


def _left_open(draft: LaunchDraft, summary: ImportSummary, *, zone_said: bool) -> list[Question]:
    """The plan's questions that nobody has answered yet."""
    answered = {"go_live"} if summary.go_live_at is not None else set()
    answered |= {"timezone"} if zone_said or summary.timezone != "UTC" else set()
    return [question for question in draft.questions if question.key not in answered]
