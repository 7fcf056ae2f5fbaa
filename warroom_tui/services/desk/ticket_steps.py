"""The steps that several actions on a ticket share, each inside the action's transaction."""

from __future__ import annotations

from datetime import datetime

from warroom_tui.domain.desk.promises import Kind
from warroom_tui.domain.desk.tickets import Level, Ticket, TicketState
from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.services.desk.sla_clocks import SlaClocks
from warroom_tui.storage import schema
from warroom_tui.storage.transaction import Transaction


def change(tx: Transaction, ticket: Ticket, expected: int | None, **values: object) -> None:
    """Write columns of the ticket; raises StaleWrite when it moved on since `expected`."""
    tx.update(
        schema.ticket,
        ticket.id,
        expected,
        ticket.ref,
        ("ticket", ticket.ref),
        **values,
    )


def opened(ticket: Ticket) -> dict[str, object]:
    """Whoever touches a new ticket opens it; a waiting one stays waiting until resumed."""
    if ticket.state is TicketState.NEW:
        return {"state": TicketState.OPEN.value}
    demand_live(ticket)
    return {}


def demand_live(ticket: Ticket) -> None:
    """Raise Refused when the ticket is settled."""
    if not ticket.state.live:
        raise Refused(f"{ticket.ref} is {ticket.state}.", "Reopen it first.")


def demand_text(text: str, message: str) -> str:
    """The cleaned text; raises InputError with `message` when nothing is left of it."""
    body = clean(text, limit=BODY_LIMIT, multiline=True).strip()
    if not body:
        raise InputError(message)
    return body


def note(tx: Transaction, ticket: Ticket, kind: str, text: str) -> None:
    """Add a note: reply, note, escalation or resolution."""
    tx.insert(
        schema.ticket_note,
        ticket_id=ticket.id,
        at=tx.now,
        by=tx.actor.name,
        kind=kind,
        text=text,
    )
    tx.touch(schema.ticket, ticket.id)


def respond(tx: Transaction, ticket: Ticket, values: dict[str, object]) -> None:
    """Stop the response clock, owe the next update, and add what follows to `values`."""
    clocks = SlaClocks(tx, ticket)
    clocks.spoken(kind_of(ticket), waiting=ticket.state is TicketState.PENDING)
    values.update(first_response(ticket, tx.now))
    values.update(clocks.next_values())


def first_response(ticket: Ticket, now: datetime) -> dict[str, object]:
    """What the first answer sets; nothing when there was one."""
    if ticket.first_response_at is not None:
        return {}
    return {
        "first_response_at": now,
        "response_s": (now - ticket.created_at).total_seconds(),
    }


def running_again(tx: Transaction, ticket: Ticket) -> dict[str, object]:
    """Let the clocks run on after a wait."""
    clocks = SlaClocks(tx, ticket)
    clocks.resume()
    return {"waiting_since": None, **clocks.next_values()}


def kind_of(ticket: Ticket) -> Kind:
    """What its targets depend on."""
    return Kind(ticket.priority, ticket.level, ticket.channel)


def retarget(tx: Transaction, ticket: Ticket, **changed: object) -> None:
    """Give the clocks the targets of another priority, level or channel."""
    clocks = SlaClocks(tx, ticket)
    clocks.retarget(
        kind_of(ticket._replace(**changed)),  # type: ignore[arg-type]
        waiting=ticket.state is TicketState.PENDING,
        answered=ticket.first_response_at is not None,
    )
    change(tx, ticket, None, **clocks.next_values())


def owned(tx: Transaction, ticket: Ticket, name: str | None) -> dict[str, object]:
    """What a change of hands sets; the first owner is remembered.

    Promises that broke before it broke under the owner so far.
    """
    if name == ticket.assignee:
        return {}
    SlaClocks(tx, ticket).keep_owner()
    values: dict[str, object] = {"assignee": name}
    row = tx.get(schema.ticket, ticket.id, what=ticket.ref)
    if name is not None and row["first_assignee"] is None:
        values["first_assignee"] = name
    return values


def at_level(tx: Transaction, ticket: Ticket, level: Level) -> dict[str, object]:
    """What coming to another level sets: since when it is there."""
    return {} if level is ticket.level else {"level": level.value, "level_since": tx.now}


def reply_count(tx: Transaction, ticket: Ticket) -> int:
    """Replies so far."""
    return int(tx.get(schema.ticket, ticket.id, what=ticket.ref)["reply_count"])


def subject(text: str) -> str:
    """One line, not empty."""
    subject = clean(text).strip()
    if not subject:
        raise InputError("A ticket needs a subject.")
    return subject


def gist(text: str) -> str:
    """The first line of a text, short enough for the timeline."""
    return clean(text.strip().splitlines()[0], limit=80)
