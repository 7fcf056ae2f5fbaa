"""`warroom check`: the health checks, as stored and run once on demand."""

from __future__ import annotations

import argparse
from datetime import datetime

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Group, Parser
from warroom_tui.cli.shapes import check_shape
from warroom_tui.domain.durations import short
from warroom_tui.domain.errors import NotFound
from warroom_tui.domain.health import Check, CheckState, Measurement, format_value, judge
from warroom_tui.domain.situation import CheckNow, check_now

MARKS = {
    CheckState.UP: "● up",
    CheckState.SLOW: "▲ slow",
    CheckState.DOWN: "■ down",
    CheckState.UNKNOWN: "? unknown",
}


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    group.command("list", _list, "every check as it stands")
    run = group.command(
        "run", _run, "run the checks once, now; exit code 1 when one is down; stores nothing"
    )
    run.add_argument("name", nargs="?", metavar="NAME", help="only this one")


def _list(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        now = services.clock.now()
        checks = [check_now(row, now) for row in services.health.rows(now)]
    context.out.listing(checks, check_shape, _columns(now), "The plan has no checks.")
    return 0


def _columns(now: datetime) -> list[Column[CheckNow]]:
    def value(check: CheckNow) -> str:
        status = check.row.status
        return format_value(status.last_value, check.row.check.unit) if status else "–"

    def detail(check: CheckNow) -> str:
        return check.row.status.last_detail if check.row.status else ""

    return [
        Column("STATE", lambda check: MARKS[check.state]),
        Column("FOR", lambda check: short(now - check.since) if check.since else "–", right=True),
        Column("VALUE", value, right=True),
        Column("TARGET", lambda check: check.row.check.target_text),
        Column("CHECK", lambda check: check.row.check.name),
        Column("DETAIL", detail),
    ]


def _run(args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.bootstrap import monitor_for

    with context.services(read_only=True) as services:
        checks = _chosen(services.health.checks(), args.name)
        results = monitor_for(services).run_once(checks)
    columns: list[Column[tuple[Check, Measurement]]] = [
        Column("STATE", lambda row: MARKS[judge(*row)]),
        Column("VALUE", lambda row: format_value(row[1].value, row[0].unit), right=True),
        Column("TARGET", lambda row: row[0].target_text),
        Column("CHECK", lambda row: row[0].name),
        Column("DETAIL", lambda row: row[1].detail),
    ]
    context.out.listing(results, _result_shape, columns, "The plan has no checks.")
    return 1 if any(judge(*row) is CheckState.DOWN for row in results) else 0


def _chosen(checks: tuple[Check, ...], name: str | None) -> tuple[Check, ...]:
    if name is None:
        return tuple(check for check in checks if check.enabled)
    found = tuple(check for check in checks if check.name.casefold() == name.strip().casefold())
    if not found:
        names = ", ".join(check.name for check in checks)
        raise NotFound(f'There is no check called "{name}".', f"Known: {names or 'none'}.")
    return found


def _result_shape(row: tuple[Check, Measurement]) -> Json:
    check, seen = row
    return {
        "name": check.name,
        "kind": check.kind,
        "checks": check.target,
        "state": judge(check, seen).value,
        "value": seen.value,
        "unit": check.unit,
        "target": check.target_text,
        "detail": seen.detail,
    }
