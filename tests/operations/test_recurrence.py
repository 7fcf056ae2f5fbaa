"""When things come back: wall clock for days, elapsed time for minutes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from warroom_tui.domain.runsheet.routines import Rule, Rung, ladder, next_by_minutes, subject_of
from warroom_tui.services.runsheet.recurrence import closes_at, first_due, next_due

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=COPENHAGEN)  # type: ignore[arg-type, misc]


def times(rule: Rule, start: datetime, count: int, **more: object) -> list[str]:
    out: list[str] = []
    after = start - timedelta(microseconds=1)
    for _ in range(count):
        found = next_due(rule, start, after, COPENHAGEN, **more)  # type: ignore[arg-type]
        if found is None:
            break
        out.append(found.astimezone(COPENHAGEN).strftime("%a %d %b %H:%M"))
        after = found
    return out


@pytest.mark.parametrize(
    ("start", "days"),
    [((2026, 3, 28), ["28 Mar", "29 Mar", "30 Mar"]), ((2026, 10, 24), ["24 Oct", "25 Oct"])],
    ids=["clocks go forward", "clocks go back"],
)
def test_nine_stays_nine_when_the_clocks_change(start: tuple[int, ...], days: list[str]) -> None:
    found = times(Rule.DAILY, local(*start), len(days), at=time(9))
    assert [text[4:] for text in found] == [f"{day} 09:00" for day in days]


def test_an_hour_that_does_not_exist_still_has_its_run() -> None:
    found = next_due(
        Rule.DAILY, local(2026, 3, 28), local(2026, 3, 28, 12), COPENHAGEN, at=time(2, 30)
    )
    assert found is not None
    assert found.astimezone(COPENHAGEN).date() == datetime(2026, 3, 29).date()  # noqa: DTZ001


def test_an_hour_that_comes_twice_has_one_run() -> None:
    found = times(Rule.DAILY, local(2026, 10, 24), 3, at=time(2, 30))
    assert found == ["Sat 24 Oct 02:30", "Sun 25 Oct 02:30", "Mon 26 Oct 02:30"]


def test_weekdays_weeks_months_and_quarters() -> None:
    start = local(2026, 12, 1)
    assert times(Rule.WEEKDAYS, start, 5, at=time(9)) == [
        "Tue 01 Dec 09:00",
        "Wed 02 Dec 09:00",
        "Thu 03 Dec 09:00",
        "Fri 04 Dec 09:00",
        "Mon 07 Dec 09:00",
    ]
    assert times(Rule.WEEKLY, start, 2, weekday=0) == ["Mon 07 Dec 09:00", "Mon 14 Dec 09:00"]
    assert times(Rule.QUARTERLY, start, 2) == ["Tue 01 Dec 09:00", "Mon 01 Mar 09:00"]


def test_a_month_without_that_day_takes_its_last_one() -> None:
    assert times(Rule.MONTHLY, local(2026, 12, 31), 4) == [
        "Thu 31 Dec 09:00",
        "Sun 31 Jan 09:00",
        "Sun 28 Feb 09:00",
        "Wed 31 Mar 09:00",
    ]


def test_a_monthly_list_is_not_due_on_the_day_it_begins() -> None:
    found = first_due(Rule.MONTHLY, local(2026, 12, 1), COPENHAGEN, None, None, None, None)
    assert found == local(2027, 1, 1, 9)


def test_nothing_comes_back_after_its_end() -> None:
    end = local(2026, 12, 3)
    assert times(Rule.DAILY, local(2026, 12, 1), 9, end=end) == [
        "Tue 01 Dec 09:00",
        "Wed 02 Dec 09:00",
    ]


def test_minutes_are_elapsed_time_over_a_clock_change() -> None:
    start = local(2026, 3, 29, 1)
    found = next_by_minutes(start.astimezone(UTC), 90, None, start.astimezone(UTC))
    assert found is not None
    assert found.astimezone(COPENHAGEN).strftime("%H:%M") == "03:30"


def test_the_last_check_of_a_rung_stands_at_its_end() -> None:
    start = datetime(2026, 12, 1, 8, tzinfo=UTC)
    end = start + timedelta(hours=1)
    found = []
    at = next_by_minutes(start, 15, end, start)
    while at is not None:
        found.append(f"{at:%H:%M}")
        at = next_by_minutes(start, 15, end, at)
    assert found == ["08:15", "08:30", "08:45", "09:00"]


def test_a_longer_rung_begins_where_the_shorter_one_of_its_subject_ends() -> None:
    found = ladder(
        [
            Rung("Monitor error logs every 2 hours", 120, 0, 1440),
            Rung("Error logs monitored every 15 minutes", 15, 0, 60),
            Rung("Check application health every hour", 60, 0, 240),
            Rung("Monitor error logs every 30 minutes", 30, 0, 240),
        ]
    )
    assert [(rung.every_min, rung.from_min, rung.to_min) for rung in found] == [
        (15, 0, 60),
        (30, 60, 240),
        (60, 0, 240),
        (120, 240, 1440),
    ]
    assert subject_of("Error logs monitored every 15 minutes") == {"error", "logs"}


def test_a_daily_list_is_over_at_midnight_and_a_weekly_one_a_day_later() -> None:
    due = local(2026, 12, 1, 9)
    assert closes_at(Rule.DAILY, due, None, COPENHAGEN) == local(2026, 12, 2)
    assert closes_at(Rule.WEEKLY, due, None, COPENHAGEN) == local(2026, 12, 3)
    following = local(2026, 12, 1, 9, 15)
    assert closes_at(Rule.MINUTES, due, following, COPENHAGEN) == following
