"""A dead man's switch: nobody has to say that something is wrong, silence does."""

from __future__ import annotations

import asyncio

from tests.conftest import FixedClock
from tests.health.conftest import needed, situation, told
from warroom_tui.domain.monitoring.health import CheckState, Measurement
from warroom_tui.probes.offload import ProbeLoop
from warroom_tui.probes.registry import default_probers
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
