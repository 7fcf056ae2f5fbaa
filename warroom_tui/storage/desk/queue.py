"""The queue as SQL: queries compiled with bound parameters, pages by keyset, bounded counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    UnaryExpression,
    and_,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.sql.operators import custom_op

from warroom_tui.domain.desk.queue.match import spellings
from warroom_tui.domain.desk.queue.query import (
    Among,
    AnyOf,
    AtLeast,
    Before,
    Column,
    Empty,
    Query,
    Since,
    Term,
    Words,
    means_queue,
)
from warroom_tui.domain.desk.queue.views import Order
from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.errors import Superseded
from warroom_tui.storage.desk.tally import read_live
from warroom_tui.storage.desk.tickets import END_OF_TIME, LIVE, TICKETS, fetch
from warroom_tui.storage.schema import known_issue, ticket

COUNT_LIMIT = 10_000
"""Found tickets are counted this far: nobody works through more, and counting reads them all."""

ASK_EVERY = 20_000
"""Steps of SQLite's machine between two looks whether a search is still wanted: below 1 ms."""

_PLUS = custom_op[Any]("+")

Key = tuple[Any, ...]
"""Place of a row in an order."""

_KEYS: dict[Order, tuple[tuple[ColumnElement[Any], ...], bool]] = {
    Order.SLA: ((ticket.c.queue_at, ticket.c.id), False),
    Order.PRIORITY: ((ticket.c.priority, ticket.c.queue_at, ticket.c.id), False),
    Order.OLDEST: ((ticket.c.id,), False),
    Order.NEWEST: ((ticket.c.id,), True),
    Order.UPDATED: ((ticket.c.updated_at, ticket.c.id), True),
    Order.RESOLVED: ((ticket.c.resolved_at, ticket.c.id), True),
}
"""The columns of each order and whether it runs backwards; every order ends in the id."""


@contextmanager
def interruptible(connection: Connection, stop: Callable[[], bool] | None) -> Iterator[None]:
    """Give up a query inside the block as soon as `stop` says that nobody waits for it.

    Raises `Superseded`. A thread cannot be stopped from outside, but SQLite asks now and then.
    """
    driver = connection.connection.driver_connection
    if stop is None or not isinstance(driver, sqlite3.Connection):
        yield
        return
    driver.set_progress_handler(stop, ASK_EVERY)
    try:
        yield
    except OperationalError as error:
        if stop():
            raise Superseded("Something newer is being looked for.") from error
        raise
    finally:
        driver.set_progress_handler(None, 0)


def place_of(row: Ticket, order: Order) -> Key:
    """The keyset place of a ticket already held."""
    due = row.next_due_at or END_OF_TIME
    places: dict[Order, Key] = {
        Order.SLA: (due, row.id),
        Order.PRIORITY: (row.priority.value, due, row.id),
        Order.OLDEST: (row.id,),
        Order.NEWEST: (row.id,),
        Order.UPDATED: (row.updated_at, row.id),
        Order.RESOLVED: (row.resolved_at, row.id),
    }
    return places[order]


def page(
    connection: Connection, query: Query, order: Order, *, limit: int, after: Key | None = None
) -> tuple[Ticket, ...]:
    """The next tickets that a query finds, in its order, behind the place `after`."""
    columns, backwards = _KEYS[order]
    wanted = TICKETS.where(*conditions(query))
    if after is not None:
        here = tuple_(*columns)
        there = tuple_(*(literal(v, c.type) for v, c in zip(after, columns, strict=True)))
        wanted = wanted.where(here < there if backwards else here > there)
    wanted = wanted.order_by(*(column.desc() if backwards else column for column in columns))
    return fetch(connection, wanted.limit(limit))


