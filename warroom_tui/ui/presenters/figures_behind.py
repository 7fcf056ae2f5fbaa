"""From a line of the desk's figures to the tickets that it counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from warroom_tui.domain.desk.figures import TREND_DAYS
from warroom_tui.domain.reporting.report_figures import DayRows, support_figures

if TYPE_CHECKING:
    from warroom_tui.services.desk.figure_desk import FigurePage, GroupBy, Limit


@dataclass(frozen=True, slots=True)
class Behind:
    """Which tickets one line counted."""

    title: str
    which: DayRows
    day: date
    """The first of them."""
    days: int = 1
    hour: int | None = None
    """Place in the hours of the day; None: the whole day."""
    group: tuple[GroupBy, str] | None = None


_BEHIND = {
    "tickets_created": DayRows.CREATED,
    "tickets_resolved": DayRows.RESOLVED,
    "resolution_rate": DayRows.RESOLVED,
    "csat": DayRows.RATED,
    "sla_compliance": DayRows.LATE,
    "first_contact": DayRows.FIRST_CONTACT,
    "same_day": DayRows.SAME_DAY,
    "mean_response": DayRows.ANSWERED,
    "p90_response": DayRows.ANSWERED,
    "mean_resolution": DayRows.RESOLVED,
    "p90_resolution": DayRows.RESOLVED,
    "escalation_rate": DayRows.ESCALATED,
    "reopen_rate": DayRows.REOPENED,
}


def counts_issues(page: FigurePage, key: str) -> bool:
    """True when the line counts known issues, not tickets."""
    kind, _, rest = key.partition(":")
    return (rest if kind == "figure" else _metric(page, key)) == "critical_issues"


def tickets_behind(page: FigurePage, key: str) -> Behind | None:
    """Which tickets a line counted; None when no tickets stand behind it."""
    kind, _, rest = key.partition(":")
    day = page.figures.day
    if kind == "figure" and rest in _BEHIND:
        figures = support_figures(page.figures.counts, day)
        label = next(one.label for one in figures if one.key == rest)
        return Behind(label, _BEHIND[rest], day)
    if kind == "promises":
        return Behind(f"Promises {'kept' if rest == 'kept' else 'broken'}", DayRows(rest), day)
    if kind == "limit":
        return _behind_limit(page, page.limits[int(rest)])
    if kind == "day":
        return Behind("Logged", DayRows.CREATED, date.fromisoformat(rest))
    if kind == "hour":
        hour = page.figures.hours[int(rest)][0]
        return Behind(f"Logged from {hour:02d}:00 on", DayRows.CREATED, day, hour=int(rest))
    return None


def behind_group(page: FigurePage, key: str) -> tuple[tuple[str, Behind], ...]:
    """What stands behind a category, level or person: (value, tickets) of each figure."""
    kind, _, rest = key.partition(":")
    if kind != "group":
        return ()
    by_name, _, name = rest.partition(":")
    by, groups = next(one for one in page.groups if one[0].value == by_name)
    counts = dict(groups)[name]
    label, out = group_name(by_name, name), list[tuple[str, Behind]]()
    for figure in support_figures(counts, page.figures.day):
        if figure.key in _BEHIND and not figure.key.startswith("p90"):
            title, which = f"{label}: {figure.label}", _BEHIND[figure.key]
            behind = Behind(title, which, page.figures.day, group=(by, name))
            out.append((f"{figure.label}: {figure.text}", behind))
    return tuple(out)


def group_name(by: str, name: str) -> str:
    """How a category, level or person is called, also where there is none."""
    return name or ("nobody" if by == "person" else "none")


def _metric(page: FigurePage, key: str) -> str:
    kind, _, rest = key.partition(":")
    return (page.limits[int(rest)].criterion.metric or "") if kind == "limit" else ""


def _behind_limit(page: FigurePage, limit: Limit) -> Behind | None:
    metric, title, day = limit.criterion.metric or "", limit.criterion.text, page.figures.day
    if metric in _BEHIND:
        return Behind(title, _BEHIND[metric], day)
    if metric == "tickets_week" and page.first_day is not None:
        return Behind(title, DayRows.CREATED, page.first_day, days=7)
    if metric in ("ticket_trend", "resolution_trend"):
        which = DayRows.CREATED if metric == "ticket_trend" else DayRows.RESOLVED
        span = 2 * min(TREND_DAYS, max(1, (len(page.figures.days) - 1) // 2))
        return Behind(title, which, day - timedelta(days=span), days=span)
    return None
