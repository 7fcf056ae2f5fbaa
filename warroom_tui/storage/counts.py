"""The raw counts of a period, each read from an index range; derived in `domain.figures`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, case, func, select

from warroom_tui.domain.figures import SupportCounts
from warroom_tui.storage.schema import known_issue, sla_clock, ticket


def read_support_counts(
    connection: Connection, start: datetime, end: datetime, now: datetime
) -> SupportCounts:
    """Counts from `start` to `end` (exclusive) as they stand at `now`."""
    created = connection.execute(
        select(
            func.count(),
            func.sum(
                case((and_(ticket.c.resolved_at >= start, ticket.c.resolved_at < end), 1), else_=0)
            ),
            func.sum(case((ticket.c.escalated_at.is_not(None), 1), else_=0)),
            func.count(ticket.c.response_s),
            func.sum(ticket.c.response_s),
        ).where(ticket.c.created_at >= start, ticket.c.created_at < end)
    ).one()
    first_contact = and_(
        ticket.c.escalated_at.is_(None), ticket.c.reopen_count == 0, ticket.c.reply_count <= 1
    )
    resolved = connection.execute(
        select(
            func.count(),
            func.sum(case((first_contact, 1), else_=0)),
            func.sum(case((ticket.c.reopen_count > 0, 1), else_=0)),
            func.count(ticket.c.resolution_s),
            func.sum(ticket.c.resolution_s),
            func.count(ticket.c.csat),
            func.sum(ticket.c.csat),
        ).where(
            ticket.c.resolved_at.is_not(None),
            ticket.c.resolved_at >= start,
            ticket.c.resolved_at < end,
        )
    ).one()
    met, breached = _clocks(connection, start, end, now)
    critical = connection.execute(
        select(func.count())
        .select_from(known_issue)
        .where(
            known_issue.c.severity == "critical",
            known_issue.c.reported_at >= start,
            known_issue.c.reported_at < end,
        )
    ).scalar_one()
    return SupportCounts(
        created=created[0],
        same_day=created[1] or 0,
        escalated=created[2] or 0,
        responses=created[3],
        response_s=created[4] or 0.0,
        resolved=resolved[0],
        first_contact=resolved[1] or 0,
        reopened=resolved[2] or 0,
        resolutions=resolved[3],
        resolution_s=resolved[4] or 0.0,
        csat_n=resolved[5],
        csat_sum=resolved[6] or 0.0,
        clocks_met=met,
        clocks_breached=breached,
        critical_issues=critical,
    )


def _clocks(
    connection: Connection, start: datetime, end: datetime, now: datetime
) -> tuple[int, int]:
    """Clocks met, and clocks broken: stopped late, or running and late by the end or `now`."""
    ended = connection.execute(
        select(sla_clock.c.state, func.count())
        .where(sla_clock.c.stopped_at >= start, sla_clock.c.stopped_at < end)
        .group_by(sla_clock.c.state)
    )
    stopped: dict[str, int] = {row[0]: row[1] for row in ended.all()}
    late = connection.execute(
        select(func.count())
        .select_from(sla_clock)
        .where(
            sla_clock.c.state == "running",
            sla_clock.c.due_at >= start,
            sla_clock.c.due_at < min(end, now),
        )
    ).scalar_one()
    return stopped.get("met", 0), stopped.get("breached", 0) + late
