"""Escalation: whom to call now, who has not answered, what is promised and in which hours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from warroom_tui.domain.desk.escalation import Escalation, HeldTicket
from warroom_tui.ui.presenters import escalation_rows
from warroom_tui.ui.screens.shelf import Shelf
from warroom_tui.ui.widgets.rows import Row

if TYPE_CHECKING:
    from warroom_tui.services.desk.escalation_desk import EscalationPage


class EscalationsScreen(Shelf["EscalationPage"]):
    """Calls, path, promises and hours in one list, the chosen line in full beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "answer", "Say who picked up the call", show=False),
        Binding("e", "escalate", "Escalate the ticket, with context", show=False),
        Binding("s", "keep", "Leave it at its level, with a reason", show=False),
        Binding("x", "test", "Record a test of the path", show=False),
        Binding("f", "figures", "The desk's figures", show=False),
    ]
    DEFAULT_CSS = """
    EscalationsScreen.wide {
        & #list { width: 3fr; }
        & #detail { width: 2fr; }
    }
    """
    ENTER = "Answer the call, or escalate what is held"
    COLUMNS = escalation_rows.COLUMNS
    BESIDE_FROM = 140  # names and promises are cut before that
    EMPTY = "The plan names no levels, promises or hours. Press escape to go back."

    _goal: str | None = None
    """Ticket whose call the cursor goes to once it is read."""

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("a", "answered"),
            ("e", "escalate"),
            ("s", "stays at level"),
            ("x", "record a test"),
            ("f", "figures"),
            ("slash", "find"),
            ("u", "undo"),
            ("escape", "back"),
        )

    def read(self) -> EscalationPage:
        """Everything at one moment."""
        return self.services.escalations.page()

    def title_of(self, data: EscalationPage) -> str:
        """What waits for somebody."""
        parts = [f"{len(data.open)} not answered"] if data.open else []
        parts += [f"{len(data.held)} held too long"] if data.held else []
        return " · ".join(["Escalation and promises", *parts])

    def rows(self, data: EscalationPage) -> Sequence[Row]:
        """What waits first, then the path, promises and hours; headings of what is found."""
        out: list[Row] = []
        for words, row in escalation_rows.rows(data, self.palette):
            if row.heading:
                if out and out[-1].heading:
                    out.pop()
                out.append(row)
            elif self.matches(words):
                out.append(row)
        if out and out[-1].heading:
            out.pop()
        return out

    def show(self, data: EscalationPage) -> None:
        """As a shelf does, then to the call that was just made."""
        super().show(data)
        goal, self._goal = self._goal, None
        for call in data.open if goal is not None else ():
            if call.subject_ref == goal:
                self.list.move_to(f"call:{call.id}")

    def told(self, data: EscalationPage) -> Text:
        """The chosen line in full."""
        return escalation_rows.facts(data, self.cursor or "", self.palette)

    def _call(self) -> Escalation | None:
        found = self.page.open if self.page else ()
        return next((one for one in found if self.cursor == f"call:{one.id}"), None)

    def _held(self) -> HeldTicket | None:
        found = self.page.held if self.page else ()
        return next((one for one in found if self.cursor == f"held:{one.ref}"), None)

    # What can be done

    def action_act(self) -> None:
        """Enter answers a call, or escalates what is held."""
        if self._call() is not None:
            self.action_answer()
        elif self._held() is not None:
            self.action_escalate()

    def action_answer(self) -> None:
        """Say who answered the call under the cursor."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        call = self._call()
        if call is None:
            self.say("Go to a call that nobody answered yet.")
            return
        me = self.services.actor.name
        dialog = TextDialog(
            f"{call.subject_ref} to {call.to_key}",
            "Who answered?",
            initial="" if me == call.by else me,
            save=lambda who: self.services.escalations.acknowledge(call.id, who, call.version),
        )
        self.app.push_screen(dialog, self.saved("Answered · u undo"))

    def action_escalate(self) -> None:
        """Pass the held ticket on, with its context."""
        held = self._held()
        if held is None:
            self.say("Go to a ticket that its level has held too long.")
            return
        self.ask_for_form(lambda: self.services.tickets.get(held.ref), self._escalate)

    def _escalate(self, ticket: object) -> None:
        from warroom_tui.domain.desk.tickets import Ticket
        from warroom_tui.ui.screens.dialogs import EscalateDialog

        assert isinstance(ticket, Ticket)
        dialog = EscalateDialog(
            ticket,
            save=lambda to: self.services.tickets.escalate(ticket.ref, *to, ticket.version),
        )
        saved = self.saved(f"{ticket.ref} escalated · u undo")

        def escalated(answer: object) -> None:
            self._goal = ticket.ref if answer is not None else None
            saved(answer)

        self.app.push_screen(dialog, escalated)

    def action_keep(self) -> None:
        """Leave the held ticket at its level, with the reason."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        held = self._held()
        if held is None:
            self.say("Go to a ticket that its level has held too long.")
            return
        dialog = TextDialog(
            f"{held.ref} stays at {held.level}",
            "Why?",
            save=lambda why: self.services.escalations.keep(held.ref, why),
        )
        self.app.push_screen(dialog, self.saved(f"{held.ref} stays at {held.level} · u undo"))

    def action_figures(self) -> None:
        """What the desk's figures say of today."""
        from warroom_tui.ui.screens.desk_figures import FiguresScreen

        self.app.push_screen(FiguresScreen(self.services))

    def action_test(self) -> None:
        """Record a test of the level under the cursor."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        kind, _, key = (self.cursor or "").partition(":")
        if kind != "level":
            self.say("Go to a level of the path.")
            return
        dialog = TextDialog(
            f"Test of {key}",
            "What came of it?",
            save=lambda outcome: self.services.escalations.test(key, outcome),
        )
        self.app.push_screen(dialog, self.saved("Test recorded · u undo"))
