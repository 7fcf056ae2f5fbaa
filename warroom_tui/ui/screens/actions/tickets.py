"""Ticket commands."""

from __future__ import annotations

from collections.abc import Callable

from warroom_tui.domain.desk.satisfaction import Scale
from warroom_tui.domain.desk.tickets import NewTicket, Priority, Ticket, TicketState
from warroom_tui.domain.incident.issues import KnownIssue
from warroom_tui.domain.staffing.rota import Person
from warroom_tui.ui.commands import Scope
from warroom_tui.ui.screens.desk import Desk
from warroom_tui.ui.screens.seen import Seen

_STATES = {
    TicketState.NEW: ("wait", "resolve"),
    TicketState.OPEN: ("wait", "resolve"),
    TicketState.PENDING: ("resume", "resolve"),
    TicketState.RESOLVED: ("close", "reopen"),
    TicketState.CLOSED: ("reopen",),
}
_STATE_WORDS = {
    "wait": ("Wait for the requester", "the clocks stand still"),
    "resolve": ("Resolve", "with the solution"),
    "resume": ("Work on it again", "the clocks run again"),
    "close": ("Close", "nobody will come back to it"),
    "reopen": ("Reopen", "it was not solved"),
}


class TicketActions:
    """New, take, reply, assign, escalate, resolve, change, link."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._tickets = desk.services.tickets

    def new(self) -> None:
        """Log a ticket."""
        from warroom_tui.ui.screens.dialogs import NewTicketDialog

        situation = self._desk.situation
        priorities = situation.board.priorities if situation else ()
        dialogs: list[NewTicketDialog] = []

        def make(save: Callable[[NewTicket], None]) -> NewTicketDialog:
            dialogs.append(NewTicketDialog(priorities, save=save))
            return dialogs[0]

        # The form opens before anything is read: what is typed meanwhile must not be commands.
        self._desk.form(make, self._tickets.add, lambda t: f"{t.ref} logged: {t.subject}")
        self._desk.ask(self._tickets.targets, lambda targets: dialogs[0].show_targets(targets))
        known = self._desk.services.queue.categories
        self._desk.ask(known, lambda names: dialogs[0].show_categories(names))

    def open(self) -> None:
        """Show the ticket with its notes."""
        from warroom_tui.ui.screens.dialogs import TicketDetailScreen

        ticket = self._selected()
        if ticket is not None:
            self._desk.open(TicketDetailScreen(ticket.ref, self._desk.services))

    def take(self) -> None:
        """Make it mine."""
        ticket = self._selected()
        if ticket is not None:
            self.take_ref(ticket.ref, ticket.version)

    def take_ref(self, ref: str, version: int | None) -> None:
        """Make the ticket `ref` mine."""
        self._desk.write(
            lambda: self._tickets.take(ref, version),
            lambda t: f"{t.ref} is yours: {t.subject}",
        )

    def reply(self) -> None:
        """Record what was said to the requester; a canned reply may be its beginning."""
        from warroom_tui.ui.screens.dialogs.reply import ReplyDialog

        ticket = self._selected()
        if ticket is not None:
            seen, shelf = self._seen(ticket), self._desk.services.replies
            self._desk.form(
                lambda save: ReplyDialog(ticket, shelf, save=save),
                lambda text: seen.write(lambda v: self._tickets.reply(ticket.ref, text, v)),
                lambda t: f"Replied on {t.ref}",
            )

    def note(self) -> None:
        """Add an internal note."""
        self._with_text(
            "Note on {}",
            "For the team",
            lambda t, text, _: self._tickets.note(t.ref, text),
            "Noted on {}",
        )

    def assign(self) -> None:
        """Give it to somebody; oneself stands first."""
        ticket = self._selected()
        if ticket is not None:
            self._desk.ask_for_form(
                self._desk.services.rota.people, lambda people: self._choose_owner(ticket, people)
            )

    def _choose_owner(self, ticket: Ticket, people: tuple[Person, ...]) -> None:
        from warroom_tui.ui.screens.dialogs import AssignDialog

        me, seen = self._desk.services.actor.name, self._seen(ticket)
        self._desk.form(
            lambda save: AssignDialog(ticket, people, me, save=save),
            lambda to: seen.write(lambda v: self._tickets.assign(ticket.ref, *to, expected=v)),
            lambda t: f"{t.ref} is with {t.assignee or 'nobody'}",
        )

    def escalate(self) -> None:
        """Raise the level, with the context that the next level needs."""
        ticket = self._selected()
        if ticket is not None:
            self._ask_context(ticket)

    def escalate_ref(self, ref: str) -> None:
        """Raise the level of the ticket `ref`."""
        self._desk.ask_for_form(lambda: self._tickets.get(ref), self._ask_context)

    def _ask_context(self, ticket: Ticket) -> None:
        from warroom_tui.ui.screens.dialogs import EscalateDialog

        seen = self._seen(ticket)
        self._desk.form(
            lambda save: EscalateDialog(ticket, save=save),
            lambda to: seen.write(lambda v: self._tickets.escalate(ticket.ref, *to, v)),
            lambda t: f"{t.ref} escalated to {t.level}",
        )

    def resolve(self) -> None:
        """Record the solution and how satisfied the requester is."""
        ticket = self._selected()
        if ticket is not None:
            self._ask_solution(ticket)

    def _ask_solution(self, ticket: Ticket) -> None:
        from warroom_tui.ui.screens.dialogs import ResolveDialog

        seen = self._seen(ticket)

        def resolve(how: tuple[str, float | None, Scale]) -> Ticket:
            text, given, scale = how
            return seen.write(lambda v: self._tickets.resolve(ticket.ref, text, given, v, scale))

        self._desk.form(
            lambda save: ResolveDialog(ticket, save=save),
            resolve,
            lambda t: f"{t.ref} resolved",
        )

    def state(self) -> None:
        """Choose among the moves that its state allows."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        ticket = self._selected()
        if ticket is None:
            return
        options = [(key, *_STATE_WORDS[key]) for key in _STATES[ticket.state]]
        self._desk.choose(
            ChoiceDialog(f"{ticket.ref} is {ticket.state}", options),
            lambda key: self._move(ticket, key),
        )

    def _move(self, ticket: Ticket, key: str) -> None:
        if key == "resolve":
            self._ask_solution(ticket)
            return
        jobs: dict[str, tuple[Callable[[], Ticket], str]] = {
            "wait": (
                lambda: self._tickets.wait(ticket.ref, expected=ticket.version),
                "waits for its requester",
            ),
            "resume": (lambda: self._tickets.resume(ticket.ref, ticket.version), "is worked on"),
            "close": (lambda: self._tickets.close(ticket.ref, ticket.version), "closed"),
            "reopen": (
                lambda: self._tickets.reopen(ticket.ref, expected=ticket.version),
                "reopened",
            ),
        }
        job, word = jobs[key]
        self._desk.write(job, lambda t: f"{t.ref} {word}")

    def priority(self) -> None:
        """Choose the priority, with the plan's definitions beside it."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog
        from warroom_tui.ui.screens.dialogs.matrix import title_of

        ticket, situation = self._selected(), self._desk.situation
        if ticket is None or situation is None:
            return
        known = {d.priority: d for d in situation.board.priorities}
        options = []
        for priority in Priority:
            definition = known.get(priority)
            title = f"{priority} {title_of(priority, definition)}"
            detail = (definition.response_text or "") if definition else ""
            options.append((priority.value, title, detail))
        self._desk.choose(
            ChoiceDialog(
                f"Priority of {ticket.ref}, now {ticket.priority}",
                options,
                current=ticket.priority.value,
            ),
            lambda key: self._desk.write(
                lambda: self._tickets.set_priority(ticket.ref, Priority(key), ticket.version),
                lambda t: f"{t.ref} is {t.priority}",
            ),
        )

    def link(self) -> None:
        """Choose the known issue it points to."""
        ticket, situation = self._selected(), self._desk.situation
        if ticket is None or situation is None:
            return
        if not situation.board.issues:
            self._desk.say("There is no live known issue; i logs one.", "warning")
            return
        self._choose_issue(ticket, situation.board.issues)

    def _choose_issue(self, ticket: Ticket, issues: tuple[KnownIssue, ...]) -> None:
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        options = [(i.ref, f"{i.ref} {i.title}", i.severity.value) for i in issues]
        if ticket.issue_ref:
            options.append(("", "no known issue", f"unlink {ticket.issue_ref}"))
        self._desk.choose(
            ChoiceDialog(f"Link {ticket.ref} to", options),
            lambda ref: self._desk.write(
                lambda: self._tickets.link(ticket.ref, ref or None, ticket.version),
                lambda t: f"{t.ref} points to {t.issue_ref or 'no known issue'}",
            ),
        )

    def _with_text(
        self, title: str, label: str, job: Callable[[Ticket, str, int], object], said: str
    ) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        ticket = self._selected()
        if ticket is not None:
            heading, seen = f"{title.format(ticket.ref)}  {ticket.subject}", self._seen(ticket)
            self._desk.form(
                lambda save: TextDialog(heading, label, multiline=True, save=save),
                lambda text: seen.write(lambda version: job(ticket, text, version)),
                lambda _: said.format(ticket.ref),
            )

    def _seen(self, ticket: Ticket) -> Seen:
        return Seen(ticket.version, lambda: self._tickets.get(ticket.ref).version)

    def _selected(self) -> Ticket | None:
        ref, situation = self._desk.selected(Scope.TICKETS), self._desk.situation
        tickets = situation.board.tickets if situation else ()
        found = next((ticket for ticket in tickets if ticket.ref == ref), None)
        if found is None:
            self._desk.say("No ticket is selected; 2 goes to the tickets.", "warning")
        return found
