"""The figure behind a criterion, with what it was read from.

A figure that the plan defines, or that somebody typed in, comes first. The rest is derived here
from what the board shows: outages, failing operations, change against the baseline, known issues.
One definition each, used by the board, the watch that trips triggers, and the reports.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from warroom_tui.domain.board import Board
from warroom_tui.domain.desk.figures import SUPPORT_METRICS, support_metric
from warroom_tui.domain.durations import short
from warroom_tui.domain.incident.issues import KnownIssue, Severity
from warroom_tui.domain.monitoring.computed_metrics import COMPUTED, COMPUTED_UNITS, Computed
from warroom_tui.domain.monitoring.health import CheckState, format_value
from warroom_tui.domain.triggers.baseline import change_pct
from warroom_tui.domain.triggers.criteria import Criterion


@dataclass(frozen=True, slots=True)
class Reading:
    """A value at a moment."""

    value: float
    evidence: str
    """What it was read from, in a few words."""
    at: datetime | None = None
    """When it was measured or typed in; None: right now."""
    slope: float | None = None
    """Units per minute where the figure itself says it (an outage grows by a minute a minute)."""
    since: datetime | None = None
    """From when on it is counted; older samples say nothing about its trend."""


@dataclass(frozen=True, slots=True)
class ProbeNow:
    """What readings need to know of a check: its state at this moment."""

    name: str
    kind: str
    state: CheckState
    since: datetime | None
    recent: float | None
    """Mean value of the last minutes, in the check's unit."""


RECENT_MINUTES = 5
"""Minutes that a "now" of a swinging figure is the mean of."""
PRODUCT = ("http", "tcp")
"""Kinds of checks that stand for what users do."""

