"""Heads needed against heads here, now and ahead, also on the days the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.pieces import NOW, launch, minutes, requirement, shift
from warroom_tui.domain.staffing.rota import (
    Cover,
    Requirement,
    Shift,
    ShiftState,
    cover_now,
    gaps_ahead,
)

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def cover(
    requirements: tuple[Requirement, ...],
    shifts: tuple[Shift, ...] = (),
    at: datetime = NOW,
    level: str = "L1",
) -> Cover:
    found = cover_now(launch(), requirements, shifts, at)
    return next(item for item in found if item.level == level)


def test_the_narrowest_range_of_days_wins() -> None:
    lines = (requirement(3, 2, 7), requirement(1, 6, 7), requirement(5, 1, 30))
    needs = [cover(lines, at=NOW + day * DAY).need for day in range(9)]
    assert needs == [5, 3, 3, 3, 3, 1, 1, 5, 5]


def test_lines_of_the_same_range_add_up() -> None:
    assert cover((requirement(1, mode="on_site"), requirement(2, mode="remote"))).need == 3


def test_one_on_call_line_asks_for_nobody_to_be_present() -> None:
    lines = (requirement(1, mode="on_site"), requirement(1, mode="on_call"))
    here = shift(1, NOW, NOW + HOUR, state=ShiftState.SIGNED_IN)
    assert (cover(lines).need, cover(lines).gap, cover(lines, (here,)).gap) == (1, 1, 0)


def test_somebody_on_call_fills_an_on_call_line_but_no_chair() -> None:
    reachable = shift(1, NOW, NOW + HOUR, mode="on_call")
    assert cover((requirement(1, mode="on_call"),), (reachable,)).gap == 0
    assert cover((requirement(1, mode="on_site"),), (reachable,)).gap == 1
    assert cover((requirement(1, mode="on_call"),), (reachable,)).on_call == ("Person 1",)


def test_one_person_signed_in_twice_is_one_head() -> None:
    first = shift(1, NOW, NOW + HOUR, state=ShiftState.SIGNED_IN)
    assert cover((requirement(2),), (first, first)).gap == 1


def test_a_break_leaves_the_chair_empty() -> None:
    away = shift(1, NOW, NOW + HOUR, state=ShiftState.ON_BREAK)
    found = cover((requirement(1),), (away,))
    assert (found.gap, found.on_break, found.missing) == (1, ("Person 1",), ())


def test_who_should_be_here_but_did_not_sign_in_is_named() -> None:
    found = cover((requirement(1),), (shift(1, NOW, NOW + HOUR),))
    assert (found.here, found.planned, found.missing) == (0, 1, ("Person 1",))


def test_somebody_marked_absent_is_not_expected() -> None:
    found = cover((requirement(1),), (shift(1, NOW, NOW + HOUR, state=ShiftState.ABSENT),))
    assert (found.planned, found.missing) == (0, ())


@pytest.mark.parametrize(
    ("hours", "wanted"),
    [
        ((time(8), time(18)), range(8, 18)),
        ((None, time(6)), range(6)),
        ((time(20), None), range(20, 24)),
        ((None, None), range(24)),
        ((time(8), time(0)), range(8, 24)),
        ((time(0), time(0)), range(24)),
    ],
)
def test_hours_hold_on_their_day_only(
    hours: tuple[time | None, time | None], wanted: range
) -> None:
    line = requirement(1, 1, 1, time_from=hours[0], time_to=hours[1])
    midnight = datetime(2026, 12, 1, tzinfo=launch().zone).astimezone(UTC)
    holds = [hour for hour in range(-24, 48) if line.applies(launch(), midnight + hour * HOUR)]
    assert holds == list(wanted)


def test_a_night_line_runs_past_midnight() -> None:
    line = requirement(1, 1, 2, time_from=time(22), time_to=time(6))
    midnight = datetime(2026, 12, 1, tzinfo=launch().zone).astimezone(UTC)
    holds = [hour for hour in range(-24, 72) if line.applies(launch(), midnight + hour * HOUR)]
    assert holds == [*range(22, 30), *range(46, 54)]


def test_a_launch_without_a_date_needs_nobody_yet() -> None:
    assert not requirement(1).applies(launch(go_live=None), NOW)


def test_a_gap_ahead_has_its_start_and_end() -> None:
    lines = (requirement(1, time_from=time(9), time_to=time(18)),)  # 08:00-17:00 UTC
    shifts = (shift(1, NOW, NOW + HOUR), shift(2, NOW + 2 * HOUR, NOW + 12 * HOUR))
    gaps = gaps_ahead(launch(), lines, shifts, NOW, NOW + 4 * HOUR)
    assert [(gap.starts_at, gap.ends_at, gap.planned) for gap in gaps] == [
        (NOW + HOUR, NOW + 2 * HOUR, 0)
    ]


@pytest.mark.parametrize(
    ("go_live", "hours"),
    [
        (datetime(2026, 10, 25, 0, 0, tzinfo=UTC), 25),
        (datetime(2026, 3, 29, 0, 0, tzinfo=UTC), 23),
    ],
    ids=["clocks back", "clocks forward"],
)
def test_the_day_the_clocks_change_is_covered_whole(go_live: datetime, hours: int) -> None:
    there = launch(go_live)
    start, end = there.day_bounds(there.local(go_live).date())
    assert end - start == hours * HOUR
    line = (requirement(1, 1, 1),)
    gaps = gaps_ahead(there, line, (), start - HOUR, end + HOUR)
    assert [(gap.starts_at, gap.ends_at) for gap in gaps] == [(start, end)]
    whole = (shift(1, start, end),)
    assert gaps_ahead(there, line, whole, start - HOUR, end + HOUR) == ()


quarters = st.integers(0, 24)


@given(
    heads=st.integers(0, 3),
    spans=st.lists(st.tuples(quarters, quarters), max_size=5),
)
def test_gaps_agree_with_counting_every_quarter_of_an_hour(
    heads: int, spans: list[tuple[int, int]]
) -> None:
    shifts = tuple(
        shift(number, NOW + minutes(15 * a), NOW + minutes(15 * b))
        for number, (a, b) in enumerate(spans)
    )
    end = NOW + minutes(15 * 24)
    gaps = gaps_ahead(launch(), (requirement(heads, 1, 9),), shifts, NOW, end)
    for quarter in range(24):
        at = NOW + minutes(15 * quarter)
        present = sum(1 for a, b in spans if a <= quarter < b)
        inside = [gap for gap in gaps if gap.starts_at <= at < gap.ends_at]
        assert bool(inside) == (present < heads)
        assert all(gap.planned <= present for gap in inside)
