"""The raw counts of a period, each read from an index range; derived in `domain.desk.figures`."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    func,
    null,
    or_,
    select,
    text,
)

from warroom_tui.domain.desk.figures import (
    TREND_DAYS,
    WEEK_METRICS,
    DayVolume,
    SupportCounts,
    trend,
)
from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.domain.triggers.criteria import Criterion
from warroom_tui.storage.schema import known_issue, sla_clock, ticket

FIRST_CONTACT = and_(
    ticket.c.escalated_at.is_(None),
    ticket.c.reopen_count == 0,
    ticket.c.reply_count <= 1,
    or_(ticket.c.first_assignee.is_(None), ticket.c.first_assignee == ticket.c.assignee),
)
"""Resolved at first contact: by the first assignee, after one reply, for good."""

TREND_SPAN = 6
"""Complete days that a trend looks back."""

By = Column[Any]
"""Column of the ticket by which is counted."""

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
        response_p90_s=_p90(connection, ticket.c.response_s, created_in(start, end)),
        resolution_p90_s=_p90(connection, ticket.c.resolution_s, resolved_in(start, end)),
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
        counts = replace(counts, week=_count(connection, created_in(start, end)))
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
        query = select(func.avg(ticket.c.resolution_s)).where(resolved_in(start, end))
        value: float | None = connection.execute(query).scalar()
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
        created = _count(connection, created_in(start, end))
        found.append(DayVolume(day, created, _count(connection, resolved_in(start, end))))
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
        found.append((launch.local(at).hour, _count(connection, created_in(at, after))))
        at = after
    return tuple(found)


def created_in(start: datetime, end: datetime) -> ColumnElement[bool]:
    """Tickets created from `start` to `end`."""
    return and_(ticket.c.created_at >= start, ticket.c.created_at < end)


def reopened_in(start: datetime, end: datetime) -> ColumnElement[bool]:
    """Tickets opened again from `start` to `end`, resolved since or not."""
    return and_(
        ticket.c.reopened_at.is_not(None),
        ticket.c.reopened_at >= start,
        ticket.c.reopened_at < end,
    )


def resolved_in(start: datetime, end: datetime) -> ColumnElement[bool]:
    """Tickets resolved from `start` to `end`."""
    return and_(
        ticket.c.resolved_at.is_not(None),
        ticket.c.resolved_at >= start,
        ticket.c.resolved_at < end,
    )


def met_in(start: datetime, end: datetime) -> ColumnElement[bool]:
    """Clocks stopped in time from `start` to `end`."""
    return and_(
        sla_clock.c.stopped_at >= start, sla_clock.c.stopped_at < end, sla_clock.c.state == "met"
    )


def broken_in(start: datetime, end: datetime, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Clocks that broke from `start` to `end`, each case on an index of its own.

    A promise breaks when it falls due: answered later, still running, or already broken when the
    ticket began to wait.
    """
    due = and_(sla_clock.c.due_at >= start, sla_clock.c.due_at < end)
    late = and_(sla_clock.c.due_at >= start, sla_clock.c.due_at < min(end, now))
    return (
        and_(text("sla_clock.state = 'breached'"), due),
        and_(text("sla_clock.state = 'running'"), late),
        and_(text("sla_clock.state = 'paused'"), late, sla_clock.c.due_at < sla_clock.c.paused_at),
    )


def _read(
    connection: Connection, start: datetime, end: datetime, now: datetime, by: By | None
) -> Mapping[Any, SupportCounts]:
    out: dict[Any, SupportCounts] = {}
    for row in connection.execute(_created(start, end, by)).all():
        out[row[0]] = replace(
            out.get(row[0], SupportCounts()),
            created=row[1],
            same_day=row[2] or 0,
            escalated=row[3] or 0,
            responses=row[4],
            response_s=row[5] or 0.0,
        )
    for row in connection.execute(_resolved(start, end, by)).all():
        out[row[0]] = replace(
            out.get(row[0], SupportCounts()),
            resolved=row[1],
            first_contact=row[2] or 0,
            resolutions=row[3],
            resolution_s=row[4] or 0.0,
            csat_n=row[5],
            csat_sum=row[6] or 0.0,
        )
    reopened = select(_of(by), func.count()).where(reopened_in(start, end))
    for row in connection.execute(reopened if by is None else reopened.group_by(by)).all():
        out[row[0]] = replace(out.get(row[0], SupportCounts()), reopened=row[1])
    for group, number in _clocks(connection, (met_in(start, end),), by):
        known = out.get(group, SupportCounts())
        out[group] = replace(known, clocks_met=known.clocks_met + number)
    for group, number in _clocks(connection, broken_in(start, end, now), by):
        known = out.get(group, SupportCounts())
        out[group] = replace(known, clocks_breached=known.clocks_breached + number)
    return out


def _of(by: By | None) -> ColumnElement[Any]:
    """What stands before the counts: the group, or nothing."""
    return null() if by is None else by


def _created(start: datetime, end: datetime, by: By | None) -> Select[Any]:
    query = select(
        _of(by),
        func.count(),
        func.sum(
            case((and_(ticket.c.resolved_at >= start, ticket.c.resolved_at < end), 1), else_=0)
        ),
        func.sum(case((ticket.c.escalated_at.is_not(None), 1), else_=0)),
        func.count(ticket.c.response_s),
        func.sum(ticket.c.response_s),
    ).where(created_in(start, end))
    return query if by is None else query.group_by(by)


def _resolved(start: datetime, end: datetime, by: By | None) -> Select[Any]:
    query = select(
        _of(by),
        func.count(),
        func.sum(case((FIRST_CONTACT, 1), else_=0)),
        func.count(ticket.c.resolution_s),
        func.sum(ticket.c.resolution_s),
        func.count(ticket.c.csat),
        func.sum(ticket.c.csat),
    ).where(resolved_in(start, end))
    return query if by is None else query.group_by(by)


def _clocks(
    connection: Connection, cases: tuple[ColumnElement[bool], ...], by: By | None
) -> list[tuple[Any, int]]:
    found: list[tuple[Any, int]] = []
    for condition in cases:
        if by is None:
            query = select(func.count()).select_from(sla_clock).where(condition)
            found.append((None, connection.execute(query).scalar_one()))
            continue
        grouped = (
            select(by, func.count())
            .join_from(sla_clock, ticket, ticket.c.id == sla_clock.c.ticket_id)
            .where(condition)
            .group_by(by)
        )
        found += [(row[0], row[1]) for row in connection.execute(grouped).all()]
    return found


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
