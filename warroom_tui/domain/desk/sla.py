"""SLA clocks: what was promised on a ticket and how it stands at a time.

A clock runs from `started_at` on the hours of its calendar, stands still while the ticket waits on
its requester, and is due after `target_s` of running time. Targets that are no duration ("next
release") start no clock. See `promises.py` for which target a ticket gets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from warroom_tui.domain.desk.calendars import Calendar, Spell, due_after, ran_between
from warroom_tui.domain.desk.tickets import ClockRow


class ClockName(StrEnum):
    """Which promise a clock measures."""

    FIRST_RESPONSE = "first_response"
    RESOLUTION = "resolution"
    UPDATE = "update"
    """Time since the last public word on a ticket that is still open."""


class Urgency(StrEnum):
    """How a running promise stands now."""

    OK = "ok"
    AT_RISK = "at_risk"
    BREACHED = "breached"
    PAUSED = "paused"
    NONE = "none"


DEFAULT_AT_RISK_PCT = 75.0
"""Share of a target after which it is at risk, unless the plan says otherwise."""

IMMEDIATE_MIN = 5
"""Minutes that "immediate" is measured as: a promise of zero cannot be kept by anybody."""


@dataclass(frozen=True, slots=True)
class SlaTarget:
    """A target as the plan states it."""

    scope: str
    """priority, level, channel or on_call."""
    key: str
    clock: ClockName
    minutes: int | None
    """None: no duration; 0: immediate."""
    text: str
    source: str = ""
    line: int | None = None
    priorities: tuple[str, ...] = ()
    """The priorities that it holds for; empty: all."""
    calendar: str = ""
    """Name of the calendar that it names itself."""

    def seconds(self) -> float | None:
        """Running time allowed, in seconds; None when the target is no duration."""
        if self.minutes is None:
            return None
        return float(self.minutes or IMMEDIATE_MIN) * 60

    @property
    def place(self) -> str:
        """Document and line that state it."""
        return f"{self.source}:{self.line}" if self.source and self.line else self.source


def start_clock(
    target: SlaTarget,
    at: datetime,
    at_risk_pct: float = DEFAULT_AT_RISK_PCT,
    calendar: Calendar | None = None,
) -> ClockRow | None:
    """A clock that starts at `at`, or None when the target is no duration."""
    seconds = target.seconds()
    if seconds is None:
        return None
    clock = ClockRow(
        clock=target.clock.value,
        started_at=at,
        due_at=at,
        at_risk_at=at,
        paused_s=0.0,
        stopped_at=None,
        state="running",
    )
    return retargeted(clock, target, seconds, at_risk_pct, calendar)


def retargeted(
    clock: ClockRow,
    target: SlaTarget,
    seconds: float,
    at_risk_pct: float,
    calendar: Calendar | None,
) -> ClockRow:
    """The clock with another target, counted from its old start; its pauses stay."""
    fresh = replace(
        clock,
        target_text=target.text,
        target_s=seconds,
        calendar=calendar.name if calendar is not None else None,
        source=target.place,
    )
    return _placed(fresh, clock.pauses, at_risk_pct, calendar)


def paused(clock: ClockRow, now: datetime) -> ClockRow:
    """The clock while the ticket waits on its requester."""
    return replace(clock, state="paused", paused_at=now)


def resumed(
    clock: ClockRow,
    paused_since: datetime,
    now: datetime,
    at_risk_pct: float = DEFAULT_AT_RISK_PCT,
    calendar: Calendar | None = None,
) -> ClockRow:
    """The clock after a pause: what did not run while it was still in time moves its due times."""
    pauses = clock.pauses
    if now > paused_since:
        pauses = (*pauses, (paused_since, now))
    return _placed(replace(clock, state="running", paused_at=None), pauses, at_risk_pct, calendar)


def _placed(
    clock: ClockRow,
    pauses: tuple[Spell, ...],
    at_risk_pct: float,
    calendar: Calendar | None,
) -> ClockRow:
    """The clock with its due times computed from its start, target and pauses."""
    allowed = clock.target_s
    if allowed is None:  # stored before clocks knew their target
        allowed = ran_between(
            calendar, clock.started_at, clock.due_at, clock.pauses
        ).total_seconds()
    running = timedelta(seconds=allowed)
    share = running * (at_risk_pct / 100)
    known = timedelta(seconds=clock.paused_s) - _length(clock.pauses)
    return replace(
        clock,
        due_at=due_after(calendar, clock.started_at, running, pauses),
        at_risk_at=due_after(calendar, clock.started_at, share, pauses),
        paused_s=(known + _length(pauses)).total_seconds(),
        pauses=pauses,
        target_s=allowed,
    )


def _length(pauses: tuple[Spell, ...]) -> timedelta:
    return sum((high - low for low, high in pauses), timedelta(0))


def stopped(clock: ClockRow, now: datetime, owner: str | None = None) -> ClockRow:
    """The clock after the promise was kept, or broken under `owner`, at `now`."""
    met = now <= clock.due_at
    return replace(
        clock,
        stopped_at=now,
        state="met" if met else "breached",
        owner=None if met else clock.owner if clock.owner is not None else owner,
    )


def next_running(clocks: Iterable[ClockRow]) -> ClockRow | None:
    """The running clock that falls due first: a resolution target never hides a first response."""
    running = [clock for clock in clocks if clock.state == "running"]
    return min(running, key=lambda clock: clock.due_at, default=None)


def broke_at(clock: ClockRow, now: datetime) -> datetime | None:
    """When the promise broke; None while it is kept, or stands still in time."""
    until = clock.stopped_at or (clock.paused_at if clock.state == "paused" else now) or now
    return clock.due_at if until > clock.due_at else None


def urgency(due_at: datetime | None, at_risk_at: datetime | None, now: datetime) -> Urgency:
    """How a promise due at `due_at` stands at `now`."""
    if due_at is None:
        return Urgency.NONE
    if now > due_at:
        return Urgency.BREACHED
    if at_risk_at is not None and now >= at_risk_at:
        return Urgency.AT_RISK
    return Urgency.OK
