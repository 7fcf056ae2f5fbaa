"""The figures of a report in words: label, definition, and the command that opens the rows.

The values come from `figures.py`, the only place that computes them; here they get their text
and their provenance.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from warroom_tui.domain.desk.figures import SUPPORT_METRICS, SupportCounts, support_metric
from warroom_tui.domain.durations import short
from warroom_tui.domain.monitoring.health import Condition, format_value
from warroom_tui.domain.reporting.report import CheckUptime, Figure
from warroom_tui.domain.text import clean
from warroom_tui.domain.triggers.criteria import Metric

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Reports are English whatever the machine's language."""


class DayRows(StrEnum):
    """Which tickets of a day a figure counts; the words of `warroom ticket list`."""

    CREATED = "created"
    RESOLVED = "resolved"
    LATE = "late"
    KEPT = "kept"
    SAME_DAY = "same-day"
    FIRST_CONTACT = "first-contact"
    ESCALATED = "escalated"
    REOPENED = "reopened"
    ANSWERED = "answered"
    RATED = "rated"


@dataclass(frozen=True, slots=True)
class _Definition:
    key: str
    label: str
    unit: str
    words: str
    rows: str
    """Arguments of `warroom` that list the rows; {day} is the date."""


_SUPPORT = (
    _Definition(
        "tickets_created",
        "Support tickets",
        "count",
        "Tickets logged on the day.",
        "ticket list --created-on {day}",
    ),
    _Definition(
        "tickets_resolved",
        "Resolved",
        "count",
        "Tickets resolved on the day, whenever they were logged.",
        "ticket list --resolved-on {day}",
    ),
    _Definition(
        "resolution_rate",
        "Resolution rate",
        "percent",
        "Resolved on the day / logged on the day; above 100 % when a backlog shrinks.",
        "ticket list --resolved-on {day}",
    ),
    _Definition(
        "csat",
        "Satisfaction",
        "score5",
        "Mean rating of the tickets resolved on the day, on a scale of 1 to 5.",
        "ticket list --rated-on {day}",
    ),
    _Definition(
        "sla_compliance",
        "SLA kept",
        "percent",
        "Promises kept / (kept + broken), each on the day it was kept or fell due; one still "
        "running but late counts as broken. In business hours, without waiting for requesters.",
        "ticket list --late-on {day}",
    ),
    _Definition(
        "first_contact",
        "First contact",
        "percent",
        "Resolved by the first owner with at most one reply, never escalated or reopened / "
        "resolved.",
        "ticket list --first-contact-on {day}",
    ),
    _Definition(
        "same_day",
        "Same day",
        "percent",
        "Logged and resolved on the day / logged on the day.",
        "ticket list --same-day-on {day}",
    ),
    _Definition(
        "mean_response",
        "First response",
        "minutes",
        "Mean time from logging to the first reply, over tickets logged on the day; wall time.",
        "ticket list --answered-on {day}",
    ),
    _Definition(
        "p90_response",
        "First response, 9 of 10",
        "minutes",
        "Nine of ten tickets logged on the day had their first reply within; wall time.",
        "ticket list --answered-on {day}",
    ),
    _Definition(
        "mean_resolution",
        "Time to resolve",
        "minutes",
        "Mean time from logging to resolution, over tickets resolved on the day; wall time.",
        "ticket list --resolved-on {day}",
    ),
    _Definition(
        "p90_resolution",
        "Time to resolve, 9 of 10",
        "minutes",
        "Nine of ten tickets resolved on the day took no longer; wall time.",
        "ticket list --resolved-on {day}",
    ),
    _Definition(
        "escalation_rate",
        "Escalated",
        "percent",
        "Tickets passed to a higher level / logged on the day.",
        "ticket list --escalated-on {day}",
    ),
    _Definition(
        "reopen_rate",
        "Reopened",
        "percent",
        "Tickets opened again on the day, whenever they were resolved / resolved on the day.",
        "ticket list --reopened-on {day}",
    ),
    _Definition(
        "critical_issues",
        "Critical issues",
        "count",
        "Known issues of severity critical reported on the day.",
        "issue list --severity critical --reported-on {day}",
    ),
)

_VALUES: dict[str, Callable[[SupportCounts], float | None]] = {
    "tickets_resolved": lambda counts: float(counts.resolved),
    "resolution_rate": lambda counts: counts.resolution_pct,
    "p90_response": lambda counts: counts.p90_response_min,
    "p90_resolution": lambda counts: counts.p90_resolution_min,
}


