"""`QueueSearch`: finds tickets in threads and shows only the newest answer.

A new question makes the one under way give up inside the database; its answer, should it come all
the same, is dropped by its number.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual.widget import Widget

from warroom_tui.domain.desk.queue.views import Order, QueueTally
from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.errors import Superseded, WarroomError
from warroom_tui.ui.faults import done_in_words

if TYPE_CHECKING:
    from warroom_tui.services.desk.ticket_queue import QueuePage, TicketQueue

T = TypeVar("T")

PAGE = 100
MOST_HELD = 5_000
"""Rows read again after a change; who scrolled further sees the rest when scrolling there."""


class QueueSearch:
    """Asks the queue on behalf of a screen."""

    def __init__(
        self,
        screen: Widget,
        queue: TicketQueue,
        *,
        found: Callable[[QueuePage], None],
        more: Callable[[QueuePage], None],
        counted: Callable[[QueueTally], None],
        failed: Callable[[WarroomError], None],
    ) -> None:
        self._screen = screen
        self._queue = queue
        self._found = found
        self._more = more
        self._counted = counted
        self._failed = failed
        self._sequence = 0

    def look(self, query: str, order: Order, held: int) -> None:
        """Find from the beginning as many rows as are held; then count."""
        self._sequence += 1
        limit = min(max(held, PAGE), MOST_HELD)
        self._screen.run_worker(self._look(self._sequence, query, order, limit), group="queue")

    def go_on(self, query: str, order: Order, after: Ticket) -> None:
        """Find the rows behind the last one; gives way to a `look`."""
        self._screen.run_worker(self._go_on(self._sequence, query, order, after), group="queue")

    def stop(self) -> None:
        """Nobody waits for anything any more."""
        self._sequence += 1

    async def _look(self, number: int, query: str, order: Order, limit: int) -> None:
        page = await self._ask(
            number, partial(self._queue.page, query, order, limit=limit, stop=self._stale(number))
        )
        if page is None:
            return
        self._found(page)
        tally = await self._ask(number, partial(self._queue.tally, query, stop=self._stale(number)))
        if tally is not None:
            self._counted(tally)

    async def _go_on(self, number: int, query: str, order: Order, after: Ticket) -> None:
        page = await self._ask(
            number,
            partial(
                self._queue.page, query, order, limit=PAGE, after=after, stop=self._stale(number)
            ),
        )
        if page is not None:
            self._more(page)

    def _stale(self, number: int) -> Callable[[], bool]:
        return lambda: number != self._sequence

    async def _ask(self, number: int, job: Callable[[], T]) -> T | None:
        """The answer, or None when it failed or nobody waits for it any more."""
        try:
            answer = await asyncio.to_thread(done_in_words, job)
        except Superseded:
            return None
        except WarroomError as error:
            if number == self._sequence:
                self._failed(error)
            return None
        return answer if number == self._sequence else None
