"""The rows behind a day's figures: exactly those that `counts.py` counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, select, union_all

from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.reporting.report_figures import DayRows
from warroom_tui.storage.desk import count_queries
from warroom_tui.storage.desk.tickets import TICKETS, fetch
from warroom_tui.storage.schema import sla_clock, ticket


def tickets_of_day(
    connection: Connection, which: DayRows, start: datetime, end: datetime, now: datetime
) -> tuple[Ticket, ...]:
    """Tickets that a figure from `start` to `end` (exclusive) counts, oldest first."""
    query = TICKETS.where(_counted(which, start, end, now)).order_by(ticket.c.id)
    return fetch(connection, query)


def _counted(which: DayRows, start: datetime, end: datetime, now: datetime) -> ColumnElement[bool]:
    created, resolved = count_queries.created_in(start, end), count_queries.resolved_in(start, end)
    conditions: dict[DayRows, ColumnElement[bool]] = {
        DayRows.CREATED: created,
        DayRows.RESOLVED: resolved,
        DayRows.SAME_DAY: and_(created, resolved),
        DayRows.ESCALATED: and_(created, ticket.c.escalated_at.is_not(None)),
        DayRows.ANSWERED: and_(created, ticket.c.response_s.is_not(None)),
        DayRows.FIRST_CONTACT: and_(resolved, count_queries.FIRST_CONTACT),
        DayRows.REOPENED: count_queries.reopened_in(start, end),
        DayRows.RATED: and_(resolved, ticket.c.csat.is_not(None)),
        DayRows.KEPT: _with_clocks((count_queries.met_in(start, end),)),
        DayRows.LATE: _with_clocks(count_queries.broken_in(start, end, min(end, now))),
    }
    return conditions[which]


def _with_clocks(cases: tuple[ColumnElement[bool], ...]) -> ColumnElement[bool]:
    """Tickets of the clocks that a figure counts."""
    return ticket.c.id.in_(union_all(*(select(sla_clock.c.ticket_id).where(c) for c in cases)))
