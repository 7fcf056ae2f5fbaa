"""The words about an incident: read them, copy them, write them into a file. Nothing is sent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from warroom_tui.services.incident.incident_messages import IncidentWords
from warroom_tui.ui.presenters.prose import prose
from warroom_tui.ui.screens.shelf import Shelf
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.rows import Cell, Column, Row

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services


class IncidentWordsScreen(Shelf[tuple[IncidentWords, ...]]):
    """The list of texts with the chosen one beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy", "Copy the text", show=False),
        Binding("f", "file", "Write it to a file", show=False),
    ]
    ENTER = "Copy the text"
    COLUMNS = (Column("title", "text"), Column("blanks", "open", width=6, align="right"))
    EMPTY = "No template holds these words. Press escape to go back."

    def __init__(self, services: Services, ref: str) -> None:
        super().__init__(services)
        self._ref = ref

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("c", "copy"), ("f", "file"), ("tab", "read"), ("escape", "back"))

    def read(self) -> tuple[IncidentWords, ...]:
        """Every text, made of how the incident stands now."""
        return self.services.incident_messages.all(self._ref)

    def title_of(self, data: tuple[IncidentWords, ...]) -> str:
        """Whose words they are."""
        return f"{self._ref} · {len(data)} texts · nothing is sent from here"

    def rows(self, data: tuple[IncidentWords, ...]) -> Sequence[Row]:
        """One line a text."""
        return [
            Row(
                words.key,
                (
                    Cell(words.title, self.palette.text),
                    Cell(str(len(words.blanks)) if words.blanks else "–", self.palette.muted),
                ),
            )
            for words in data
            if self.matches(words.title, words.body)
        ]

    def told(self, data: tuple[IncidentWords, ...]) -> Text:
        """The text as it would go out."""
        words = next((one for one in data if one.key == self.cursor), None)
        out = Text()
        if words is None:
            return out
        if words.subject:
            out.append("Subject  ", self.palette.muted)
            out.append(drawable(words.subject) + "\n\n", self.palette.strong)
        out.append(prose(words.body), self.palette.text)
        if words.blanks:
            out.append("\n\nStill open: ", self.palette.warn)
            out.append(drawable(", ".join(words.blanks)), self.palette.warn)
        return out

    def _chosen(self) -> IncidentWords | None:
        return next((one for one in self.page or () if one.key == self.cursor), None)

    def action_act(self) -> None:
        """Enter copies."""
        self.action_copy()

    def action_copy(self) -> None:
        """Put the text on the clipboard; some terminals ignore that."""
        words = self._chosen()
        if words is not None:
            self.app.copy_to_clipboard(words.text)
            self.say("Copied. If your terminal ignores that, press f for a file.")

    def action_file(self) -> None:
        """Write the text into a file beside the reports."""
        words = self._chosen()
        if words is None:
            return
        folder = self.services.reports_folder or Path()
        self.ask(
            lambda: self.services.incident_messages.write_file(self._ref, words, folder),
            lambda path: self.say(f"Written to {path}"),
        )
