"""`warroom check`: the health checks, as stored and run once on demand."""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta

from warroom_tui.cli.context import Context
from warroom_tui.cli.health import show_check, window
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Group, Parser, one_of, positive
from warroom_tui.cli.shapes import alert_shape, check_shape
from warroom_tui.domain.durations import short
from warroom_tui.domain.errors import InputError, NotFound
from warroom_tui.domain.monitoring.health import Check, CheckState, Measurement, format_value, judge
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
    show = group.command("show", show_check, "one check: its history, alerts and last answers")
    show.add_argument("name", metavar="NAME")
    show.add_argument("--window", type=window, default=timedelta(hours=24), metavar="TIME")
    _build_alerts(group)


def _build_alerts(group: Group) -> None:
    beat = group.command("beat", _beat, "a heartbeat has come")
    beat.add_argument("name", metavar="NAME")
    said = group.command("set", _say, "say how a manual check stands")
    said.add_argument("name", metavar="NAME")
    said.add_argument("state", metavar="up|slow|down", type=one_of(CheckState))
    said.add_argument("--reason", default="", metavar="TEXT", help="needed for slow and down")
    ack = group.command("ack", _ack, "take a firing check on: it leaves the urgent list")
    ack.add_argument("name", metavar="NAME")
    ack.add_argument("--reason", required=True, metavar="TEXT")
    silence = group.command(
        "silence", _silence, "silence a firing check, until it recovers if no time is given"
    )
    silence.add_argument("name", metavar="NAME")
    silence.add_argument("--minutes", type=positive, metavar="N")
    silence.add_argument("--reason", required=True, metavar="TEXT")
    work = group.command(
        "maintenance", _maintain, "no alerts for a time, and none of it in the uptime"
    )
    work.add_argument("name", metavar="NAME|all")
    work.add_argument("--minutes", type=positive, metavar="N")
    work.add_argument("--reason", default="", metavar="TEXT")
    work.add_argument("--end", action="store_true", help="end it now")


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

    def held(check: CheckNow) -> str:
        alert = check.row.alert
        if check.maintenance is not None:
            return f"maintenance: {check.maintenance.reason}"
        return f"{check.held} by {alert.held_by}: {alert.reason}" if check.held and alert else ""

    return [
        Column("STATE", lambda check: MARKS[check.state]),
        Column("FOR", lambda check: short(now - check.since) if check.since else "–", right=True),
        Column("VALUE", value, right=True),
        Column("TARGET", lambda check: check.row.check.target_text),
        Column("CHECK", lambda check: check.row.check.name),
        Column("DETAIL", detail),
        Column("HELD", held),
    ]


def _beat(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        check = services.health.alerts.beat(args.name)
    context.out.record({"name": check.name}, f"{check.name}: beat.")
    return 0


def _say(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        check = services.health.alerts.say(args.name, args.state, args.reason)
    told = {"name": check.name, "state": args.state.value, "reason": args.reason}
    context.out.record(told, f"{check.name} is {args.state.value}.")
    return 0


def _ack(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        alert = services.health.alerts.acknowledge(args.name, args.reason)
    context.out.record(alert_shape(args.name, alert), f"Acknowledged by {alert.held_by}.")
    return 0


def _silence(args: argparse.Namespace, context: Context) -> int:
    length = timedelta(minutes=args.minutes) if args.minutes else None
    with context.services() as services:
        alert = services.health.alerts.silence(args.name, args.reason, length)
    spell = f"for {short(length)}" if length else "until it recovers"
    context.out.record(alert_shape(args.name, alert), f"Silenced {spell}.")
    return 0


def _maintain(args: argparse.Namespace, context: Context) -> int:
    name = None if args.name.strip().casefold() == "all" else args.name
    if not args.end and args.minutes is None:
        raise InputError("A maintenance window needs a length.", "Add --minutes N, or --end.")
    with context.services() as services:
        desk = services.health.alerts
        if args.end:
            told = desk.end_maintenance(name)
        else:
            told = desk.maintain(name, timedelta(minutes=args.minutes), args.reason)
    context.out.record({"name": args.name, "done": told}, f"{told}.")
    return 0


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
