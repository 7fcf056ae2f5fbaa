"""Checks that are told how they stand: heartbeats, which may come late, and a person's word."""

from __future__ import annotations

from datetime import timedelta

from warroom_tui.domain.clock import Clock
from warroom_tui.domain.durations import short
from warroom_tui.domain.monitoring.health import Check, CheckState, Measurement
from warroom_tui.probes.prober import failed, not_measured


class HeartbeatProber:
    """A dead man's switch: down when no beat came in time; the value is its age in minutes."""

    def __init__(self, clock: Clock) -> None:
        """`clock` is the launch's: beats are stamped with it."""
        self._clock = clock

    async def probe(self, check: Check) -> Measurement:
        """Compare the last beat with the clock; the timeout is the grace it has."""
        if check.told is None:
            return not_measured("no beat yet")
        age = self._clock.now() - check.told.at
        value = max(0.0, age.total_seconds() / 60)
        allowed = timedelta(seconds=(check.options.beat_s or check.every_s) + check.timeout_s)
        if age > allowed:
            return failed(f"no beat for {short(age)}", value)
        return Measurement(True, value, f"beat {short(age)} ago")


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
