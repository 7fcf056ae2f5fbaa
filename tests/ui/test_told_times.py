"""A clock time stands once in a row, not beside itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from warroom_tui.ui.presenters.told_times import without_clock

EIGHT = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["8:00 AM: Feature goes live", "08:00 - Feature goes live", "8am – Feature goes live"]
)
def test_a_text_does_not_repeat_the_time_of_its_column(text: str) -> None:
    assert without_clock(text, EIGHT) == "Feature goes live"


@pytest.mark.parametrize(
    "text",
    [
        "8:00 PM: Debrief",
        "8: the number of tills",
        "8:00 AM",
        "8-hour shift begins",
        "At 8:00 AM: doors open",
    ],
)
def test_another_time_and_other_numbers_stay(text: str) -> None:
    assert without_clock(text, EIGHT) == text
    assert without_clock("8:00 AM: Feature goes live", None) == "8:00 AM: Feature goes live"
