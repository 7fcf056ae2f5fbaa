"""Which seat has which ticket open. A seat that shows no sign of life has none open."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from warroom_tui.domain.desk.presence import Opened
from warroom_tui.storage.record import SEAT_TTL
from warroom_tui.storage.schema import app_session, ticket, ticket_presence


def enter(connection: Connection, session: str, ticket_id: int, at: datetime) -> None:
    """The seat opens a ticket; it has one open at a time."""
    new = insert(ticket_presence).values(session=session, ticket_id=ticket_id, opened_at=at)
    connection.execute(
        new.on_conflict_do_update(
            index_elements=["session"], set_={"ticket_id": ticket_id, "opened_at": at}
        )
    )


def leave(connection: Connection, session: str, real_now: datetime) -> None:
    """The seat closes its ticket; what dead seats left open is swept out too."""
    alive = select(app_session.c.session).where(app_session.c.heartbeat_at > real_now - SEAT_TTL)
    connection.execute(
        delete(ticket_presence).where(
            (ticket_presence.c.session == session) | ticket_presence.c.session.not_in(alive)
        )
    )


def read_opened(connection: Connection, real_now: datetime) -> tuple[Opened, ...]:
    """Tickets that living seats have open, the earliest first; there are as many as seats."""
    rows = connection.execute(
        select(
            ticket.c.ref,
            app_session.c.name,
            app_session.c.session,
            ticket_presence.c.opened_at,
        )
        .select_from(ticket_presence)
        .join(app_session, app_session.c.session == ticket_presence.c.session)
        .join(ticket, ticket.c.id == ticket_presence.c.ticket_id)
        .where(app_session.c.heartbeat_at > real_now - SEAT_TTL)
        .order_by(ticket_presence.c.opened_at)
    )
    return tuple(Opened(row.ref, row.name, row.session, row.opened_at) for row in rows)
