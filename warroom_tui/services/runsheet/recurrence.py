"""When a routine or meeting comes back, on the wall clock of the launch's zone.

Days and longer are counted by `dateutil.rrule` on naive local time, so that 09:00 stays 09:00
when the clocks change; minutes are elapsed time.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule

from warroom_tui.domain.runsheet.routines import DEFAULT_CLOCK, Rule, next_by_minutes, open_days

_STEPS: dict[Rule, tuple[Literal[1, 2, 3], int]] = {
    Rule.DAILY: (DAILY, 1),
    Rule.WEEKDAYS: (DAILY, 1),
    Rule.WEEKLY: (WEEKLY, 1),
    Rule.MONTHLY: (MONTHLY, 1),
    Rule.QUARTERLY: (MONTHLY, 3),
}
_SEARCHED = timedelta(days=5 * 366)
"""A date that has not come by then (29 February) does not come."""


def next_due(
    rule: Rule,
    start: datetime,
    after: datetime,
    zone: ZoneInfo,
    *,
    at: time | None = None,
    weekday: int | None = None,
    every_min: int | None = None,
    end: datetime | None = None,
) -> datetime | None:
    """The first time strictly after `after`, in UTC, or None when there is none before `end`.

    `start` is the first moment at which it may be due; `end` is exclusive (but inclusive for
    minutes, where the last check stands at the end of its stretch). Without `at` it is 09:00,
    without `weekday` the day of the week (or month) of `start`.
    """
    if rule is Rule.ONCE:
        return start if start > after and (end is None or start < end) else None
    if rule is Rule.MINUTES:
        return next_by_minutes(start, every_min or 1, end, after)
    first = start.astimezone(zone).replace(tzinfo=None)
    begin = datetime.combine(first.date(), at or DEFAULT_CLOCK)
    if weekday is not None and rule is Rule.WEEKLY:
        begin += timedelta(days=(weekday - begin.weekday()) % 7)
    naive_after = after.astimezone(zone).replace(tzinfo=None)
    frequency, interval = _STEPS[rule]
    days = range(5) if rule is Rule.WEEKDAYS else None
    # A month without that day (31, 30, 29) takes its last one instead of being left out.
    month_days = tuple(range(28, begin.day + 1)) if begin.day > 28 else None
    monthly = frequency == MONTHLY and month_days is not None
    found = rrule(
        frequency,
        dtstart=begin,
        interval=interval,
        until=max(begin, naive_after) + _SEARCHED,
        byweekday=days,
        bymonthday=month_days if monthly else None,
        bysetpos=-1 if monthly else None,
    )
    moment = max(naive_after, first - timedelta(microseconds=1)) - timedelta(hours=2)
    for local in found.xafter(moment):
        due = local.replace(tzinfo=zone).astimezone(UTC)
        if end is not None and due >= end:
            return None
        if due > after and due >= start:
            return due
    return None


def first_due(
    rule: Rule,
    start: datetime,
    zone: ZoneInfo,
    at: time | None,
    weekday: int | None,
    every_min: int | None,
    end: datetime | None,
) -> datetime | None:
    """The first time from `start` on; one of months is not due on the very day it begins."""
    after = start - timedelta(microseconds=1)
    if rule is Rule.MINUTES:
        after = start
    elif rule in (Rule.MONTHLY, Rule.QUARTERLY):
        after = start + timedelta(days=1)
    return next_due(rule, start, after, zone, at=at, weekday=weekday, every_min=every_min, end=end)


def closes_at(rule: Rule, due_at: datetime, following: datetime | None, zone: ZoneInfo) -> datetime:
    """When the clock closes a run: at the following one, else when its days are over."""
    day = due_at.astimezone(zone).date() + timedelta(days=open_days(rule))
    over = datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC)
    return min(over, following) if following is not None else over
