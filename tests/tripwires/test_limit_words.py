"""Limits and values are said as a person would, whatever operator and unit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.pieces import criterion
from warroom_tui.domain.monitoring.health import Condition, format_value
from warroom_tui.domain.triggers.readings import told_limit

TARGETS = {
    ("==", 1, "bool"): "must be yes",
    ("==", 0, "bool"): "must be no",
    (">", 0, "bool"): "must be yes",
    ("==", 0, "count"): "none",
    ("<", 1, "count"): "none",
    ("==", 3, "count"): "exactly 3",
    (">=", 50, "count"): "50 or more",
    ("<=", 2, "h"): "≤ 2 h",
    (">=", 99.9, "percent"): "≥ 99.9 %",
    ("<", 20, "per_day"): "< 20 a day",
    (">", 4.5, "score5"): "> 4.5 of 5",
    (">", 9, "score10"): "> 9 of 10",
    ("<", 1.5, "s"): "< 1.5 s",
    ("<", 30, "minutes"): "< 30 min",
    (">", 0.25, "ratio"): "> 0.25",
}
TRIGGERS = {
    (">", 0, "count"): "none",
    (">=", 1, "count"): "none",
    (">=", 2, "count"): "2 or more",
    ("==", 1, "bool"): "must be no",
    (">", 50, "percent"): "> 50 %",
    (">", 1, "h"): "> 1 h",
}


@pytest.mark.parametrize("klass", ["success", "rollback_immediate"])
def test_no_limit_reads_like_code(klass: str) -> None:
    for (op, limit, unit), said in (TARGETS if klass == "success" else TRIGGERS).items():
        one = replace(criterion(None, 0), klass=klass, condition=Condition(op, limit, unit))
        assert told_limit(one) == said


def test_a_direction_is_said_as_one() -> None:
    for metric, op, said in (("ticket_trend", "<", "falling"), ("user_growth", ">", "rising")):
        one = replace(criterion(None, 0), metric=metric, condition=Condition(op, 0.0, "percent"))
        assert told_limit(one) == said
    errors = replace(criterion(None, 0), metric="errors", condition=Condition(">", 0.0, "percent"))
    assert told_limit(errors) == "> 0 %", "only a figure that tells a direction has one"


def test_what_an_alert_implies_is_exact_for_what_is_counted() -> None:
    assert Condition("<", 1, "count").negated_text() == "≥ 1"
    assert Condition(">", 80, "%").negated_text() == "< 80 %"
    assert Condition("==", 0, "count").negated_text() == "not 0"


def test_values_have_the_words_of_their_unit() -> None:
    assert [format_value(value, unit) for value, unit in (
        (1, "bool"), (0, "bool"), (12, "per_day"), (4.5, "score5"), (0.5, "ratio"), (7, "count"),
    )] == ["yes", "no", "12 a day", "4.5 of 5", "0.50", "7"]  # fmt: skip
