"""What we changed goes into the outbox: found on the timeline, so no action needs to know of it.

A ticket's fields are compared with what both sides agreed on last. Undo needs nothing of its own:
what was not sent yet simply differs no more, and what was sent differs again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from warroom_tui.domain.desk.sync import FIELDS
from warroom_tui.services.context import Context
from warroom_tui.storage.connection import Connection, RowMapping
from warroom_tui.storage.desk import sync as rows
from warroom_tui.storage.desk import sync_new as rows_new

EVENTS = 500
"""Events looked at in one go."""


class SyncQueue:
    """Puts our changes of linked tickets into the outbox of one help desk."""

    def __init__(self, context: Context, source: str, *, creates: bool = False) -> None:
        """`creates`: tickets logged here are to be made there too."""
        self._context = context
        self._source = source
        self._creates = creates

    def collect(self) -> int:
        """Look at what happened here since the last time; returns how many events that was."""
        store = self._context.store
        with store.reading() as connection:
            last = rows.last_event(connection, self._source)
            idle = last is not None and not rows.events_after(connection, last, 1)
        if idle:
            return 0  # nothing happened: no write, and no other seat is woken
        seen = 0
        with store.measuring() as connection:
            last = int(rows.state_of(connection, self._source)["last_event"])
            while events := rows.events_after(connection, last, EVENTS):
                for event in events:
                    self._look(connection, event)
                last, seen = int(events[-1]["id"]), seen + len(events)
            rows.note_state(connection, self._source, last_event=last)
        return seen

    def catch_up(
        self, connection: Connection, link: RowMapping, ticket: RowMapping, by: str
    ) -> None:
        """Queue all that a ticket has beyond what was told of it when it was made there."""
        self.compare(connection, link, ticket, by)
        for note in rows_new.notes_of(connection, ticket["id"]):
            self._say(connection, link["id"], note["id"], note)

    def compare(
        self, connection: Connection, link: RowMapping, ticket: RowMapping, by: str
    ) -> None:
        """Queue which fields differ from what was agreed; forget those that no longer do."""
        base: Mapping[str, str | None] = link["base"] or {}
        pending = {item.field: item for item in rows.unsent(connection, link["id"]) if item.field}
        disputed = rows.open_conflicts(connection, link["id"])
        for field in FIELDS:
            if field not in base:
                continue
            item, ours = pending.get(field), ticket[field]
            if item is not None and item.state == "sending":
                continue  # compared again when it has arrived
            if ours == base[field]:
                if item is not None:
                    rows.note_out(connection, [item.id], state="dropped")
            elif field in disputed:
                rows.change_conflict(connection, disputed[field]["id"], ours=ours)
            elif item is None:
                self._queue(connection, link["id"], by, kind="field", field=field, value=ours)
            elif item.value != ours:
                rows.note_out(connection, [item.id], value=ours, state="waiting", error="")

    def _look(self, connection: Connection, event: RowMapping) -> None:
        """Queue what an event changed of tickets that stand there too."""
        after, by = event["after"], event["actor"]
        if event["verb"] == "undone":
            undone = rows.undone_by(connection, event["id"])
            after = undone["after"] if undone else None
        tickets, notes, made = _touched(after or ())
        if made:
            self._new(connection, made, by, undone=event["verb"] == "undone")
        found: dict[int, RowMapping] = {}
        for note_id in notes:
            note = rows.note_row(connection, note_id)
            if note is None:
                self._taken_back(connection, note_id, by)
            else:
                tickets.add(note["ticket_id"])
                found[note_id] = note
        if not tickets:
            return
        links = {
            link["ticket_id"]: link
            for link in rows.links_of_tickets(connection, self._source, sorted(tickets))
        }
        for ticket_id, link in links.items():
            self.compare(connection, link, rows.ticket_row(connection, ticket_id), by)
        for note_id, said in found.items():
            if said["ticket_id"] in links:
                self._say(connection, links[said["ticket_id"]]["id"], note_id, said)

    def _new(self, connection: Connection, made: list[int], by: str, *, undone: bool) -> None:
        """Queue tickets that were logged here; forget those that were undone before they went."""
        if undone:
            rows_new.drop_creates(connection, made)
        elif self._creates:
            for ticket_id in made:
                if rows_new.find_ticket(connection, ticket_id) is not None:
                    rows_new.queue_create(
                        connection, self._source, ticket_id, by, self._context.clock.now()
                    )

    def _say(self, connection: Connection, link_id: int, note_id: int, note: RowMapping) -> None:
        """Queue a note of ours, once."""
        if rows.note_is_known(connection, note_id) or rows.out_of_note(connection, note_id):
            return
        self._queue(connection, link_id, note["by"], kind="message", note_id=note_id)

    def _taken_back(self, connection: Connection, note_id: int, by: str) -> None:
        """A note was undone: it is not sent, or taken off the ticket there again."""
        item = rows.out_of_note(connection, note_id)
        if item is None or item["state"] == "dropped":
            return
        if item["state"] == "waiting" and item["remote_id"] is None:
            rows.note_out(connection, [item["id"]], state="dropped")
        elif item["state"] != "failed":
            self._queue(
                connection, item["link_id"], by, kind="retract", value=item["marker"], note_id=None
            )

    def _queue(self, connection: Connection, link_id: int, by: str, **values: object) -> None:
        rows.queue(connection, link_id, by, self._context.clock.now(), **values)


def _touched(after: Iterable[Any]) -> tuple[set[int], list[int], list[int]]:
    """Tickets that changed, notes and tickets that were made, by the journal of an event."""
    tickets: set[int] = set()
    notes: list[int] = []
    made: list[int] = []
    for table, row_id, values in after:
        if table == "ticket":
            tickets.add(int(row_id))
            if values is None:
                made.append(int(row_id))
        elif table == "ticket_note":
            notes.append(int(row_id))
    return tickets, notes, made
