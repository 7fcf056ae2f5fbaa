"""Raise a ticket's level, with the five things that the next level needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from warroom_tui.domain.desk.tickets import EscalationContext, Level, Ticket
from warroom_tui.ui.screens.dialogs.base import Dialog
from warroom_tui.ui.screens.dialogs.fields import BodyField, Chooser, Field, LineField


class EscalateDialog(Dialog[tuple[Level, EscalationContext]]):
    """Level and context; problem, what is known and what was tried are required."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next_field", "Next field", show=False),
    ]

    def __init__(
        self,
        ticket: Ticket,
        initial: tuple[Level, EscalationContext] | None = None,
        save: Callable[[tuple[Level, EscalationContext]], object] | None = None,
    ) -> None:
        super().__init__(f"Escalate {ticket.ref} from {ticket.level}: {ticket.subject}", save)
        above = [level for level in Level if level > ticket.level]
        self._levels = [(level.value, level.value) for level in above or list(Level)]
        self._initial = initial or (Level(self._levels[0][0]), EscalationContext("", "", ""))
        self.retyped = initial is not None

    def content(self) -> ComposeResult:
        """The level and the five pieces."""
        level, context = self._initial
        yield Field("To level", Chooser(self._levels, level.value, id="level"))
        summary = LineField(context.summary, "what is wrong, in one line (required)", id="summary")
        yield Field("Problem", summary)
        known = BodyField(context.information, "who, since when, how many (required)", id="known")
        yield Field("Known so far", known, lines=3)
        tried = BodyField(context.steps_tried, "steps and what they showed (required)", id="tried")
        yield Field("Tried", tried, lines=3)
        reach = LineField(context.reachable, "how the next level reaches you", id="reach")
        yield Field("Reach me", reach)
        follow = LineField(context.follow_up, "what you do next, and when", id="follow")
        yield Field("Follow up", follow)

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("ctrl+s", "escalate"), ("tab", "next field"), ("escape", "cancel"))

    def on_mount(self) -> None:
        """Typing begins at once."""
        self.query_one("#summary").focus()

    def answer(self) -> tuple[Level, EscalationContext]:
        """Level and context."""
        context = EscalationContext(
            summary=self.demand("summary", self.line("summary"), "Say what the problem is."),
            information=self.demand("known", self.body("known"), "Say what is known so far."),
            steps_tried=self.demand("tried", self.body("tried"), "Say what was tried."),
            reachable=self.line("reach"),
            follow_up=self.line("follow"),
        )
        return Level(self.chosen("level")), context

    def on_input_submitted(self) -> None:
        """Enter goes on to the next field; saving is ctrl+s."""
        self.focus_next()
