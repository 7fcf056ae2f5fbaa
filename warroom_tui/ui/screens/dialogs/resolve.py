"""Resolve a ticket with a solution that the next person can use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from textual.app import ComposeResult
from textual.widgets._input import Input

from warroom_tui.domain.desk.satisfaction import Scale, parse_rating
from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.errors import InputError
from warroom_tui.ui.screens.dialogs.base import Dialog, Missing
from warroom_tui.ui.screens.dialogs.fields import BodyField, Field, LineField

Solution: TypeAlias = tuple[str, float | None, Scale]
"""What solved it, and the requester's rating (None: not asked) with its scale."""


class ResolveDialog(Dialog[Solution]):
    """The solution is required; the rating is not."""

    def __init__(self, ticket: Ticket, save: Callable[[Solution], object] | None = None) -> None:
        super().__init__(f"Resolve {ticket.ref}: {ticket.subject}", save)

    def content(self) -> ComposeResult:
        """Solution and rating."""
        field = BodyField("", "what was wrong and what solved it", id="solution")
        yield Field("Solution", field, lines=6)
        rating = LineField("", "1 to 5, or 80%; empty when not asked", id="rating")
        yield Field("Satisfied", rating)

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("ctrl+s", "resolve"), ("tab", "next field"), ("escape", "cancel"))

    def answer(self) -> Solution:
        """Solution and rating."""
        text = self.demand("solution", self.body("solution"), "Say what solved it.")
        return text, *self._rating()

    def _rating(self) -> tuple[float | None, Scale]:
        typed = self.line("rating")
        if not typed:
            return None, Scale.OF_5
        try:
            return parse_rating(typed)
        except InputError as error:
            raise Missing(error.message, "rating", error.hint) from error

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter on the rating saves."""
        event.stop()
        self.action_save()
