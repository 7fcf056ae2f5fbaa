"""How figures and targets read."""

from __future__ import annotations

import math

import pytest

from warroom_tui.domain.monitoring.health import Condition
from warroom_tui.domain.reporting.report import CheckUptime
from warroom_tui.domain.reporting.report_figures import figure_text, target_text, uptime_figures


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "percent", "no data"),
        (math.nan, "count", "no data"),
        (93.4, "percent", "93 %"),
        (3.34, "percent", "3.3 %"),
        (100.0, "percent", "100 %"),
        (99.6, "percent", "99.6 %"),
        (99.996, "percent", "99.99 %"),
        (4.26, "score5", "4.3 / 5"),
        (90.0, "minutes", "1 h 30"),
        (1204.0, "count", "1204"),
        (412.0, "ms", "412 ms"),
        (1.0, "bool", "yes"),
        (12.0, "per_day", "12 a day"),
    ],
)
def test_a_figure_reads_like_a_person_would_write_it(
    value: float | None, unit: str, text: str
) -> None:
    assert figure_text(value, unit) == text


@pytest.mark.parametrize(
    ("op", "limit", "unit", "text"),
    [
        (">=", 99.95, "percent", "≥ 99.95 %"),
        (">", 4.5, "score5", "> 4.5 / 5"),
        ("<=", 500, "ms", "≤ 500 ms"),
        ("==", 0, "count", "none"),
        ("==", 1, "bool", "must be yes"),
    ],
)
def test_a_target_loses_no_digit(op: str, limit: float, unit: str, text: str) -> None:
    assert target_text(Condition(op, limit, unit), unit) == text


def test_a_second_of_downtime_is_no_perfect_day() -> None:
    [figure] = uptime_figures((CheckUptime("Shop", 86_400, 1, 0),))
    assert figure.text == "99.99 %"
    assert figure.definition == "1 - down / observed; observed 1 d 0 h, down 1 s."


def test_unknown_time_is_shown_and_never_counted_as_up() -> None:
    [figure] = uptime_figures((CheckUptime("Shop", 3_600, 1_800, 7_200),))
    assert figure.text == "50.00 %"
    assert "unknown 2 h 00 (not counted)" in figure.definition
    [silent] = uptime_figures((CheckUptime("Shop", 0, 0, 7_200),))
    assert silent.text == "no data"
