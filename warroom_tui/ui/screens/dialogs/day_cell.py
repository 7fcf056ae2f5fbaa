"""Type a figure over a counted one of the day and week tables, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.widgets._input import Input

from warroom_tui.ui.screens.dialogs.base import Dialog
from warroom_tui.ui.screens.dialogs.fields import Field, LineField

CellAnswer = tuple[str, str]
"""Value and reason; an empty value is counted again."""


class DayCellDialog(Dialog[CellAnswer]):
    """Two lines: the figure, and why the counted one is not right."""

    def __init__(
        self, cell: str, now: str, save: Callable[[CellAnswer], object] | None = None
    ) -> None:
        """`cell` names it ("Day 3, Issues"), `now` is what stands there."""
        super().__init__(cell, save)
        self._now = now

    def content(self) -> ComposeResult:
        """Figure, reason."""
        hint = f"now {self._now}; empty: count it again"
        yield Field("Figure", LineField(placeholder=hint, id="value"))
        yield Field("Reason", LineField(placeholder="why, for the record (required)", id="why"))

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("enter", "save"), ("tab", "next field"), ("escape", "cancel"))

    def answer(self) -> CellAnswer:
        """Both lines; the reason is demanded."""
        return self.line("value"), self.demand("why", self.line("why"), "A reason is needed.")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter saves, or goes to the reason that is missing."""
        event.stop()
        self.action_save()
