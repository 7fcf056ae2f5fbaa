"""The rows behind a day's figures: exactly those that `counts.py` counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from warroom_tui.domain.report_figures import DayRows
from warroom_tui.domain.tickets import Ticket
from warroom_tui.storage.schema import sla_clock, ticket
from warroom_tui.storage.tickets import TICKETS, fetch


def tickets_of_day(
    connection: Connection, which: DayRows, start: datetime, end: datetime, now: datetime
) -> tuple[Ticket, ...]:
    """Tickets that a figure from `start` to `end` (exclusive) counts, oldest first."""
    query = TICKETS.where(_counted(which, start, end, now)).order_by(ticket.c.id)
    return fetch(connection, query)


def _counted(which: DayRows, start: datetime, end: datetime, now: datetime) -> ColumnElement[bool]:
    if which is DayRows.CREATED:
        return and_(ticket.c.created_at >= start, ticket.c.created_at < end)
    if which is DayRows.RESOLVED:
        return and_(
            ticket.c.resolved_at.is_not(None),
            ticket.c.resolved_at >= start,
            ticket.c.resolved_at < end,
        )
    broken = and_(
        sla_clock.c.state == "breached",
        sla_clock.c.stopped_at >= start,
        sla_clock.c.stopped_at < end,
    )
    late = and_(
        sla_clock.c.state == "running",
        sla_clock.c.due_at >= start,
        sla_clock.c.due_at < min(end, now),
    )
    return ticket.c.id.in_(select(sla_clock.c.ticket_id).where(or_(broken, late)))
