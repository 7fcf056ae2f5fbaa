"""Checks that are told how they stand: heartbeats, which may come late, and a person's word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from warroom_tui.domain.clock import Clock, Tick, tick
from warroom_tui.domain.durations import short
from warroom_tui.domain.monitoring.health import CLOCK_SLACK, Check, CheckState, Measurement
from warroom_tui.probes.prober import failed, not_measured

_JUMP_S = 5.0
"""Seconds by which the wall clock has to leave the steady one behind to have jumped."""


class HeartbeatProber:
    """A dead man's switch: down when no beat came in time; the value is its age in minutes.

    While the machine sleeps nobody can beat, so after that (and after its clock was set) a beat
    has its whole time once more before it is missed.
    """

    def __init__(self, clock: Clock, ticks: Callable[[], Tick] = tick) -> None:
        """`clock` is the launch's: beats are stamped with it; `ticks` are the machine's."""
        self._clock = clock
        self._ticks = ticks
        self._last = ticks()
        self._jumped_at: datetime | None = None

    async def probe(self, check: Check) -> Measurement:
        """Compare the last beat with the clock; the timeout is the grace it has."""
        now = self._clock.now()
        self._look_at_clocks(now)
        if check.told is None:
            return not_measured("no beat yet")
        age = now - check.told.at
        value = max(0.0, age.total_seconds() / 60)
        allowed = timedelta(seconds=(check.options.beat_s or check.every_s) + check.timeout_s)
        jumped = self._jumped_at
        if -CLOCK_SLACK <= age <= allowed:
            return Measurement(True, value, f"beat {short(max(age, timedelta(0)))} ago")
        if jumped is None and age < -CLOCK_SLACK:
            jumped = self._jumped_at = now  # it came before the clock was set back
        if jumped is None or now - jumped > allowed:
            waited = age if age > allowed or jumped is None else now - jumped
            return failed(f"no beat for {short(waited)}", waited.total_seconds() / 60)
        return not_measured("the clock jumped, or the machine slept: waiting for a beat")

    def _look_at_clocks(self, now: datetime) -> None:
        last, self._last = self._last, self._ticks()
        if abs(last.jump_s(self._last)) > _JUMP_S:
            self._jumped_at = now


class ManualProber:
    """Repeats what a person said last."""

    async def probe(self, check: Check) -> Measurement:
        """The latest word, or unknown while nobody has said anything."""
        return from_word(check)


def from_word(check: Check) -> Measurement:
    """What a person's word means as a measurement."""
    told = check.told
    if told is None:
        return not_measured("nobody has said yet")
    detail = f"{told.by}: {told.note}" if told.note else told.by
    if told.state is CheckState.DOWN:
        return failed(detail)
    return Measurement(True, None, detail, warning=told.state is CheckState.SLOW)
