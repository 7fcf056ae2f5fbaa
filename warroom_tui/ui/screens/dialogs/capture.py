"""Capture a win, an action or tomorrow's focus in one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeAlias

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets._input import Input

from warroom_tui.ui.screens.dialogs.base import Dialog
from warroom_tui.ui.screens.dialogs.fields import Chooser, Field, LineField

Captured: TypeAlias = tuple[str, str]
"""Kind and text."""

KINDS = (
    ("win", "win"),
    ("action", "action"),
    ("focus", "focus"),
    ("lesson_well", "keep"),
    ("lesson_improve", "improve"),
    ("quote", "quote"),
)


class CaptureDialog(Dialog[Captured]):
    """One line and enter; ctrl+up and ctrl+down (or tab) change what it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+up", "step(-1)", "Kind before", show=False, priority=True),
        Binding("ctrl+down,ctrl+t", "step(1)", "Next kind", show=False, priority=True),
    ]

    def __init__(
        self,
        kind: str = "win",
        initial: Captured | None = None,
        save: Callable[[Captured], object] | None = None,
    ) -> None:
        super().__init__("For the report", save)
        self._initial = initial or (kind, "")
        self.retyped = initial is not None

    def content(self) -> ComposeResult:
        """The line and its kind."""
        kind, text = self._initial
        yield Field("Text", LineField(text, "one line for the report", id="text"))
        yield Field("Kind", Chooser(KINDS, kind, id="kind"))

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("enter", "note it"), ("ctrl+t", "next kind"), ("escape", "cancel"))

    def action_step(self, step: int) -> None:
        """Change the kind while typing; after the last comes the first."""
        kind = self.query_one("#kind", Chooser)
        kind.index = (kind.index + step) % len(KINDS)

    def answer(self) -> Captured:
        """Kind and text."""
        return self.chosen("kind"), self.demand("text", self.line("text"), "Nothing is typed.")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter notes it."""
        event.stop()
        self.action_save()
