"""The figures of the support desk: one definition each, used by panel, report and command line.

Storage delivers the raw counts of a period (`SupportCounts`); everything else is derived here.
Definitions: data model, "derived figures".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class SupportCounts:
    """Raw counts of a period (a launch-local day unless said otherwise)."""

    created: int = 0
    """Tickets created in the period."""
    resolved: int = 0
    """Tickets resolved in the period."""
    same_day: int = 0
    """Of those created in the period: resolved on the same local day."""
    first_contact: int = 0
    """Of those resolved: no escalation, no reopen, by the first assignee, at most one reply."""
    escalated: int = 0
    """Of those created: level raised."""
    reopened: int = 0
    """Tickets opened again in the period."""
    clocks_met: int = 0
    clocks_breached: int = 0
    """Broken in the period: due in it and answered later, or still running and late."""
    responses: int = 0
    """Of those created: answered at least once."""
    response_s: float = 0.0
    """Sum of their times to first response, seconds."""
    resolutions: int = 0
    resolution_s: float = 0.0
    csat_n: int = 0
    csat_sum: float = 0.0
    """Sum of ratings normalised to 0..1."""
    critical_issues: int = 0
    """Known issues of severity critical reported in the period."""
    response_p90_s: float | None = None
    """Nine of ten first responses took no longer; read only where it is shown."""
    resolution_p90_s: float | None = None
    week: int | None = None
    """Tickets created in the seven days from launch day on; read only where a plan limits it."""
    trend_pct: float | None = None
    """See `trend`; read only where a plan speaks of it."""
    resolution_trend_pct: float | None = None
    """Change of the mean time to resolve, days against days; read only where a plan asks."""

    @property
    def sla_pct(self) -> float | None:
        """SLA clocks met of all that ended or are late, percent."""
        return _pct(self.clocks_met, self.clocks_met + self.clocks_breached)

    @property
    def first_contact_pct(self) -> float | None:
        """Resolved at first contact, percent of resolved."""
        return _pct(self.first_contact, self.resolved)

    @property
    def same_day_pct(self) -> float | None:
        """Created and resolved on the same local day, percent of created."""
        return _pct(self.same_day, self.created)

    @property
    def resolution_pct(self) -> float | None:
        """Resolved in the period, percent of created in the period (may pass 100)."""
        return _pct(self.resolved, self.created)

    @property
    def escalation_pct(self) -> float | None:
        """Level raised, percent of created."""
        return _pct(self.escalated, self.created)

    @property
    def reopen_pct(self) -> float | None:
        """Reopened, percent of resolved."""
        return _pct(self.reopened, self.resolved)

    @property
    def mean_response_min(self) -> float | None:
        """Mean time to first response, minutes."""
        return self.response_s / self.responses / 60 if self.responses else None

    @property
    def mean_resolution_min(self) -> float | None:
        """Mean time to resolution, minutes."""
        return self.resolution_s / self.resolutions / 60 if self.resolutions else None

    @property
    def p90_response_min(self) -> float | None:
        """Nine of ten first responses took no longer, minutes."""
        return None if self.response_p90_s is None else self.response_p90_s / 60

    @property
    def p90_resolution_min(self) -> float | None:
        """Nine of ten resolutions took no longer, minutes."""
        return None if self.resolution_p90_s is None else self.resolution_p90_s / 60

    @property
    def csat_of_5(self) -> float | None:
        """Mean satisfaction on the 1-5 scale."""
        return 1 + 4 * self.csat_sum / self.csat_n if self.csat_n else None


def _pct(part: int, whole: int) -> float | None:
    return 100.0 * part / whole if whole else None


def csat_from_5(stars: float) -> float:
    """A 1-5 rating normalised to 0..1."""
    return (min(5.0, max(1.0, stars)) - 1) / 4


SUPPORT_METRICS: dict[str, tuple[str, str]] = {
    "sla_compliance": ("SLA", "percent"),
    "first_contact": ("First contact", "percent"),
    "same_day": ("Same day", "percent"),
    "csat": ("Satisfaction", "score5"),
    "reopen_rate": ("Reopened", "percent"),
    "escalation_rate": ("Escalated", "percent"),
    "tickets_created": ("Tickets", "count"),
    "critical_issues": ("Critical issues", "count"),
    "mean_response": ("First response", "minutes"),
    "mean_resolution": ("Time to resolve", "minutes"),
    "tickets_week": ("Tickets in week 1", "count"),
    "ticket_trend": ("Ticket trend", "percent"),
    "resolution_trend": ("Resolution trend", "percent"),
}
"""Metrics computed from tickets: key → (short name, unit)."""


def limit_unit(metric: str | None, written: str) -> str:
    """What a limit on a figure counts in: the plan's own scale where it has one.

    Satisfaction may be asked for in percent or of ten, a time in hours; other figures have one
    unit only.
    """
    own = SUPPORT_METRICS.get(metric or "", ("", written))[1]
    if metric == "csat" and written in ("%", "percent", "score10"):
        return "percent" if written == "%" else written
    return written if own == "minutes" and written in _TIMES else own


_TIMES = ("s", "min", "h", "d", "w")


def support_metric(counts: SupportCounts, key: str) -> float | None:
    """The value of a computed support metric, or None while there is nothing to compute from."""
    values: dict[str, float | None] = {
        "sla_compliance": counts.sla_pct,
        "first_contact": counts.first_contact_pct,
        "same_day": counts.same_day_pct,
        "csat": counts.csat_of_5,
        "reopen_rate": counts.reopen_pct,
        "escalation_rate": counts.escalation_pct,
        "tickets_created": float(counts.created),
        "critical_issues": float(counts.critical_issues),
        "mean_response": counts.mean_response_min,
        "mean_resolution": counts.mean_resolution_min,
        "tickets_week": None if counts.week is None else float(counts.week),
        "ticket_trend": counts.trend_pct,
        "resolution_trend": counts.resolution_trend_pct,
    }
    return values.get(key)


WEEK_METRICS = frozenset({"tickets_week", "ticket_trend", "resolution_trend"})
"""Support metrics that look further than their day."""

TREND_DAYS = 3
"""Days compared with as many before them."""

STEADY_PCT = 10.0
"""A change of volume smaller than this is no trend."""


def trend(created: Sequence[int]) -> float | None:
    """Change of volume in percent: the last complete days against as many before.

    `created` are tickets of complete days, oldest first: up to three days are compared with the
    three before. None with fewer than two days, or when nothing came before.
    """
    span = min(TREND_DAYS, len(created) // 2)
    if span == 0:
        return None
    before, after = sum(created[-2 * span : -span]), sum(created[-span:])
    return None if before == 0 else 100.0 * (after - before) / before


def change_over_a_day(points: Sequence[tuple[datetime, float]]) -> float | None:
    """Change in percent of the newest value against the one a day or more before it.

    `points` are oldest first. None while nothing is a day old, or when it was zero.
    """
    if not points:
        return None
    newest, value = points[-1]
    before = [one for at, one in points if newest - at >= timedelta(days=1)]
    return 100.0 * (value - before[-1]) / before[-1] if before and before[-1] else None


def trend_word(change: float | None) -> str:
    """A trend in a word."""
    if change is None:
        return "no trend yet"
    if abs(change) < STEADY_PCT:
        return "steady"
    return "decreasing" if change < 0 else "increasing"


@dataclass(frozen=True, slots=True)
class DayVolume:
    """Tickets of one launch-local day."""

    day: date
    created: int
    resolved: int


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """Everything that is counted of the support desk on one day."""

    day: date
    counts: SupportCounts
    hours: tuple[tuple[int, int], ...]
    """(local hour, tickets created in it); the hour that comes twice stands twice."""
    days: tuple[DayVolume, ...]
    """The days up to this one, oldest first."""

    @property
    def trend_pct(self) -> float | None:
        """Change of volume before this day, percent; see `trend`."""
        return trend([one.created for one in self.days[:-1]])
