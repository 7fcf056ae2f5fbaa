"""The clock of a rehearsal: pause, faster, jump; the same for every seat of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from warroom_tui.domain.clock import Pace, SimulatedClock
from warroom_tui.domain.errors import Refused
from warroom_tui.services.context import Context
from warroom_tui.storage import record

SPEEDS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0)
"""Simulated seconds per real second that `faster` and `slower` step through."""


class Rehearsal:
    """Steers simulated time; refused on a live launch."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def pace(self) -> Pace | None:
        """How simulated time runs, as stored; None on a live launch."""
        with self._context.store.reading() as connection:
            return record.read_pace(connection)

    def begin(self, at: datetime, speed: float = 1.0) -> Pace:
        """Set the clock to where the rehearsal starts; the only way to set it back."""
        clock = self._clock()
        return self._store(clock, Pace(at, self._context.store.real_now(), speed, speed or 1.0))

    def pause(self) -> Pace:
        """Let simulated time stand still."""
        return self._set(0.0, None)

    def resume(self) -> Pace:
        """Let it run again at the speed it had."""
        return self._set(self._current().resume_speed or 1.0, None)

    def faster(self) -> Pace:
        """The next higher speed."""
        now = self._current().speed or self._current().resume_speed
        return self._set(next((speed for speed in SPEEDS if speed > now), SPEEDS[-1]), None)

    def slower(self) -> Pace:
        """The next lower speed."""
        now = self._current().speed or self._current().resume_speed
        return self._set(next((s for s in reversed(SPEEDS) if s < now), SPEEDS[0]), None)

    def jump(self, to: datetime) -> Pace:
        """Go forward to a time; time never runs backwards."""
        clock = self._clock()
        if to <= clock.now():
            raise Refused("A rehearsal cannot go back in time.")
        if to > clock.now() + timedelta(days=40):
            raise Refused("That is further than any launch.")
        return self._set(None, to)

    def _set(self, speed: float | None, to: datetime | None) -> Pace:
        clock = self._clock()
        return self._store(clock, clock.changed(speed=speed, jump_to=to))

    def _store(self, clock: SimulatedClock, pace: Pace) -> Pace:
        with self._context.store.measuring() as connection:
            record.write_pace(connection, pace)
        clock.pace = pace
        return pace

    def _current(self) -> Pace:
        pace = self.pace()
        if pace is None:
            raise Refused("This is a live launch: its clock cannot be steered.")
        return pace

    def _clock(self) -> SimulatedClock:
        clock = self._context.clock
        pace = self._current()
        if not isinstance(clock, SimulatedClock):
            raise Refused("This seat does not run on the rehearsal's clock.")
        clock.pace = pace
        return clock