Probes = tuple[ProbeNow, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """What a figure is derived from."""

    board: Board
    now: datetime
    probes: Probes

    @property
    def product(self) -> list[ProbeNow]:
        """Checks that say whether users can work, and that know it."""
        known = [one for one in self.probes if one.kind in PRODUCT]
        return [one for one in known if one.state is not CheckState.UNKNOWN]

    @property
    def day_start(self) -> datetime:
        """Midnight in the launch's zone."""
        launch = self.board.launch
        return launch.day_bounds(launch.local(self.now).date())[0]


Derive = Callable[[Sight], Reading | None]


def read_value(board: Board, now: datetime, probes: Probes, key: str) -> Reading | None:
    """The newest reading of a metric, or None while nobody knows it."""
    if key in SUPPORT_METRICS:
        value = support_metric(board.today, key)
        start = board.launch.day_bounds(board.launch.local(now).date())[0]
        return Reading(value, "today's tickets", since=start) if value is not None else None
    for metric in board.metrics:
        if metric.key == key and metric.value is not None:
            by = metric.value_by or metric.source
            return Reading(metric.value, f"{metric.name}, {by}", at=metric.value_at)
    derive = DERIVED.get(key)
    return derive(Sight(board, now, probes)) if derive is not None else None


def _unavailable(seen: Sight) -> Reading | None:
    """Minutes of the longest outage that goes on now."""
    known = seen.product
    down = [p for p in known if p.state is CheckState.DOWN and p.since is not None]
    if not known:
        return None
    if not down:
        return Reading(0.0, f"{len(known)} of {len(known)} checks answer")
    worst = min(down, key=lambda p: p.since or seen.now)
    length = max(timedelta(0), seen.now - (worst.since or seen.now))
    minutes = length.total_seconds() / 60
    return Reading(minutes, f"{worst.name} down for {short(length)}", slope=1.0)


def _operations_failing(seen: Sight) -> Reading | None:
    """Percent of the product's checks that are down."""
    known = seen.product
    if not known:
        return None
    down = [p.name for p in known if p.state is CheckState.DOWN]
    told = f"{len(down)} of {len(known)} checks down" + (f": {', '.join(down[:3])}" if down else "")
    return Reading(100.0 * len(down) / len(known), told)


def _degradation(seen: Sight) -> Reading | None:
    """By how many percent the product answers slower than at the baseline."""
    if seen.board.baseline is None:
        return None
    recent = response_now(seen.probes)
    before = seen.board.baseline.values.get(RESPONSE_NOW)
    if before is None:
        before = seen.board.baseline.values.get("response_time")
    change = change_pct(recent, before)
    if change is None or recent is None or before is None:
        return None
    told = f"{recent:.0f} ms against {before:.0f} ms ({seen.board.baseline.name})"
    return Reading(max(0.0, change), told)


def _ticket_increase(seen: Sight) -> Reading | None:
    """By how many percent more tickets come today than on the baseline's day."""
    if seen.board.baseline is None:
        return None
    before = seen.board.baseline.values.get("tickets_created")
    change = change_pct(float(seen.board.today.created), before)
    if change is None or before is None:
        return None
    told = f"{seen.board.today.created} today against {before:g} ({seen.board.baseline.name})"
    return Reading(change, told, since=seen.day_start)


def _open_of(severity: Severity) -> Derive:
    def count(seen: Sight) -> Reading | None:
        found = [one for one in seen.board.issues if one.severity is severity and one.state.live]
        told = f"{len(found)} live known issue{'' if len(found) == 1 else 's'} of severity "
        return Reading(float(len(found)), told + severity.value + _refs(found))

    return count


def _refs(issues: list[KnownIssue]) -> str:
    return f": {', '.join(one.ref for one in issues[:4])}" if issues else ""


def _flagged(key: str) -> Derive:
    """Known issues that were ever flagged so: zero tolerance forgets nothing."""

    def count(seen: Sight) -> Reading | None:
        found = dict(seen.board.flagged).get(key, 0)
        told = f"{found} known issue{'' if found == 1 else 's'} flagged" if found else "none logged"
        return Reading(float(found), told)

    return count


def _live_flagged(wanted: Callable[[KnownIssue], bool]) -> Derive:
    """Known issues flagged so that are not resolved."""

    def count(seen: Sight) -> Reading | None:
        found = [one for one in seen.board.issues if wanted(one) and one.state.live]
        return Reading(float(len(found)), "live known issues flagged so" + _refs(found))

    return count


def _users_affected(seen: Sight) -> Reading | None:
    """Percent of users that the worst critical issue or incident hits."""
    board = seen.board
    told = [(one.severity, one.state.live, one.affected_pct, one.ref) for one in board.issues]
    told += [(one.severity, one.live, one.affected_pct, one.ref) for one in board.incidents]
    hit = [
        (share, ref)
        for severity, live, share, ref in told
        if severity is Severity.CRITICAL and live and share is not None
    ]
    if not hit:
        unknown = any(one.severity is Severity.CRITICAL for one in board.issues)
        return None if unknown else Reading(0.0, "no critical issue is live")
    worst = max(hit)
    return Reading(worst[0], f"{worst[1]} hits {worst[0]:g} % of the users")


def response_now(probes: Probes) -> float | None:
    """How long the product takes to answer now, ms: the median of its checks' last minutes.

    One page that is slow is a slow page; the product is slow when half of its pages are.
    """
    values = sorted(p.recent for p in probes if p.kind == "http" and p.recent is not None)
    if not values:
        return None
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


RESPONSE_NOW = "response_now"
"""What a baseline calls the answer time of the minutes in which it was recorded."""


def _computed(compute: Computed) -> Derive:
    """A figure of the run sheet or the rota as a reading."""

    def derive(seen: Sight) -> Reading | None:
        found = compute(seen.board, seen.now)
        return Reading(*found) if found is not None else None

    return derive


DERIVED: dict[str, Derive] = {
    "unavailable": _unavailable,
    "operations_failing": _operations_failing,
    "degradation": _degradation,
    "ticket_increase": _ticket_increase,
    "critical_open": _open_of(Severity.CRITICAL),
    "high_open": _open_of(Severity.HIGH),
    "users_affected": _users_affected,
    "data_loss": _flagged("data_loss"),
    "data_integrity_issues": _flagged("data_loss"),
    "security_incidents": _flagged("security"),
    "data_loss_live": _live_flagged(lambda issue: issue.is_data_loss),
    "security_live": _live_flagged(lambda issue: issue.is_security),
    **{key: _computed(compute) for key, compute in COMPUTED.items()},
}
"""Figures that need no row of their own, by metric key."""

COUNTERS = ("data_loss", "security_incidents", "data_integrity_issues")
"""Zero-tolerance counters: known issues carry the flag that counts."""

UNITS: dict[str, tuple[str, str]] = {
    "unavailable": ("Unavailable", "min"),
    "operations_failing": ("Operations failing", "percent"),
    "degradation": ("Slower than the baseline", "percent"),
    "ticket_increase": ("More tickets than the baseline", "percent"),
    "critical_open": ("Critical issues live", "count"),
    "high_open": ("High issues live", "count"),
    "users_affected": ("Users affected", "percent"),
    "data_loss_live": ("Data loss, live", "count"),
    "security_live": ("Security, live", "count"),
    "data_loss": ("Data loss", "count"),
    "security_incidents": ("Security incidents", "count"),
    "data_integrity_issues": ("Data integrity issues", "count"),
    **COMPUTED_UNITS,
}
"""Derived figures: key → (name, unit)."""


def unit_of(board: Board, key: str | None) -> str:
    """The unit that a metric's values count in; empty when it is not known."""
    if key is None:
        return ""
    if key in SUPPORT_METRICS:
        return SUPPORT_METRICS[key][1]
    for metric in board.metrics:
        if metric.key == key:
            return metric.unit
    return UNITS.get(key, ("", ""))[1]


def name_of(board: Board, key: str) -> str:
    """What a metric is called."""
    if key in SUPPORT_METRICS:
        return SUPPORT_METRICS[key][0]
    for metric in board.metrics:
        if metric.key == key:
            return metric.name
    return UNITS.get(key, (key.replace("_", " ").capitalize(), ""))[0]


def told_value(value: float | None, unit: str) -> str:
    """A value with its unit as a gauge shows it: "62 %", "12 a day", "4.5 of 5"."""
    return format_value(value, unit)


_TRENDS = ("_trend", "_growth")
"""How the keys of figures end that tell a direction."""


def told_limit(criterion: Criterion) -> str:
    """A criterion's limit as a gauge shows it: "> 20 a day"; empty where it has none.

    Of a trigger that trips at the first case the words say what is allowed: "none" where any
    corruption trips, "must be no" where a yes does; else from where on it trips.
    """
    condition = criterion.condition
    if condition is None:
        return ""
    if criterion.is_trigger and condition.unit == "bool":
        return "must be yes" if condition.as_text() == "must be no" else "must be no"
    first = (condition.op, condition.limit) in ((">", 0), (">=", 1))
    if criterion.is_trigger and first and condition.unit in ("", "count"):
        return "none"
    if condition.limit == 0 and (criterion.metric or "").endswith(_TRENDS):
        return {"<": "falling", ">": "rising"}.get(condition.op, condition.as_text())
    return condition.as_text()
