"""Escalation paths: whom to call now, who answered, what is held too long, and tests of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from warroom_tui.domain.desk.callees import Callee, People, whom_to_call
from warroom_tui.domain.desk.escalation import Escalation, EscalationPath, HeldTicket
from warroom_tui.domain.desk.promises import ServiceLevels
from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.staffing.people import Contact
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.services.context import Context
from warroom_tui.services.desk import escalation_records as records
from warroom_tui.services.desk import ticket_steps as steps
from warroom_tui.storage import schema
from warroom_tui.storage.desk import escalations, service_levels
from warroom_tui.storage.desk import tickets as ticket_rows
from warroom_tui.storage.incident import incidents
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.staffing import rota
from warroom_tui.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class EscalationPage:
    """Everything about escalation and targets, read at one moment."""

    path: EscalationPath
    calls: tuple[tuple[str, tuple[Callee, ...]], ...]
    """Whom to call now, by level."""
    situations: tuple[tuple[int, tuple[Callee, ...]], ...]
    """Whom to call now, by step of a situation."""
    open: tuple[Escalation, ...]
    recent: tuple[Escalation, ...]
    held: tuple[HeldTicket, ...]
    """Tickets past the time after which their level passes them on."""
    levels: ServiceLevels
    contacts: tuple[Contact, ...]
    """Those with stated hours."""
    now: datetime
    zone: ZoneInfo

    def callees(self, key: str) -> tuple[Callee, ...]:
        """Whom to call at a level."""
        return dict(self.calls).get(key, ())


class EscalationDesk:
    """Reads the path, answers calls, keeps a ticket where it is, records tests."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def page(self) -> EscalationPage:
        """Path, callees, calls, targets and hours."""
        now = self._context.clock.now()
        with self._context.store.reading() as connection:
            zone = launches.read_launch(connection).zone
            people = People(
                rota.read_shifts(connection, now - timedelta(days=1), now + timedelta(days=1)),
                rota.read_people(connection),
                rota.read_contacts(connection),
                now,
                zone,
            )
            path = escalations.read_path(connection)
            return EscalationPage(
                path=path,
                calls=tuple(
                    (key, whom_to_call(key, path.who_of(key), people)) for key in path.call_keys()
                ),
                situations=tuple(
                    (step.id, whom_to_call("", (step.who,), people)) for step in path.situations
                ),
                open=escalations.read_open(connection),
                recent=escalations.read_recent(connection),
                held=tuple(h for h in escalations.read_held(connection) if h.due_at <= now),
                levels=service_levels.read_service_levels(connection),
                contacts=tuple(one for one in people.contacts if one.hours),
                now=now,
                zone=zone,
            )

    def calls(self, *, open_only: bool = True) -> tuple[Escalation, ...]:
        """Calls that nobody answered, or the latest of all."""
        with self._context.store.reading() as connection:
            read = escalations.read_open if open_only else escalations.read_recent
            return read(connection)

    def calls_of(self, incident_ref: str) -> tuple[Escalation, ...]:
        """Who was called for an incident, oldest first."""
        with self._context.store.reading() as connection:
            return escalations.read_of(connection, "incident", incident_ref)

    def acknowledge(self, call_id: int, who: str = "", expected: int | None = None) -> Escalation:
        """Somebody of the called level answered: `who`, or the one who acts.

        Refused when it was answered already, or by the one who made the call.
        """
        name = clean(who, limit=80).strip()
        with self._context.writing() as tx:
            call = escalations.find(tx.connection, call_id)
            answered_by = name or tx.actor.name
            if call.acked_at is not None:
                raise Refused(f"{call.acked_by} answered it already.")
            if answered_by.casefold() == call.by.casefold():
                raise Refused(
                    f"{call.by} made this call; somebody else answers it.",
                    "Name the person who answered.",
                )
            if expected is not None and call.version != expected:
                raise tx.stale(f"escalation {call.id}", ("escalation", str(call.id)))
            records.acknowledge(tx, call, answered_by)
            tx.event(
                "acknowledged",
                "escalation",
                str(call.id),
                f"{answered_by} answered for {call.to_key}: {call.subject_ref}",
            )
            return escalations.find(tx.connection, call_id)

    def raise_above(self, ref: str, to_key: str, why: str) -> Escalation:
        """Call a level for a ticket, which stays put, or for an incident (`INC-001`)."""
        body = clean(why, limit=BODY_LIMIT, multiline=True).strip()
        if not body:
            raise InputError("A call needs what it is about.")
        with self._context.writing() as tx:
            path = escalations.read_path(tx.connection)
            if to_key not in path.call_keys():
                known = ", ".join(path.call_keys()) or "none"
                raise InputError(f"The plan has no level {to_key}.", f"It has: {known}.")
            kind, own_ref, title, level = _caller(tx, ref)
            subject = (kind, own_ref)
            call_id = records.record(tx, subject, title, (level, to_key), body, critical=True)
            name = path.name_of(to_key)
            if kind == "ticket":
                ticket = ticket_rows.find_bare(tx.connection, own_ref)
                steps.note(tx, ticket, "escalation", f"{level} → {name}\n{body}")
            tx.event("escalated", *subject, f"Called {name} for {own_ref}: {steps.gist(body)}")
            return escalations.find(tx.connection, call_id)

    def keep(self, ref: str, reason: str, expected: int | None = None) -> Ticket:
        """Leave a ticket at its level for another such time, with the reason."""
        why = clean(reason).strip()
        if not why:
            raise InputError("Say why it stays at its level.")
        with self._context.writing() as tx:
            ticket = ticket_rows.find_bare(tx.connection, ref)
            steps.demand_live(ticket)
            steps.note(tx, ticket, "note", f"Stays at {ticket.level}: {why}")
            steps.change(tx, ticket, expected, level_since=tx.now)
            tx.event("kept", "ticket", ticket.ref, f"{ticket.ref} stays at {ticket.level}: {why}")
            return ticket_rows.find(tx.connection, ticket.ref)

    def test(self, to_key: str, outcome: str) -> Escalation:
        """Record that a step of the path was tried, with what came of it."""
        words = clean(outcome, limit=400).strip()
        if not words:
            raise InputError("Say what came of the test.", 'For example: "answered in 4 min".')
        with self._context.writing() as tx:
            path = escalations.read_path(tx.connection)
            if to_key not in path.level_keys():
                known = ", ".join(path.level_keys()) or "none"
                raise InputError(f"The plan has no level {to_key}.", f"It has: {known}.")
            before = next((s.from_key for s in path.chain if s.to_key == to_key), "")
            callees = whom_to_call(to_key, path.who_of(to_key), records.read_people(tx))
            call_id = tx.insert(
                schema.escalation,
                subject_type="test",
                subject_ref=to_key,
                title=f"Test: {path.name_of(to_key)}",
                from_key=before,
                to_key=to_key,
                at=tx.now,
                by=tx.actor.name,
                called=", ".join(one.name or one.role for one in callees[:3]),
                acked_by=tx.actor.name,
                acked_at=tx.now,
                outcome=words,
            )
            tx.event(
                "tested", "escalation", str(call_id), f"Tested {path.name_of(to_key)}: {words}"
            )
            return escalations.find(tx.connection, call_id)


def _caller(tx: Transaction, ref: str) -> tuple[str, str, str, str]:
    """Type, reference, title and level of the live ticket or incident that calls for help."""
    if ref.strip().casefold().startswith("inc"):
        incident = incidents.find(tx.connection, ref)
        if not incident.live:
            raise Refused(f"{incident.ref} is {incident.state}.", "Reopen it first.")
        before = escalations.read_of(tx.connection, "incident", incident.ref)
        level = max(before, key=lambda call: call.id).to_key if before else ""
        return "incident", incident.ref, incident.title, level
    ticket = ticket_rows.find_bare(tx.connection, ref)
    steps.demand_live(ticket)
    return "ticket", ticket.ref, ticket.subject, ticket.level.value
