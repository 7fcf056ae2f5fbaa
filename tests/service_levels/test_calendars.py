"""Business hours against a slow walk over the minutes, clock changes and holidays included."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from warroom_tui.domain.desk.calendars import (
    Calendar,
    OpenHours,
    due_after,
    hours_text,
    ran_between,
)

ZONES = (
    "Europe/Copenhagen",
    "America/New_York",
    "Australia/Lord_Howe",  # moves by half an hour
    "America/Havana",  # changes at midnight
    "Africa/Cairo",  # skips midnight
    "Asia/Kathmandu",
    "Africa/Johannesburg",
    "UTC",
)
CHANGES = (
    datetime(2026, 3, 8, 0, tzinfo=UTC),
    datetime(2026, 3, 29, 0, tzinfo=UTC),
    datetime(2026, 4, 3, 20, tzinfo=UTC),
    datetime(2026, 4, 23, 20, tzinfo=UTC),
    datetime(2026, 10, 3, 14, tzinfo=UTC),
    datetime(2026, 10, 25, 0, tzinfo=UTC),
    datetime(2026, 10, 29, 20, tzinfo=UTC),
    datetime(2026, 11, 1, 3, tzinfo=UTC),
    datetime(2026, 12, 1, 8, tzinfo=UTC),
)
MINUTE = timedelta(minutes=1)


def open_by_the_wall_clock(calendar: Calendar, at: datetime) -> bool:
    """The obvious answer: what does the clock on the wall say, and is that inside the hours?"""
    local = at.astimezone(ZoneInfo(calendar.tz))
    if local.date() in calendar.holidays:
        return False
    minute = local.hour * 60 + local.minute
    for hours in calendar.hours:
        today = local.weekday() in hours.days
        yesterday = (local.weekday() - 1) % 7 in hours.days
        if hours.start_min < hours.end_min:
            if today and hours.start_min <= minute < hours.end_min:
                return True
        elif (today and minute >= hours.start_min) or (yesterday and minute < hours.end_min):
            return True
    return not calendar.hours


def walk(
    calendar: Calendar, start: datetime, length: int, pauses: list[tuple[datetime, datetime]]
) -> datetime | None:
    """Count minutes that are open and not paused, one by one, for at most eight days."""
    at, ran = start, 0
    for _ in range(8 * 24 * 60):
        paused = any(low <= at < high for low, high in pauses)
        if open_by_the_wall_clock(calendar, at) and not paused:
            ran += 1
        at += MINUTE
        if ran == length:
            break
    else:
        return None
    moved = False
    while any(low <= at < high for low, high in pauses) or (
        moved and not open_by_the_wall_clock(calendar, at)
    ):
        at, moved = at + MINUTE, True
    return at


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any hours in any zone, holidays around the days that are looked at."""
    hours = draw(
        st.lists(
            st.builds(
                OpenHours,
                st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
                st.integers(0, 95).map(lambda quarter: quarter * 15),
                st.integers(0, 96).map(lambda quarter: quarter * 15),
            ),
            max_size=3,
        )
    )
    tz = draw(st.sampled_from(ZONES))
    holidays = draw(st.sets(st.sampled_from([change.date() for change in CHANGES]), max_size=2))
    return Calendar("Office", tz, tuple(hours), frozenset(holidays))


@settings(max_examples=120, deadline=None)
@given(
    calendar=calendars(),
    change=st.sampled_from(CHANGES),
    offset=st.integers(-1500, 1500),
    length=st.integers(1, 900),
    spells=st.lists(st.tuples(st.integers(0, 900), st.integers(1, 600)), max_size=3),
)
@example(
    Calendar("Office", "Europe/Copenhagen", (OpenHours((5, 6), 120, 165),)),
    datetime(2026, 10, 25, 0, tzinfo=UTC),
    -60,
    90,
    [],
)
def test_a_promise_is_due_when_its_minutes_have_run_on_the_wall_clock(
    calendar: Calendar,
    change: datetime,
    offset: int,
    length: int,
    spells: list[tuple[int, int]],
) -> None:
    start = change + offset * MINUTE
    pauses, at = [], start
    for run, pause in spells:
        at += run * MINUTE
        pauses.append((at, at + pause * MINUTE))
        at += pause * MINUTE
    slow = walk(calendar, start, length, pauses)
    due = due_after(calendar, start, length * MINUTE, pauses)
    if slow is None:
        assert due > start + timedelta(days=8)
        return
    assert due == slow
    assert ran_between(calendar, start, due, pauses) == length * MINUTE


@settings(max_examples=60, deadline=None)
@given(
    calendar=calendars(),
    change=st.sampled_from(CHANGES),
    offset=st.integers(-1500, 1500),
)
def test_open_and_closed_are_what_the_wall_clock_says(
    calendar: Calendar, change: datetime, offset: int
) -> None:
    at = change + offset * MINUTE
    now_open = open_by_the_wall_clock(calendar, at)
    assert calendar.open_at(at) is now_open
    turn = calendar.turns_at(at)
    for minute in range(0, 3 * 24 * 60, 5):
        later = at + minute * MINUTE
        if turn is not None and later >= turn:
            assert open_by_the_wall_clock(calendar, turn) is not now_open
            break
        assert open_by_the_wall_clock(calendar, later) is now_open


def test_friday_evening_goes_on_on_monday_after_the_holiday() -> None:
    week = (OpenHours((0, 1, 2, 3, 4), 8 * 60, 18 * 60),)
    calendar = Calendar("E-mail", "Europe/Copenhagen", week, frozenset({date(2026, 12, 7)}))
    friday_17 = datetime(2026, 12, 4, 16, tzinfo=UTC)
    assert due_after(calendar, friday_17, timedelta(hours=4)) == datetime(
        2026, 12, 8, 10, tzinfo=UTC
    )
    assert due_after(calendar, friday_17, timedelta(hours=1)) == friday_17 + timedelta(hours=1)


def test_hours_are_told_in_a_line() -> None:
    assert hours_text(Calendar("x", "UTC")) == "24/7"
    every_day = OpenHours(tuple(range(7)), 480, 1080)
    assert hours_text(Calendar("x", "UTC", (every_day,))) == "08:00-18:00"
    week = Calendar(
        "x", "UTC", (OpenHours((0, 1, 2, 4), 540, 1020),), frozenset({date(2026, 1, 1)})
    )
    assert hours_text(week) == "Mon-Wed,Fri 09:00-17:00, closed on 1 holiday"
