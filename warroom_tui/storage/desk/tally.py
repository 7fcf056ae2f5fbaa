"""Counts over all live tickets, from the tallies that the database keeps as tickets change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Text, bindparam, func, select

from warroom_tui.domain.board import TicketCounts
from warroom_tui.storage.desk.tickets import LIVE, matching
from warroom_tui.storage.schema import counter, due_tally, live_tally, ticket
from warroom_tui.storage.schema.tally import TICKET_WRITES

_MARK = select(counter.c.value).where(counter.c.name == TICKET_WRITES)
_LIVE_BY = select(
    live_tally.c.priority, live_tally.c.state, live_tally.c.owned, live_tally.c.tickets
)
_DUE_BEFORE = select(func.coalesce(func.sum(due_tally.c.tickets), 0)).where(
    due_tally.c.hour < bindparam("hour", type_=Text)
)
_DUE_SINCE = (
    select(func.count())
    .select_from(ticket)
    .where(
        LIVE,
        ticket.c.queue_at >= bindparam("hour", type_=ticket.c.queue_at.type),
        ticket.c.queue_at < bindparam("now", type_=ticket.c.queue_at.type),
    )
)


def read_mark(connection: Connection) -> int:
    """A number that rises with every ticket written, on the record or by an import."""
    return int(connection.execute(_MARK).scalar() or 0)


def read_counts(connection: Connection, now: datetime, words: str = "") -> TicketCounts:
    """All live tickets; those that hold `words` are the only ones that are looked for."""
    by_priority: dict[str, int] = {}
    by_state: dict[str, int] = {}
    unowned = 0
    for priority, state, owned, number in read_live(connection):
        by_priority[priority] = by_priority.get(priority, 0) + number
        by_state[state] = by_state.get(state, 0) + number
        unowned += 0 if owned else number
    live = sum(by_state.values())
    return TicketCounts(
        live=live,
        by_priority=tuple(sorted(by_priority.items())),
        by_state=tuple(sorted(by_state.items())),
        breached=read_breached(connection, now),
        unowned=unowned,
        matching=_holding(connection, words) if words.strip() else live,
    )


def read_live(connection: Connection) -> Sequence[Any]:
    """(priority, state, has an owner, how many) of all live tickets."""
    return connection.execute(_LIVE_BY).all()


def read_breached(connection: Connection, now: datetime) -> int:
    """Live tickets past a promise: whole hours from the tally, this hour's from the queue."""
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    before = connection.execute(_DUE_BEFORE, {"hour": f"{hour:%Y-%m-%d %H}"}).scalar_one()
    since = connection.execute(_DUE_SINCE, {"hour": hour, "now": now}).scalar_one()
    return int(before) + int(since)


def _holding(connection: Connection, words: str) -> int:
    query = select(func.count()).select_from(ticket).where(LIVE, *matching(words))
    return int(connection.execute(query).scalar_one())
