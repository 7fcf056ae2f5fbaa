"""SLA clocks against a slow, obvious count of the minutes that really ran."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.pieces import NOW, minutes
from warroom_tui.domain.desk.promises import Kind, ServiceLevels
from warroom_tui.domain.desk.sla import (
    ClockName,
    SlaTarget,
    Urgency,
    next_running,
    resumed,
    start_clock,
    stopped,
    urgency,
)
from warroom_tui.domain.desk.tickets import ClockRow, Level, Priority


def pick_target(
    targets: list[SlaTarget], clock: ClockName, priority: Priority, level: Level
) -> SlaTarget | None:
    return ServiceLevels(tuple(targets)).pick(clock, Kind(priority, level))


def target(
    length: int | None, scope: str = "priority", key: str = "P1", clock: str = "resolution"
) -> SlaTarget:
    return SlaTarget(scope, key, ClockName(clock), length, f"{length} min of {scope}")


def running(length: int, at_risk_pct: float = 75) -> ClockRow:
    clock = start_clock(target(length), NOW, at_risk_pct)
    assert clock is not None
    return clock


@given(
    length=st.integers(1, 300),
    spans=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
    last=st.integers(0, 300),
)
def test_a_promise_is_broken_when_more_minutes_ran_than_were_promised(
    length: int, spans: list[tuple[int, int]], last: int
) -> None:
    """Reference: walk the minutes one by one and count those that ran."""
    clock, at, ran = running(length), NOW, 0
    for run, pause in spans:
        for _ in range(run):
            ran += 1
            at += timedelta(minutes=1)
        paused_since = at
        at += timedelta(minutes=pause)
        clock = resumed(clock, paused_since, at)
    for _ in range(last):
        ran += 1
        at += timedelta(minutes=1)
    ended = stopped(clock, at)
    assert ended.state == ("met" if ran <= length else "breached")
    assert clock.paused_s == 60 * sum(pause for _, pause in spans)
    assert urgency(clock.due_at, clock.at_risk_at, at) is (
        Urgency.BREACHED
        if ran > length
        else Urgency.AT_RISK
        if ran >= length * 0.75
        else Urgency.OK
    )


def test_a_pause_that_ends_before_it_began_moves_nothing() -> None:
    clock = running(60)
    assert resumed(clock, NOW + minutes(5), NOW) == clock


def test_immediate_is_measured_as_five_minutes() -> None:
    clock = start_clock(target(0), NOW)
    assert clock is not None
    assert clock.due_at == NOW + minutes(5)


def test_next_release_starts_no_clock() -> None:
    assert start_clock(target(None), NOW) is None


def test_the_stricter_of_priority_and_level_applies() -> None:
    targets = [target(120), target(60, "level", "L2"), target(1, "priority", "P2")]
    assert pick_target(targets, ClockName.RESOLUTION, Priority.P1, Level.L2) == targets[1]
    assert pick_target(targets, ClockName.RESOLUTION, Priority.P1, Level.L1) == targets[0]
    assert pick_target(targets, ClockName.RESOLUTION, Priority.P3, Level.L1) is None
    assert pick_target(targets, ClockName.FIRST_RESPONSE, Priority.P1, Level.L2) is None


def test_equal_targets_go_to_the_priority() -> None:
    targets = [target(60, "level", "L1"), target(60)]
    assert pick_target(targets, ClockName.RESOLUTION, Priority.P1, Level.L1) == targets[1]


def test_a_target_without_a_duration_applies_only_when_no_other_does() -> None:
    targets = [target(None), target(600, "level", "L1")]
    assert pick_target(targets, ClockName.RESOLUTION, Priority.P1, Level.L1) == targets[1]
    assert pick_target(targets[:1], ClockName.RESOLUTION, Priority.P1, Level.L1) == targets[0]


def test_a_resolution_promise_never_hides_a_first_response() -> None:
    first, resolution = running(15), running(480)
    assert next_running([resolution, first]) == first
    assert next_running([resolution, stopped(first, NOW)]) == resolution
    assert next_running([]) is None


def test_the_last_moment_is_still_in_time() -> None:
    assert urgency(NOW, NOW, NOW) is Urgency.AT_RISK
    assert urgency(NOW, NOW, NOW + timedelta(microseconds=1)) is Urgency.BREACHED
    assert urgency(None, None, NOW) is Urgency.NONE
