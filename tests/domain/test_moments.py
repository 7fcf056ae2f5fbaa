"""Dates, times and zones as typed: understood exactly, or refused with what works."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom_tui.domain.errors import InputError
from warroom_tui.domain.runsheet.moments import parse_day, parse_moment, parse_since, parse_zone

SYDNEY = ZoneInfo("Australia/Sydney")
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-01 08:00", datetime(2026, 11, 30, 21, 0, tzinfo=UTC)),
        (" 2026-12-01T08:00 ", datetime(2026, 11, 30, 21, 0, tzinfo=UTC)),
        ("2026-12-01T08:00:30", datetime(2026, 11, 30, 21, 0, 30, tzinfo=UTC)),
        ("2026-12-01T08:00+01:00", datetime(2026, 12, 1, 7, 0, tzinfo=UTC)),
        ("2026-12-01 08:00Z", datetime(2026, 12, 1, 8, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_is_local_to_the_launch_unless_it_has_an_offset(
    text: str, expected: datetime
) -> None:
    assert parse_moment(text, SYDNEY) == expected


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "T-7 days", "1/12/2026 08:00", "2026-12-01", "2026-13-01 08:00",
     "2026-02-30 08:00", "2026-12-01 25:00", "2026-12-01 8:00", "2026-12-01 08:00 AEST",
     "0000-01-01 00:00", "9999-12-30 08:00", "1066-10-14 09:00",
     "0001-01-01 00:00", "9999-12-31T23:59-12:00", "２０２６-12-01 08:00"],
)  # fmt: skip
def test_anything_else_is_refused_with_the_forms_that_work(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_moment(text, SYDNEY)
    assert "2026-12-01 08:00" in caught.value.hint


def test_a_time_that_the_clock_change_skips_or_repeats_asks_for_an_offset() -> None:
    with pytest.raises(InputError, match="is skipped in Europe/Berlin"):
        parse_moment("2026-03-29 02:30", BERLIN)
    with pytest.raises(InputError, match="comes twice") as caught:
        parse_moment("2026-10-25 02:30", BERLIN)
    assert "offset" in caught.value.hint
    assert parse_moment("2026-10-25T02:30+01:00", BERLIN).hour == 1


@given(st.text(max_size=40))
def test_no_text_makes_it_fail_with_anything_but_a_plain_refusal(text: str) -> None:
    for parse in (
        lambda: parse_moment(text, BERLIN),
        lambda: parse_day(text),
        lambda: parse_since(text, NOW, BERLIN),
        lambda: parse_zone(text),
    ):
        with suppress(InputError):
            parse()


def test_a_day_is_a_calendar_date() -> None:
    assert parse_day("2026-12-01") == date(2026, 12, 1)
    for text in ("20261201", "9999-12-31", "0001-01-01", "2026-02-30"):
        with pytest.raises(InputError):
            parse_day(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 h", datetime(2026, 12, 1, 6, 0, tzinfo=UTC)),
        ("30min", datetime(2026, 12, 1, 7, 30, tzinfo=UTC)),
        ("3 d ago", datetime(2026, 11, 28, 8, 0, tzinfo=UTC)),
        ("07:15", datetime(2026, 12, 1, 6, 15, tzinfo=UTC)),
        ("2026-11-30", datetime(2026, 11, 29, 23, 0, tzinfo=UTC)),
        ("2026-11-30 09:00", datetime(2026, 11, 30, 8, 0, tzinfo=UTC)),
    ],
)
def test_looking_back_understands_clock_times_spans_and_dates(
    text: str, expected: datetime
) -> None:
    assert parse_since(text, NOW, BERLIN) == expected


def test_a_span_before_the_beginning_of_time_is_refused() -> None:
    with pytest.raises(InputError):
        parse_since("99999 d", datetime(100, 1, 1, tzinfo=UTC), BERLIN)


def test_a_zone_is_found_whatever_the_case() -> None:
    assert parse_zone("australia/sydney").key == "Australia/Sydney"
    assert parse_zone("America/New York").key == "America/New_York"


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Europe/Kopenhagen", "Europe/Copenhagen"),
        ("Sydney", "Australia/Sydney"),
        ("Australia/Sidney", "Australia/Sydney"),
    ],
)
def test_an_unknown_zone_gets_the_nearest_names(text: str, near: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_zone(text)
    assert near in caught.value.hint


@pytest.mark.parametrize(
    "text", ["", "Europe", "../../etc/passwd", "/etc/localtime", "\x00", "x" * 5000]
)
def test_what_is_no_zone_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_zone(text)
