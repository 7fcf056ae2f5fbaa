"""One text, on one line or several."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets._input import Input
from textual.widgets._static import Static

from warroom_tui.ui.screens.dialogs.base import Dialog
from warroom_tui.ui.screens.dialogs.fields import BodyField, LineField
from warroom_tui.ui.widgets.drawn_text import drawable


class TextDialog(Dialog[str]):
    """Asks for a text. On one line enter saves; with several lines ctrl+s does."""

    def __init__(
        self,
        title: str,
        label: str,
        initial: str = "",
        multiline: bool = False,
        required: bool = True,
        hint: str = "",
        save: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(title, save)
        self._label = label
        self._initial = initial
        self.retyped = bool(initial)
        self._multiline = multiline
        self._required = required
        self._hint = hint

    def content(self) -> ComposeResult:
        """The label above the field, so that the text has the whole width."""
        label = Text(drawable(self._label), "bold")
        if self._hint:
            label.append("  " + drawable(self._hint), self.palette.muted)
        yield Static(label, classes="prose")
        if self._multiline:
            field = BodyField(self._initial, id="text")
            field.styles.height = 8
            yield field
        else:
            yield LineField(self._initial, id="text")

    DEFAULT_CSS = """
    TextDialog #text { background: $background; margin: 0 1; }
    """

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        key = ("ctrl+s", "save") if self._multiline else ("enter", "save")
        return (key, ("escape", "cancel"))

    def answer(self) -> str:
        """The text."""
        text = self.body("text") if self._multiline else self.line("text")
        return self.demand("text", text, f"{self._label} is empty.") if self._required else text

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter on the line saves."""
        event.stop()
        self.action_save()
