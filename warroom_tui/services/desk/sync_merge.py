"""What changed on the help desk comes in: field by field, and never over something of ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from warroom_tui.domain.desk.import_rows import ImportedTicket
from warroom_tui.domain.desk.sla import ClockName
from warroom_tui.domain.desk.sync import (
    FIELDS,
    RemoteMessage,
    RemoteTicket,
    Verdict,
    judge,
)
from warroom_tui.domain.desk.tickets import Priority, Ticket, TicketState
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.services.desk import ticket_steps as steps
from warroom_tui.services.desk.csv_reading import Record
from warroom_tui.services.desk.sla_clocks import SlaClocks
from warroom_tui.services.desk.ticket_batch import Batch
from warroom_tui.storage import schema
from warroom_tui.storage.connection import RowMapping
from warroom_tui.storage.desk import service_levels
from warroom_tui.storage.desk import sync as rows
from warroom_tui.storage.desk import tickets as ticket_rows
from warroom_tui.storage.transaction import Transaction


@dataclass
class Merged:
    """What a merge did to one ticket."""

    ref: str
    applied: list[str]
    conflicts: int = 0
    notes: int = 0

    @property
    def told(self) -> str:
        """For the timeline."""
        parts = [*self.applied]
        if self.notes:
            parts.append("1 message" if self.notes == 1 else f"{self.notes} messages")
        if self.conflicts:
            parts.append(f"{self.conflicts} to settle")
        return ", ".join(parts)


Found = tuple[RemoteTicket, tuple[RemoteMessage, ...]]
"""A ticket there with everything that was said on it."""


def bring_in(tx: Transaction, source: str, found: Sequence[Found]) -> list[str]:
    """Make tickets of those that are new here; returns their references."""
    batch = Batch(source, None, service_levels.read_service_levels(tx.connection))
    for remote, messages in found:
        batch.rows.append((Record(0, ()), remote.id, _as_import(remote, messages, tx.now)))
    batch.write(tx)
    refs = []
    for remote, messages in found:
        link = rows.link_by_id(tx.connection, source, remote.id)
        assert link is not None
        ticket = rows.ticket_row(tx.connection, link["ticket_id"])
        for message in messages[1:] if _opens(messages) else messages:
            note_id = _note(tx, ticket["id"], message)
            rows.know_message(tx.connection, link["id"], message.id, note_id)
        if _opens(messages):
            rows.know_message(tx.connection, link["id"], messages[0].id, None)
        rows.set_link(tx.connection, link["id"], base=_base(ticket, remote), etag=remote.etag)
        refs.append(ticket["ref"])
    return refs


def _base(ticket: RowMapping, remote: RemoteTicket) -> dict[str, str | None]:
    """What both sides agree on once a ticket has come in."""
    return {field: ticket[field] for field in FIELDS if field in remote.fields}


def _opens(messages: Sequence[RemoteMessage]) -> bool:
    """True when the first message is the request itself."""
    return bool(messages) and messages[0].by_requester


def _as_import(
    remote: RemoteTicket, messages: Sequence[RemoteMessage], now: datetime
) -> ImportedTicket:
    fields = remote.fields
    state = TicketState(fields.get("state") or "open")
    answers = [one.at for one in messages if not one.by_requester]
    settled = None if state.live else min(remote.activity_at, now)
    created = min(remote.created_at, now)
    return ImportedTicket(
        external_id=remote.id,
        subject=fields.get("subject") or "(no subject)",
        body=messages[0].text if _opens(messages) else "",
        requester=remote.requester,
        channel="portal",
        category="",
        priority=fields.get("priority") or "P3",
        level="L1",
        state=state.value,
        assignee=fields.get("assignee"),
        created_at=created,
        responded_at=max(created, min(answers)) if answers else None,
        resolved_at=max(created, settled) if settled else None,
        closed_at=max(created, settled) if settled and state is TicketState.CLOSED else None,
        resolution="",
        csat=None,
    )


class Merge:
    """One ticket that stands on both sides, inside one transaction."""

    def __init__(self, tx: Transaction, link: RowMapping, remote: RemoteTicket) -> None:
        self._tx = tx
        self._link = link
        self._remote = remote
        self._row = rows.ticket_row(tx.connection, link["ticket_id"])
        self._ticket = ticket_rows.find_bare(tx.connection, self._row["ref"])
        self._base: dict[str, str | None] = dict(link["base"] or {})
        self.result = Merged(self._ticket.ref, [])

    def run(self, messages: Sequence[RemoteMessage]) -> Merged:
        """Take over what only they changed, note what both did, add what they said."""
        pending = {
            item.field: item.id
            for item in rows.unsent(self._tx.connection, self._link["id"])
            if item.field
        }
        disputed = rows.open_conflicts(self._tx.connection, self._link["id"])
        take: dict[str, str | None] = {}
        for field in FIELDS:
            if field not in self._remote.fields:
                continue
            ours, theirs = self._row[field], self._remote.fields[field]
            verdict = judge(self._base.get(field, ours), ours, theirs)
            if verdict is Verdict.CONFLICT:
                self._dispute(field, ours, theirs, disputed.get(field), pending.get(field))
                continue
            if field in disputed and verdict is not Verdict.OURS:
                self._settle(disputed[field]["id"])
            if verdict is Verdict.THEIRS:
                take[field] = theirs
            elif verdict is Verdict.AGREED and field in pending:
                rows.note_out(
                    self._tx.connection, [pending[field]], state="sent", sent_at=self._tx.now
                )
            if verdict is not Verdict.OURS:
                self._base[field] = theirs
        self._say(messages)
        self._take(take)
        rows.set_link(
            self._tx.connection, self._link["id"], base=self._base, etag=self._remote.etag
        )
        return self.result

    def _dispute(
        self,
        field: str,
        ours: str | None,
        theirs: str | None,
        known: RowMapping | None,
        item: int | None,
    ) -> None:
        """Note that both changed it; nothing is sent until a person has chosen."""
        if item is not None:
            rows.note_out(self._tx.connection, [item], state="held")
        if known is not None:
            if (known["ours"], known["theirs"]) != (ours, theirs):
                rows.change_conflict(self._tx.connection, known["id"], ours=ours, theirs=theirs)
            return
        rows.put_conflict(
            self._tx.connection,
            {
                "link_id": self._link["id"],
                "field": field,
                "ours": ours,
                "theirs": theirs,
                "found_at": self._tx.now,
                "version": 1,
            },
        )
        self.result.conflicts += 1

    def _settle(self, conflict_id: int) -> None:
        """They took their change back, or both say the same now."""
        rows.change_conflict(
            self._tx.connection,
            conflict_id,
            state="theirs",
            settled_at=self._tx.now,
            settled_by=self._tx.actor.name,
        )

    def _say(self, messages: Sequence[RemoteMessage]) -> None:
        """Add what was said there; what came from here is recognised by its marker."""
        for message in messages:
            item = rows.by_marker(self._tx.connection, message.marker) if message.marker else None
            if item is not None:
                rows.know_message(
                    self._tx.connection, self._link["id"], message.id, item["note_id"]
                )
                rows.note_out(
                    self._tx.connection,
                    [item["id"]],
                    state="sent",
                    sent_at=item["sent_at"] or self._tx.now,
                    remote_id=message.id,
                    error="",
                )
                continue
            if message.author.casefold() == self._ticket.requester.casefold():
                # Of a ticket that was made there by us, the tracker does not know who asked.
                message = replace(message, by_requester=True)
            note_id = _note(self._tx, self._ticket.id, message)
            rows.know_message(self._tx.connection, self._link["id"], message.id, note_id)
            self.result.notes += 1
            if not message.by_requester and self._ticket.state.live:
                values: dict[str, object] = {}
                steps.respond(self._tx, self._ticket, values)
                steps.change(self._tx, self._ticket, None, **values)

    def _take(self, fields: dict[str, str | None]) -> None:
        """Write what they changed, with what follows for the clocks."""
        values: dict[str, object] = {}
        for field, value in fields.items():
            self.result.applied.append(f"{field} {clean(value or 'nobody', limit=60)}")
            if field == "assignee":
                values |= steps.owned(self._tx, self._ticket, value)
            elif field != "state":
                values[field] = value
        if values:
            steps.change(self._tx, self._ticket, None, **values)
        if "priority" in fields and self._ticket.state.live:
            priority = Priority(str(fields["priority"]))
            steps.retarget(self._tx, self._ticket, priority=priority)
        if fields.get("state"):
            move(
                self._tx, self._ticket, TicketState(str(fields["state"])), self._remote.activity_at
            )


def move(tx: Transaction, ticket: Ticket, to: TicketState, at: datetime) -> None:
    """Another state, decided there at `at`: our rules about moves do not bind them."""
    clocks = SlaClocks(tx, ticket)
    values: dict[str, object] = {"state": to.value, "waiting_since": None}
    if to is TicketState.PENDING:
        if ticket.state.live:
            clocks.pause()
        values["waiting_since"] = tx.now
    elif to.live and ticket.state is TicketState.PENDING:
        clocks.resume()
    elif to.live and not ticket.state.live:
        clocks.start_again(steps.kind_of(ticket))
        values |= {**_reopened(ticket), "reopened_at": tx.now}
    elif not to.live:
        if ticket.state.live:
            clocks.stop(*ClockName)
            values |= _settled(ticket, max(ticket.created_at, min(at, tx.now)))
        values["closed_at"] = tx.now if to is TicketState.CLOSED else None
    steps.change(tx, ticket, None, **values, **clocks.next_values())


def _reopened(ticket: Ticket) -> dict[str, object]:
    return {
        "resolved_at": None,
        "closed_at": None,
        "resolution_s": None,
        "reopen_count": ticket.reopen_count + 1,
    }


def _settled(ticket: Ticket, at: datetime) -> dict[str, object]:
    return {
        "resolved_at": at,
        "resolution_s": (at - ticket.created_at).total_seconds(),
        "resolution": ticket.resolution or "Settled on the help desk.",
        **steps.first_response(ticket, at),
    }


def _note(tx: Transaction, ticket_id: int, message: RemoteMessage) -> int:
    return tx.insert(
        schema.ticket_note,
        journal=False,
        ticket_id=ticket_id,
        at=min(message.at, tx.now),
        by=clean(message.author, limit=80) or "help desk",
        kind="note" if message.by_requester else "reply",
        text=clean(message.text, limit=BODY_LIMIT, multiline=True) or "(no text)",
    )
