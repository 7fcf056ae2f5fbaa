"""A check's state over time: when it changes, and when it must not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.pieces import NOW, check
from warroom_tui.domain.monitoring.health import (
    Check,
    CheckState,
    CheckStatus,
    Condition,
    Measurement,
    advance,
    after_gap,
    format_value,
    is_stale,
    judge,
    moved_back,
)

UP, SLOW, DOWN, UNKNOWN = CheckState.UP, CheckState.SLOW, CheckState.DOWN, CheckState.UNKNOWN
SHOP = check(slow=Condition(">", 500, "ms"), down=Condition(">", 5000, "ms"))

SEEN = {
    UP: Measurement(True, 100, "HTTP 200"),
    SLOW: Measurement(True, 900, "HTTP 200"),
    DOWN: Measurement(False, None, "HTTP 503"),
    UNKNOWN: Measurement(False, None, "no such probe", unknown=True),
}


def run(shop: Check, *states: CheckState) -> CheckStatus:
    status: CheckStatus | None = None
    for number, state in enumerate(states):
        status = advance(shop, status, SEEN[state], NOW + timedelta(seconds=30 * number))
    assert status is not None
    return status


def shop_with(fail_after: int, ok_after: int) -> Check:
    return check(slow=Condition(">", 500, "ms"), fail_after=fail_after, ok_after=ok_after)


@pytest.mark.parametrize("state", list(CheckState))
def test_one_measurement_alone(state: CheckState) -> None:
    assert judge(SHOP, SEEN[state]) is state


def test_a_value_beyond_the_down_limit_is_down() -> None:
    assert judge(SHOP, Measurement(True, 6000, "")) is DOWN


def test_no_number_is_never_beyond_a_limit() -> None:
    assert judge(SHOP, Measurement(True, float("nan"), "")) is UP


def test_the_first_measurement_counts_at_once_when_it_is_good_else_as_often_as_ever() -> None:
    assert run(SHOP, UP).state is UP
    assert run(SHOP, DOWN).state is UNKNOWN
    assert run(SHOP, DOWN, DOWN).state is DOWN
    assert run(SHOP, SLOW, UP).state is UP
    assert run(shop_with(1, 1), DOWN).state is DOWN


def test_one_bad_run_is_no_alarm_but_two_are() -> None:
    assert run(SHOP, UP, DOWN).state is UP
    assert run(SHOP, UP, DOWN, UP, DOWN).state is UP
    after = run(SHOP, UP, DOWN, DOWN)
    assert (after.state, after.since) == (DOWN, NOW + timedelta(seconds=60))


def test_swinging_between_slow_and_down_never_passes_for_up() -> None:
    for states in ((SLOW, DOWN), (DOWN, SLOW), (SLOW, DOWN, SLOW, DOWN)):
        assert run(SHOP, UP, *states).state is SLOW


def test_recovering_by_way_of_slow_is_not_down_for_ever() -> None:
    shop = shop_with(2, 2)
    assert run(shop, DOWN, DOWN, UP, SLOW).state is SLOW
    assert run(shop, DOWN, UP, SLOW, UP, UP).state is UP


def test_recovery_takes_ok_after_good_runs() -> None:
    shop = shop_with(1, 3)
    assert run(shop, DOWN, UP, UP).state is DOWN
    assert run(shop, DOWN, UP, UP, UP).state is UP
    assert run(shop, DOWN, UP, UP, DOWN, UP, UP).state is DOWN


def test_since_keeps_the_time_of_the_change() -> None:
    assert run(SHOP, UP, DOWN, DOWN, DOWN, DOWN).since == NOW + timedelta(seconds=60)


@given(
    states=st.lists(st.sampled_from([UP, SLOW, DOWN]), min_size=1, max_size=30),
    fail_after=st.integers(1, 4),
    ok_after=st.integers(1, 4),
)
def test_the_state_follows_what_the_latest_runs_agree_on(
    states: list[CheckState], fail_after: int, ok_after: int
) -> None:
    status = run(shop_with(fail_after, ok_after), *states)
    needed = max(fail_after, ok_after)
    latest = states[-needed:]
    if len(latest) == needed and len(set(latest)) == 1:
        assert status.state is latest[0]
    if len(latest) == needed and UP not in latest:
        assert status.state is not UP
    if len(latest) == needed and DOWN not in latest:
        assert status.state is not DOWN
    counts = 1 if states[0] is UP else fail_after
    if len(set(states)) == 1 and len(states) >= counts:
        since = NOW + timedelta(seconds=30 * (counts - 1))
        assert (status.state, status.since) == (states[0], since)


@pytest.mark.parametrize(("every_s", "silence"), [(5, 30), (30, 95), (600, 1805)])
def test_three_silent_periods_make_a_check_unknown(every_s: float, silence: float) -> None:
    shop = check(every_s=every_s)
    assert not is_stale(shop, NOW, NOW + timedelta(seconds=silence))
    assert is_stale(shop, NOW, NOW + timedelta(seconds=silence + 1))
    assert is_stale(shop, None, NOW)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "ms", "–"),
        (float("inf"), "%", "–"),
        (123.4, "ms", "123 ms"),
        (12_345, "ms", "12.3 s"),
        (2.5, "%", "2.5 %"),
        (85.4, "percent", "85 %"),
        (7, "count", "7"),
        (7.25, "orders", "7.2 orders"),
    ],
)
def test_values_fit_a_cell(value: float | None, unit: str, text: str) -> None:
    assert format_value(value, unit) == text


def test_an_alert_limit_implies_its_target() -> None:
    assert Condition(">", 80, "%").negated_text() == "< 80 %"
    assert Condition("<", 20, "%").negated_text() == "> 20 %"


@pytest.mark.parametrize("op", ["<", "<=", ">", ">=", "=="])
def test_conditions_hold_as_they_read(op: str) -> None:
    for value in (1.0, 2.0, 3.0):
        assert Condition(op, 2.0, "").holds(value) is eval(f"{value} {op} 2.0")


def test_after_a_gap_a_good_run_counts_at_once_and_a_bad_one_as_often_as_ever() -> None:
    gap = after_gap(run(SHOP, UP))
    later = NOW + timedelta(hours=3)
    assert (gap.state, gap.since) == (UNKNOWN, NOW)
    assert advance(SHOP, gap, SEEN[UP], later).state is UP
    first = advance(SHOP, gap, SEEN[DOWN], later)
    assert (first.state, first.since) == (UNKNOWN, NOW)
    assert advance(SHOP, first, SEEN[UP], later).state is UP
    assert advance(SHOP, first, SEEN[DOWN], later).state is DOWN
    assert advance(SHOP, first, SEEN[SLOW], later).state is SLOW


def test_a_clock_set_back_leaves_everything_as_old_as_it_was() -> None:
    status = run(SHOP, UP, UP, UP)
    assert moved_back(status, NOW + timedelta(seconds=58)) == status
    back = moved_back(status, NOW - timedelta(hours=1))
    assert back.last_at == NOW - timedelta(hours=1)
    assert back.last_at - back.since == timedelta(seconds=60)
    assert is_stale(SHOP, status.last_at, NOW - timedelta(hours=1)), "nobody knows how old it is"
