"""`TextPage`: a text to read, scrolled by keys and wheel, drawn line by line."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from warroom_tui.ui.widgets.drawn_text import drawable, runs
from warroom_tui.ui.widgets.lines_widget import strip_of
from warroom_tui.ui.widgets.rows import PLAIN

WIDEST = 120
"""Longer lines are wrapped here: nobody reads across a whole wall."""


class TextPage(ScrollView, can_focus=True):
    """Plain text, wrapped to the width; nothing in it is ever markup."""

    DEFAULT_CSS = "TextPage { width: 1fr; height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", show=False),
        Binding("down,j", "scroll_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown,space", "page_down", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._text = ""
        self._style = PLAIN
        self._lines: list[Text] = []
        self._wrapped_to = -1

    def show(self, text: str, style: Style = PLAIN) -> None:
        """Show another text from its top; an equal text keeps the place."""
        if (text, style) == (self._text, self._style):
            return
        self._text, self._style = text, style
        self._wrapped_to = -1
        self.scroll_home(animate=False)
        self._wrap()

    def on_resize(self) -> None:
        """Wrap to the new width."""
        self._wrap()

    def render_line(self, y: int) -> Strip:
        """One line of the text, or a blank below its end."""
        width = self.scrollable_content_region.width
        index = y + round(self.scroll_offset.y)
        parts = runs(self._lines[index]) if 0 <= index < len(self._lines) else []
        return strip_of(parts, width, self.rich_style)

    def _wrap(self) -> None:
        width = min(WIDEST, self.scrollable_content_region.width)
        if width <= 0 or width == self._wrapped_to:
            return
        self._wrapped_to = width
        text = Text("\n".join(map(drawable, self._text.split("\n"))), self._style)
        self._lines = list(text.wrap(self.app.console, width))
        self.virtual_size = Size(width, len(self._lines))
        self.refresh()
