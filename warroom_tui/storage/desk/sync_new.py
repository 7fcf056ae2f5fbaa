"""Tickets of ours on their way to being tickets there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from warroom_tui.domain.timeline import TimelineEvent
from warroom_tui.storage.desk import sync
from warroom_tui.storage.desk.sync import UNSENT_OUT, new_marker
from warroom_tui.storage.record import to_event
from warroom_tui.storage.schema import (
    sync_outbox,
    ticket,
    ticket_link,
    ticket_note,
    timeline_event,
)


def queue_create(
    connection: Connection, source: str, ticket_id: int, by: str, at: datetime
) -> bool:
    """Put a ticket that is not there yet into the outbox; False when it is there, or queued."""
    linked = select(ticket_link.c.id).where(
        ticket_link.c.source == source, ticket_link.c.ticket_id == ticket_id
    )
    queued = select(sync_outbox.c.id).where(
        sync_outbox.c.ticket_id == ticket_id,
        sync_outbox.c.source == source,
        sync_outbox.c.state != "dropped",
    )
    if connection.execute(linked).first() or connection.execute(queued).first():
        return False
    connection.execute(
        insert(sync_outbox).values(
            source=source,
            ticket_id=ticket_id,
            kind="create",
            by=by,
            queued_at=at,
            marker=new_marker(),
            state="waiting",
        )
    )
    return True


def drop_creates(connection: Connection, ticket_ids: Sequence[int]) -> None:
    """Forget tickets that were undone before they went out."""
    connection.execute(
        update(sync_outbox)
        .where(
            sync_outbox.c.ticket_id.in_(ticket_ids),
            sync_outbox.c.kind == "create",
            sync_outbox.c.state.in_(("waiting", "failed")),
        )
        .values(state="dropped")
    )


def waiting_creates(connection: Connection, source: str, limit: int) -> list[RowMapping]:
    """Tickets to be made there, the longest wait first."""
    query = (
        select(sync_outbox)
        .where(
            UNSENT_OUT,
            sync_outbox.c.state.in_(("waiting", "sending")),
            sync_outbox.c.kind == "create",
            sync_outbox.c.source == source,
        )
        .order_by(sync_outbox.c.id)
        .limit(limit)
    )
    return list(connection.execute(query).mappings())


def create_row(connection: Connection, item_id: int) -> RowMapping | None:
    """One of them, unless it was sent or given up."""
    query = select(sync_outbox).where(
        sync_outbox.c.id == item_id, sync_outbox.c.state.not_in(("sent", "dropped"))
    )
    return connection.execute(query).mappings().first()


def find_ticket(connection: Connection, ticket_id: int) -> RowMapping | None:
    """A ticket by its number, unless it was taken back."""
    query = select(ticket).where(ticket.c.id == ticket_id)
    return connection.execute(query).mappings().first()


def make_link(connection: Connection, **values: object) -> RowMapping:
    """Note which ticket there stands for one of ours."""
    made = connection.execute(insert(ticket_link).values(**values))
    assert made.inserted_primary_key is not None
    return sync.link(connection, int(made.inserted_primary_key[0]))


def notes_of(connection: Connection, ticket_id: int) -> list[RowMapping]:
    """What was said on a ticket, oldest first."""
    query = select(ticket_note).where(ticket_note.c.ticket_id == ticket_id)
    return list(connection.execute(query.order_by(ticket_note.c.id)).mappings())


LATELY = ("came_in", "synced", "made_there")
"""Verbs of what an exchange does."""
_LOOKED_AT = 5_000
"""Events among which the latest exchanges are looked for."""


def read_lately(connection: Connection, limit: int = 12) -> tuple[TimelineEvent, ...]:
    """What was exchanged last, newest first."""
    newest = connection.execute(select(func.max(timeline_event.c.id))).scalar() or 0
    query = (
        select(timeline_event)
        .where(timeline_event.c.id > newest - _LOOKED_AT, timeline_event.c.verb.in_(LATELY))
        .order_by(timeline_event.c.id.desc())
        .limit(limit)
    )
    return tuple(to_event(row) for row in connection.execute(query).mappings())
