"""The tickets panel, with its live filter."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Input
from textual.widgets._static import Static

from warroom_tui.domain.situation import Situation
from warroom_tui.ui.panels.base import Panel, Sight
from warroom_tui.ui.presenters import tickets
from warroom_tui.ui.presenters.marks import Face


class TicketsPanel(Panel):
    """Live tickets, the next promise first."""

    NAME = "tickets"
    TITLE = "Tickets"
    DIGIT = "2"
    EMPTY = tickets.EMPTY
    COLUMNS = tickets.COLUMNS

    class FilterChanged(Message):
        """The words of the filter changed."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    def __init__(self) -> None:
        super().__init__()
        self._input = Input(
            placeholder="words, or p1 unassigned cat:billing due<30m -word", compact=True
        )
        self._input.display = False
        self._why = Static()
        self._why.display = False

    def compose(self) -> ComposeResult:
        """The filter line above the list, and why it cannot be read."""
        yield self._input
        yield self._why
        yield from super().compose()

    def face(self, sight: Sight) -> Face:
        """Rows and headings at the situation's moment."""
        self._explain(sight)
        self.list.set_columns(tickets.columns(sight.situation.board.tickets))
        return tickets.face(sight.situation, sight.palette, sight.view)

    def pulse(self, situation: Situation) -> object:
        """The second, while a countdown tells it; else ten of them."""
        return tickets.pulse(situation)

    def _explain(self, sight: Sight) -> None:
        """Say what is wrong with the filter, as the Tickets screen does."""
        trouble = sight.situation.board.ticket_counts.trouble
        self._why.display = trouble is not None
        if trouble is not None:
            from warroom_tui.ui.presenters import queue

            self._why.update(queue.trouble(sight.view.ticket_filter, trouble, sight.palette))

    def empty_text(self) -> str:
        """No tickets at all, or none that pass the filter."""
        return tickets.EMPTY_FILTERED if self._view.ticket_filter else tickets.EMPTY

    def _show_ready(self, filled: bool) -> None:
        # A notice would cover the filter line while somebody types in it.
        self.list.set_empty(self.empty_text())
        super()._show_ready(filled or self._input.display)

    def open_filter(self) -> None:
        """Show the filter line and put the cursor into it."""
        self._input.display = True
        self._show_ready(bool(self.list.rows))
        # At once: the letters of "/pay" may come in one burst, and are words, not commands.
        self.screen.set_focus(self._input)

    def clear_filter(self) -> bool:
        """Show every ticket again; False when there was no filter."""
        if not self._input.display and not self._input.value:
            return False
        self._input.value = ""
        self._input.display = False
        self.screen.set_focus(self.list)
        return True

    @on(Input.Changed)
    def _filter_typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.FilterChanged(event.value))

    @on(Input.Submitted)
    def _filter_done(self, event: Input.Submitted) -> None:
        event.stop()
        self._input.display = bool(event.value)
        self.screen.set_focus(self.list)

    def on_key(self, event: events.Key) -> None:
        """From the filter line, escape clears and down goes to the list."""
        if self.app.focused is not self._input:
            return
        if event.key == "escape":
            event.stop()
            self.clear_filter()
        elif event.key == "down":
            event.stop()
            self.screen.set_focus(self.list)
