"""The running terminals on this launch."""

from __future__ import annotations

from warroom_tui.domain.board import Seat
from warroom_tui.services.context import Context
from warroom_tui.storage import record

BEAT_EVERY_S = 20.0
"""Every commit wakes every other seat: a sign of life is sent no more often than needed."""


class Seats:
    """Signs of life of this seat, and who else is there. Real time."""

    def __init__(self, context: Context, kind: str) -> None:
        self._context = context
        self._kind = kind

    def beat(self) -> None:
        """Say that this seat is alive; a read-only seat stays silent."""
        store = self._context.store
        if store.read_only:
            return
        actor = self._context.actor
        with store.measuring() as connection:
            record.beat(connection, actor.session, actor.name, self._kind, store.real_now())

    def leave(self) -> None:
        """Say goodbye."""
        store = self._context.store
        if store.read_only:
            return
        with store.measuring() as connection:
            record.leave(connection, self._context.actor.session, store.real_now())

    def all(self) -> tuple[Seat, ...]:
        """Seats that are alive."""
        store = self._context.store
        with store.reading() as connection:
            return record.read_seats(connection, store.real_now())
