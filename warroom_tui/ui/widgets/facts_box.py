"""`FactsBox`: a block of short lines that change a little each second."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from warroom_tui.ui.widgets.lines_widget import LinesWidget


class FactsBox(LinesWidget):
    """Lines of text; a countdown repaints its own cells, and the layout stays."""

    DEFAULT_CSS = "FactsBox { height: 1; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._shown: list[Text] = []

    def tell(self, text: Text) -> None:
        """Show other lines. The box grows with them and never shrinks: nothing below jumps."""
        self._shown = list(text.split("\n", allow_blank=True))
        height = len(self._shown)
        current = self.styles.height
        if current is None or current.value < height:
            self.styles.height = height
        self.redraw()

    def fold(self) -> None:
        """Take only the room that the next lines need."""
        self.styles.height = 1

    def draw(self, width: int) -> Sequence[Text]:  # noqa: ARG002 - the base's signature
        """The lines."""
        return self._shown
