"""What the Tickets screen looks at: a view by its digit, a query as typed, an order."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

from textual import events, on
from textual.widgets._input import Input

from warroom_tui.domain.desk.queue.views import CHOICES, ORDER_WORDS, VIEWS, QueueView
from warroom_tui.domain.desk.sla import SlaTarget
from warroom_tui.domain.desk.tickets import PriorityDefinition
from warroom_tui.domain.errors import WarroomError
from warroom_tui.ui.presenters.marks import many
from warroom_tui.ui.screens.queue.many import ManyTickets
from warroom_tui.ui.widgets.line_list import LineList

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

D = TypeVar("D")


class Viewing(ManyTickets[D], Generic[D]):
    """Views, query line, order, and logging a ticket."""

    def __init__(self, services: Services, query: str = "") -> None:
        super().__init__(services)
        self.digit = "" if query else "0"
        self.view = QueueView("Query", query) if query else VIEWS["0"]
        self.typed: str | None = None
        """What stands in the query line; None while the view's own query holds."""
        self.order = self.view.order
        self.used_order = self.order
        self.saved_views: tuple[QueueView, ...] = ()

    def look_anew(self) -> None:
        """Look at what is asked for now, from its first row."""
        raise NotImplementedError

    @property
    def query_text(self) -> str:
        """What is asked for."""
        return self.view.query if self.typed is None else self.typed

    @property
    def view_name(self) -> str:
        """How the heading calls it."""
        if self.typed is None or self.typed == self.view.query:
            return self.view.name
        return self.typed or "Queue"

    def nothing_found(self) -> str:
        """What stands where there is no row."""
        if not self.query_text:
            return "No open tickets. Press n to log one."
        return "Nothing matches.\n0 shows the whole queue, / changes the query."

    # Views

    def action_view(self, digit: str) -> None:
        """Open the view of a digit."""
        if digit == "6":
            self.ask_for_form(self.services.queue.categories, self._choose_category)
        elif digit == "9":
            self.ask_for_form(self.services.queue.views, self._choose_saved)
        else:
            self.open_view(digit, VIEWS[digit])

    def open_view(self, digit: str, view: QueueView) -> None:
        """Look at a view."""
        self.digit, self.view, self.order = digit, view, view.order
        self.used_order = view.order
        self._close_line()
        self.query_one("#queue", LineList).clear_marks()
        self.look_anew()

    def _choose_category(self, known: tuple[tuple[str, int], ...]) -> None:
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        options = [
            (name, name or "no category", many(number, "ticket"))
            for name, number in known
            if number
        ]
        if not options:
            self.say("There is no open ticket.")
            return

        def chosen(name: str | None) -> None:
            if name is not None:
                query = f'cat:"{name}"' if name else "cat:none"
                self.open_view("6", QueueView(name or "No category", query))

        self.app.push_screen(
            ChoiceDialog("Tickets of which category?", options, changes=False), chosen
        )

    def _choose_saved(self, saved: tuple[QueueView, ...]) -> None:
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        self.saved_views = saved
        if not saved:
            self.say("No view is saved yet: / asks for tickets, v saves the query.")
            return
        by_name = {view.name: view for view in saved}
        options = [(view.name, view.name, view.query or "everything") for view in saved]

        def chosen(name: str | None) -> None:
            if name is not None:
                self.open_view("9", by_name[name])

        self.app.push_screen(ChoiceDialog("Saved views", options, changes=False), chosen)

    async def _read_saved_views(self) -> None:
        try:
            self.saved_views = await asyncio.to_thread(self.services.queue.views)
        except WarroomError:
            return  # the rows say what is wrong

    def action_save_view(self) -> None:
        """Keep what is asked for now under a name."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        query, order = self.query_text, self.order
        dialog = TextDialog(
            "Save this view",
            "Name",
            self.view.name if self.digit == "9" else "",
            hint=query or "everything",
            save=lambda name: self.services.queue.save_view(name, query, order),
        )

        def saved(name: str | None) -> None:
            if name is not None:
                self.say(f"Saved the view {name}: 9 opens it · u undo")
                self.open_view("9", QueueView(name, query, order, by=self.services.actor.name))

        self.app.push_screen(dialog, saved)

    def action_drop_view(self) -> None:
        """Forget the saved view that is open."""
        if self.digit != "9":
            self.say("9 opens a saved view; D drops the one that is open.")
            return
        name = self.view.name
        self.write(
            lambda: self.services.queue.drop_view(name), lambda v: f"Dropped {v.name} · u undo"
        )
        self.open_view("0", VIEWS["0"])

    # Query

    def action_filter(self) -> None:
        """Open the query line; what it says is looked for while it is typed."""
        line = self.query_one("#query", Input)
        if not line.has_class("shown"):
            line.add_class("shown")
            own = self.query_text
            line.value = f"{own} " if own else ""
            line.cursor_position = len(line.value)
        self.set_focus(line)

    def _close_line(self) -> None:
        line = self.query_one("#query", Input)
        self.typed = None
        line.remove_class("shown")
        line.value = ""
        self.set_focus(self.query_one("#queue"))

    @on(Input.Changed, "#query")
    def _query_typed(self, event: Input.Changed) -> None:
        event.stop()
        if not event.input.has_class("shown"):
            return
        typed = " ".join(event.value.split())
        if typed != self.query_text:
            self.typed = typed
            self.look_anew()

    @on(Input.Submitted, "#query")
    def _query_done(self, event: Input.Submitted) -> None:
        event.stop()
        if not event.value.strip():
            self.open_view("0", VIEWS["0"])
        self.set_focus(self.query_one("#queue"))

    def on_key(self, event: events.Key) -> None:
        """From the query line, down goes to the list."""
        if self.focused is self.query_one("#query") and event.key == "down":
            event.stop()
            self.set_focus(self.query_one("#queue"))

    def action_leave(self) -> None:
        """Clear the query, then the marks, then leave."""
        queue = self.query_one("#queue", LineList)
        if self.query_one("#query").has_class("shown"):
            self.open_view(self.digit, self.view)
        elif queue.marked:
            self.clear_marks(queue.marked)
        else:
            super().action_leave()

    # Order

    def action_order(self) -> None:
        """The next order."""
        at = CHOICES.index(self.order) if self.order in CHOICES else -1
        self.order = CHOICES[(at + 1) % len(CHOICES)]
        self.used_order = self.order
        self.look_anew()
        self.say(f"{ORDER_WORDS[self.order].capitalize()}")

    # Logging

    def log_with(
        self, priorities: tuple[PriorityDefinition, ...], targets: tuple[SlaTarget, ...]
    ) -> None:
        """Open the form for a new ticket."""
        from warroom_tui.ui.screens.dialogs import NewTicketDialog

        dialog = NewTicketDialog(priorities, save=self.services.tickets.add)
        self.app.push_screen(dialog, self.saved("Ticket logged · u undo"))
        self.call_after_refresh(dialog.show_targets, targets)
        self.ask(self.services.queue.categories, dialog.show_categories)
