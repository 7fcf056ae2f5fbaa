"""`warroom health` and `warroom alert`: what the checks saw over a window, and what fired."""

from __future__ import annotations

import argparse
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Group, Parser, positive
from warroom_tui.cli.shapes import alert_shape, check_shape
from warroom_tui.domain.board import CheckRow
from warroom_tui.domain.durations import day_and_clock, short, span_words
from warroom_tui.domain.monitoring.health import Check, Excerpt, OutsideAlert, format_value
from warroom_tui.domain.monitoring.uptime import ErrorBudget, Tally
from warroom_tui.domain.situation import CheckNow, check_now
from warroom_tui.services.monitoring.health_history import LoggedAlert, Overview

_WINDOW = re.compile(r"\s*(\d{1,5})\s*(m|min|h|d|w)\s*", re.IGNORECASE)
_UNITS = {"m": 1, "min": 1, "h": 60, "d": 1440, "w": 10_080}
_LONGEST = timedelta(days=400)
SHARES = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))


def build(parser: Parser, name: str) -> None:
    """Add the arguments of the command called `name`."""
    if name == "alert":
        listed = Group(parser).command("list", _alerts, "alerts that fire, and the last that did")
        listed.add_argument("--limit", type=positive, metavar="N", default=50)
        return
    parser.add_argument(
        "--window",
        type=window,
        default=timedelta(hours=24),
        metavar="TIME",
        help='how far back: "90m", "24h", "7d", or "launch" (default: 24h)',
    )
    parser.runs(_health)


def window(text: str) -> timedelta | None:
    """An argument type: a length of time; None for the whole launch."""
    if text.strip().casefold() == "launch":
        return None
    match = _WINDOW.fullmatch(text)
    minutes = int(match[1]) * _UNITS[match[2].casefold()] if match else 0
    length = timedelta(minutes=minutes)
    if not timedelta(0) < length <= _LONGEST:
        raise argparse.ArgumentTypeError(f'"{text}" is no window such as 90m, 24h, 7d or launch')
    return length


