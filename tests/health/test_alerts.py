"""The life of an alert: it fires, somebody takes it on, it ends; nobody is called in vain."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import FixedClock
from tests.health.conftest import bad, good, needed, see, situation, told
from tests.services.sample import seat
from warroom_tui.domain.errors import InputError, NotFound, Refused
from warroom_tui.domain.monitoring.health import CheckState
from warroom_tui.services.warroom import Services


def held(services: Services, name: str = "Shop") -> str:
    return next(c.held for c in situation(services).checks if c.row.check.name == name)


def test_acknowledged_it_leaves_the_urgent_list_and_stays_visible(
    ana: Services, clock: FixedClock
) -> None:
    see(ana, "Shop", good())
    clock.move(seconds=15)
    see(ana, "Shop", bad())
    assert needed(ana) == ["Shop"]
    alert = ana.health.alerts.acknowledge("shop", "rolling the web tier back")
    assert (alert.held_by, alert.reason) == ("Ana", "rolling the web tier back")
    assert needed(ana) == []
    assert held(ana) == "acknowledged"
    assert situation(ana).check_count(CheckState.DOWN) == 1
    assert "Shop is down" in situation(ana).rag.reasons, "an outage is one, acknowledged or not"


def test_every_step_stands_on_the_timeline(ana: Services, clock: FixedClock) -> None:
    see(ana, "Shop", good())
    clock.move(seconds=40)
    see(ana, "Shop", bad())
    ana.health.alerts.acknowledge("Shop", "looking")
    clock.move(seconds=45)
    see(ana, "Shop", good())
    assert told(ana) == [
        "Shop is down (HTTP 503), was up for 40 s",
        "Shop is down: acknowledged, looking",
        "Shop is up (HTTP 200), was down for 45 s",
    ]
    assert held(ana) == ""


def test_the_next_outage_fires_anew(ana: Services, clock: FixedClock) -> None:
    see(ana, "Shop", bad())
    ana.health.alerts.acknowledge("Shop", "looking")
    for seen in (good(), bad()):
        clock.move(seconds=15)
        see(ana, "Shop", seen)
    assert needed(ana) == ["Shop"]


def test_what_gets_worse_than_acknowledged_fires_again(ana: Services, clock: FixedClock) -> None:
    see(ana, "Shop", good(900))
    ana.health.alerts.acknowledge("Shop", "slow since the import")
    assert needed(ana) == []
    clock.move(seconds=15)
    see(ana, "Shop", bad())
    assert needed(ana) == ["Shop"]


def test_a_check_that_is_down_at_its_first_probe_fires(ana: Services) -> None:
    see(ana, "Shop", bad())
    assert needed(ana) == ["Shop"]
    assert told(ana) == ["Shop is down (HTTP 503), at its first probe"]


def test_an_acknowledgement_can_be_undone(ana: Services) -> None:
    see(ana, "Shop", bad())
    ana.health.alerts.acknowledge("Shop", "looking")
    ana.timeline.undo()
    assert needed(ana) == ["Shop"]


def test_a_silence_ends_at_its_time_and_says_so(ana: Services, clock: FixedClock) -> None:
    see(ana, "Shop", bad())
    ana.health.alerts.silence("Shop", "the vendor works on it", timedelta(minutes=1))
    assert (needed(ana), held(ana)) == ([], "silenced")
    clock.move(seconds=59)
    see(ana, "Shop", bad())
    assert needed(ana) == []
    clock.move(seconds=1)
    assert needed(ana) == ["Shop"], "by the clock alone"
    see(ana, "Shop", bad())
    assert told(ana)[-1] == "Shop is still down (HTTP 503): the silence is over"


def test_a_silence_until_recovery_ends_with_it(ana: Services, clock: FixedClock) -> None:
    see(ana, "Shop", bad())
    ana.health.alerts.silence("Shop", "known")
    clock.move(hours=5)
    see(ana, "Shop", bad())
    assert needed(ana) == []
    see(ana, "Shop", good())
    clock.move(seconds=15)
    see(ana, "Shop", bad())
    assert needed(ana) == ["Shop"]


def test_two_seats_cannot_both_take_it_on(ana: Services, clock: FixedClock) -> None:
    see(ana, "Shop", bad())
    ana.health.alerts.acknowledge("Shop", "looking")
    with (
        seat(ana.context.store.path, "Ben", clock) as ben,
        pytest.raises(Refused, match="acknowledged by Ana: looking"),
    ):
        ben.health.alerts.acknowledge("Shop", "me too")


def test_what_cannot_be_done_changes_nothing(ana: Services) -> None:
    see(ana, "Shop", good())
    desk = ana.health.alerts
    with pytest.raises(Refused, match="Shop is up: nothing fires"):
        desk.acknowledge("Shop", "looking")
    with pytest.raises(NotFound, match="no check called"):
        desk.silence("Chop", "what")
    with pytest.raises(InputError, match="A reason is needed"):
        desk.acknowledge("Shop", "  ")
    with pytest.raises(InputError, match="between a minute and 30 days"):
        desk.maintain("Shop", timedelta(days=31), "for ever")
    with pytest.raises(Refused, match="it is probed, not told"):
        desk.say("Shop", CheckState.UP)
    with pytest.raises(Refused, match="takes no beats"):
        desk.beat("Shop")
    assert told(ana) == []


def test_under_maintenance_nothing_fires_and_it_shows(ana: Services, clock: FixedClock) -> None:
    see(ana, "Shop", good())
    ana.health.alerts.maintain("Shop", timedelta(minutes=30), "new disks")
    clock.move(minutes=1)
    see(ana, "Shop", bad())
    assert (needed(ana), held(ana)) == ([], "maintenance")
    assert situation(ana).rag.reasons == ()
    see(ana, "Shop", good())
    assert told(ana) == ["Shop: under maintenance for 30 min, new disks"]


def test_what_is_still_down_after_its_maintenance_fires_then(
    ana: Services, clock: FixedClock
) -> None:
    see(ana, "Shop", good())
    ana.health.alerts.maintain(None, timedelta(seconds=40), "new disks")
    for _ in range(3):
        clock.move(seconds=20)
        see(ana, "Shop", bad())
    assert needed(ana) == ["Shop"]
    assert told(ana)[-1] == "Shop is still down (HTTP 503), for 20 s"


def test_maintenance_can_be_ended_early_and_undone(ana: Services, clock: FixedClock) -> None:
    see(ana, "Shop", bad())
    desk = ana.health.alerts
    desk.maintain("Shop", timedelta(hours=1), "new disks")
    clock.move(seconds=20)
    desk.end_maintenance("Shop")
    assert needed(ana) == ["Shop"]
    ana.timeline.undo()
    assert needed(ana) == []
    ana.timeline.undo()
    assert needed(ana) == ["Shop"]
    with pytest.raises(Refused, match="no maintenance is going on"):
        desk.end_maintenance("Shop")


def test_a_manual_check_fires_at_once_and_one_undo_takes_all_back(
    ana: Services, clock: FixedClock
) -> None:
    ana.health.alerts.say("accounting", CheckState.UP)
    clock.move(hours=30)
    assert situation(ana).check_count(CheckState.UP) == 1, "a person's word does not age"
    ana.health.alerts.say("Accounting", CheckState.DOWN, "no invoice arrived")
    assert needed(ana) == ["Accounting"]
    ana.timeline.undo()
    assert needed(ana) == []
    assert situation(ana).check_count(CheckState.UP) == 1
    with pytest.raises(InputError, match="A reason is needed"):
        ana.health.alerts.say("Accounting", CheckState.SLOW)
