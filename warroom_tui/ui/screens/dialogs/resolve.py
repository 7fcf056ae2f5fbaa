"""Resolve a ticket with a solution that the next person can use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from textual.app import ComposeResult

from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.ui.screens.dialogs.base import Dialog
from warroom_tui.ui.screens.dialogs.fields import BodyField, Chooser, Field

Solution: TypeAlias = tuple[str, float | None]
"""What solved it, and the requester's rating from 1 to 5."""

STARS = (("", "not asked"), *((str(n), f"{n}★") for n in (1, 2, 3, 4, 5)))


class ResolveDialog(Dialog[Solution]):
    """The solution is required; the rating is not."""

    def __init__(
        self,
        ticket: Ticket,
        initial: Solution | None = None,
        save: Callable[[Solution], object] | None = None,
    ) -> None:
        super().__init__(f"Resolve {ticket.ref}: {ticket.subject}", save)
        self._initial = initial or ("", None)
        self.retyped = initial is not None

    def content(self) -> ComposeResult:
        """Solution and rating."""
        solution, stars = self._initial
        field = BodyField(solution, "what was wrong and what solved it", id="solution")
        yield Field("Solution", field, lines=6)
        value = "" if stars is None else f"{stars:.0f}"
        yield Field("Satisfied", Chooser(STARS, value, id="stars"))

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("ctrl+s", "resolve"), ("tab", "next field"), ("escape", "cancel"))

    def answer(self) -> Solution:
        """Solution and rating."""
        text = self.demand("solution", self.body("solution"), "Say what solved it.")
        stars = self.chosen("stars")
        return text, float(stars) if stars else None
