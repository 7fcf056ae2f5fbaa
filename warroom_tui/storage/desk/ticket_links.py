"""Tickets that come in many at a time, and which ones elsewhere they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, insert, select, text, update
from sqlalchemy.dialects import sqlite

from warroom_tui.storage.schema import (
    counter,
    sla_clock,
    ticket,
    ticket_import,
    ticket_link,
    ticket_note,
)

CHUNK = 500
"""Values of one IN list."""


@dataclass(frozen=True, slots=True)
class Link:
    """A ticket and the one elsewhere that it stands for."""

    id: int
    source: str
    external_id: str
    ticket_id: int
    import_id: int | None
    digest: str
    seen_version: int
    version: int
    """Of the ticket, now."""


def links_of(connection: Connection, source: str, external_ids: Sequence[str]) -> dict[str, Link]:
    """The links of these outside ids, with the version that each ticket has now."""
    found: dict[str, Link] = {}
    for start in range(0, len(external_ids), CHUNK):
        part = list(external_ids[start : start + CHUNK])
        rows = connection.execute(
            select(
                ticket_link.c.id,
                ticket_link.c.source,
                ticket_link.c.external_id,
                ticket_link.c.ticket_id,
                ticket_link.c.import_id,
                ticket_link.c.digest,
                ticket_link.c.seen_version,
                ticket.c.version,
            )
            .join(ticket, ticket.c.id == ticket_link.c.ticket_id)
            .where(ticket_link.c.source == source, ticket_link.c.external_id.in_(part))
        ).all()
        found |= {row.external_id: Link(*row) for row in rows}
    return found


def take_numbers(connection: Connection, name: str, many: int) -> int:
    """Take `many` numbers of a counter at once; returns the first."""
    made = sqlite.insert(counter)
    query = made.on_conflict_do_update(
        index_elements=["name"], set_={"value": counter.c.value + many}
    ).returning(counter.c.value)
    last = int(connection.execute(query, {"name": name, "value": many}).scalar_one())
    return last - many + 1


def next_ids(connection: Connection) -> tuple[int, int, int]:
    """The next free ids of ticket, clock and link; hold only inside a write transaction."""
    tables = (ticket, sla_clock, ticket_link)
    found = [connection.execute(select(func.max(table.c.id))).scalar() or 0 for table in tables]
    return found[0] + 1, found[1] + 1, found[2] + 1


def insert_tickets(
    connection: Connection,
    tickets: list[dict[str, Any]],
    clocks: list[dict[str, Any]],
    links: list[dict[str, Any]],
) -> None:
    """Store a batch; every row has its id."""
    for table, rows in ((ticket, tickets), (sla_clock, clocks), (ticket_link, links)):
        if rows:
            connection.execute(insert(table), rows)


def touch_link(connection: Connection, link_id: int, **values: object) -> None:
    """Note what was seen of the other side."""
    connection.execute(update(ticket_link).where(ticket_link.c.id == link_id).values(**values))


def drop_clocks(connection: Connection, ticket_id: int) -> None:
    """Take the clocks of a ticket away, to be set anew."""
    connection.execute(delete(sla_clock).where(sla_clock.c.ticket_id == ticket_id))


def begin_import(connection: Connection, path: str, source: str, by: str, now: datetime) -> int:
    """Note that a run begins; returns its id."""
    made = connection.execute(
        insert(ticket_import).values(
            path=path, source=source, state="running", started_at=now, by=by
        )
    )
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


def note_import(connection: Connection, import_id: int, **values: object) -> None:
    """Note how far a run has come."""
    connection.execute(
        update(ticket_import).where(ticket_import.c.id == import_id).values(**values)
    )


def imports(connection: Connection, limit: int = 20) -> list[RowMapping]:
    """The latest runs, newest first."""
    query = select(ticket_import).order_by(ticket_import.c.id.desc()).limit(limit)
    return list(connection.execute(query).mappings())


def find_import(connection: Connection, import_id: int) -> RowMapping | None:
    """One run."""
    query = select(ticket_import).where(ticket_import.c.id == import_id)
    return connection.execute(query).mappings().first()


def untouched(connection: Connection, import_id: int, limit: int) -> list[tuple[int, int]]:
    """(link, ticket) of tickets that a run brought and nobody has changed or written on since."""
    noted = select(ticket_note.c.id).where(ticket_note.c.ticket_id == ticket.c.id).exists()
    rows = connection.execute(
        select(ticket_link.c.id, ticket.c.id)
        .join(ticket, ticket.c.id == ticket_link.c.ticket_id)
        .where(
            ticket_link.c.import_id == import_id,
            ticket.c.version == ticket_link.c.seen_version,
            ~noted,
        )
        .limit(limit)
    ).all()
    return [(row[0], row[1]) for row in rows]


def remove(connection: Connection, found: Sequence[tuple[int, int]]) -> None:
    """Take tickets away with their clocks and links."""
    for start in range(0, len(found), CHUNK):
        part = found[start : start + CHUNK]
        links, tickets = [link for link, _ in part], [one for _, one in part]
        connection.execute(delete(ticket_link).where(ticket_link.c.id.in_(links)))
        connection.execute(delete(sla_clock).where(sla_clock.c.ticket_id.in_(tickets)))
        connection.execute(delete(ticket).where(ticket.c.id.in_(tickets)))


def count_of_import(connection: Connection, import_id: int) -> int:
    """Tickets that a run brought and that are still there."""
    query = select(func.count()).select_from(ticket_link)
    return int(connection.execute(query.where(ticket_link.c.import_id == import_id)).scalar_one())


_EXPORT = text(
    "SELECT ticket.*, known_issue.ref AS issue_ref, ("
    " SELECT external_id FROM ticket_link WHERE ticket_link.ticket_id = ticket.id LIMIT 1"
    ") AS external_id FROM ticket LEFT JOIN known_issue ON known_issue.id = ticket.issue_id"
    " WHERE ticket.id > :after ORDER BY ticket.id LIMIT :rows"
).columns(*ticket.c)


def every_ticket(connection: Connection, page: int = 1000) -> Iterator[RowMapping]:
    """All tickets in the order they were logged, a page at a time."""
    after = 0
    while True:
        rows = connection.execute(_EXPORT, {"after": after, "rows": page}).mappings().all()
        yield from rows
        if len(rows) < page:
            return
        after = rows[-1]["id"]


_NOTES = (
    select(
        ticket_note.c.ticket_id,
        ticket_note.c.at,
        ticket_note.c.by,
        ticket_note.c.kind,
        ticket_note.c.text,
    )
    .where(ticket_note.c.ticket_id.between(bindparam("first"), bindparam("last")))
    .order_by(ticket_note.c.ticket_id, ticket_note.c.at, ticket_note.c.id)
)


def notes_between(connection: Connection, first: int, last: int) -> dict[int, list[RowMapping]]:
    """What was written to tickets with ids from `first` to `last`, oldest first, by ticket."""
    found: dict[int, list[RowMapping]] = {}
    for row in connection.execute(_NOTES, {"first": first, "last": last}).mappings():
        found.setdefault(row["ticket_id"], []).append(row)
    return found
