"""Checks: conditions on a measured value, the state they give, and the state over time."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from warroom_tui.domain.monitoring.check_options import NO_OPTIONS, CheckOptions

HEARTBEAT, MANUAL = "heartbeat", "manual"
"""Kinds that are told how they stand; every other kind is probed."""
ALERTMANAGER = "alertmanager"
"""Asks an Alertmanager for its alerts; the value is how many are active."""

CLOCK_SLACK = timedelta(seconds=5)
"""Results may be stamped this much out of order; more means that the clock was set back."""


class CheckState(StrEnum):
    """How a check stands."""

    UP = "up"
    SLOW = "slow"
    DOWN = "down"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Condition:
    """A limit on a measured value; it holds when `value op limit` is true."""

    op: str
    limit: float
    unit: str

    def holds(self, value: float) -> bool:
        """True when the value is beyond the limit. NaN is never beyond."""
        if math.isnan(value):
            return False
        match self.op:
            case "<":
                return value < self.limit
            case "<=":
                return value <= self.limit
            case ">":
                return value > self.limit
            case ">=":
                return value >= self.limit
            case "==":
                return value == self.limit
        raise ValueError(f"unknown operator {self.op!r}")

    def negated_text(self) -> str:
        """The target that this alert limit implies: alert > 80 % means target < 80 %."""
        whole = self.unit in _COUNTED
        opposite = {"<": "≥" if whole else ">", "<=": ">", ">": "≤" if whole else "<", ">=": "<"}
        if self.op == "==":
            return f"not {format_value(self.limit, self.unit)}"
        return f"{opposite[self.op]} {format_value(self.limit, self.unit)}"

    def as_text(self) -> str:
        """The limit as a person says it: "< 500 ms", "must be yes", "none", "2 or more"."""
        value = format_value(self.limit, self.unit)
        if self.unit == "bool":
            asks = self.limit != 0 if self.op in ("==", ">=") else self.op == ">"
            return f"must be {'yes' if asks else 'no'}"
        if self.unit in _COUNTED:
            if (self.op, self.limit) in (("==", 0), ("<=", 0), ("<", 1)):
                return "none"
            if self.op == ">=":
                return f"{value} or more"
        if self.op == "==":
            return f"exactly {value}"
        return f"{_SIGNS[self.op]} {value}"


_COUNTED = ("", "count")
"""Units of things that are counted one by one."""
_SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}


@dataclass(frozen=True, slots=True)
class Told:
    """The latest word on a check that is told instead of probed: a beat, or a person's."""

    at: datetime
    by: str
    state: CheckState
    note: str


@dataclass(frozen=True, slots=True)
class Check:
    """A probe that runs again and again. Times in seconds; `slow` and `down` are alert limits."""

    id: int
    name: str
    kind: str
    target: str
    every_s: float
    timeout_s: float
    expect: tuple[str, ...]
    contains: str | None
    slow: Condition | None
    down: Condition | None
    fail_after: int
    ok_after: int
    group: str
    target_text: str
    unit: str
    """Unit of the measured value: ms for http, % for host, d for tls."""
    enabled: bool = True
    options: CheckOptions = NO_OPTIONS
    told: Told | None = None
    """Of a heartbeat or manual check: what was told last."""


@dataclass(frozen=True, slots=True)
class OutsideAlert:
    """An alert of somebody else's Alertmanager: shown beside ours, never changed."""

    name: str
    severity: str
    """Its label `severity`, in the words of those who wrote the rule."""
    state: str
    """active, suppressed (silenced or inhibited there) or unprocessed."""
    since: datetime | None
    summary: str
    labels: tuple[tuple[str, str], ...]
    source: str = ""
    """Name of the check that asked."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one probe run saw. A failure is a result, never an exception."""

    ok: bool
    value: float | None
    """In the check's unit; None when nothing could be measured."""
    detail: str
    """Short and clean: "HTTP 503", "timeout after 5 s", "connection refused"."""
    unknown: bool = False
    """True when the probe itself could not run: neither up nor down."""
    warning: bool = False
    """True when it works but needs somebody soon: counts as slow."""
    excerpt: str = ""
    """The beginning of what the target answered; cleaned and cut before it is stored."""
    alerts: tuple[OutsideAlert, ...] | None = None
    """Of an Alertmanager: what it told; None when it told nothing."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What a target answered at a time."""

    at: datetime
    state: CheckState
    detail: str
    text: str


def judge(check: Check, seen: Measurement) -> CheckState:
    """The state that one measurement alone would give."""
    if seen.unknown:
        return CheckState.UNKNOWN
    if not seen.ok:
        return CheckState.DOWN
    value = math.nan if seen.value is None else seen.value
    if check.down is not None and check.down.holds(value):
        return CheckState.DOWN
    if seen.warning or (check.slow is not None and check.slow.holds(value)):
        return CheckState.SLOW
    return CheckState.UP


@dataclass(frozen=True, slots=True)
class CheckStatus:
    """A check's state over time: it changes after `fail_after` bad or `ok_after` good runs."""

    state: CheckState
    since: datetime
    last_at: datetime | None
    last_value: float | None
    last_detail: str
    streak_state: CheckState
    """What the latest run said, even if not yet often enough to count."""
    streak: int
    """Runs in a row that were all worse, all better, or all the same as `state`."""


