"""A dead man's switch: nobody has to say that something is wrong, silence does."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import FixedClock
from tests.health.conftest import needed, situation, told
from tests.probes.conftest import a_check
from warroom_tui.domain.clock import Tick
from warroom_tui.domain.monitoring.check_options import CheckOptions
from warroom_tui.domain.monitoring.health import CheckState, Measurement, Told
from warroom_tui.probes.offload import ProbeLoop
from warroom_tui.probes.registry import default_probers
from warroom_tui.probes.told import HeartbeatProber
from warroom_tui.services.warroom import Services


def probe(ana: Services, name: str = "Nightly copy") -> Measurement:
    """What the monitor would do now."""
    check = next(check for check in ana.health.checks() if check.name == name)
    with asyncio.Runner(loop_factory=ProbeLoop) as runner:
        seen = runner.run(default_probers(ana.clock).probe(check))
    ana.health.record([(check, seen, ana.clock.now())])
    return seen


def test_before_the_first_beat_nothing_is_claimed(ana: Services) -> None:
    assert probe(ana).unknown
    assert needed(ana) == []


def test_a_late_beat_is_down_after_its_grace_and_the_next_one_mends_it(
    ana: Services, clock: FixedClock
) -> None:
    ana.health.alerts.beat("nightly copy")
    clock.move(minutes=11)
    assert probe(ana).ok
    clock.move(seconds=1)
    assert probe(ana).detail == "no beat for 11 min"
    probe(ana)
    assert needed(ana) == ["Nightly copy"]
    ana.health.alerts.beat("Nightly copy")
    assert probe(ana).detail == "beat 0 s ago"
    assert needed(ana) == []
    assert len(told(ana)) == 2, "down and up, not every beat"


def test_beats_do_not_pile_up(ana: Services) -> None:
    for _ in range(5):
        ana.health.alerts.beat("Nightly copy")
    with ana.context.store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT count(*) FROM check_word").scalar()
    assert rows == 1


def test_it_is_looked_at_more_often_than_it_beats(ana: Services) -> None:
    check = next(check for check in ana.health.checks() if check.name == "Nightly copy")
    assert (check.every_s, check.options.beat_s, check.unit) == (15, 600, "min")
    assert situation(ana).check_count(CheckState.UNKNOWN) == len(situation(ana).checks)


class Clocks:
    """A launch clock and a machine whose clocks the test moves apart."""

    def __init__(self) -> None:
        self.at = datetime(2026, 12, 1, 10, tzinfo=UTC)
        self.steady = 100.0

    def now(self) -> datetime:
        return self.at

    def tick(self) -> Tick:
        return Tick(self.at, self.steady)

    def move(self, minutes: float, steady_minutes: float) -> None:
        self.at += timedelta(minutes=minutes)
        self.steady += 60 * steady_minutes


@pytest.mark.parametrize("jump_min", [180, -60], ids=["asleep", "set back"])
def test_a_machine_that_slept_gives_a_beat_its_whole_time_once_more(jump_min: float) -> None:
    clocks = Clocks()
    told = Told(clocks.at, "cron", CheckState.UP, "")
    options = CheckOptions(beat_s=600)
    check = a_check("heartbeat", "", told=told, options=options, timeout_s=60.0)
    prober = HeartbeatProber(clocks, clocks.tick)

    def look() -> Measurement:
        return asyncio.run(prober.probe(check))

    assert look().ok
    clocks.move(jump_min, 0)
    assert look().unknown
    clocks.move(10, 10)
    assert look().unknown
    clocks.move(2, 2)
    late = look()
    assert (late.ok, late.unknown) == (False, False)
    check = replace(check, told=replace(told, at=clocks.at))
    assert look().ok
    clocks.move(12, 12)
    assert not look().ok, "and from then on as ever"
    assert not look().unknown
