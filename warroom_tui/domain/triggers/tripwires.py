"""Rollback triggers: their states, and how time and figures move them.

clear → approaching → tripped → acknowledged → cleared. A measured trigger trips when its limit
has been passed, without a gap, for as long as it must hold; it stays tripped, whatever the figure
does, until a person has acknowledged it. A trigger without a figure is moved by people only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from warroom_tui.domain.monitoring.health import Condition


class TriggerState(StrEnum):
    """How a rollback trigger stands."""

    CLEAR = "clear"
    APPROACHING = "approaching"
    TRIPPED = "tripped"
    ACKNOWLEDGED = "acknowledged"
    CLEARED = "cleared"

    @property
    def live(self) -> bool:
        """True while what the plan feared is the case, decided upon or not."""
        return self in (TriggerState.TRIPPED, TriggerState.ACKNOWLEDGED)


@dataclass(frozen=True, slots=True)
class Wire:
    """What is stored of a criterion between two evaluations."""

    criterion_id: int
    state: str
    """A `TriggerState` of a trigger, a `Verdict` of every other criterion."""
    since: datetime
    """When it came into that state."""
    over_since: datetime | None = None
    """Since when the limit has been passed without a gap; None while it is not."""
    calm_since: datetime | None = None
    """Since when it has not been passed; None while it is, or nothing is known."""
    seen_at: datetime | None = None
    """The last evaluation that is stored."""
    value: float | None = None
    """The value then, on the plan's own scale."""
    slope: float | None = None
    """Units per minute, None when the samples fit no line."""
    evidence: str = ""
    """What the value was read from, or what a person said."""
    by: str | None = None
    """Who raised, acknowledged or cleared it."""
    reason: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class CriterionEvent:
    """One change of state."""

    criterion_id: int
    at: datetime
    was: str
    state: str
    value: float | None
    evidence: str
    by: str


NEAR, FAR = 0.8, 0.7
"""Share of the limit from which a trigger is approaching, and below which it no longer is."""
SOON = timedelta(minutes=30)
"""A trigger that trips within this time at its slope is approaching too."""
CALM = timedelta(minutes=5)
"""So long must the limit be kept before an acknowledged trigger is cleared by itself."""
LONGEST_GAP = timedelta(minutes=3)
"""Without a look for longer (machine asleep, clock changed) nothing is known of the time between:
what must hold begins to hold anew."""

_HOLDS = {
    "operations_failing": 5, "degradation": 10, "error_rate": 5, "response_time": 5,
    "page_load": 5, "db_query_time": 5, "uptime": 5, "adoption": 60,
}  # fmt: skip
"""Minutes that a figure which swings must stay beyond its limit; counts and durations trip at
once, because they cannot be an accident of one sample."""


def default_hold(metric: str | None) -> timedelta:
    """How long the limit must be passed where nobody said it."""
    return timedelta(minutes=_HOLDS.get(metric or "", 0))


def reach(condition: Condition, value: float) -> float:
    """How much of the way to the limit is gone: 0 far away, 1 at the limit, more beyond it."""
    limit = condition.limit
    if condition.holds(value):
        return max(1.0, _share(condition, value))
    return 0.0 if limit <= 0 else min(_share(condition, value), 1.0)


def _share(condition: Condition, value: float) -> float:
    limit = condition.limit
    if condition.op in ("<", "<="):
        return limit / value if value > 0 else 1.0
    return max(0.0, value / limit) if limit > 0 else 1.0


def is_near(condition: Condition, value: float, eta: timedelta | None, was: TriggerState) -> bool:
    """Whether a trigger that has not passed its limit is approaching, with some inertia."""
    stays = was is TriggerState.APPROACHING
    if eta is not None and eta <= (SOON * 1.5 if stays else SOON):
        return True
    return reach(condition, value) >= (FAR if stays else NEAR)


def advance(
    wire: Wire, passed: bool | None, near: bool, now: datetime, hold: timedelta, gap: timedelta
) -> Wire:
    """The trigger after a look at its figure; `passed` is None when there is no figure.

    `gap` is the longest time between two looks after which the time between still counts.
    """
    if passed is None:
        return _unseen(wire, now)
    known = wire.seen_at is not None and timedelta(0) <= now - wire.seen_at <= gap
    over = (wire.over_since if known and wire.over_since else now) if passed else None
    calm = None if passed else (wire.calm_since if known and wire.calm_since else now)
    held = over is not None and now - over >= hold
    rested = calm is not None and now - calm >= CALM
    state = _next(TriggerState(wire.state), passed, held, rested, near)
    since = wire.since if state == wire.state else now
    return replace(
        wire, state=state.value, since=since, over_since=over, calm_since=calm, seen_at=now
    )


def _unseen(wire: Wire, now: datetime) -> Wire:
    """Without a figure nothing is near, and what has tripped stays."""
    gone = wire.state == TriggerState.APPROACHING
    return replace(
        wire,
        state=TriggerState.CLEAR.value if gone else wire.state,
        since=now if gone else wire.since,
        over_since=None,
        calm_since=None,
        seen_at=None,
    )


def _next(state: TriggerState, passed: bool, held: bool, rested: bool, near: bool) -> TriggerState:
    if state is TriggerState.TRIPPED:
        return state
    if state is TriggerState.ACKNOWLEDGED:
        return TriggerState.CLEARED if rested else state
    if state is TriggerState.CLEARED and not rested:
        return state  # somebody cleared it: it must be well for a while before it can trip again
    if passed:
        return TriggerState.TRIPPED if held else TriggerState.APPROACHING
    return TriggerState.APPROACHING if near else TriggerState.CLEAR
