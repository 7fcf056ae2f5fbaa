"""Two people on one ticket: who has it open already."""

from __future__ import annotations

from warroom_tui.domain.desk.presence import Opened
from warroom_tui.services.context import Context
from warroom_tui.storage import record
from warroom_tui.storage.desk import presence as rows
from warroom_tui.storage.desk import tickets as ticket_rows


class Presence:
    """What this seat has open, and what others have. A read-only seat is not seen."""

    def __init__(self, context: Context, kind: str) -> None:
        self._context = context
        self._kind = kind

    def enter(self, ref: str) -> None:
        """Say that this seat has the ticket open now."""
        store, actor = self._context.store, self._context.actor
        if store.read_only:
            return
        with store.reading() as connection:
            ticket = ticket_rows.find_bare(connection, ref)
        with store.measuring() as connection:
            record.beat(connection, actor.session, actor.name, self._kind, store.real_now())
            rows.enter(connection, actor.session, ticket.id, self._context.clock.now())

    def leave(self) -> None:
        """Say that it has none open any more."""
        store = self._context.store
        if store.read_only:
            return
        with store.measuring() as connection:
            rows.leave(connection, self._context.actor.session, store.real_now())

    def others(self) -> tuple[Opened, ...]:
        """What other seats have open, the earliest first."""
        store, mine = self._context.store, self._context.actor.session
        with store.reading() as connection:
            opened = rows.read_opened(connection, store.real_now())
        return tuple(one for one in opened if one.session != mine)
