"""The timeline and undo."""

from __future__ import annotations

from datetime import datetime

from warroom_tui.domain.timeline import TimelineEvent
from warroom_tui.services.context import Context
from warroom_tui.storage import record
from warroom_tui.storage.undo import undo_last


class Chronicle:
    """Everything that happened, and taking back one's own last action."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def recent(
        self,
        limit: int = 200,
        before: int | None = None,
        since: datetime | None = None,
        words: str = "",
    ) -> tuple[TimelineEvent, ...]:
        """Events newest first; `before` is the id of the last event already held."""
        with self._context.store.reading() as connection:
            return record.read_events(
                connection, limit=limit, before=before, since=since, words=words
            )

    def undo(self) -> TimelineEvent:
        """Take back my last action and return it.

        Raises Refused when there is none, or when somebody has built on it since.
        """
        with self._context.writing() as tx:
            return record.to_event(undo_last(tx))
