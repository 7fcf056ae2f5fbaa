"""Tickets logged here are made on the help desk: once, whatever dies meanwhile.

The request goes there as a message under a marker of ours, and the ticket is made around it with a
token that works once. A process that died in between finds the ticket by the message; while the
other side may still be working on what was sent, the token refuses a second one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from warroom_tui.domain.desk.sync import (
    Draft,
    RemoteMessage,
    RemoteTicket,
    TokenSpent,
)
from warroom_tui.domain.timeline import Actor
from warroom_tui.services.context import Context
from warroom_tui.services.desk.help_desk import HelpDesk
from warroom_tui.services.desk.sync_queue import SyncQueue
from warroom_tui.storage.connection import RowMapping
from warroom_tui.storage.desk import sync as rows
from warroom_tui.storage.desk import sync_new
from warroom_tui.storage.transaction import Transaction

GRACE = timedelta(minutes=2)
"""How long a ticket may take to appear there after its token was used."""
_SPENT = "spent "


class TicketMaker:
    """Makes tickets of ours there, one at a time."""

    def __init__(self, context: Context, desk: HelpDesk, queue: SyncQueue) -> None:
        self._context = context
        self._desk = desk
        self._queue = queue

    def make(self, item_id: int) -> bool:
        """Make the ticket of one row of the outbox; False when it is not there yet.

        Raises what the help desk raises; the row then stands as "sending" and is looked for again.
        """
        begun = self._begin(item_id)
        if begun is None:
            return False
        item, draft = begun
        # Looked for even at the first try: the database may be a restored one.
        found = self._desk.find_ticket(item["marker"])
        if found is None:
            found = self._made(item, draft)
        if found is None:
            return False
        remote = self._desk.get(found)
        return self.adopt(item, remote, self._desk.messages(remote, remote.messages))

    def adopt(
        self, item: RowMapping, remote: RemoteTicket, messages: Sequence[RemoteMessage]
    ) -> bool:
        """Note that a ticket there is ours; what differs and what was said since goes after it.

        False when it is not, because the ticket was taken away here or given up.
        """
        store, now = self._context.store, self._context.clock.now()
        by = Actor(self._desk.name, self._context.actor.session, "import")
        with store.measuring() as connection:
            row = sync_new.find_ticket(connection, item["ticket_id"])
            if row is None or sync_new.create_row(connection, item["id"]) is None:
                return False
            link = sync_new.make_link(
                connection,
                source=self._desk.name,
                external_id=remote.id,
                ticket_id=row["id"],
                seen_version=row["version"],
                etag=remote.etag,
                base={**remote.fields, "assignee": None},  # the owner was not sent along
            )
            for message in messages:
                if message.marker == item["marker"]:
                    rows.know_message(connection, link["id"], message.id, None)
            rows.note_out(
                connection,
                [item["id"]],
                state="sent",
                sent_at=now,
                link_id=link["id"],
                pinned_id=None,
                remote_id=remote.id,
                error="",
            )
            self._queue.catch_up(connection, link, row, item["by"])
            tx = Transaction(connection, by, now, store.real_now())
            text = f"{row['ref']} is {remote.id} on {self._desk.name}"
            tx.event("made_there", "ticket", row["ref"], text, undoable=False)
            tx.finish()
        return True

    def _begin(self, item_id: int) -> tuple[RowMapping, Draft] | None:
        """Mark it before it is sent, and hold the ticket: from now on undo cannot take it away."""
        with self._context.store.measuring() as connection:
            item = sync_new.create_row(connection, item_id)
            if item is None:
                return None
            row = sync_new.find_ticket(connection, item["ticket_id"])
            if row is None:
                rows.note_out(connection, [item_id], state="dropped", pinned_id=None)
                return None
            tries = item["attempts"] + 1
            rows.note_out(
                connection, [item_id], state="sending", attempts=tries, pinned_id=row["id"]
            )
        return item, _draft(row, item["by"])

    def _made(self, item: RowMapping, draft: Draft) -> str | None:
        """Send it; None while it is unclear whether an earlier try has arrived."""
        token = item["value"]
        if token is not None and token.startswith(_SPENT):
            since = datetime.fromisoformat(token.removeprefix(_SPENT))
            if self._context.store.real_now() - since < GRACE:
                return None
            token = None
        if token is None:
            token = self._desk.reserve()
            self._note(item["id"], value=token)
        try:
            return self._desk.create(item["marker"], token, draft)
        except TokenSpent:
            found = self._desk.find_ticket(item["marker"])
            if found is None:
                self._note(
                    item["id"], value=f"{_SPENT}{self._context.store.real_now().isoformat()}"
                )
            return found

    def _note(self, item_id: int, **values: object) -> None:
        with self._context.store.measuring() as connection:
            rows.note_out(connection, [item_id], **values)


def _draft(row: RowMapping, by: str) -> Draft:
    """The ticket as it is told there."""
    request = row["body"].strip() or row["subject"]
    whose = " · ".join(filter(None, (row["requester"], row["channel"], row["ref"], by)))
    return Draft(row["subject"], row["state"], row["priority"], f"{request}\n\n-- \n{whose}")
