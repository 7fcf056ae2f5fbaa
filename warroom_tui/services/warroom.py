"""Everything that can be done with one open launch: the door that ui and command line use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from warroom_tui.domain.board import Board, BoardView
from warroom_tui.domain.clock import Clock, SimulatedClock
from warroom_tui.domain.desk.figures import SupportCounts
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.rag import Rag
from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.domain.text import clean
from warroom_tui.domain.timeline import Actor
from warroom_tui.services.context import Context
from warroom_tui.services.desks import Desks
from warroom_tui.storage import board as board_rows
from warroom_tui.storage import record
from warroom_tui.storage.desk import counts
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.store import ChangeWatch
from warroom_tui.storage.transaction import Plain

if TYPE_CHECKING:
    from warroom_tui.domain.desk.queue.parse import QueryError
    from warroom_tui.domain.desk.queue.query import Query


@dataclass(frozen=True)
class Services(Desks):
    """One open launch as one actor sees it. Thread-safe; close it at the end."""

    def acting_as(self, name: str, clock: Clock | None = None) -> Services:
        """The same launch as somebody else would use it (scripted people in a rehearsal)."""
        actor = Actor(name, self.actor.session, "rehearsal")
        return replace(
            self, context=Context(self.context.store, clock or self.context.clock, actor)
        )

    def launch(self) -> Launch:
        """The launch itself."""
        with self.context.store.reading() as connection:
            return launches.read_launch(connection)

    def board(self, view: BoardView | None = None, known: Board | None = None) -> Board:
        """One frozen picture; also sets a rehearsal's clock to the stored pace.

        `known` is an earlier one of the same view: it spares reading what has not changed since.
        """
        store = self.context.store
        with store.reading() as connection:
            if isinstance(self.clock, SimulatedClock):
                self.clock.pace = record.read_pace(connection) or self.clock.pace
            wanted = view or BoardView()
            query, trouble = self._filter(wanted.ticket_filter)
            now, real_now = self.clock.now(), store.real_now()
            board = board_rows.read_board(connection, wanted, now, real_now, query, known)
        if trouble is None:
            return board
        return replace(board, ticket_counts=replace(board.ticket_counts, trouble=trouble))

    def _filter(self, words: str) -> tuple[Query | None, QueryError | None]:
        """What a ticket filter asks for, or why it cannot be read."""
        if not words:
            return None, None
        from warroom_tui.domain.desk.queue.parse import QueryError

        try:
            return self.queue.check(words), None
        except QueryError as error:
            return None, error

    def figures(self, day: date) -> SupportCounts:
        """The support counts of a launch-local day."""
        with self.context.store.reading() as connection:
            start, end = launches.read_launch(connection).day_bounds(day)
            return counts.read_support_counts(connection, start, end, self.clock.now())

    def set_rag(self, rag: Rag | None, reason: str = "", minutes: int | None = None) -> None:
        """Say the status by hand, with a reason and for a time; None lifts it again."""
        why = clean(reason).strip()
        if rag is not None and not why:
            raise InputError("Overriding the status needs a reason.")
        with self.context.writing() as tx:
            until = tx.now + timedelta(minutes=minutes) if minutes else None
            value: Plain = (
                None if rag is None else _override(rag, why, tx.actor.name, tx.now, until)
            )
            record.write_setting(tx.connection, "rag_override", value)
            text = f"Status set to {rag.value}: {why}" if rag else "Status computed again"
            tx.event("overrode", "launch", "rag", text, undoable=False)

    def revision(self) -> int:
        """The board's revision alone: it rises with everything that goes on the record."""
        with self.context.store.reading() as connection:
            return record.read_revision(connection)

    def watch(self) -> ChangeWatch:
        """Tells when anybody changed anything; use it from one thread."""
        return self.context.store.watch()

    def close(self) -> None:
        """Give the database back."""
        self.context.store.close()


def _override(
    rag: Rag, why: str, by: str, at: datetime, until: datetime | None
) -> dict[str, Plain]:
    return {
        "rag": rag.value,
        "reason": why,
        "by": by,
        "at": at.isoformat(),
        "until": until.isoformat() if until else None,
    }
