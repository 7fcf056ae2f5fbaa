"""The target of today: plans name a period for each of their targets."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from warroom_tui.domain.monitoring.health import Condition
from warroom_tui.domain.triggers.criteria import Criterion
from warroom_tui.domain.triggers.periods import current_target, days_of, window_of


def target(limit: float, period: str | None = None, text: str = "Uptime") -> Criterion:
    wanted = Condition(">", limit, "percent")
    return Criterion(
        0, "success", "must", None, period, None, text, wanted, "uptime", None, "", 1, 1
    )


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Success in Week 1", (1, 7)),
        ("Week 4: 50% of businesses", (22, 28)),
        ("Month 3: 75%", (61, 90)),
        ("Targets of the First Month", (1, 30)),
        ("Ongoing targets", (31, 100_000)),
        ("over the launch weekend", (1, 2)),
        ("whenever", None),
    ],
)
def test_words_name_launch_days(words: str, days: tuple[int, int] | None) -> None:
    assert days_of(words) == days


def test_the_shortest_period_with_the_day_wins() -> None:
    week, month, later = (
        target(99.5, "Week 1"),
        target(99.9, "First month"),
        target(99.95, "Ongoing"),
    )
    always = target(99)
    targets = (always, month, week, later)
    assert current_target(targets, "uptime", None) is week
    assert current_target(targets, "uptime", 7) is week
    assert current_target(targets, "uptime", 8) is month
    assert current_target(targets, "uptime", 40) is later
    assert current_target((always,), "uptime", 40) is always
    assert current_target(targets, "error_rate", 1) is None
    assert window_of(week) == timedelta(days=7)
    weekend = replace(week, period=None, text="System uptime > 99% during launch weekend")
    assert window_of(weekend) == timedelta(days=2)
    assert window_of(weekend, timedelta(hours=36)) == timedelta(hours=36), "the launch window"
    assert window_of(week, timedelta(hours=36)) == timedelta(days=7)
    assert window_of(later) is None
