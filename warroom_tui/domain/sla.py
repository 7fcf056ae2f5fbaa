"""SLA clocks: what was promised on a ticket and how it stands at a time.

A clock runs from `started_at`, stands still while the ticket waits on its requester, and is due
`target` of running time later. Targets that are no duration ("next release") start no clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from warroom_tui.domain.tickets import ClockRow, Level, Priority


class ClockName(StrEnum):
    """Which promise a clock measures."""

    FIRST_RESPONSE = "first_response"
    RESOLUTION = "resolution"


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
    """priority or level."""
    key: str
    clock: ClockName
    minutes: int | None
    """None: no duration; 0: immediate."""
    text: str
    source: str = ""
    line: int | None = None

    def seconds(self) -> float | None:
        """Running time allowed, in seconds; None when the target is no duration."""
        if self.minutes is None:
            return None
        return float(self.minutes or IMMEDIATE_MIN) * 60


def pick_target(
    targets: Iterable[SlaTarget], clock: ClockName, priority: Priority, level: Level
) -> SlaTarget | None:
    """The target that applies: of priority and level, the stricter duration; ties go to priority.

    A target without a duration applies only when no other does.
    """
    fitting = [
        target
        for target in targets
        if target.clock is clock
        and (target.scope, target.key) in (("priority", priority.value), ("level", level.value))
    ]
    if not fitting:
        return None
    return min(fitting, key=_strictness)


def _strictness(target: SlaTarget) -> tuple[float, int]:
    seconds = target.seconds()
    return (float("inf") if seconds is None else seconds, 0 if target.scope == "priority" else 1)


def start_clock(
    target: SlaTarget, at: datetime, at_risk_pct: float = DEFAULT_AT_RISK_PCT
) -> ClockRow | None:
    """A clock that starts at `at`, or None when the target is no duration."""
    seconds = target.seconds()
    if seconds is None:
        return None
    return ClockRow(
        clock=target.clock.value,
        started_at=at,
        due_at=at + timedelta(seconds=seconds),
        at_risk_at=at + timedelta(seconds=seconds * at_risk_pct / 100),
        paused_s=0.0,
        stopped_at=None,
        state="running",
        target_text=target.text,
    )


def resumed(clock: ClockRow, paused_since: datetime, now: datetime) -> ClockRow:
    """The clock after a pause: its due times move by the length of the pause."""
    pause = max(timedelta(0), now - paused_since)
    return ClockRow(
        clock=clock.clock,
        started_at=clock.started_at,
        due_at=clock.due_at + pause,
        at_risk_at=clock.at_risk_at + pause,
        paused_s=clock.paused_s + pause.total_seconds(),
        stopped_at=None,
        state="running",
        target_text=clock.target_text,
    )


def stopped(clock: ClockRow, now: datetime) -> ClockRow:
    """The clock after the promise was kept (or broken) at `now`."""
    return ClockRow(
        clock=clock.clock,
        started_at=clock.started_at,
        due_at=clock.due_at,
        at_risk_at=clock.at_risk_at,
        paused_s=clock.paused_s,
        stopped_at=now,
        state="met" if now <= clock.due_at else "breached",
        target_text=clock.target_text,
    )


def next_running(clocks: Iterable[ClockRow]) -> ClockRow | None:
    """The running clock that falls due first: a resolution target never hides a first response."""
    running = [clock for clock in clocks if clock.state == "running"]
    return min(running, key=lambda clock: clock.due_at, default=None)


def urgency(due_at: datetime | None, at_risk_at: datetime | None, now: datetime) -> Urgency:
    """How a promise due at `due_at` stands at `now`."""
    if due_at is None:
        return Urgency.NONE
    if now > due_at:
        return Urgency.BREACHED
    if at_risk_at is not None and now >= at_risk_at:
        return Urgency.AT_RISK
    return Urgency.OK