def counted(
    connection: Connection, query: Query
) -> tuple[dict[str, int], dict[str, int], int, bool]:
    """Found tickets by priority and by state, those without an owner, and whether all count."""
    rows = read_live(connection) if not query.groups else _matching_by(connection, query)
    by_priority: dict[str, int] = {}
    by_state: dict[str, int] = {}
    unowned = 0
    for priority, state, owned, number in rows:
        by_priority[priority] = by_priority.get(priority, 0) + number
        by_state[state] = by_state.get(state, 0) + number
        unowned += 0 if owned else number
    total = sum(by_state.values())
    return by_priority, by_state, unowned, not query.groups or total <= COUNT_LIMIT


def _matching_by(connection: Connection, query: Query) -> Sequence[Any]:
    """(priority, state, has an owner, how many) of what a query finds, as far as is counted."""
    owned = ticket.c.assignee.is_not(None).label("owned")
    inner = select(ticket.c.priority, ticket.c.state, owned)
    inner = inner.outerjoin_from(ticket, known_issue, known_issue.c.id == ticket.c.issue_id)
    found = inner.where(*conditions(query)).limit(COUNT_LIMIT + 1).subquery()
    by = (found.c.priority, found.c.state, found.c.owned)
    return connection.execute(select(*by, func.count()).group_by(*by)).all()


def categories(connection: Connection) -> tuple[tuple[str, int], ...]:
    """Categories of live tickets with their numbers, the most frequent first."""
    number = func.count().label("number")
    rows = connection.execute(
        select(ticket.c.category, number)
        .where(LIVE)
        .group_by(ticket.c.category)
        .order_by(number.desc(), ticket.c.category)
        .limit(200)
    )
    return tuple((row[0], row[1]) for row in rows)


def conditions(query: Query) -> list[ColumnElement[bool]]:
    """What a row must fulfil; the live queue names the partial indexes' condition word for word."""
    found: list[Any] = [LIVE] if query.live else []
    term = _live_term if query.live else _term
    groups = [
        and_(*map(term, group), *([LIVE] if not query.live and means_queue(group) else []))
        for group in query.groups
        if group
    ]
    if groups:
        found.append(or_(*groups))
    return found


def _live_term(term: Term) -> ColumnElement[bool]:
    """A live ticket logged before a time is found among the live ones, not among all of old."""
    atom = term.atom
    if not isinstance(atom, Before) or atom.column is not Column.CREATED or term.negated:
        return _term(term)
    # The plus keeps SQLite from the index over every ticket that ever was.
    return UnaryExpression(ticket.c.created_at, operator=_PLUS) < atom.at


def _term(term: Term) -> ColumnElement[bool]:
    holds = _ATOMS[type(term.atom)](term.atom)
    return not_(func.coalesce(holds, false())) if term.negated else holds


def _column(column: Column) -> ColumnElement[Any]:
    return known_issue.c.ref if column is Column.ISSUE else ticket.c[column.value]


def _words(atom: Words) -> ColumnElement[bool]:
    patterns = ["%" + _literal(spelling) + "%" for spelling in spellings(atom.text)]
    return or_(
        *(
            _column(column).like(pattern, escape="\\")
            for column in atom.columns
            for pattern in patterns
        )
    )


def _literal(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _among(atom: Among) -> ColumnElement[bool]:
    column = _column(atom.column)
    if len(atom.values) == 1:
        return column == atom.values[0]
    # Several priorities or states are most of the queue: walking it in its order and stopping at
    # a page beats collecting them all and sorting. The expression keeps SQLite from an index.
    return column.concat("").in_(atom.values)


def _empty(atom: Empty) -> ColumnElement[bool]:
    column = _column(atom.column)
    if atom.column in (Column.CATEGORY, Column.REQUESTER, Column.SUBJECT, Column.CREATED_BY):
        return column == ""
    return column.is_(None)


_ATOMS: dict[type, Callable[[Any], ColumnElement[bool]]] = {
    Words: _words,
    Among: _among,
    Empty: _empty,
    Before: lambda atom: _column(atom.column) < atom.at,
    Since: lambda atom: _column(atom.column) >= atom.at,
    AtLeast: lambda atom: _column(atom.column) >= atom.value,
    AnyOf: lambda atom: or_(*map(_term, atom.terms)),
}
