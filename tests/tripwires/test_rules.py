"""When a trigger trips, how a trend is told, when a rollback must have begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.pieces import NOW, launch, minutes
from warroom_tui.domain.monitoring.health import Condition
from warroom_tui.domain.triggers.last_safe import last_safe_moment, p90
from warroom_tui.domain.triggers.trend import slope_per_min, time_to
from warroom_tui.domain.triggers.tripwires import (
    LONGEST_GAP,
    TriggerState,
    Wire,
    advance,
    is_near,
    reach,
)
from warroom_tui.domain.triggers.validity import Days, Validity, days_of, laddered

HOLD = minutes(10)


def walk(looks: Sequence[tuple[float, bool | None]], hold: timedelta = HOLD) -> list[Wire]:
    """The trigger after each look: (minutes after NOW, limit passed?)."""
    wire = Wire(1, TriggerState.CLEAR.value, NOW)
    out = []
    for at, passed in looks:
        wire = advance(wire, passed, False, NOW + minutes(at), hold, LONGEST_GAP)
        out.append(wire)
    return out


def test_it_trips_once_the_limit_was_passed_for_the_whole_hold() -> None:
    states = [wire.state for wire in walk([(m, True) for m in range(12)])]
    assert states == ["approaching"] * 10 + ["tripped"] * 2


def test_without_a_hold_it_trips_at_once() -> None:
    assert walk([(0, True)], timedelta(0))[0].state == "tripped"


def test_a_moment_under_the_limit_begins_the_hold_anew() -> None:
    looks = [(float(m), m != 8) for m in range(18)]
    assert walk(looks)[-1].state == "approaching"


@pytest.mark.parametrize("gap", [60.0, -300.0])
def test_a_machine_that_slept_or_a_clock_that_jumped_counts_for_nothing(gap: float) -> None:
    """The time nobody looked is no time for which the limit is known to have been passed."""
    wires = walk([(0, True), (1, True), (1 + gap, True)])
    assert wires[-1].state == "approaching"
    assert wires[-1].over_since == NOW + minutes(1 + gap)


def test_what_tripped_stays_until_a_person_has_seen_it() -> None:
    wires = walk([(0, True), (1, False), (2, False), (30, None), (31, False)], timedelta(0))
    assert {wire.state for wire in wires} == {"tripped"}


def test_an_acknowledged_trigger_is_cleared_after_some_calm_and_can_trip_again() -> None:
    wire = Wire(1, TriggerState.ACKNOWLEDGED.value, NOW, over_since=NOW, seen_at=NOW)
    states = []
    for at, passed in ((1, False), (3, False), (7, False), (8, False), (9, True)):
        wire = advance(wire, passed, False, NOW + minutes(at), timedelta(0), minutes(5))
        states.append(wire.state)
    assert states == ["acknowledged", "acknowledged", "cleared", "clear", "tripped"]


def test_what_somebody_cleared_does_not_trip_again_while_the_figure_is_the_same() -> None:
    wire = Wire(1, TriggerState.CLEARED.value, NOW, over_since=NOW, seen_at=NOW)
    for at in range(1, 30):
        wire = advance(wire, True, False, NOW + minutes(at), timedelta(0), LONGEST_GAP)
    assert wire.state == "cleared"


@given(
    st.lists(st.tuples(st.floats(-20, 20), st.sampled_from([True, False, None])), max_size=40),
    st.integers(1, 15),
)
def test_nothing_trips_that_was_not_seen_beyond_its_limit_for_the_hold(
    steps: list[tuple[float, bool | None]], hold: int
) -> None:
    """Whatever the clock does: to trip, looks no farther apart than the gap must span the hold."""
    wire, at, run = Wire(1, TriggerState.CLEAR.value, NOW), NOW, timedelta(0)
    for step, passed in steps:
        then, at = at, at + minutes(step)
        close = passed and wire.over_since is not None and timedelta(0) <= at - then <= LONGEST_GAP
        run = run + (at - then) if close else timedelta(0)
        wire = advance(wire, passed, False, at, minutes(hold), LONGEST_GAP)
        if wire.state == TriggerState.TRIPPED:
            assert run >= minutes(hold) - timedelta(milliseconds=1)
            return


@given(st.floats(-5, 5), st.floats(-1000, 1000), st.lists(st.integers(0, 29), max_size=6))
def test_the_slope_of_a_line_survives_wild_samples(
    slope: float, start: float, wild: list[int]
) -> None:
    samples = [(NOW + minutes(m), start + slope * m) for m in range(30)]
    for place in set(wild):
        samples[place] = (samples[place][0], start + 10_000.0)
    found = slope_per_min(samples)
    if found is not None and not wild:
        assert found == pytest.approx(slope, abs=1e-6)
    if found is not None and abs(slope) > 0.01:
        assert found * slope >= 0 or len(set(wild)) > 3


def test_no_trend_is_told_of_noise_or_of_too_little() -> None:
    noise = [(NOW + minutes(m), float((m * 7919) % 13)) for m in range(40)]
    assert slope_per_min(noise) is None
    assert slope_per_min([(NOW + minutes(m), float(m)) for m in range(3)]) is None
    assert slope_per_min([(NOW + minutes(m), 4.0) for m in range(10)]) == 0.0


def test_when_a_limit_is_reached_at_a_slope() -> None:
    above, below = Condition(">", 5, "percent"), Condition("<", 50, "percent")
    assert time_to(above, 4.0, 0.05) == minutes(20)
    assert time_to(above, 4.0, -0.05) is None
    assert time_to(below, 60.0, -0.5) == minutes(20)
    assert time_to(above, 6.0, 0.05) is None
    assert time_to(above, 0.0, 0.000001) is None, "a crossing next year is not foretold"


@given(st.floats(0, 1e6), st.floats(0.001, 1e6), st.sampled_from(["<", "<=", ">", ">="]))
def test_the_way_to_the_limit_is_gone_exactly_when_it_is_passed(
    value: float, limit: float, op: str
) -> None:
    condition = Condition(op, limit, "")
    if condition.holds(value):
        assert reach(condition, value) >= 1.0
    else:
        assert 0.0 <= reach(condition, value) <= 1.0


def test_near_has_inertia_so_that_the_timeline_does_not_flutter() -> None:
    limit = Condition(">", 100, "")
    assert not is_near(limit, 75, None, TriggerState.CLEAR)
    assert is_near(limit, 81, None, TriggerState.CLEAR)
    assert is_near(limit, 75, None, TriggerState.APPROACHING)
    assert is_near(limit, 10, minutes(20), TriggerState.CLEAR), "it comes fast"


@given(st.integers(0, 600), st.integers(0, 120), st.lists(st.integers(1, 600), max_size=20))
def test_a_rollback_begun_at_the_last_safe_moment_is_over_by_the_deadline(
    estimate: int, margin: int, measured: list[int]
) -> None:
    deadline = NOW + timedelta(days=1)
    planned = replace(
        launch(), rollback_deadline=deadline, rollback_estimate_min=estimate,
        decision_margin_min=margin,
    )  # fmt: skip
    safe = last_safe_moment(planned, measured)
    assert safe is not None
    assert safe.at + minutes(margin + safe.rollback_min) == deadline
    assert safe.rollback_min >= estimate
    assert not safe.passed(safe.at)
    assert safe.passed(safe.at + timedelta(seconds=1))
    slower = sum(one > safe.rollback_min for one in measured)
    assert slower <= len(measured) * 0.1


def test_without_deadline_or_length_nothing_is_said() -> None:
    assert last_safe_moment(launch()) is None
    assert last_safe_moment(replace(launch(), rollback_deadline=NOW)) is None
    sunday = replace(launch(), rollback_deadline=NOW, rollback_estimate_min=30)
    safe = last_safe_moment(sunday)
    assert safe is not None
    assert safe.at == NOW - minutes(30)
    assert p90([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]) == 90


@pytest.mark.parametrize(
    ("period", "text", "days"),
    [
        ("Success on Launch Day", "", Days(1, 1)),
        ("Week 1", "", Days(1, 7)),
        ("Week 2", "", Days(8, 14)),
        ("First Month", "", Days(1, 30)),
        ("Month 3", "", Days(61, 90)),
        ("Ongoing", "", Days(31, None)),
        ("Review after 30 Days", "", Days(31, None)),
        (None, "User adoption < 50% after week 1", Days(8, None)),
        ("Technical", "", Days()),
    ],
)
def test_a_period_names_the_days_for_which_a_target_counts(
    period: str | None, text: str, days: Days
) -> None:
    assert days_of(period, text) == days


def test_targets_change_with_the_period() -> None:
    month, later = days_of("First Month"), days_of("Ongoing")
    assert (month.at(30), later.at(30)) == (Validity.NOW, Validity.AHEAD)
    assert (month.at(31), later.at(31)) == (Validity.OVER, Validity.NOW)
    assert month.at(None) is Validity.AHEAD, "before go-live is known nothing with days counts"


def test_a_ladder_has_no_gap_between_its_steps() -> None:
    steps = {"use:1": days_of("Week 2"), "use:2": days_of("Week 4"), "use:3": days_of("Month 3")}
    found = laddered(steps.items())
    assert found["use:2"] == Days(15, 28)
    assert found["use:3"] == Days(29, 90)
