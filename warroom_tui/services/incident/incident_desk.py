"""Incidents: declare, tell, move on, hand roles over, resolve, review."""

from __future__ import annotations

from datetime import timedelta

from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.incident.incidents import (
    POSTMORTEM_DAYS,
    Incident,
    IncidentState,
    IncidentUpdate,
    NewIncident,
    affected_words,
    check_move,
)
from warroom_tui.domain.incident.issues import Severity
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.domain.timeline import TimelineEvent
from warroom_tui.services.context import Context
from warroom_tui.services.incident import incident_rules as rules
from warroom_tui.storage import schema
from warroom_tui.storage.desk import tickets as ticket_rows
from warroom_tui.storage.incident import call_offers, incident_offers
from warroom_tui.storage.incident import incidents as rows
from warroom_tui.storage.incident import issues as issue_rows
from warroom_tui.storage.incident.incident_story import read_story
from warroom_tui.storage.staffing import rota
from warroom_tui.storage.transaction import Transaction

ROLES = ("commander", "liaison", "scribe")
"""Who leads, who talks to the others, who writes down."""

_REVIEWED = (Severity.CRITICAL, Severity.HIGH)
"""Incidents of these severities are owed a post-mortem."""


class IncidentDesk:
    """Everything that can be done with incidents. Each write is one transaction and one event.

    `expected` is the version that the person saw; an incident that moved on meanwhile is refused
    with StaleWrite, naming who changed it.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    # Reading

    def all(self, *, live_only: bool = False) -> tuple[Incident, ...]:
        """Incidents: live ones first, then the newest."""
        with self._context.store.reading() as connection:
            found = rows.read_all(connection)
        return tuple(one for one in found if one.live or not live_only)

    def get(self, ref: str) -> Incident:
        """One incident; raises NotFound."""
        with self._context.store.reading() as connection:
            return rows.find(connection, ref)

    def updates(self, ref: str) -> tuple[IncidentUpdate, ...]:
        """What was told, oldest first."""
        with self._context.store.reading() as connection:
            return rows.read_updates(connection, rows.find(connection, ref).id)

    def story(self, ref: str) -> tuple[TimelineEvent, ...]:
        """What the record knows of the incident's time, oldest first (bounded)."""
        with self._context.store.reading() as connection:
            return read_story(connection, rows.find(connection, ref))

    def blank(self, ticket_ref: str | None = None) -> NewIncident:
        """A form to declare with: what a ticket says, and the plan's number for emergencies."""
        with self._context.store.reading() as connection:
            hotline = rules.hotline(rota.read_contacts(connection))
            if ticket_ref is None:
                return NewIncident("", hotline=hotline)
            ticket = ticket_rows.find_bare(connection, ticket_ref)
            issue = issue_rows.find(connection, ticket.issue_ref) if ticket.issue_ref else None
        return NewIncident(
            ticket.subject,
            hotline=hotline,
            started_at=ticket.created_at,
            ticket_ref=ticket.ref,
            issue_ref=ticket.issue_ref,
            impact=issue.impact if issue else "",
            workaround=issue.workaround if issue else "",
            affected_n=issue.users if issue else None,
            affected_pct=issue.affected_pct if issue else None,
        )

    # Declaring and telling

    def declare(self, new: NewIncident) -> Incident:
        """Declare an incident; the first update is promised from now on.

        Whoever declares it leads it until somebody else is named.
        """
        values = rules.typed(new)
        with self._context.writing() as tx:
            ref = f"INC-{tx.next_number('incident'):03d}"
            started = min(new.started_at or tx.now, tx.now)
            values.update(
                self._links(tx, new.issue_ref, new.ticket_ref),
                ref=ref,
                state=IncidentState.INVESTIGATING.value,
                commander=values["commander"] or tx.actor.name,
                started_at=started,
                detected_at=tx.now,
                declared_at=tx.now,
                declared_by=tx.actor.name,
                next_update_due=tx.now + timedelta(minutes=new.update_every_min),
            )
            row_id = tx.insert(schema.incident, journal=True, **values)
            incident = rows.find(tx.connection, ref)
            first = "\n".join(part for part in (incident.title, incident.impact) if part)
            rules.tell(tx, row_id, IncidentState.INVESTIGATING, f"Declared: {first}", None)
            said = f"Declared {ref} ({incident.priority}): {incident.title}"
            tx.event("declared", "incident", ref, said)
            return rows.find(tx.connection, ref)

    def update(
        self,
        ref: str,
        text: str,
        expected: int | None = None,
        *,
        state: IncidentState | None = None,
        **fields: object,
    ) -> Incident:
        """Tell how it stands: the promise is kept (or was broken) and the next one runs.

        `fields` are those of `edit`; the conditions, actions and needs make the text when none
        is given.
        """
        values = rules.edited(fields)
        body = clean(text, limit=BODY_LIMIT, multiline=True).strip()
        with self._context.writing() as tx:
            incident = rows.find(tx.connection, ref)
            if not incident.live:
                raise Refused(f"{incident.ref} is {incident.state}.", "Reopen it first.")
            told = body or rules.three_lines(incident, values)
            if not told:
                raise InputError("An update needs a text, or conditions, actions or needs.")
            every = rules.whole(values.get("update_every_min"), incident.update_every_min)
            target = state or incident.state
            if target is not incident.state:
                values.update(rules.moved(incident, target, tx.now))
            rules.tell(tx, incident.id, target, told, incident.next_update_due)
            values["next_update_due"] = tx.now + timedelta(minutes=every) if target.live else None
            self._write(tx, incident, expected, values)
            tx.outdate(schema.incident, incident.id)  # two updates in one moment are two
            self._owe_post_mortem(tx, incident, target)
            late = incident.update_late(tx.now)
            tx.event(
                "updated",
                "incident",
                incident.ref,
                f"Update on {incident.ref} ({target}): {rules.gist(told)}"
                + (" [late]" if late else ""),
            )
            return rows.find(tx.connection, incident.ref)

    def set_state(
        self, ref: str, state: IncidentState, text: str = "", expected: int | None = None
    ) -> Incident:
        """Move it on, and say so; a word of one's own replaces the plain one.

        Raises Refused for moves that cannot be, and for a review without its post-mortem.
        """
        body = clean(text, limit=BODY_LIMIT, multiline=True).strip()
        with self._context.writing() as tx:
            incident = rows.find(tx.connection, ref)
            check_move(incident.ref, incident.state, state)
            if state is IncidentState.REVIEWED:
                self._demand_post_mortem(tx, incident)
            values = rules.moved(incident, state, tx.now)
            promised = incident.next_update_due if incident.live else None
            every = timedelta(minutes=incident.update_every_min)
            values["next_update_due"] = tx.now + every if state.live else None
            told = body or f"{incident.ref} is {state}."
            rules.tell(tx, incident.id, state, told, promised)
            self._write(tx, incident, expected, values)
            self._owe_post_mortem(tx, incident, state)
            word = rules.gist(body)
            tx.event(
                state.value,
                "incident",
                incident.ref,
                f"{incident.ref} is {state}" + (f": {word}" if word else ""),
            )
            return rows.find(tx.connection, incident.ref)

    def edit(self, ref: str, expected: int | None = None, **fields: object) -> Incident:
        """Change what is known: title, severity, impact, affected_n, affected_pct, workaround,
        conditions, actions, needs, eta, update_every_min, hotline, started_at, commander,
        liaison, scribe, issue_ref.

        A new rhythm counts from the last update.
        """
        values = rules.edited(fields)
        with self._context.writing() as tx:
            incident = rows.find(tx.connection, ref)
            if "issue_ref" in fields:
                issue = fields["issue_ref"]
                values.update(self._links(tx, str(issue) if issue else None, None, both=False))
            every = rules.whole(values.get("update_every_min"), incident.update_every_min)
            due = incident.next_update_due
            if due is not None and every != incident.update_every_min:
                last = due - timedelta(minutes=incident.update_every_min)
                values["next_update_due"] = last + timedelta(minutes=every)
            self._write(tx, incident, expected, values)
            names = ", ".join(name.replace("_", " ") for name in fields) or "nothing"
            tx.event("edited", "incident", incident.ref, f"Edited {incident.ref}: {names}")
            return rows.find(tx.connection, incident.ref)

    def assign(
        self, ref: str, role: str, person: str | None, expected: int | None = None
    ) -> Incident:
        """Say who commands, who talks to the others, or who writes down."""
        if role not in ROLES:
            raise InputError(f"{role!r} is no role.", f"Roles are: {', '.join(ROLES)}.")
        name = clean(person or "", limit=80).strip() or None
        with self._context.writing() as tx:
            incident = rows.find(tx.connection, ref)
            self._write(tx, incident, expected, {role: name})
            who = name or "nobody"
            tx.event(
                "assigned",
                "incident",
                incident.ref,
                f"{role.capitalize()} of {incident.ref}: {who}",
            )
            return rows.find(tx.connection, incident.ref)

    def decline(self, ticket_ref: str) -> str:
        """Say that a P1 ticket is no incident: nothing is offered for it any more."""
        with self._context.writing() as tx:
            ticket = ticket_rows.find_bare(tx.connection, ticket_ref)
            incident_offers.decline(tx.connection, ticket.ref)
            said = f"No incident for {ticket.ref} {ticket.subject}"
            tx.event("declined", "ticket", ticket.ref, said, undoable=False)
            return ticket.ref

    def decline_call(self, ref: str) -> str:
        """Say that nobody is to be called for an incident: no call is offered any more."""
        with self._context.writing() as tx:
            incident = rows.find(tx.connection, ref)
            call_offers.decline_call(tx.connection, incident.ref)
            said = f"Nobody is called for {incident.ref} {incident.title}"
            tx.event("declined", "incident", incident.ref, said, undoable=False)
            return incident.ref

    # Steps

    def _links(
        self, tx: Transaction, issue: str | None, ticket: str | None, *, both: bool = True
    ) -> dict[str, object]:
        """The ids of what it hangs on; a ticket brings its own known issue along."""
        found = ticket_rows.find_bare(tx.connection, ticket) if ticket else None
        issue = issue or (found.issue_ref if found else None)
        values: dict[str, object] = {
            "issue_id": issue_rows.find(tx.connection, issue).id if issue else None
        }
        if both:
            values["ticket_id"] = found.id if found else None
        return values

    def _owe_post_mortem(self, tx: Transaction, incident: Incident, state: IncidentState) -> None:
        """What was bad enough is looked back on: the post-mortem is due some days later."""
        if state is not IncidentState.RESOLVED or incident.severity not in _REVIEWED:
            return
        if rows.read_post_mortem(tx.connection, incident) is None:
            tx.insert(
                schema.post_mortem,
                incident_id=incident.id,
                due_at=tx.now + timedelta(days=POSTMORTEM_DAYS),
                owner=incident.commander,
                impact=_impact(incident),
            )

    def _demand_post_mortem(self, tx: Transaction, incident: Incident) -> None:
        found = rows.read_post_mortem(tx.connection, incident)
        if found is not None and found.completed_at is None:
            raise Refused(
                f"The post-mortem of {incident.ref} is not done.",
                "Write it and mark it as done; that reviews the incident.",
            )

    def _write(
        self,
        tx: Transaction,
        incident: Incident,
        expected: int | None,
        values: dict[str, object],
    ) -> None:
        subject = ("incident", incident.ref)
        tx.update(schema.incident, incident.id, expected, incident.ref, subject, **values)


def _impact(incident: Incident) -> str:
    """How the impact of a post-mortem begins: what was known, in words and numbers."""
    numbers = affected_words(incident.affected_n, incident.affected_pct)
    return "\n".join(part for part in (incident.impact, numbers) if part)
