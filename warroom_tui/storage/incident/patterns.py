"""Patterns of tickets as the radar stored them, and the tickets that it reads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from warroom_tui.domain.errors import NotFound
from warroom_tui.domain.incident.patterns import Pattern, PatternState
from warroom_tui.storage.schema import known_issue, ticket, ticket_pattern

SUGGESTED_LIMIT = 5
_BODY_HEARD = 200
"""Characters of a ticket's body that the radar hears."""
KNOWN_LIMIT = 300
"""Decided patterns that are remembered: the newest."""

_PATTERNS = select(ticket_pattern, known_issue.c.ref.label("issue_ref")).outerjoin_from(
    ticket_pattern, known_issue, known_issue.c.id == ticket_pattern.c.issue_id
)


def read_suggested(connection: Connection) -> tuple[Pattern, ...]:
    """Patterns that wait for a person's word, the newest first."""
    query = _PATTERNS.where(ticket_pattern.c.state == "suggested")
    query = query.order_by(ticket_pattern.c.last_at.desc()).limit(SUGGESTED_LIMIT)
    return tuple(_pattern(row) for row in connection.execute(query).mappings())


def read_known(connection: Connection) -> tuple[Pattern, ...]:
    """Every pattern that is remembered, whatever became of it, newest first."""
    query = _PATTERNS.order_by(ticket_pattern.c.last_at.desc()).limit(KNOWN_LIMIT)
    return tuple(_pattern(row) for row in connection.execute(query).mappings())


def find(connection: Connection, pattern_id: int) -> Pattern:
    """One pattern; raises NotFound."""
    query = _PATTERNS.where(ticket_pattern.c.id == pattern_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFound("That pattern is gone: its tickets were linked or settled meanwhile.")
    return _pattern(row)


def newest_ticket(connection: Connection) -> int:
    """Id of the newest ticket, 0 without any."""
    query = select(ticket.c.id).order_by(ticket.c.id.desc()).limit(1)
    return connection.execute(query).scalar() or 0


def read_texts(
    connection: Connection,
    after_id: int,
    since: datetime,
    limit: int,
    *,
    newest_first: bool,
) -> list[tuple[int, str, str, str, datetime]]:
    """(id, ref, subject, start of the body, time) of new tickets, oldest first.

    Of more than `limit`, the newest with `newest_first`, else the next ones.
    """
    order = ticket.c.id.desc() if newest_first else ticket.c.id
    start = func.substr(ticket.c.body, 1, _BODY_HEARD)
    query = (
        select(ticket.c.id, ticket.c.ref, ticket.c.subject, start, ticket.c.created_at)
        .where(ticket.c.id > after_id, ticket.c.created_at >= since)
        .order_by(order)
        .limit(limit)
    )
    found: list[Any] = list(connection.execute(query).all())
    return [tuple(row) for row in (reversed(found) if newest_first else found)]


def read_links(connection: Connection, refs: list[str]) -> dict[str, tuple[bool, str | None]]:
    """By reference: is the ticket live, and to which known issue does it point."""
    query = (
        select(ticket.c.ref, ticket.c.state, known_issue.c.ref)
        .outerjoin_from(ticket, known_issue, known_issue.c.id == ticket.c.issue_id)
        .where(ticket.c.ref.in_(refs))
    )
    live = ("new", "open", "pending")
    return {row[0]: (row[1] in live, row[2]) for row in connection.execute(query).all()}


def _pattern(row: RowMapping) -> Pattern:
    return Pattern(
        id=row["id"],
        label=row["label"],
        words=tuple(row["words"]),
        tickets=tuple(row["tickets"]),
        state=PatternState(row["state"]),
        first_at=row["first_at"],
        last_at=row["last_at"],
        issue_ref=row["issue_ref"],
        decided_by=row["decided_by"],
        version=row["version"],
    )


# What the radar writes: a machine's sighting, no person's deed


def insert(connection: Connection, seen: Pattern) -> None:
    """A pattern that is seen for the first time."""
    connection.execute(
        ticket_pattern.insert().values(
            label=seen.label,
            words=list(seen.words),
            tickets=list(seen.tickets),
            state=seen.state.value,
            first_at=seen.first_at,
            last_at=seen.last_at,
            issue_id=_issue_id(connection, seen.issue_ref),
        )
    )


def replace(connection: Connection, seen: Pattern) -> None:
    """How a pattern stands now; its version rises, so that nobody decides on an old picture."""
    connection.execute(
        ticket_pattern.update()
        .where(ticket_pattern.c.id == seen.id)
        .values(
            label=seen.label,
            words=list(seen.words),
            tickets=list(seen.tickets),
            state=seen.state.value,
            last_at=seen.last_at,
            issue_id=_issue_id(connection, seen.issue_ref),
            version=ticket_pattern.c.version + 1,
        )
    )


def remove(connection: Connection, pattern_id: int) -> None:
    """A suggestion that has nothing to say any more."""
    connection.execute(ticket_pattern.delete().where(ticket_pattern.c.id == pattern_id))


def _issue_id(connection: Connection, ref: str | None) -> int | None:
    if ref is None:
        return None
    return connection.execute(select(known_issue.c.id).where(known_issue.c.ref == ref)).scalar()
