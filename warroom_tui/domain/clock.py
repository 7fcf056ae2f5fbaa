"""Where the time comes from. Nothing but `SystemClock` asks the operating system.

A rehearsal runs on a `SimulatedClock` whose settings live in its database, so that every seat of
the rehearsal tells the same time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time; always aware and in UTC."""

    def now(self) -> datetime:
        """The current time in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The current time in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Pace:
    """How simulated time runs: at real time `real_at` it was `sim_at`, since then `speed` times."""

    sim_at: datetime
    real_at: datetime
    speed: float = 1.0
    """Simulated seconds per real second; 0 is paused."""
    resume_speed: float = 1.0
    """The speed to go back to after a pause."""

    def at(self, real: datetime) -> datetime:
        """The simulated time at real time `real`; real time going backwards stands still."""
        elapsed = max(0.0, (real - self.real_at).total_seconds())
        return self.sim_at + timedelta(seconds=elapsed * self.speed)

    @property
    def paused(self) -> bool:
        """True while simulated time stands still."""
        return self.speed == 0


class SimulatedClock:
    """A clock that runs at a `Pace`; the pace may be replaced at any time."""

    def __init__(self, pace: Pace, real: Clock | None = None) -> None:
        self.pace = pace
        self._real = real or SystemClock()

    def now(self) -> datetime:
        """The simulated time in UTC."""
        return self.pace.at(self._real.now())

    def changed(self, *, speed: float | None = None, jump_to: datetime | None = None) -> Pace:
        """The pace from now on, with another speed or another time; does not apply it."""
        new_speed = self.pace.speed if speed is None else speed
        resume = new_speed if new_speed > 0 else (self.pace.speed or self.pace.resume_speed)
        return Pace(jump_to or self.now(), self._real.now(), new_speed, resume)


def monotonic() -> float:
    """Seconds that never go backwards, for latencies and schedules."""
    return time.monotonic()


@dataclass(frozen=True, slots=True)
class Tick:
    """One moment by both clocks of the machine, to tell later what happened to them since."""

    wall: datetime
    steady: float

    def spent_s(self, later: Tick) -> float:
        """Seconds until `later`, by the clock that says more: one of them stops in a sleep."""
        return max((later.wall - self.wall).total_seconds(), later.steady - self.steady)

    def jump_s(self, later: Tick) -> float:
        """Seconds that the wall clock went on without the other one: a sleep, or a new setting.

        Below zero when it was set back.
        """
        return (later.wall - self.wall).total_seconds() - (later.steady - self.steady)


def tick() -> Tick:
    """Now, by both clocks of the machine."""
    return Tick(SystemClock().now(), monotonic())