def advance(check: Check, was: CheckStatus | None, seen: Measurement, at: datetime) -> CheckStatus:
    """The status after one more measurement.

    The first measurement counts at once when it is good, also after a time of which nothing is
    known; a bad one has to come `fail_after` times there too: a machine that wakes up has no
    network for a moment, and one that has just started is busy. After that the state turns worse
    after `fail_after` runs in a row that were worse, better after `ok_after` that were better, and
    then becomes the one of the last two runs that is nearer to what it was: a check that swings
    between slow and down is slow, and never passes for up.
    """
    verdict = judge(check, seen)
    if was is None:
        nothing = CheckState.UNKNOWN
        was = CheckStatus(nothing, at, None, None, "", nothing, 0)
    if was.state is CheckState.UNKNOWN:
        return _after_unknown(check, was, verdict, seen, at)
    side = _side(verdict, was.state)
    streak = was.streak + 1 if _side(was.streak_state, was.state) == side else 1
    if side == 0 or streak < (check.fail_after if side > 0 else check.ok_after):
        return CheckStatus(was.state, was.since, at, seen.value, seen.detail, verdict, streak)
    state = verdict
    if streak > 1 and side * _side(was.streak_state, verdict) < 0:
        state = was.streak_state
    return CheckStatus(state, at, at, seen.value, seen.detail, verdict, 1)


def _after_unknown(
    check: Check, was: CheckStatus, verdict: CheckState, seen: Measurement, at: datetime
) -> CheckStatus:
    bad = (CheckState.SLOW, CheckState.DOWN)
    streak = was.streak + 1 if verdict in bad and was.streak_state in bad else 1
    if verdict is CheckState.UNKNOWN or (verdict in bad and streak < check.fail_after):
        return CheckStatus(was.state, was.since, at, seen.value, seen.detail, verdict, streak)
    state = verdict
    if streak > 1 and was.streak_state is CheckState.SLOW:
        state = CheckState.SLOW  # of two runs the better one, as everywhere
    return CheckStatus(state, at, at, seen.value, seen.detail, verdict, 1)


def after_gap(was: CheckStatus) -> CheckStatus:
    """The status once nobody has looked for too long: unknown since it was seen last."""
    since = was.last_at or was.since
    unknown = CheckState.UNKNOWN
    return CheckStatus(unknown, since, was.last_at, None, was.last_detail, unknown, 1)


def moved_back(was: CheckStatus, at: datetime) -> CheckStatus:
    """The same when its clock was set back to `at`; what was 5 min old still is."""
    if was.last_at is None or was.last_at - at < CLOCK_SLACK:
        return was
    return replace(was, since=min(was.since, was.last_at) - (was.last_at - at), last_at=at)


def _side(state: CheckState, of: CheckState) -> int:
    """1 when `state` is worse than `of`, -1 when it is better, 0 when it is the same."""
    return (_rank(state) > _rank(of)) - (_rank(state) < _rank(of))


def _rank(state: CheckState) -> int:
    return (CheckState.UP, CheckState.SLOW, CheckState.UNKNOWN, CheckState.DOWN).index(state)


def is_stale(check: Check, last_at: datetime | None, now: datetime, speed: float = 1.0) -> bool:
    """True when no result came for three periods (at least 30 s): the state is unknown.

    `speed` is that of a rehearsal's clock: checks run in real time, so at ten times the speed
    ten times as many simulated seconds lie between two results. A person's word ages only when
    the plan asks for it again and again. The age of a result from the future is not known: the
    clock was set back.
    """
    if last_at is None:
        return True
    if check.kind == MANUAL:
        again_s = check.options.beat_s
        return again_s is not None and (now - last_at).total_seconds() > again_s
    patience_s = max(30.0, 3 * check.every_s + check.timeout_s) * max(1.0, speed)
    return abs((now - last_at).total_seconds()) > patience_s


_UNIT_WORDS = {"per_day": "a day", "score5": "of 5", "score10": "of 10", "minutes": "min"}


def format_value(value: float | None, unit: str) -> str:
    """A measured value with its unit, short enough for a table cell: "62 %", "4.5 of 5", "yes"."""
    if value is None or not math.isfinite(value):
        return "–"
    if unit == "bool":
        return "yes" if value else "no"
    if unit == "ms":
        return f"{value / 1000:.1f} s" if value >= 10_000 else f"{value:.0f} ms"
    if unit in ("%", "percent"):
        # Near the ends a rounded percentage would lie: 99.95 is not 100, 0.04 is not 0.
        close = value < 10 or value > 99
        digits = 2 if value > 99.9 or value < 0.1 else 1 if close else 0
        return f"{f'{value:.{digits}f}'.rstrip('0').rstrip('.') if digits else f'{value:.0f}'} %"
    number = f"{value:.0f}" if value == int(value) else f"{value:.1f}"
    if unit in (*_COUNTED, "ratio"):
        return number if unit != "ratio" or value == int(value) else f"{value:.2f}"
    return f"{number} {_UNIT_WORDS.get(unit, unit)}"
