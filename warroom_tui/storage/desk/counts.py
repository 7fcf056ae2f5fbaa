"""The raw counts of a period, each read from an index range; derived in `domain.desk.figures`."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, and_, func, select

from warroom_tui.domain.desk.figures import (
    TREND_DAYS,
    WEEK_METRICS,
    DayVolume,
    SupportCounts,
    trend,
)
from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.domain.triggers.criteria import Criterion
from warroom_tui.storage.desk import count_queries
from warroom_tui.storage.desk.count_queries import By, Moment
from warroom_tui.storage.schema import known_issue, ticket

TREND_SPAN = 6
"""Complete days that a trend looks back."""

_GROUPS: dict[str, By] = {
    "category": ticket.c.category,
    "level": ticket.c.level,
    "person": ticket.c.assignee,
}


def read_support_counts(
    connection: Connection, start: datetime, end: datetime, now: datetime
) -> SupportCounts:
    """Counts from `start` to `end` (exclusive) as they stand at `now`."""
    found = _read(connection, start, end, now, None).get(None, SupportCounts())
    critical = connection.execute(
        select(func.count())
        .select_from(known_issue)
        .where(
            known_issue.c.severity == "critical",
            known_issue.c.reported_at >= start,
            known_issue.c.reported_at < end,
        )
    ).scalar_one()
    return replace(found, critical_issues=critical)


def read_day(
    connection: Connection,
    launch: Launch,
    start: datetime,
    end: datetime,
    now: datetime,
    criteria: Iterable[Criterion],
) -> SupportCounts:
    """The counts of a day, with what its criteria ask beyond it."""
    found = read_support_counts(connection, start, end, now)
    wanted = {criterion.metric for criterion in criteria}
    return with_period(connection, found, launch, min(now, end - timedelta(seconds=1)), wanted)


def read_broken(connection: Connection, start: datetime, end: datetime, now: datetime) -> int:
    """How many promises of a period are broken at `now`: what time alone changes of its counts."""
    span = {"start": start, "end": end, "late": min(end, now)}
    return sum(number for _, number in _numbers(connection, count_queries.broken(None), span))


def read_grouped_counts(
    connection: Connection, start: datetime, end: datetime, now: datetime, by: str
) -> dict[str, SupportCounts]:
    """The same counts by category, level or person; nothing stands as ""."""
    found = _read(connection, start, end, now, _GROUPS[by])
    return {"" if name is None else str(name): counts for name, counts in found.items()}


def with_percentiles(
    connection: Connection, counts: SupportCounts, start: datetime, end: datetime
) -> SupportCounts:
    """The counts with the 90th percentiles of response and resolution."""
    return replace(
        counts,
        response_p90_s=_p90(connection, ticket.c.response_s, count_queries.created_in(start, end)),
        resolution_p90_s=_p90(
            connection, ticket.c.resolution_s, count_queries.resolved_in(start, end)
        ),
    )


def with_period(
    connection: Connection,
    counts: SupportCounts,
    launch: Launch,
    now: datetime,
    wanted: Collection[str | None],
) -> SupportCounts:
    """The counts with what looks further than the day, as far as `wanted` names it."""
    asked = WEEK_METRICS.intersection(name for name in wanted if name)
    if "tickets_week" in asked and (first := launch.date_of_day(1)) is not None:
        start = launch.day_bounds(first)[0]
        end = launch.day_bounds(first + timedelta(days=6))[1]
        counts = replace(counts, week=_count_in(connection, count_queries.created_in, start, end))
    if "ticket_trend" in asked:
        days = read_days(connection, launch, now, TREND_SPAN + 1)
        counts = replace(counts, trend_pct=trend([one.created for one in days[:-1]]))
    if "resolution_trend" in asked:
        change = _resolution_change(connection, launch, now)
        counts = replace(counts, resolution_trend_pct=change)
    return counts


def _resolution_change(connection: Connection, launch: Launch, now: datetime) -> float | None:
    """Mean time to resolve of the last complete days against that of as many days before."""
    today = launch.local(now).date()

    def mean(first: int, last: int) -> float | None:
        start = launch.day_bounds(today - timedelta(days=first))[0]
        end = launch.day_bounds(today - timedelta(days=last))[1]
        span = {"start": start, "end": end}
        value: float | None = connection.execute(count_queries.mean_resolution(), span).scalar()
        return value

    for span in range(TREND_DAYS, 0, -1):
        before, after = mean(2 * span, span + 1), mean(span, 1)
        if before and after is not None:
            return 100.0 * (after - before) / before
    return None


def read_days(
    connection: Connection, launch: Launch, at: datetime, days: int
) -> tuple[DayVolume, ...]:
    """Tickets of the last `days` local days up to that of `at`, oldest first."""
    today = launch.local(at).date()
    found = []
    for back in range(days - 1, -1, -1):
        day = today - timedelta(days=back)
        start, end = launch.day_bounds(day)
        created = _count_in(connection, count_queries.created_in, start, end)
        found.append(
            DayVolume(day, created, _count_in(connection, count_queries.resolved_in, start, end))
        )
    while len(found) > 1 and not (found[0].created or found[0].resolved):
        found.pop(0)
    return tuple(found)


def read_hours(
    connection: Connection, launch: Launch, start: datetime, end: datetime
) -> tuple[tuple[int, int], ...]:
    """(local hour, tickets created in it) of a day."""
    found = []
    at = start
    while at < end:
        after = min(end, at + timedelta(hours=1))
        found.append(
            (launch.local(at).hour, _count_in(connection, count_queries.created_in, at, after))
        )
        at = after
    return tuple(found)


def _read(
    connection: Connection, start: datetime, end: datetime, now: datetime, by: By | None
) -> Mapping[Any, SupportCounts]:
    span = {"start": start, "end": end}
    out: dict[Any, SupportCounts] = {}
    for row in connection.execute(count_queries.created(by), span).all():
        out[row[0]] = replace(
            out.get(row[0], SupportCounts()),
            created=row[1],
            same_day=row[2] or 0,
            escalated=row[3] or 0,
            responses=row[4],
            response_s=row[5] or 0.0,
        )
    for row in connection.execute(count_queries.resolved(by), span).all():
        out[row[0]] = replace(
            out.get(row[0], SupportCounts()),
            resolved=row[1],
            first_contact=row[2] or 0,
            resolutions=row[3],
            resolution_s=row[4] or 0.0,
            csat_n=row[5],
            csat_sum=row[6] or 0.0,
        )
    for row in connection.execute(count_queries.reopened(by), span).all():
        out[row[0]] = replace(out.get(row[0], SupportCounts()), reopened=row[1])
    for group, number in _numbers(connection, count_queries.met(by), span):
        known = out.get(group, SupportCounts())
        out[group] = replace(known, clocks_met=known.clocks_met + number)
    for group, number in _numbers(
        connection, count_queries.broken(by), {**span, "late": min(end, now)}
    ):
        known = out.get(group, SupportCounts())
        out[group] = replace(known, clocks_breached=known.clocks_breached + number)
    return out


def _numbers(
    connection: Connection, queries: Iterable[Select[Any]], span: Mapping[str, datetime]
) -> list[tuple[Any, int]]:
    return [(row[0], row[1]) for query in queries for row in connection.execute(query, span).all()]


def _count_in(
    connection: Connection,
    within: Callable[[Moment, Moment], ColumnElement[bool]],
    start: datetime,
    end: datetime,
) -> int:
    """How many tickets were `count_queries.created_in` or `count_queries.resolved_in` a period."""
    query = count_queries.counting(within)
    return int(connection.execute(query, {"start": start, "end": end}).scalar_one())


def _count(connection: Connection, condition: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(ticket).where(condition)
    return int(connection.execute(query).scalar_one())


def _p90(
    connection: Connection, column: Column[float | None], within: ColumnElement[bool]
) -> float | None:
    """The 90th percentile by nearest rank, from the period's rows alone."""
    known = and_(within, column.is_not(None))
    number = _count(connection, known)
    if not number:
        return None
    place = math.ceil(0.9 * number) - 1
    query = select(column).where(known).order_by(column).limit(1).offset(place)
    value = connection.execute(query).scalar_one()
    return None if value is None else float(value)
