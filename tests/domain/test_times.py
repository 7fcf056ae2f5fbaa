"""Durations as people read them, anchors across clock changes, days, and simulated time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import FixedClock
from tests.domain.pieces import NOW, launch
from warroom_tui.domain.clock import Pace, SimulatedClock
from warroom_tui.domain.durations import clock as wall_clock
from warroom_tui.domain.durations import countdown, day_and_clock, short
from warroom_tui.domain.runsheet.anchors import Anchor

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
ZONES = ("Europe/Copenhagen", "America/Havana", "Australia/Lord_Howe", "Asia/Beirut", "UTC")


@pytest.mark.parametrize(
    ("seconds", "brief", "counting"),
    [
        (0, "0 s", "00:00"),
        (59.9, "59 s", "00:59"),
        (60, "1 min", "01:00"),
        (3599, "59 min", "59:59"),
        (3600, "1 h 00", "1:00:00"),
        (7629, "2 h 07", "2:07:09"),
        (86_400, "1 d 0 h", "1 d 00:00"),
        (273_900, "3 d 4 h", "3 d 04:05"),
        (-61, "1 min", "-01:01"),
        (-0.4, "0 s", "00:00"),
    ],
)
def test_lengths_of_time(seconds: float, brief: str, counting: str) -> None:
    span = timedelta(seconds=seconds)
    assert (short(span), countdown(span)) == (brief, counting)


def test_another_day_is_named() -> None:
    late = NOW + timedelta(hours=23)
    assert wall_clock(NOW, COPENHAGEN) == "09:00"
    assert day_and_clock(NOW, COPENHAGEN, NOW) == "09:00"
    assert day_and_clock(late, COPENHAGEN, NOW) == "Wed 2 Dec 08:00"


# Clocks go back on 2026-10-25 and forward on 2026-03-29 in Copenhagen.


def test_days_before_keep_the_wall_clock_across_a_clock_change() -> None:
    go_live = datetime(2026, 10, 28, 8, 0, tzinfo=UTC)
    at = Anchor(day=-7, at=time(9)).resolve(go_live, COPENHAGEN)
    assert at == datetime(2026, 10, 21, 7, 0, tzinfo=UTC)
    assert at.astimezone(COPENHAGEN).time() == time(9)


def test_minutes_before_are_elapsed_time_across_a_clock_change() -> None:
    go_live = datetime(2026, 10, 25, 3, 0, tzinfo=UTC)
    assert Anchor(offset_min=-180).resolve(go_live, COPENHAGEN) == go_live - timedelta(hours=3)


def test_a_time_that_the_clock_change_skips_still_resolves() -> None:
    go_live = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
    at = Anchor(day=0, at=time(2, 30)).resolve(go_live, COPENHAGEN)
    assert at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_weekday_lies_in_the_week_of_its_day() -> None:
    tuesday = NOW
    assert Anchor(day=0, weekday=0).resolve(tuesday, COPENHAGEN) == datetime(
        2026, 11, 29, 23, 0, tzinfo=UTC
    )
    friday = Anchor(day=7, weekday=4, at=time(16)).resolve(tuesday, COPENHAGEN)
    assert friday == datetime(2026, 12, 11, 15, 0, tzinfo=UTC)


def test_only_a_date_needs_no_go_live() -> None:
    assert Anchor(on=date(2026, 12, 1)).resolve(None, COPENHAGEN) is not None
    assert Anchor(day=1).resolve(None, COPENHAGEN) is None
    assert Anchor(offset_min=5).resolve(None, COPENHAGEN) is None


anchors = st.builds(
    Anchor,
    offset_min=st.none() | st.integers(-50_000, 50_000),
    day=st.none() | st.integers(-400, 400),
    weekday=st.none() | st.integers(0, 6),
    on=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    at=st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59)),
)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds


@given(anchor=anchors, go_live=instants, zone=st.sampled_from(ZONES))
def test_an_anchor_survives_storage(anchor: Anchor, go_live: datetime, zone: str) -> None:
    again = Anchor.from_json(anchor.to_json())
    assert again == anchor
    assert again.resolve(go_live, ZoneInfo(zone)) == anchor.resolve(go_live, ZoneInfo(zone))


@given(at=instants, zone=st.sampled_from(ZONES))
def test_every_moment_lies_in_its_own_day(at: datetime, zone: str) -> None:
    there = launch(at, zone)
    day = there.local(at).date()
    start, end = there.day_bounds(day)
    assert start <= at < end
    assert there.day_bounds(day + timedelta(days=1))[0] == end
    assert there.day_number(at) == 1
    assert there.date_of_day(1) == day


def test_the_day_before_launch_is_day_zero() -> None:
    assert launch().day_number(NOW - timedelta(days=1)) == 0
    assert launch(go_live=None).day_number(NOW) is None
    assert launch(go_live=None).date_of_day(1) is None


def test_a_rehearsal_runs_faster_stops_and_goes_on(clock: FixedClock) -> None:
    sim = SimulatedClock(Pace(NOW, clock.now(), 10.0), clock)
    clock.move(seconds=6)
    assert sim.now() == NOW + timedelta(minutes=1)
    sim.pace = sim.changed(speed=0)
    clock.move(hours=1)
    assert (sim.now(), sim.pace.paused) == (NOW + timedelta(minutes=1), True)
    sim.pace = sim.changed(speed=sim.pace.resume_speed)
    clock.move(seconds=6)
    assert sim.now() == NOW + timedelta(minutes=2)


def test_a_real_clock_that_is_set_back_stops_simulated_time(clock: FixedClock) -> None:
    sim = SimulatedClock(Pace(NOW, clock.now(), 10.0), clock)
    clock.move(hours=-3)
    assert sim.now() == NOW


@given(
    steps=st.lists(
        st.tuples(st.sampled_from([0.0, 1.0, 5.0, 60.0]), st.integers(0, 1000)), max_size=8
    )
)
def test_changing_the_pace_never_jumps(steps: list[tuple[float, int]]) -> None:
    real = FixedClock(NOW)
    sim = SimulatedClock(Pace(NOW, NOW, 1.0), real)
    expected, speed = NOW, 1.0
    for next_speed, seconds in steps:
        real.move(seconds=seconds)
        expected += timedelta(seconds=seconds * speed)
        sim.pace, speed = sim.changed(speed=next_speed), next_speed
        assert sim.now() == expected
        assert sim.pace.resume_speed > 0
