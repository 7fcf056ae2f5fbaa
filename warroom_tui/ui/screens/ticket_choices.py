"""What is chosen from a list for the ticket on the screen: owner, priority, known issue."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from warroom_tui.domain.desk.tickets import Level, Priority, PriorityDefinition
from warroom_tui.domain.incident.issues import KnownIssue
from warroom_tui.domain.staffing.rota import Person
from warroom_tui.ui.screens.ticket_deeds import TicketDeeds

if TYPE_CHECKING:
    from warroom_tui.ui.screens.dialogs.category import CategoryDialog

D = TypeVar("D")


class TicketChoices(TicketDeeds[D], Generic[D]):
    """Lists above the ticket; each is read first, and keys typed meanwhile are for the list."""

    def action_assign(self) -> None:
        """Give it to somebody."""
        self.ask_for_form(self.services.rota.people, self._assign)

    def _assign(self, people: tuple[Person, ...]) -> None:
        from warroom_tui.ui.screens.dialogs import AssignDialog

        ticket = self.chosen()
        if ticket is None:
            return
        seen, tickets = self._seen(ticket), self.services.tickets

        def save(answer: tuple[str | None, Level | None]) -> object:
            return seen.write(lambda version: tickets.assign(ticket.ref, *answer, version))

        me = self.services.actor.name
        dialog = AssignDialog(ticket, people, me=me, save=save)
        self.app.push_screen(dialog, self.saved(f"{ticket.ref} assigned"))

    def action_priority(self) -> None:
        """Choose another priority, with the plan's words beside it."""
        self.ask_for_form(self.services.tickets.priorities, self._priority)

    def _priority(self, definitions: tuple[PriorityDefinition, ...]) -> None:
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        ticket = self.chosen()
        if ticket is None:
            return
        options = self.priority_options(definitions)

        def chosen(key: str | None) -> None:
            if key is not None:
                self._do(
                    lambda t: self.services.tickets.set_priority(t.ref, Priority(key), t.version),
                    f"is {key}",
                )

        dialog = ChoiceDialog(f"Priority of {ticket.ref}", options, current=ticket.priority.value)
        self.app.push_screen(dialog, chosen)

    @staticmethod
    def priority_options(
        definitions: tuple[PriorityDefinition, ...],
    ) -> list[tuple[str, str, str]]:
        """The priorities as the plan defines them: key, name, examples."""
        from warroom_tui.ui.screens.dialogs.matrix import title_of

        known = {definition.priority: definition for definition in definitions}
        options = []
        for priority in Priority:
            found = known.get(priority)
            examples = "; ".join(found.examples) if found else ""
            title = f"{priority} {title_of(priority, found)}".rstrip()
            options.append((priority.value, title, examples))
        return options

    def action_category(self) -> None:
        """Choose a category that is in use, or type another."""
        self.ask_for_form(self.services.queue.categories, self._category)

    def _category(self, known: tuple[tuple[str, int], ...]) -> None:
        ticket = self.chosen()
        if ticket is None:
            return
        seen, tickets = self._seen(ticket), self.services.tickets
        dialog = category_dialog(
            f"Category of {ticket.ref}",
            known,
            ticket.category,
            lambda word: seen.write(lambda v: tickets.edit(ticket.ref, category=word, expected=v)),
        )
        self.app.push_screen(dialog, self.saved(f"{ticket.ref} categorised"))

    def action_link(self) -> None:
        """Point it to a known issue."""
        self.ask_for_form(lambda: self.services.issues.all(live_only=True), self._link)

    def _link(self, issues: tuple[KnownIssue, ...]) -> None:
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        ticket = self.chosen()
        if ticket is None:
            return
        options = [(i.ref, i.ref, f"{i.severity.value}  {i.title}") for i in issues]
        if ticket.issue_ref:
            options.append(("", "none", f"unlink {ticket.issue_ref}"))
        if not options:
            self.say("There is no live known issue to link it to.")
            return

        def chosen(ref: str | None) -> None:
            if ref is not None:
                self._do(
                    lambda t: self.services.tickets.link(t.ref, ref or None, t.version),
                    f"points to {ref}" if ref else "points to no known issue",
                )

        dialog = ChoiceDialog(f"Link {ticket.ref} to", options, current=ticket.issue_ref)
        self.app.push_screen(dialog, chosen)


def category_dialog(
    heading: str,
    known: tuple[tuple[str, int], ...],
    current: str,
    save: Callable[[str], object] | None,
) -> CategoryDialog:
    """A form with the categories in use and a line for another one."""
    from warroom_tui.ui.screens.dialogs.category import CategoryDialog

    return CategoryDialog(heading, known, current, save=save)
