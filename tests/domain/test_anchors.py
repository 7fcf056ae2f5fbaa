"""Anchors resolve by wall clock for days and by elapsed time for minutes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom_tui.domain.runsheet.anchors import Anchor

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
GO_LIVE = datetime(2026, 12, 1, 8, 0, tzinfo=COPENHAGEN)


def local(anchor: Anchor, go_live: datetime = GO_LIVE) -> str:
    at = anchor.resolve(go_live, COPENHAGEN)
    assert at is not None
    return at.astimezone(COPENHAGEN).strftime("%a %Y-%m-%d %H:%M")


def test_days_before_launch_are_wall_clock_days() -> None:
    assert local(Anchor(day=-7, at=time(9))) == "Tue 2026-11-24 09:00"


def test_minutes_are_elapsed_time() -> None:
    assert local(Anchor(offset_min=-90)) == "Tue 2026-12-01 06:30"


def test_a_day_keeps_its_clock_over_a_clock_change_and_minutes_do_not() -> None:
    go_live = datetime(2026, 10, 26, 9, 0, tzinfo=COPENHAGEN)  # clocks go back on the 25th
    assert local(Anchor(day=-7, at=time(9)), go_live) == "Mon 2026-10-19 09:00"
    assert local(Anchor(offset_min=-7 * 24 * 60), go_live) == "Mon 2026-10-19 10:00"


@pytest.mark.parametrize("ahead", range(7))
def test_monday_to_friday_before_launch_are_over_when_it_comes(ahead: int) -> None:
    """A plan's "1 week before: Monday ... Friday" ends before go-live on any weekday."""
    go_live = GO_LIVE + timedelta(days=ahead)
    days = [Anchor(day=-5, weekday=weekday).resolve(go_live, COPENHAGEN) for weekday in range(5)]
    assert all(day is not None and day < go_live for day in days)
    assert days == sorted(days, key=lambda day: day or GO_LIVE)
    friday = days[-1]
    assert friday is not None
    assert go_live - friday <= timedelta(days=7, hours=8)


def test_an_absolute_date_needs_no_go_live() -> None:
    anchor = Anchor(on=date(2026, 1, 5), at=time(8))
    assert anchor.resolve(None, COPENHAGEN) == datetime(2026, 1, 5, 7, 0, tzinfo=UTC)
    assert Anchor(day=1).resolve(None, COPENHAGEN) is None


@given(
    st.builds(
        Anchor,
        day=st.integers(-400, 400),
        weekday=st.none() | st.integers(0, 6),
        at=st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    )
)
def test_an_anchor_survives_storage(anchor: Anchor) -> None:
    assert Anchor.from_json(anchor.to_json()) == anchor
