"""What is done to the marked tickets, or to the one under the cursor when none is marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Generic, TypeVar

from warroom_tui.domain.desk.tickets import Priority, PriorityDefinition, Ticket, TicketState
from warroom_tui.domain.incident.issues import KnownIssue
from warroom_tui.domain.staffing.rota import Person
from warroom_tui.ui.presenters.marks import many
from warroom_tui.ui.presenters.queue import refusals
from warroom_tui.ui.screens.ticket_choices import TicketChoices, category_dialog

if TYPE_CHECKING:
    from warroom_tui.services.desk.ticket_bulk import BulkResult, Deed
    from warroom_tui.ui.screens.dialogs.base import Dialog

D = TypeVar("D")

STATE_MOVES = (
    ("pending", "Wait for the requesters", "the clocks stand still"),
    ("open", "Work on them again", "waiting ones go on, settled ones are reopened"),
    ("resolved", "Resolve", "one solution for all"),
    ("closed", "Close", "resolved ones only"),
)


class ManyTickets(TicketChoices[D], Generic[D]):
    """Forms and choices for several tickets at once."""

    def marked(self) -> tuple[Ticket, ...]:
        """The marked tickets, as they were seen."""
        raise NotImplementedError

    def clear_marks(self, refs: Iterable[str]) -> None:
        """Unmark what has been done."""
        raise NotImplementedError

    def _apply(self, tickets: tuple[Ticket, ...], deed: Deed) -> BulkResult:
        wanted: list[tuple[str, int | None]] = [(t.ref, t.version) for t in tickets]
        return self.services.bulk.apply(wanted, deed)

    def change_marked(self, tickets: tuple[Ticket, ...], deed: Deed) -> None:
        """Change them in a thread and say what became of each."""
        self.ask(lambda: self._apply(tickets, deed), self._changed)

    def _changed(self, result: BulkResult) -> None:
        self.clear_marks(result.done)
        if result.refused:
            self.notify(
                refusals(len(result.done), result.refused),
                severity="warning",
                markup=False,
                timeout=12,
            )
        else:
            self.say(f"{result.sentence} · u undo")
        self.reload()

    def action_assign(self) -> None:
        """Give them to somebody."""
        if self.marked():
            self.ask_for_form(self.services.rota.people, self._assign_marked)
        else:
            super().action_assign()

    def _assign_marked(self, people: tuple[Person, ...]) -> None:
        from warroom_tui.services.desk.ticket_bulk import assigning
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        tickets, me = self.marked(), self.services.actor.name
        names = dict.fromkeys([me, *(person.name for person in people)])
        roles = {person.name: f"{person.level}  {person.role}" for person in people}
        options = [(name, name, roles.get(name, "")) for name in names]
        options.append(("", "nobody", "back to the queue"))
        self._choose(
            ChoiceDialog(f"Who has {many(len(tickets), 'marked ticket')}?", options),
            lambda name: self.change_marked(tickets, assigning(name or None)),
        )

    def action_priority(self) -> None:
        """Choose another priority."""
        if self.marked():
            self.ask_for_form(self.services.tickets.priorities, self._prioritise_marked)
        else:
            super().action_priority()

    def _prioritise_marked(self, definitions: tuple[PriorityDefinition, ...]) -> None:
        from warroom_tui.services.desk.ticket_bulk import prioritising
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        tickets, options = self.marked(), self.priority_options(definitions)
        self._choose(
            ChoiceDialog(f"Priority of {many(len(tickets), 'marked ticket')}", options),
            lambda key: self.change_marked(tickets, prioritising(Priority(key))),
        )

    def action_category(self) -> None:
        """Choose a category, or type another."""
        if self.marked():
            self.ask_for_form(self.services.queue.categories, self._categorise_marked)
        else:
            super().action_category()

    def _categorise_marked(self, known: tuple[tuple[str, int], ...]) -> None:
        from warroom_tui.services.desk.ticket_bulk import categorising

        tickets = self.marked()
        dialog = category_dialog(f"Category of {many(len(tickets), 'ticket')}", known, "", None)
        self._choose(dialog, lambda word: self.change_marked(tickets, categorising(word)))

    def action_link(self) -> None:
        """Point them to a known issue."""
        if self.marked():
            self.ask_for_form(lambda: self.services.issues.all(live_only=True), self._link_marked)
        else:
            super().action_link()

    def _link_marked(self, issues: tuple[KnownIssue, ...]) -> None:
        from warroom_tui.services.desk.ticket_bulk import linking
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        tickets = self.marked()
        options = [(i.ref, i.ref, f"{i.severity.value}  {i.title}") for i in issues]
        options.append(("", "none", "unlink"))
        self._choose(
            ChoiceDialog(f"Link {many(len(tickets), 'marked ticket')} to", options),
            lambda ref: self.change_marked(tickets, linking(ref or None)),
        )

    def action_state(self) -> None:
        """Choose where they stand."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        tickets = self.marked() or tuple(filter(None, (self.chosen(),)))
        if tickets:
            named = tickets[0].ref if len(tickets) == 1 else many(len(tickets), "marked ticket")
            self._choose(
                ChoiceDialog(f"{named}: what now?", STATE_MOVES),
                lambda key: self._move(tickets, TicketState(key)),
            )

    def _move(self, tickets: tuple[Ticket, ...], state: TicketState) -> None:
        from warroom_tui.services.desk.ticket_bulk import moving
        from warroom_tui.ui.screens.dialogs import TextDialog

        if state is not TicketState.RESOLVED:
            self.change_marked(tickets, moving(state))
            return
        if len(tickets) == 1 and not self.marked():
            self.action_resolve()
            return
        results: list[BulkResult] = []

        def save(text: str) -> None:
            results.append(self._apply(tickets, moving(state, text)))

        dialog = TextDialog(
            f"Resolve {many(len(tickets), 'ticket')}",
            "What was wrong and what solved it",
            multiline=True,
            save=save,
        )
        self.app.push_screen(dialog, lambda _: self._changed(results[-1]) if results else None)

    def action_close(self) -> None:
        """Close resolved ones for good."""
        from warroom_tui.services.desk.ticket_bulk import moving

        tickets = self.marked()
        if tickets:
            self.change_marked(tickets, moving(TicketState.CLOSED))
        else:
            super().action_close()

    def action_reply(self) -> None:
        """Record a reply, the same one on each marked ticket."""
        from warroom_tui.services.desk.ticket_bulk import replying
        from warroom_tui.ui.screens.dialogs import TextDialog

        tickets = self.marked()
        if not tickets:
            super().action_reply()
            return
        results: list[BulkResult] = []

        def save(text: str) -> None:
            results.append(self._apply(tickets, replying(text)))

        dialog = TextDialog(
            f"Reply on {many(len(tickets), 'ticket')}", "What was said", multiline=True, save=save
        )
        self.app.push_screen(dialog, lambda _: self._changed(results[-1]) if results else None)

    def _choose(self, dialog: Dialog[str], then: Callable[[str], None]) -> None:
        def chosen(key: str | None) -> None:
            if key is not None:
                then(key)

        self.app.push_screen(dialog, chosen)
