"""A batch of imported tickets as rows: new ones with their clocks as of then, changed ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from warroom_tui.domain.desk.import_rows import ImportedTicket
from warroom_tui.domain.desk.promises import Kind, ServiceLevels
from warroom_tui.domain.desk.sla import ClockName, next_running, paused, stopped
from warroom_tui.domain.desk.tickets import Channel, ClockRow, Level, Priority, TicketState
from warroom_tui.services.desk.csv_reading import Record
from warroom_tui.storage import schema
from warroom_tui.storage.desk import service_levels, ticket_links
from warroom_tui.storage.desk import tickets as rows
from warroom_tui.storage.desk.ticket_links import Link
from warroom_tui.storage.transaction import Transaction

REMEMBERED = 200_000
"""Ids of a file held in memory to find those that stand in it twice; new ones need no memory."""


class Fate(StrEnum):
    """What becomes of a row of the file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    KEPT = "kept"
    """It changed in the file and here: ours stays."""
    TWICE = "twice"
    """The same id stood further up in the same file."""


def fate(link: Link | None, digest: str, run: int | None) -> Fate:
    """What an import would do with a row; `run` is the import under way."""
    if link is None:
        return Fate.NEW
    if run is not None and link.import_id == run:
        return Fate.TWICE
    if link.digest == digest:
        return Fate.SAME
    return Fate.CHANGED if link.version == link.seen_version else Fate.KEPT


@dataclass
class Batch:
    """Rows on their way into the database, each with its outside id."""

    source: str
    run: int | None
    """The import under way; None when they come by themselves."""
    levels: ServiceLevels
    rows: list[tuple[Record, str, ImportedTicket]] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    """Hashes of the ids of this file so far, the first `REMEMBERED` of them."""

    def write(self, tx: Transaction) -> list[tuple[Record, Fate]]:
        """Store the rows in this transaction; returns what became of each record."""
        links = ticket_links.links_of(tx.connection, self.source, [key for _, key, _ in self.rows])
        fates: list[tuple[Record, Fate]] = []
        fresh: list[tuple[str, str, ImportedTicket]] = []
        for record, key, ticket in self.rows:
            digest = ticket.digest()
            mark = hash(key)
            what = Fate.TWICE if mark in self.seen else fate(links.get(key), digest, self.run)
            if len(self.seen) < REMEMBERED:
                self.seen.add(mark)
            if what is Fate.NEW:
                fresh.append((key, digest, ticket))
            elif what is Fate.CHANGED:
                self._change(tx, links[key], ticket, digest)
            fates.append((record, what))
        self._insert(tx, fresh)
        self.rows.clear()
        return fates

    def _insert(self, tx: Transaction, fresh: Sequence[tuple[str, str, ImportedTicket]]) -> None:
        if not fresh:
            return
        first = ticket_links.take_numbers(tx.connection, "ticket", len(fresh))
        ticket_id, clock_id, link_id = ticket_links.next_ids(tx.connection)
        tickets: list[dict[str, object]] = []
        clocks: list[dict[str, object]] = []
        links: list[dict[str, object]] = []
        for number, (key, digest, ticket) in enumerate(fresh):
            made = self._clocks(ticket, tx.now)
            tickets.append(
                {
                    "id": ticket_id + number,
                    "ref": f"T-{first + number:03d}",
                    "created_by": f"{tx.actor.name} (import)",
                    "version": 1,
                    **_columns(ticket, made, tx.now),
                }
            )
            for clock in made:
                clocks.append(_clock_row(clock, clock_id + len(clocks), ticket_id + number))
            links.append(
                {
                    "id": link_id + number,
                    "source": self.source,
                    "external_id": key,
                    "ticket_id": ticket_id + number,
                    "import_id": self.run,
                    "digest": digest,
                    "seen_version": 1,
                }
            )
        ticket_links.insert_tickets(tx.connection, tickets, clocks, links)

    def _change(self, tx: Transaction, link: Link, ticket: ImportedTicket, digest: str) -> None:
        """Bring a ticket that nobody touched here to what the file says now; clocks set anew."""
        before = tx.get(schema.ticket, link.ticket_id, what="ticket")
        ticket = replace(ticket, created_at=ticket.created_at or before["created_at"])
        made = self._clocks(ticket, tx.now)
        ticket_links.drop_clocks(tx.connection, link.ticket_id)
        for clock in made:
            tx.insert(schema.sla_clock, journal=False, **_clock_row(clock, None, link.ticket_id))
        tx.update(
            schema.ticket, link.ticket_id, None, "ticket", None, **_columns(ticket, made, tx.now)
        )
        now = tx.get(schema.ticket, link.ticket_id, what="ticket")["version"]
        ticket_links.touch_link(
            tx.connection, link.id, digest=digest, seen_version=now, import_id=self.run
        )

    def _clocks(self, ticket: ImportedTicket, now: datetime) -> list[ClockRow]:
        """The promises as they stood there: met or broken at the times of the file.

        Nothing is made up: without a known first answer there is no clock for it, unless nobody
        has answered yet (a new ticket); a settled ticket without its time has no clock at all.
        """
        state = TicketState(ticket.state)
        created = ticket.created_at or now
        ends = {
            ClockName.FIRST_RESPONSE: ticket.responded_at,
            ClockName.RESOLUTION: None if state.live else ticket.resolved_at,
        }
        wanted = []
        if ticket.responded_at is not None or state is TicketState.NEW:
            wanted.append(ClockName.FIRST_RESPONSE)
        if state.live or ticket.resolved_at is not None:
            wanted.append(ClockName.RESOLUTION)
        kind = Kind(Priority(ticket.priority), Level(ticket.level), Channel(ticket.channel))
        made = []
        for name in wanted:
            clock = self.levels.start(name, kind, created)
            if clock is None:
                continue
            end = ends[name]
            if end is not None:
                clock = stopped(clock, end)
            elif state is TicketState.PENDING:
                clock = paused(clock, now)
            made.append(clock)
        return made


def _columns(ticket: ImportedTicket, clocks: list[ClockRow], now: datetime) -> dict[str, object]:
    """The columns of a ticket row that a file decides."""
    upcoming = next_running(clocks)
    state = TicketState(ticket.state)
    settled = None if state.live else ticket.resolved_at
    answered, created = ticket.responded_at, ticket.created_at or now
    return {
        "subject": ticket.subject,
        "body": ticket.body,
        "requester": ticket.requester,
        "channel": ticket.channel,
        "category": ticket.category,
        "priority": ticket.priority,
        "level": ticket.level,
        "state": ticket.state,
        "assignee": ticket.assignee,
        "first_assignee": ticket.assignee,
        "created_at": created,
        "level_since": created,
        "first_response_at": answered,
        "response_s": _seconds(created, answered),
        "resolved_at": settled,
        "resolution_s": _seconds(created, settled),
        "closed_at": ticket.closed_at,
        "waiting_since": now if state is TicketState.PENDING else None,
        "resolution": ticket.resolution,
        "csat": ticket.csat,
        "next_clock": upcoming.clock if upcoming else None,
        "next_due_at": upcoming.due_at if upcoming else None,
        "next_at_risk_at": upcoming.at_risk_at if upcoming else None,
        "queue_at": upcoming.due_at if upcoming else rows.END_OF_TIME,
    }


def _seconds(start: datetime, end: datetime | None) -> float | None:
    return None if end is None else (end - start).total_seconds()


def _clock_row(clock: ClockRow, row_id: int | None, ticket_id: int) -> dict[str, object]:
    values = {"ticket_id": ticket_id, **service_levels.clock_columns(clock)}
    return values if row_id is None else {"id": row_id, **values}