def _health(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        found = services.health.history.overview(args.window)
        outside = services.health.history.outside()
        zone = services.launch().zone
    if context.out.as_json:
        context.out.json(overview_shape(found, outside))
        return 0
    context.out.listing(found.rows, _no_shape, _columns(found), "The plan has no checks.")
    span = f"{day_and_clock(found.start, zone, found.end)} to now"
    target = f"{found.target_pct:g} % of {span_words(found.budget_window)}"
    note = "" if found.target else " (the plan names no uptime target)"
    context.out.line(f"\n{span}. Budget: {target}{note}.")
    for alert in outside:
        since = f"for {short(found.end - alert.since)}" if alert.since else ""
        words = [alert.source, alert.severity, alert.name, since, alert.summary]
        context.out.line("  ".join(word for word in words if word))
    return 0


def _no_shape(row: CheckRow) -> Json:
    return row.check.name


def _columns(found: Overview) -> list[Column[CheckRow]]:
    from warroom_tui.cli.checks import MARKS

    def tally(row: CheckRow) -> Tally | None:
        return found.tally(row.check.id)

    def uptime(row: CheckRow) -> str:
        seen = tally(row)
        return format_value(seen.uptime, "%") if seen else "–"

    def unknown(row: CheckRow) -> str:
        seen = tally(row)
        return short(timedelta(minutes=seen.unknown)) if seen and seen.unknown >= 1 else "–"

    def share(row: CheckRow, of: float) -> str:
        seen = tally(row)
        return format_value(seen.percentile(of), row.check.unit) if seen else "–"

    def budget(row: CheckRow) -> str:
        left = found.budget(row.check.id)
        return f"{left.left_min:.1f} min" if left else "–"

    return [
        Column("STATE", lambda row: MARKS[check_now(row, found.end).state]),
        Column("UPTIME", uptime, right=True),
        Column("UNKNOWN", unknown, right=True),
        Column("P50", lambda row: share(row, 0.5), right=True),
        Column("P95", lambda row: share(row, 0.95), right=True),
        Column("P99", lambda row: share(row, 0.99), right=True),
        Column("BUDGET LEFT", budget, right=True),
        Column("CHECK", lambda row: row.check.name),
    ]


def overview_shape(found: Overview, outside: tuple[OutsideAlert, ...]) -> Json:
    """Health over a window."""
    return {
        "start": found.start,
        "end": found.end,
        "target_pct": found.target_pct,
        "target_of_plan": found.target.text if found.target else None,
        "budget_window_min": found.budget_window.total_seconds() / 60,
        "checks": [
            {
                **_history(row.check, found.tally(row.check.id), found.budget(row.check.id)),
                "state": check_now(row, found.end).state.value,
            }
            for row in found.rows
        ],
        "outside_alerts": [outside_shape(alert) for alert in outside],
    }


def _history(check: Check, tally: Tally | None, budget: ErrorBudget | None) -> dict[str, Json]:
    return {
        "name": check.name,
        "unit": check.unit,
        "uptime_pct": tally.uptime if tally else None,
        "observed_min": tally.observed if tally else 0.0,
        "down_min": tally.down if tally else 0.0,
        "slow_min": tally.slow if tally else 0.0,
        "unknown_min": tally.unknown if tally else None,
        "maintenance_min": tally.maintenance if tally else 0.0,
        "mean": tally.mean if tally else None,
        "max": tally.max_value if tally else None,
        **{name: tally.percentile(share) if tally else None for name, share in SHARES},
        "budget_allowed_min": budget.allowed_min if budget else None,
        "budget_left_min": budget.left_min if budget else None,
    }


def outside_shape(alert: OutsideAlert) -> dict[str, Json]:
    """An alert of somebody else's Alertmanager."""
    return {
        "source": alert.source,
        "name": alert.name,
        "severity": alert.severity,
        "state": alert.state,
        "since": alert.since,
        "summary": alert.summary,
        "labels": dict(alert.labels),
    }


def _alerts(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        history = services.health.history
        found = history.alerts(limit=args.limit)
        outside = history.outside()
        zone, now = services.launch().zone, services.clock.now()
    if context.out.as_json:
        told: list[Json] = [alert_shape(each.check, each.alert) for each in found]
        context.out.json([*told, *(outside_shape(alert) for alert in outside)])
        return 0
    columns = _alert_columns(zone, now)
    rows: list[LoggedAlert | OutsideAlert] = [*found, *outside]
    context.out.listing(rows, lambda _row: None, columns, "Nothing ever fired.")
    return 0


def _alert_columns(zone: ZoneInfo, now: datetime) -> list[Column[LoggedAlert | OutsideAlert]]:
    def since(row: LoggedAlert | OutsideAlert) -> str:
        at = row.since if isinstance(row, OutsideAlert) else row.alert.since
        return day_and_clock(at, zone, now) if at else "–"

    def lasted(row: LoggedAlert | OutsideAlert) -> str:
        if isinstance(row, OutsideAlert):
            return short(now - row.since) if row.since else "–"
        return short((row.alert.resolved_at or now) - row.alert.since)

    def words(row: LoggedAlert | OutsideAlert) -> str:
        if isinstance(row, OutsideAlert):
            return f"{row.source}: {row.summary}"
        held = f"{row.alert.held_by}: {row.alert.reason}" if row.alert.held_by else ""
        times = "once" if row.alert.flaps == 1 else f"{row.alert.flaps} times"
        flaps = f"failed again {times}" if row.alert.flaps else ""
        return ", ".join(filter(None, (flaps, held)))

    return [
        Column(
            "STATE", lambda row: row.state if isinstance(row, OutsideAlert) else row.alert.state
        ),
        Column(
            "SEVERITY",
            lambda row: row.severity if isinstance(row, OutsideAlert) else row.alert.severity,
        ),
        Column("SINCE", since),
        Column("FOR", lasted, right=True),
        Column("WHAT", lambda row: row.name if isinstance(row, OutsideAlert) else row.check),
        Column("TOLD", words),
    ]


def show_check(args: argparse.Namespace, context: Context) -> int:
    """`warroom check show NAME`: the check, its history, its alerts, its last answers."""
    with context.services(read_only=True) as services:
        check = services.health.history.find(args.name)
        found = services.health.history.overview(args.window)
        row = next(each for each in found.rows if each.check.id == check.id)
        excerpts = services.health.history.excerpts(check.id)
        alerts = [a for a in services.health.history.alerts() if a.alert.check_id == check.id]
        zone = services.launch().zone
    now = check_now(row, found.end)
    history = _history(check, found.tally(check.id), found.budget(check.id))
    value: Json = {
        **_stated(now),
        "history": history,
        "alerts": [alert_shape(each.check, each.alert) for each in alerts],
        "answers": [_answer_shape(each) for each in excerpts],
    }
    lines = [_headline(now), *_history_lines(found, check)]
    lines += [_alert_line(each, zone, found.end) for each in alerts[:5]]
    lines += [_answer_line(each, zone, found.end) for each in excerpts]
    context.out.record(value, "\n".join(lines))
    return 0


def _stated(check: CheckNow) -> dict[str, Json]:
    return {**check_shape(check), "runbook": check.row.check.options.runbook}


def _answer_shape(each: Excerpt) -> dict[str, Json]:
    return {
        "at": each.at,
        "state": each.state.value,
        "detail": each.detail,
        "excerpt": each.text,
    }


def _headline(check: CheckNow) -> str:
    from warroom_tui.cli.checks import MARKS

    spec, status = check.row.check, check.row.status
    value = format_value(status.last_value, spec.unit) if status else "–"
    detail = status.last_detail if status else "never run"
    return (
        f"{MARKS[check.state]}  {spec.name}: {value}, {detail}\n"
        f"{spec.kind} {spec.target}, every {spec.every_s:g} s, target {spec.target_text or '–'}"
    )


def _history_lines(found: Overview, check: Check) -> list[str]:
    tally, budget = found.tally(check.id), found.budget(check.id)
    if tally is None:
        return ["Nothing was seen in this window."]
    shares = ", ".join(
        f"{name} {format_value(tally.percentile(share), check.unit)}" for name, share in SHARES
    )
    spans = ", ".join(
        f"{word} {short(timedelta(minutes=minutes))}"
        for word, minutes in (
            ("observed", tally.observed),
            ("down", tally.down),
            ("unknown", tally.unknown),
            ("maintenance", tally.maintenance),
        )
        if minutes or word == "observed"
    )
    lines = [f"uptime {format_value(tally.uptime, '%')} ({spans})", shares]
    if budget is not None:
        lines.append(
            f"error budget {budget.left_min:.1f} of {budget.allowed_min:.1f} min left "
            f"({budget.target_pct:g} % of {span_words(budget.window)})"
        )
    return lines


def _alert_line(each: LoggedAlert, zone: ZoneInfo, now: datetime) -> str:
    alert = each.alert
    ended = f" until {day_and_clock(alert.resolved_at, zone, now)}" if alert.resolved_at else ""
    held = f", {alert.held_by}: {alert.reason}" if alert.held_by else ""
    begun = day_and_clock(alert.since, zone, now)
    return f"alert {alert.state.value} ({alert.severity}) from {begun}{ended}{held}"


def _answer_line(each: Excerpt, zone: ZoneInfo, now: datetime) -> str:
    return f"{day_and_clock(each.at, zone, now)} {each.state.value}: {each.detail}\n{each.text}"
