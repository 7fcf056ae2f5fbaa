"""Reading tickets: one, its notes, the queue, and what the plan says of priorities and times."""

from __future__ import annotations

from warroom_tui.domain.desk.promises import ServiceLevels
from warroom_tui.domain.desk.sla import SlaTarget
from warroom_tui.domain.desk.tickets import PriorityDefinition, Ticket, TicketNote
from warroom_tui.services.context import Context
from warroom_tui.storage.desk import service_levels
from warroom_tui.storage.desk import tickets as rows


class TicketReading:
    """What can be asked about tickets; each question is one read transaction."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def get(self, ref: str) -> Ticket:
        """One ticket with its SLA clocks; raises NotFound."""
        with self._context.store.reading() as connection:
            return rows.find(connection, ref)

    def notes(self, ref: str) -> tuple[TicketNote, ...]:
        """What was said on a ticket, oldest first."""
        with self._context.store.reading() as connection:
            return rows.notes(connection, rows.find(connection, ref).id)

    def search(
        self,
        words: str = "",
        live_only: bool = True,
        limit: int = 200,
        after: Ticket | None = None,
    ) -> tuple[Ticket, ...]:
        """Live tickets by next SLA time, or all tickets newest first; `after` pages on."""
        with self._context.store.reading() as connection:
            if live_only:
                place = (after.next_due_at or rows.END_OF_TIME, after.id) if after else None
                return rows.queue(connection, words=words, limit=limit, after=place)
            before = after.id if after else None
            return rows.newest(connection, words=words, limit=limit, before_id=before)

    def priorities(self) -> tuple[PriorityDefinition, ...]:
        """The plan's priority matrix."""
        with self._context.store.reading() as connection:
            return rows.read_priorities(connection)

    def targets(self) -> tuple[SlaTarget, ...]:
        """The plan's SLA targets, each with its source."""
        with self._context.store.reading() as connection:
            return service_levels.read_targets(connection)

    def service_levels(self) -> ServiceLevels:
        """Targets and the hours that they run in."""
        with self._context.store.reading() as connection:
            return service_levels.read_service_levels(connection)
