"""The queue as a person asks for it: pages, counts, categories, views that are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from warroom_tui.domain.desk.categories import offered
from warroom_tui.domain.desk.queue.closing import last_close
from warroom_tui.domain.desk.queue.fields import Asker
from warroom_tui.domain.desk.queue.parse import parse
from warroom_tui.domain.desk.queue.query import Query
from warroom_tui.domain.desk.queue.views import Order, QueueTally, QueueView, order_for
from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.errors import InputError, NotFound, Refused
from warroom_tui.domain.text import clean
from warroom_tui.services.context import Context
from warroom_tui.storage import record, schema
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.desk import queue as rows
from warroom_tui.storage.desk import saved_views as view_rows
from warroom_tui.storage.desk.escalations import read_path
from warroom_tui.storage.planning.plan_book import read_expected
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.staffing import rota
from warroom_tui.storage.transaction import Plain

Stop = Callable[[], bool]
"""Says that nobody waits for the answer any more; then `Superseded` is raised."""

VIEW_NAME_LIMIT = 40

CATEGORIES = "ticket_categories"
"""The setting that holds the categories defined beforehand."""

MOST_CATEGORIES = 200


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Tickets that a query finds, as many as were asked for."""

    tickets: tuple[Ticket, ...]
    order: Order
    """The order used: what only live tickets have does not order a history."""
    revision: int
    """The newest event when it was read."""
    read_at: datetime


class TicketQueue:
    """Asking for tickets. Each question is one read transaction."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def check(self, text: str) -> Query:
        """The query that a text means; raises `QueryError`."""
        with self._context.store.reading() as connection:
            return parse(text, self._asker(connection))

    def page(
        self,
        text: str,
        wished: Order = Order.SLA,
        *,
        limit: int = 200,
        after: Ticket | None = None,
        stop: Stop | None = None,
    ) -> QueuePage:
        """At most `limit` tickets behind `after`; raises `QueryError` and `Superseded`."""
        with self._context.store.reading() as connection:
            query = parse(text, self._asker(connection))
            order = order_for(query, wished)
            place = rows.place_of(after, order) if after is not None else None
            with rows.interruptible(connection, stop):
                found = rows.page(connection, query, order, limit=limit, after=place)
            revision = record.read_revision(connection)
        return QueuePage(found, order, revision, self._context.clock.now())

    def tally(self, text: str, *, stop: Stop | None = None) -> QueueTally:
        """Counts of all that a query finds; raises `QueryError` and `Superseded`."""
        with self._context.store.reading() as connection:
            query = parse(text, self._asker(connection))
            with rows.interruptible(connection, stop):
                return QueueTally(*rows.counted(connection, query))

    def categories(self) -> tuple[tuple[str, int], ...]:
        """Categories with their live tickets: the most frequent first, then those defined.

        Where nobody defined any, what the plan's levels handle and what it expects is offered.
        """
        with self._context.store.reading() as connection:
            used = rows.categories(connection)
            defined = _defined(connection) or _offered(connection)
        known = {name.casefold() for name, _ in used}
        return (*used, *((name, 0) for name in defined if name.casefold() not in known))

    def define_categories(self, names: Iterable[str]) -> tuple[str, ...]:
        """Say which categories there are, in order; others may still be typed."""
        with self._context.writing() as tx:
            wanted = _define(tx.connection, names)
            told = ", ".join(wanted) or "none"
            tx.event("defined", "setting", CATEGORIES, f"Categories: {told}", undoable=False)
        return wanted

    def revision(self) -> int:
        """The newest event: a cheap way to see that nothing changed."""
        with self._context.store.reading() as connection:
            return record.read_revision(connection)

    def views(self) -> tuple[QueueView, ...]:
        """The views that people of this launch saved, by name."""
        with self._context.store.reading() as connection:
            return view_rows.read_views(connection)

    def save_view(self, name: str, query: str, order: Order = Order.SLA) -> QueueView:
        """Keep a query under a name; one of that name is replaced. Raises `QueryError`."""
        title = clean(name, limit=VIEW_NAME_LIMIT).strip()
        if not title:
            raise InputError("A view needs a name.")
        if order is Order.RESOLVED:
            order = Order.NEWEST
        wanted = clean(query).strip()
        self.check(wanted)
        with self._context.writing() as tx:
            before = view_rows.find_view(tx.connection, title)
            if before is None or before.id is None:
                tx.insert(
                    schema.saved_view,
                    name=title,
                    query=wanted,
                    sort=order.value,
                    created_by=tx.actor.name,
                )
            else:
                tx.update(schema.saved_view, before.id, query=wanted, sort=order.value)
            tx.event("saved", "view", title, f"Saved the view {title}: {wanted or 'everything'}")
            saved = view_rows.find_view(tx.connection, title)
        assert saved is not None
        return saved

    def drop_view(self, name: str) -> QueueView:
        """Forget a saved view; undo brings it back. Raises `NotFound`."""
        with self._context.writing() as tx:
            view = view_rows.find_view(tx.connection, clean(name).strip())
            if view is None or view.id is None:
                raise NotFound(f"There is no view “{clean(name, limit=40)}”.")
            if not view_rows.drop(tx, view.id):
                raise Refused(f"The view {view.name} is gone already.")
            tx.event("dropped", "view", view.name, f"Dropped the view {view.name}")
            return view

    def _asker(self, connection: Connection) -> Asker:
        launch = launches.read_launch(connection)
        now = self._context.clock.now()
        closed = last_close(launch, rota.read_requirements(connection), now)
        return Asker(self._context.actor.name, now, launch.zone, closed)


def _defined(connection: Connection) -> tuple[str, ...]:
    found = record.read_setting(connection, CATEGORIES)
    return tuple(str(name) for name in found) if isinstance(found, list) else ()


def _offered(connection: Connection) -> tuple[str, ...]:
    levels = read_path(connection).levels
    handled = (words for level in levels for words in level.handles)
    expected = (
        line.strip(" -*+")
        for text in read_expected(connection).values()
        for line in text.splitlines()
    )
    return offered((*handled, *expected))


def _define(connection: Connection, names: Iterable[str]) -> tuple[str, ...]:
    cleaned = (clean(name, limit=80).strip() for name in names)
    wanted = list(dict.fromkeys(name for name in cleaned if name))[:MOST_CATEGORIES]
    value: Plain = list(wanted)
    record.write_setting(connection, CATEGORIES, value)
    return tuple(wanted)


def take_categories(connection: Connection, planned: Sequence[str]) -> None:
    """Add what a plan defines behind what is defined; nothing is taken away."""
    if planned:
        _define(connection, (*_defined(connection), *planned))