def support_value(counts: SupportCounts, key: str) -> float | None:
    """The value of a figure of the support desk: the metric of that key, or the count's own."""
    if key in SUPPORT_METRICS:
        return support_metric(counts, key)
    return _VALUES[key](counts)


def support_figures(counts: SupportCounts, day: date) -> tuple[Figure, ...]:
    """What the support desk did on `day`."""
    return tuple(
        _figure(
            definition.key,
            definition.label,
            support_value(counts, definition.key),
            definition.unit,
            definition.words,
            f"warroom {definition.rows.format(day=day.isoformat())}",
        )
        for definition in _SUPPORT
    )


def business_figures(metrics: tuple[Metric, ...], day: date, zone: ZoneInfo) -> tuple[Figure, ...]:
    """Recorded metrics, each with who recorded it and when; computed ones stand elsewhere."""
    return tuple(
        _figure(
            metric.key,
            clean(metric.name) or metric.key,
            metric.value,
            metric.unit,
            _recorded(metric, day, zone),
            "warroom metric list",
        )
        for metric in metrics
        if metric.key not in SUPPORT_METRICS
    )


_MACHINES = {"monitor": "Measured automatically", "articles": "Counted from the help articles"}
"""How a report for stakeholders tells of figures that no person typed in."""


def _recorded(metric: Metric, day: date, zone: ZoneInfo) -> str:
    if metric.value is None or metric.value_at is None:
        return "Not recorded yet."
    at = metric.value_at.astimezone(zone)
    by = clean(metric.value_by or metric.source)
    stamp = at.strftime("%H:%M")
    if at.date() != day:
        stamp = at.strftime("%Y-%m-%d %H:%M")
    told = _MACHINES.get(by)
    return f"{told} at {stamp}." if told else f"Recorded by {by} at {stamp}."


def uptime_figures(uptimes: tuple[CheckUptime, ...]) -> tuple[Figure, ...]:
    """Uptime of each check on the day."""
    return tuple(
        _figure(
            f"uptime:{uptime.name}",
            f"Uptime {clean(uptime.name)}",
            uptime.percent,
            "uptime",
            _observed(uptime),
            "warroom check list",
        )
        for uptime in uptimes
    )


def _observed(uptime: CheckUptime) -> str:
    words = f"1 - down / observed; observed {short(timedelta(seconds=uptime.observed_s))}"
    words += f", down {short(timedelta(seconds=uptime.down_s))}"
    if uptime.unknown_s >= 1:
        words += f", unknown {short(timedelta(seconds=uptime.unknown_s))} (not counted)"
    if uptime.maintenance_s >= 1:
        words += f", maintenance {short(timedelta(seconds=uptime.maintenance_s))} (left out)"
    return words + "."


def _figure(
    key: str, label: str, value: float | None, unit: str, definition: str, rows: str
) -> Figure:
    if value is not None and not math.isfinite(value):
        value = None
    return Figure(key, label, value, unit, figure_text(value, unit), definition, rows)


def _floor(value: float) -> float:
    """Two digits, rounded down: 99.996 % must not be printed as perfect."""
    return math.floor(value * 100 + 1e-9) / 100


_WORDS: dict[str, Callable[[float], str]] = {
    "score5": lambda value: f"{value:.1f} / 5",
    "uptime": lambda value: f"{_floor(value):.2f} %",
    "percent": lambda value: f"{_floor(value):g} %" if 99 < value < 100 else "",
    "minutes": lambda value: short(timedelta(minutes=value)),
    "bool": lambda value: "yes" if value else "no",
    "per_day": lambda value: f"{value:.0f} a day",
}


def figure_text(value: float | None, unit: str) -> str:
    """A figure with its unit: "93 %", "4.3 / 5", "12 min", "99.93 %", "1204"; "no data"."""
    if value is None or not math.isfinite(value):
        return "no data"
    words = _WORDS.get(unit)
    return (words(value) if words is not None else "") or format_value(value, unit)


_OPERATORS = {">=": "≥", "<=": "≤", "==": "exactly"}


def target_text(condition: Condition, unit: str) -> str:
    """A limit with nothing rounded away: "≥ 99.95 %", "> 4.5 / 5", "none"."""
    operator = _OPERATORS.get(condition.op, condition.op)
    limit = f"{condition.limit:g}"
    words = {"percent": f"{limit} %", "%": f"{limit} %", "score5": f"{limit} / 5"}
    if unit == "bool":
        return condition.as_text()
    if unit in ("", "count"):
        if condition.as_text() == "none":
            return "none"
        return f"{operator} {limit}"
    return f"{operator} {words.get(unit, f'{limit} {unit}')}"
