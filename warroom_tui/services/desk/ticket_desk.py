"""The support desk: log, take, assign, reply, wait, escalate, resolve, reopen."""

from __future__ import annotations

from warroom_tui.domain.desk.promises import Kind
from warroom_tui.domain.desk.satisfaction import Scale, normalised, rating_text
from warroom_tui.domain.desk.sla import ClockName
from warroom_tui.domain.desk.tickets import (
    Channel,
    EscalationContext,
    Level,
    NewTicket,
    Priority,
    Ticket,
    TicketState,
    check_move,
)
from warroom_tui.domain.durations import short
from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.services.desk import ticket_steps as steps
from warroom_tui.services.desk.escalation_records import answered, record
from warroom_tui.services.desk.sla_clocks import SlaClocks
from warroom_tui.services.desk.ticket_reading import TicketReading
from warroom_tui.storage import schema
from warroom_tui.storage.desk import tickets as rows
from warroom_tui.storage.incident import issues as issue_rows


class TicketDesk(TicketReading):
    """Everything that can be done with tickets. Each write is one transaction and one event.

    `expected` is the version that the person saw; a ticket that moved on meanwhile is refused
    with StaleWrite, naming who changed it.
    """

    def add(self, new: NewTicket) -> Ticket:
        """Log a ticket; its SLA clocks start now. Raises InputError without a subject."""
        subject = steps.subject(new.subject)
        with self._context.writing() as tx:
            ref = f"T-{tx.next_number('ticket'):03d}"
            clocks = SlaClocks(tx, None)
            clocks.start(Kind(new.priority, new.level, new.channel))
            upcoming = clocks.next_values()
            ticket_id = tx.insert(
                schema.ticket,
                ref=ref,
                subject=subject,
                body=clean(new.body, limit=BODY_LIMIT, multiline=True),
                requester=clean(new.requester),
                channel=new.channel.value,
                category=clean(new.category, limit=80),
                priority=new.priority.value,
                level=new.level.value,
                state=TicketState.NEW.value,
                created_at=tx.now,
                created_by=tx.actor.name,
                next_clock=upcoming["next_clock"],
                next_due_at=upcoming["next_due_at"],
                next_at_risk_at=upcoming["next_at_risk_at"],
                queue_at=upcoming["queue_at"],
                level_since=tx.now,
            )
            clocks.store(ticket_id)
            tx.event("logged", "ticket", ref, f"Logged {ref} {new.priority} {subject}")
            return rows.find_bare(tx.connection, ref)._replace(clocks=clocks.rows)

    def take(self, ref: str, expected: int | None = None) -> Ticket:
        """Make it mine. Refused when somebody else has it already."""
        with self._context.writing() as tx:
            ticket = rows.find_bare(tx.connection, ref)
            me = tx.actor.name
            if ticket.assignee not in (None, me):
                raise Refused(
                    f"{ticket.ref} is {ticket.assignee}'s already.",
                    "Assign it to yourself if you mean to take it over.",
                )
            values = {**steps.owned(tx, ticket, me), **steps.opened(ticket)}
            answered(tx, ticket.ref)
            steps.change(tx, ticket, expected, **values)
            tx.event("took", "ticket", ticket.ref, f"{me} took {ticket.ref}")
            return rows.find(tx.connection, ticket.ref)

    def assign(
        self,
        ref: str,
        assignee: str | None,
        level: Level | None = None,
        expected: int | None = None,
    ) -> Ticket:
        """Give it to somebody (or to nobody) and to a level."""
        name = clean(assignee, limit=80) if assignee else None
        with self._context.writing() as tx:
            ticket = rows.find_bare(tx.connection, ref)
            steps.demand_live(ticket)
            to_level = level or ticket.level
            values = {**steps.owned(tx, ticket, name), **steps.at_level(tx, ticket, to_level)}
            steps.change(tx, ticket, expected, **values)
            steps.retarget(tx, ticket, level=to_level)
            tx.event(
                "assigned",
                "ticket",
                ticket.ref,
                f"Assigned {ticket.ref} to {name or 'nobody'} ({to_level})",
            )
            return rows.find(tx.connection, ticket.ref)

    def reply(self, ref: str, text: str, expected: int | None = None) -> Ticket:
        """Answer the requester: the first reply stops the response clock."""
        body = steps.demand_text(text, "A reply needs a text.")
        with self._context.writing() as tx:
            ticket = rows.find_bare(tx.connection, ref)
            steps.demand_live(ticket)
            values = steps.opened(ticket)
            if ticket.assignee is None:
                values.update(steps.owned(tx, ticket, tx.actor.name))
            answered(tx, ticket.ref)
            replies = steps.reply_count(tx, ticket) + 1
            steps.note(tx, ticket, "reply", body)
            steps.respond(tx, ticket, values)
            steps.change(tx, ticket, expected, reply_count=replies, **values)
            tx.event(
                "replied", "ticket", ticket.ref, f"Replied on {ticket.ref}: {steps.gist(body)}"
            )
            return rows.find(tx.connection, ticket.ref)

    def note(self, ref: str, text: str) -> Ticket:
        """Add an internal work note."""
        body = steps.demand_text(text, "A note needs a text.")
        with self._context.writing() as tx:
            ticket = rows.find(tx.connection, ref)
            steps.note(tx, ticket, "note", body)
            tx.event("noted", "ticket", ticket.ref, f"Noted on {ticket.ref}: {steps.gist(body)}")
            return ticket

    def wait(self, ref: str, reason: str = "", expected: int | None = None) -> Ticket:
        """Wait on the requester: the clocks stand still until it is opened again."""
        why = clean(reason).strip()
        with self._context.writing() as tx:
            ticket = rows.find_bare(tx.connection, ref)
            check_move(ticket.ref, ticket.state, TicketState.PENDING)
            if why:
                steps.note(tx, ticket, "note", f"Waiting: {why}")
            clocks = SlaClocks(tx, ticket)
            clocks.pause()
            steps.change(
                tx,
                ticket,
                expected,
                state=TicketState.PENDING.value,
                waiting_since=tx.now,
                **clocks.next_values(),
            )
            tx.event(
                "waiting",
                "ticket",
                ticket.ref,
                f"{ticket.ref} waits on the requester" + (f": {why}" if why else ""),
            )
            return rows.find(tx.connection, ticket.ref)

    def resume(self, ref: str, expected: int | None = None) -> Ticket:
        """Go on with a waiting ticket: its clocks run again, later by the pause."""
        with self._context.writing() as tx:
            ticket = rows.find_bare(tx.connection, ref)
            check_move(ticket.ref, ticket.state, TicketState.OPEN)
            if ticket.state is not TicketState.PENDING:
                raise Refused(f"{ticket.ref} is not waiting.", "Reopen it instead.")
            values = steps.running_again(tx, ticket)
            steps.change(tx, ticket, expected, state=TicketState.OPEN.value, **values)
            tx.event("resumed", "ticket", ticket.ref, f"{ticket.ref} goes on")
            return rows.find(tx.connection, ticket.ref)

    def escalate(
        self, ref: str, to: Level, context: EscalationContext, expected: int | None = None
    ) -> Ticket:
        """Raise the support level with its context: summary, information and steps are due."""
        if not (context.summary.strip() and context.information.strip()):
            raise InputError("An escalation needs the problem and what is known so far.")
        if not context.steps_tried.strip():
            raise InputError("An escalation needs the steps that were tried.")
        with self._context.writing() as tx:
            ticket = rows.find_bare(tx.connection, ref)
            steps.demand_live(ticket)
            if to <= ticket.level:
                raise Refused(
                    f"{ticket.ref} is at {ticket.level} already.", "Escalate to a higher level."
                )
            body = clean(context.as_text(), limit=BODY_LIMIT, multiline=True)
            steps.note(tx, ticket, "escalation", f"{ticket.level} → {to}\n{body}")
            values = {**steps.owned(tx, ticket, None), **steps.at_level(tx, ticket, to)}
            steps.change(tx, ticket, expected, escalated_at=tx.now, **values)
            record(
                tx,
                ("ticket", ticket.ref),
                ticket.subject,
                (ticket.level.value, to.value),
                body,
                critical=ticket.priority is Priority.P1,
            )
            steps.retarget(tx, ticket, level=to)
            tx.event(
                "escalated",
                "ticket",
                ticket.ref,
                f"Escalated {ticket.ref} to {to}: {clean(context.summary, limit=120)}",
            )
            return rows.find(tx.connection, ticket.ref)

    def resolve(
        self,
        ref: str,
        solution: str,
        stars: float | None = None,
        expected: int | None = None,
        scale: Scale = Scale.OF_5,
    ) -> Ticket:
        """Close the case with its solution; both clocks stop. `stars` are on `scale`."""
        body = steps.demand_text(solution, "A resolved ticket needs its solution.")
        with self._context.writing() as tx:
            ticket = rows.find_bare(tx.connection, ref)
            check_move(ticket.ref, ticket.state, TicketState.RESOLVED)
            values = steps.owned(tx, ticket, ticket.assignee or tx.actor.name)
            if stars is not None:
                values["csat"] = normalised(stars, scale)
                values["csat_scale"] = scale.value
            answered(tx, ticket.ref)
            steps.note(tx, ticket, "resolution", body)
            clocks = SlaClocks(tx, ticket)
            clocks.stop(*ClockName)
            steps.change(
                tx,
                ticket,
                expected,
                state=TicketState.RESOLVED.value,
                waiting_since=None,
                resolved_at=tx.now,
                resolution=body,
                resolution_s=(tx.now - ticket.created_at).total_seconds(),
                **steps.first_response(ticket, tx.now),
                **values,
                **clocks.next_values(),
            )
            took = short(tx.now - ticket.created_at)
            tx.event("resolved", "ticket", ticket.ref, f"Resolved {ticket.ref} after {took}")
            return rows.find(tx.connection, ticket.ref)

    def close(self, ref: str, expected: int | None = None) -> Ticket:
        """Close a resolved ticket for good."""
        with self._context.writing() as tx:
            ticket = rows.find_bare(tx.connection, ref)
            check_move(ticket.ref, ticket.state, TicketState.CLOSED)
            steps.change(tx, ticket, expected, state=TicketState.CLOSED.value, closed_at=tx.now)
            tx.event("closed", "ticket", ticket.ref, f"Closed {ticket.ref}")
            return rows.find(tx.connection, ticket.ref)

    def reopen(self, ref: str, reason: str = "", expected: int | None = None) -> Ticket:
        """Open a resolved or closed ticket again; a new resolution clock starts."""
        with self._context.writing() as tx:
            ticket = rows.find_bare(tx.connection, ref)
            if ticket.state.live:
                raise Refused(f"{ticket.ref} is open already ({ticket.state}).")
            if reason.strip():
                steps.note(tx, ticket, "note", f"Reopened: {clean(reason)}")
            clocks = SlaClocks(tx, ticket)
            clocks.start_again(steps.kind_of(ticket))
            steps.change(
                tx,
                ticket,
                expected,
                state=TicketState.OPEN.value,
                resolved_at=None,
                closed_at=None,
                resolution_s=None,
                reopen_count=ticket.reopen_count + 1,
                reopened_at=tx.now,
                **clocks.next_values(),
            )
            tx.event("reopened", "ticket", ticket.ref, f"Reopened {ticket.ref}")
            return rows.find(tx.connection, ticket.ref)

    def set_priority(self, ref: str, priority: Priority, expected: int | None = None) -> Ticket:
        """Change the priority; running clocks take the new target from their old start."""
        with self._context.writing() as tx:
            ticket = rows.find_bare(tx.connection, ref)
            steps.demand_live(ticket)
            steps.change(tx, ticket, expected, priority=priority.value)
            steps.retarget(tx, ticket, priority=priority)
            tx.event(
                "prioritised",
                "ticket",
                ticket.ref,
                f"{ticket.ref} is {priority} now (was {ticket.priority})",
            )
            return rows.find(tx.connection, ticket.ref)

    def edit(
        self,
        ref: str,
        *,
        subject: str | None = None,
        body: str | None = None,
        requester: str | None = None,
        category: str | None = None,
        channel: Channel | None = None,
        expected: int | None = None,
    ) -> Ticket:
        """Correct what was typed; None leaves a field as it is."""
        values: dict[str, object] = {}
        if subject is not None:
            values["subject"] = steps.subject(subject)
        if body is not None:
            values["body"] = clean(body, limit=BODY_LIMIT, multiline=True)
        if requester is not None:
            values["requester"] = clean(requester)
        if category is not None:
            values["category"] = clean(category, limit=80)
        if channel is not None:
            values["channel"] = channel.value
        with self._context.writing() as tx:
            ticket = rows.find_bare(tx.connection, ref)
            steps.change(tx, ticket, expected, **values)
            if channel is not None and channel is not ticket.channel and ticket.state.live:
                steps.retarget(tx, ticket, channel=channel)
            what = ", ".join(values) or "nothing"
            tx.event("edited", "ticket", ticket.ref, f"Edited {ticket.ref}: {what}")
            return rows.find(tx.connection, ticket.ref)

    def rate(self, ref: str, given: float, scale: Scale = Scale.OF_5) -> Ticket:
        """Record the requester's satisfaction on the scale that it was given on."""
        rating = normalised(given, scale)
        with self._context.writing() as tx:
            ticket = rows.find_bare(tx.connection, ref)
            steps.change(tx, ticket, None, csat=rating, csat_scale=scale.value)
            told = rating_text(rating, scale)
            tx.event("rated", "ticket", ticket.ref, f"{ticket.ref} rated {told}")
            return rows.find(tx.connection, ticket.ref)

    def link(self, ref: str, issue_ref: str | None, expected: int | None = None) -> Ticket:
        """Point the ticket to a known issue, or to none."""
        with self._context.writing() as tx:
            ticket = rows.find_bare(tx.connection, ref)
            issue = issue_rows.find(tx.connection, issue_ref) if issue_ref else None
            steps.change(tx, ticket, expected, issue_id=issue.id if issue else None)
            text = f"Linked {ticket.ref} to {issue.ref}" if issue else f"Unlinked {ticket.ref}"
            tx.event("linked", "ticket", ticket.ref, text)
            return rows.find(tx.connection, ticket.ref)
