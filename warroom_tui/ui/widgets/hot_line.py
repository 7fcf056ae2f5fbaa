"""`HotLine`: base of one-line widgets whose parts can be clicked."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import events

from warroom_tui.ui.widgets.drawn_text import as_text, runs, width_of
from warroom_tui.ui.widgets.lines_widget import LinesWidget
from warroom_tui.ui.widgets.rows import PLAIN


class HotLine(LinesWidget):
    """Lays parts side by side as far as they fit and knows which one was clicked."""

    _spans: Sequence[tuple[int, int, str]] = ()

    def parts(self) -> Sequence[tuple[str, Text]]:
        """Return (key, text) of every part, the most important first."""
        raise NotImplementedError

    def chosen(self, key: str) -> None:
        """The part `key` was clicked."""
        raise NotImplementedError

    def draw(self, width: int) -> Sequence[Text]:
        """Return the one line; a part that does not fit is left out whole."""
        spans: list[tuple[int, int, str]] = []
        line = [(" ", PLAIN)]
        at = 1
        for key, text in self.parts():
            length = sum(width_of(piece) for piece, _ in runs(text))
            if at + length > width:
                break
            spans.append((at, at + length, key))
            line += [("  ", PLAIN)] if spans[1:] else []
            line += runs(text)
            at += length + 2
        self._spans = spans
        return [as_text(line)]

    def on_click(self, event: events.Click) -> None:
        """Tell which part was clicked."""
        offset = event.get_content_offset(self)
        for start, end, key in self._spans:
            if offset is not None and start <= offset.x < end:
                self.chosen(key)
                return
