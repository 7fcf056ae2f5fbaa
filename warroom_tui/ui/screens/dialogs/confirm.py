"""A question with two answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets._static import Static

from warroom_tui.domain.text import clean
from warroom_tui.ui.screens.dialogs.base import Dialog
from warroom_tui.ui.screens.dialogs.fields import Chooser


class ConfirmDialog(Dialog[bool]):
    """Yes or no; enter takes the marked answer, which is no at first. `escape` is no."""

    DEFAULT_CSS = "ConfirmDialog > #box { max-width: 64; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "say(True)", "Yes", show=False),
        Binding("n", "say(False)", "No", show=False),
    ]

    def __init__(self, title: str, detail: str, yes: str = "Do it", no: str = "Cancel") -> None:
        super().__init__(title)
        self._detail = detail
        self._words = (yes, no)

    def content(self) -> ComposeResult:
        """What it means, and the two answers."""
        if self._detail:
            yield Static(Text(clean(self._detail, limit=4000, multiline=True)), classes="prose")
        yield Static(classes="gap")
        yes, no = self._words
        yield Chooser((("no", no), ("yes", yes)), id="answer")

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        yes, no = self._words
        return (("y", yes), ("n", no), ("enter", "take the marked one"), ("escape", "back"))

    def answer(self) -> bool:
        """The marked answer."""
        return self.chosen("answer") == "yes"

    def action_say(self, sure: bool) -> None:
        """Answer by letter."""
        self.dismiss(sure)

    def action_leave(self) -> None:
        """Leaving is no."""
        self.dismiss(False)
