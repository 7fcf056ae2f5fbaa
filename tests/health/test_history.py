"""History: any window reads the same before and after the roll-up, and stays small."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.conftest import FixedClock
from tests.health.conftest import bad, good, see
from warroom_tui.domain.monitoring.health import Check, CheckState, Measurement
from warroom_tui.domain.monitoring.spread import percentile_of
from warroom_tui.domain.monitoring.uptime import Tally, allowed_minutes
from warroom_tui.services.warroom import Services
from warroom_tui.storage import schema
from warroom_tui.storage.monitoring import history

HOUR = timedelta(hours=1)


def shop(services: Services) -> Check:
    return next(check for check in services.health.checks() if check.name == "Shop")


def fill(services: Services, clock: FixedClock, hours: float, every_s: int = 30) -> list[float]:
    """Results of so many hours up to now: every tenth down, latencies at random but the same."""
    dice, check = random.Random(7), shop(services)
    end, at = clock.now(), clock.now() - timedelta(hours=hours)
    results: list[tuple[Check, Measurement, datetime]] = []
    while at < end:
        seen = bad() if len(results) % 10 == 9 else good(dice.uniform(20, 400))
        results.append((check, seen, at))
        at += timedelta(seconds=every_s)
    services.health.record(results)
    return [seen.value for _, seen, _ in results if seen.value is not None]


def tally(services: Services, start: datetime, end: datetime) -> Tally:
    with services.context.store.reading() as connection:
        [found] = history.read_tallies(connection, start, end, spread=True)
    return found


def rolled_up(services: Services) -> None:
    while services.health.tidy():
        pass


def count(services: Services, table: str) -> int:
    with services.context.store.reading() as connection:
        found = connection.execute(select(func.count()).select_from(getattr(schema, table)))
        return int(found.scalar_one())


def test_a_window_says_the_same_before_and_after_the_roll_up(
    ana: Services, clock: FixedClock
) -> None:
    values = fill(ana, clock, 5)
    window = (clock.now() - timedelta(hours=4, minutes=23), clock.now())
    before = tally(ana, *window)
    rolled_up(ana)
    assert count(ana, "check_hour") >= 4
    after = tally(ana, *window)
    assert (after.observed, after.n_value) == (before.observed, before.n_value) == (263, 473)
    assert after.uptime == pytest.approx(before.uptime)
    assert after.uptime == pytest.approx(90, abs=0.5)
    assert after.spread == before.spread
    for share in (0.5, 0.95, 0.99):
        exact, told = percentile_of(values, share), after.percentile(share)
        assert exact is not None
        assert told == pytest.approx(exact, rel=0.05)


def test_raw_samples_go_and_the_hours_stay(ana: Services, clock: FixedClock) -> None:
    start = clock.now() - timedelta(hours=30)
    fill(ana, clock, 30)
    rolled_up(ana)
    assert count(ana, "check_sample") <= 6 * 120 + 1
    seen = tally(ana, start, clock.now())
    assert seen.observed == 30 * 60
    assert seen.uptime == pytest.approx(90, abs=0.2)
    clock.move(hours=24 * 4)
    fill(ana, clock, 1)
    rolled_up(ana)
    assert count(ana, "check_minute") <= 62
    seen = tally(ana, start, clock.now())
    assert seen.observed == 31 * 60
    assert seen.unknown == pytest.approx(24 * 60 * 4 - 60, abs=1)


def test_maintenance_stays_out_of_an_hour_that_is_rolled_up(
    ana: Services, clock: FixedClock
) -> None:
    clock.move(minutes=-clock.now().minute)
    start = clock.now()
    for minute in range(70):
        if minute == 10:
            ana.health.alerts.maintain("Shop", timedelta(minutes=20), "new disks")
        see(ana, "Shop", bad() if 10 <= minute < 30 else good())
        clock.move(minutes=1)
    rolled_up(ana)
    with ana.context.store.reading() as connection:
        assert history.rolled_to(connection) == start + HOUR
    seen = tally(ana, start, start + HOUR)
    assert (seen.observed, seen.down, seen.maintenance, seen.uptime) == (40, 0, 20, 100)


def test_what_could_not_be_looked_at_is_never_up(ana: Services, clock: FixedClock) -> None:
    start = clock.now()
    for minute in range(10):
        unknown = Measurement(False, None, "no driver", unknown=True)
        see(ana, "Shop", unknown if minute < 4 else good())
        clock.move(minutes=1)
    seen = tally(ana, start, clock.now())
    assert (seen.observed, seen.uptime) == (6, 100)
    points = ana.health.history.points(shop(ana).id, start - 5 * HOUR, clock.now())
    assert [state for _, _, state in points][:5] == [CheckState.UNKNOWN] * 4 + [CheckState.UP]


def test_a_clock_that_was_hours_ahead_costs_no_history(ana: Services, clock: FixedClock) -> None:
    true = clock.now()
    fill(ana, clock, 2)
    clock.move(hours=9)
    see(ana, "Shop", good())
    rolled_up(ana)
    clock.move(hours=-9)
    rolled_up(ana)
    for _ in range(3):
        clock.move(hours=1)
        fill(ana, clock, 1)
        rolled_up(ana)
    assert tally(ana, true, clock.now()).observed == 180


@pytest.mark.parametrize(
    ("target", "window", "minutes"),
    [
        (99.5, timedelta(days=7), 50.4),
        (99, timedelta(hours=36), 21.6),
        (99.9, timedelta(days=7), 10.1),
    ],
)
def test_the_error_budget_is_what_the_plans_say(
    target: float, window: timedelta, minutes: float
) -> None:
    assert round(allowed_minutes(target, window), 1) == minutes
