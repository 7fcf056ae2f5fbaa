"""The exchange with a help desk: how far it is, what waits to be sent, what both changed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, insert, select, text, update

from warroom_tui.domain.board import Promise
from warroom_tui.domain.desk.sync import Conflict, OutItem, SyncStatus
from warroom_tui.storage.schema import (
    OPEN_CONFLICT,
    UNSENT,
    app_session,
    lease,
    sync_conflict,
    sync_message,
    sync_outbox,
    sync_state,
    ticket,
    ticket_link,
    ticket_note,
    timeline_event,
)

LEASE = "help desk"
SHOWN = 200

UNSENT_OUT = text("sync_outbox." + UNSENT.text)
_OPEN = text("sync_conflict." + OPEN_CONFLICT.text)
"""The conditions of the partial indexes, word for word, so that the planner may use them."""

_OUT = (
    select(
        sync_outbox.c.id,
        sync_outbox.c.link_id,
        func.coalesce(ticket_link.c.external_id, ""),
        ticket.c.ref,
        sync_outbox.c.kind,
        sync_outbox.c.field,
        sync_outbox.c.value,
        sync_outbox.c.note_id,
        sync_outbox.c.marker,
        sync_outbox.c.by,
        sync_outbox.c.queued_at,
        sync_outbox.c.state,
        sync_outbox.c.attempts,
        sync_outbox.c.error,
        sync_outbox.c.remote_id,
    )
    .join_from(sync_outbox, ticket_link, ticket_link.c.id == sync_outbox.c.link_id, isouter=True)
    .join(ticket, ticket.c.id == func.coalesce(ticket_link.c.ticket_id, sync_outbox.c.ticket_id))
    .where(UNSENT_OUT)
    .order_by(sync_outbox.c.id)
)
"""Without tickets that were undone before they were sent: nothing is to be done for them."""


def state_of(connection: Connection, source: str) -> RowMapping:
    """How far the exchange is; makes the row when there is none."""
    query = select(sync_state).where(sync_state.c.source == source)
    row = connection.execute(query).mappings().first()
    if row is None:
        newest = connection.execute(select(func.max(timeline_event.c.id))).scalar() or 0
        connection.execute(insert(sync_state).values(source=source, last_event=newest))
        row = connection.execute(query).mappings().one()
    return row


def last_event(connection: Connection, source: str) -> int | None:
    """Up to which event the help desk was told; None before the first time."""
    query = select(sync_state.c.last_event).where(sync_state.c.source == source)
    return connection.execute(query).scalar()


def cursor_of(connection: Connection, source: str) -> str:
    """Up to where the help desk was read."""
    query = select(sync_state.c.cursor).where(sync_state.c.source == source)
    return str(connection.execute(query).scalar() or "")


def status_of(connection: Connection, source: str) -> RowMapping:
    """How the exchange stands; it must have begun."""
    query = select(sync_state).where(sync_state.c.source == source)
    return connection.execute(query).mappings().one()


def note_state(connection: Connection, source: str, **values: object) -> None:
    """Note how far the exchange is."""
    connection.execute(update(sync_state).where(sync_state.c.source == source).values(**values))


def statuses(connection: Connection, now: datetime) -> tuple[SyncStatus, ...]:
    """Every help desk that was ever spoken to; `now` is real time."""
    holder = connection.execute(
        select(func.coalesce(app_session.c.name, lease.c.holder))
        .outerjoin_from(lease, app_session, app_session.c.session == lease.c.holder)
        .where(lease.c.name == LEASE, lease.c.until > now)
    ).scalar()
    out = []
    for row in connection.execute(select(sync_state)).mappings():
        source = row["source"]
        linked = connection.execute(
            select(func.count()).select_from(ticket_link).where(ticket_link.c.source == source)
        ).scalar_one()
        out.append(
            SyncStatus(
                source=source,
                tried_at=row["tried_at"],
                ok_at=row["ok_at"],
                next_at=row["next_at"],
                failures=row["failures"],
                error=row["error"],
                n_in=row["n_in"],
                n_out=row["n_out"],
                linked=linked,
                runner=holder,
                creates=row["creates"],
            )
        )
    return tuple(out)


def unsent(connection: Connection, link_id: int | None = None) -> tuple[OutItem, ...]:
    """What has not gone out yet, oldest first."""
    query = _OUT if link_id is None else _OUT.where(sync_outbox.c.link_id == link_id)
    return tuple(OutItem(*tuple(row)) for row in connection.execute(query.limit(SHOWN)).all())


def waiting_links(connection: Connection, source: str, limit: int) -> list[int]:
    """Links with something to send, the longest wait first."""
    rows = connection.execute(
        select(sync_outbox.c.link_id, func.min(sync_outbox.c.id))
        .join(ticket_link, ticket_link.c.id == sync_outbox.c.link_id)
        .where(
            UNSENT_OUT,
            sync_outbox.c.state.in_(("waiting", "sending")),
            ticket_link.c.source == source,
        )
        .group_by(sync_outbox.c.link_id)
        .order_by(func.min(sync_outbox.c.id))
        .limit(limit)
    )
    return [row[0] for row in rows.all()]


def queue(connection: Connection, link_id: int, by: str, at: datetime, **values: object) -> None:
    """Put something into the outbox under a marker that nothing else has."""
    connection.execute(
        insert(sync_outbox).values(
            link_id=link_id, by=by, queued_at=at, marker=new_marker(), state="waiting", **values
        )
    )


def new_marker() -> str:
    """What the other side will know something by; nothing else is called that."""
    return f"<{secrets.token_hex(12)}@warroom>"


def note_out(connection: Connection, ids: Sequence[int], **values: object) -> None:
    """Note what became of things in the outbox."""
    if ids:
        connection.execute(update(sync_outbox).where(sync_outbox.c.id.in_(ids)).values(**values))


def out_of_note(connection: Connection, note_id: int) -> RowMapping | None:
    """What was queued for a note, the latest."""
    return (
        connection.execute(
            select(sync_outbox)
            .where(sync_outbox.c.note_id == note_id, sync_outbox.c.kind == "message")
            .order_by(sync_outbox.c.id.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )


def by_marker(connection: Connection, marker: str) -> RowMapping | None:
    """What was sent under a marker."""
    query = select(sync_outbox).where(sync_outbox.c.marker == marker)
    return connection.execute(query).mappings().first()


def link(connection: Connection, link_id: int) -> RowMapping:
    """One link."""
    query = select(ticket_link).where(ticket_link.c.id == link_id)
    return connection.execute(query).mappings().one()


def link_by_id(connection: Connection, source: str, external_id: str) -> RowMapping | None:
    """The link of a ticket there."""
    query = select(ticket_link).where(
        ticket_link.c.source == source, ticket_link.c.external_id == external_id
    )
    return connection.execute(query).mappings().first()


def set_link(connection: Connection, link_id: int, **values: object) -> None:
    """Note what was seen of the other side."""
    connection.execute(update(ticket_link).where(ticket_link.c.id == link_id).values(**values))


def links_of_tickets(
    connection: Connection, source: str, tickets: Sequence[int]
) -> list[RowMapping]:
    """The links of tickets of ours."""
    query = select(ticket_link).where(
        ticket_link.c.source == source, ticket_link.c.ticket_id.in_(tickets)
    )
    return list(connection.execute(query).mappings())


def ticket_row(connection: Connection, ticket_id: int) -> RowMapping:
    """A ticket by its number in the database."""
    query = select(ticket).where(ticket.c.id == ticket_id)
    return connection.execute(query).mappings().one()


def note_row(connection: Connection, note_id: int) -> RowMapping | None:
    """A note, unless it was taken back."""
    query = select(ticket_note).where(ticket_note.c.id == note_id)
    return connection.execute(query).mappings().first()


def known_messages(connection: Connection, link_id: int) -> set[str]:
    """Ids of messages that both sides have."""
    query = select(sync_message.c.remote_id).where(sync_message.c.link_id == link_id)
    return {row[0] for row in connection.execute(query).all()}


def know_message(connection: Connection, link_id: int, remote_id: str, note_id: int | None) -> None:
    """Note that both sides have a message."""
    connection.execute(
        insert(sync_message).values(link_id=link_id, remote_id=remote_id, note_id=note_id)
    )


def note_is_known(connection: Connection, note_id: int) -> bool:
    """True when a note came from there, or has arrived there."""
    query = select(sync_message.c.id).where(sync_message.c.note_id == note_id)
    return connection.execute(query).first() is not None


def events_after(connection: Connection, last: int, limit: int) -> list[RowMapping]:
    """What happened here since, oldest first, with what each changed."""
    query = (
        select(
            timeline_event.c.id,
            timeline_event.c.actor,
            timeline_event.c.verb,
            timeline_event.c.after,
        )
        .where(timeline_event.c.id > last)
        .order_by(timeline_event.c.id)
        .limit(limit)
    )
    return list(connection.execute(query).mappings())


def undone_by(connection: Connection, event_id: int) -> RowMapping | None:
    """The event that an undo took back."""
    query = select(timeline_event.c.actor, timeline_event.c.after).where(
        timeline_event.c.undone_by == event_id
    )
    return connection.execute(query).mappings().first()


# Conflicts

_CONFLICTS = (
    select(
        sync_conflict.c.id,
        ticket.c.ref,
        ticket.c.subject,
        ticket_link.c.external_id,
        sync_conflict.c.field,
        sync_conflict.c.ours,
        sync_conflict.c.theirs,
        sync_conflict.c.found_at,
        sync_conflict.c.version,
    )
    .join_from(sync_conflict, ticket_link, ticket_link.c.id == sync_conflict.c.link_id)
    .join(ticket, ticket.c.id == ticket_link.c.ticket_id)
    .where(_OPEN)
    .order_by(sync_conflict.c.id)
    .limit(SHOWN)
)


def conflicts(connection: Connection) -> tuple[Conflict, ...]:
    """Open conflicts, oldest first."""
    return tuple(Conflict(*tuple(row)) for row in connection.execute(_CONFLICTS).all())


def open_conflicts(connection: Connection, link_id: int) -> dict[str, RowMapping]:
    """The open conflicts of one ticket, by field."""
    query = select(sync_conflict).where(
        sync_conflict.c.link_id == link_id, sync_conflict.c.state == "open"
    )
    return {row["field"]: row for row in connection.execute(query).mappings()}


def find_conflict(connection: Connection, conflict_id: int) -> RowMapping | None:
    """One conflict, open or settled."""
    query = select(sync_conflict).where(sync_conflict.c.id == conflict_id)
    return connection.execute(query).mappings().first()


def put_conflict(connection: Connection, values: Mapping[str, object]) -> None:
    """Note a conflict."""
    connection.execute(insert(sync_conflict).values(state="open", **values))


def change_conflict(connection: Connection, conflict_id: int, **values: object) -> None:
    """Change a conflict."""
    connection.execute(
        update(sync_conflict).where(sync_conflict.c.id == conflict_id).values(**values)
    )


_TROUBLE_AFTER = 3
"""Failures in a row after which the silence of a help desk needs a person."""


def read_promises(connection: Connection) -> tuple[Promise, ...]:
    """What of the exchange needs a person: conflicts, what cannot be sent, a long silence."""
    out = [
        Promise(
            "conflict", one.id, f"{one.ticket_ref} {one.field} changed on both sides", one.found_at
        )
        for one in conflicts(connection)[:50]
    ]
    failed = connection.execute(
        select(func.count(), func.min(sync_outbox.c.queued_at)).where(
            UNSENT_OUT, sync_outbox.c.state == "failed"
        )
    ).one()
    if failed[0]:
        out.append(Promise("unsent", 0, f"{failed[0]} changes cannot be sent", failed[1]))
    for row in connection.execute(select(sync_state)).mappings():
        if row["failures"] >= _TROUBLE_AFTER and row["tried_at"] is not None:
            since = row["ok_at"] or row["tried_at"]
            out.append(Promise("silence", 0, f"No exchange with {row['source']}", since))
    return tuple(out)
