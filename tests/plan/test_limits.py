"""Targets in words keep their sign, value and unit."""

from __future__ import annotations

import pytest

from warroom_tui.plan.limits import read_limit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("< 15 minutes", ("<", 15.0, "min")),
        (">99.5% uptime", (">", 99.5, "percent")),
        ("≤ 500ms", ("<=", 500.0, "ms")),
        ("Alert if > 80%", (">", 80.0, "percent")),
        ("> 80% of staff", (">", 80.0, "percent")),
        ("< 20% free", ("<", 20.0, "percent")),
        ("Satisfaction >4.5/5", (">", 4.5, "score5")),
        ("Tickets: ___ (target: < 20 in first week)", ("<", 20.0, "count")),
        ("< 10 support tickets/day", ("<", 10.0, "per_day")),
        ("Support tickets > 20 per day", (">", 20.0, "per_day")),
        ("System unavailable for > 2 hours", (">", 2.0, "h")),
        ("Alert if > 1000 jobs", (">", 1000.0, "count")),
        (">1,000 views", (">", 1000.0, "count")),
        ("Operational within 2 hours of launch", ("<=", 2.0, "h")),
        ("at least 50 teams", (">=", 50.0, "count")),
        ("99.9% uptime", (">=", 99.9, "percent")),
        ("Week 1: 10% of businesses", (">=", 10.0, "percent")),
        ("80%+ users onboarded", (">=", 80.0, "percent")),
        ("50+ orders", (">=", 50.0, "count")),
        ("Zero data loss", ("==", 0.0, "count")),
        ("No critical issues", ("==", 0.0, "count")),
    ],
)
def test_comparisons(text: str, expected: tuple[str, float, str]) -> None:
    found = read_limit(text)
    assert found is not None
    assert (found.op, found.value, found.unit) == expected


@pytest.mark.parametrize(
    "text", ["System stable", "Users can pay", "Ticket volume decreasing", "24/7"]
)
def test_no_comparison(text: str) -> None:
    assert read_limit(text) is None
