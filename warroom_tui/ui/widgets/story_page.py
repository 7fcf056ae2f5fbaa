"""`StoryPage`: a long text in several styles, wrapped once and drawn line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from warroom_tui.ui.widgets.drawn_text import Run, clip, drawable, width_of
from warroom_tui.ui.widgets.lines_widget import strip_of
from warroom_tui.ui.widgets.rows import PLAIN

PIECE = 900
"""Characters of a line handled at once: what `drawable` looks at, with some room."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of text in one style; what follows the first line's `head` is indented alike."""

    text: str
    """May have several lines; made drawable when it is wrapped."""
    style: Style = PLAIN
    indent: int = 0
    tail: str = ""
    """Words behind the first line, in `tail_style`: a time beside a name."""
    tail_style: Style = PLAIN


class StoryPage(ScrollView, can_focus=True):
    """Shows passages below each other; ten thousand lines scroll like ten."""

    DEFAULT_CSS = "StoryPage { width: 1fr; height: 1fr; scrollbar-size-vertical: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", show=False),
        Binding("down,j", "scroll_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown,space", "page_down", show=False),
        Binding("home,g", "scroll_home", show=False),
        Binding("end,G", "scroll_end", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._passages: tuple[Passage, ...] = ()
        self._lines: list[list[Run]] = []
        self._wrapped_to = -1

    def tell(self, passages: Sequence[Passage], *, keep_place: bool = True) -> None:
        """Show other passages; equal ones change nothing, `keep_place` keeps the scroll."""
        told = tuple(passages)
        if told == self._passages:
            return
        self._passages = told
        self._wrapped_to = -1
        if not keep_place:
            self.scroll_home(animate=False)
        self._wrap()

    def on_resize(self) -> None:
        """Wrap to the new width."""
        self._wrap()

    def render_line(self, y: int) -> Strip:
        """One line of the story, or a blank below its end."""
        index = y + round(self.scroll_offset.y)
        parts = self._lines[index] if 0 <= index < len(self._lines) else []
        return strip_of(parts, self.scrollable_content_region.width, self.rich_style)

    def _wrap(self) -> None:
        width = self.scrollable_content_region.width
        if width <= 0 or width == self._wrapped_to:
            return
        self._wrapped_to = width
        self._lines = [line for passage in self._passages for line in _lines(passage, width)]
        self.virtual_size = Size(width, len(self._lines))
        self.refresh()


def _lines(passage: Passage, width: int) -> Iterator[list[Run]]:
    indent = min(passage.indent, max(width - 1, 0))
    blank: list[Run] = [(" " * indent, PLAIN)] if indent else []
    for number, line in enumerate(passage.text.split("\n")):
        for part, piece in enumerate(wrapped(line, width - indent)):
            shown: list[Run] = [*blank, (piece, passage.style)]
            if not number and not part and passage.tail:
                shown.append(("  " + drawable(passage.tail), passage.tail_style))
                shown = clip(shown, width)[0]
            yield shown


def wrapped(line: str, width: int) -> Iterator[str]:
    """The drawable pieces of one line, at most `width` cells each, broken at blanks."""
    width = max(width, 1)
    for start in range(0, len(line), PIECE) if len(line) > PIECE else (0,):
        rest = drawable(line[start : start + PIECE])
        while width_of(rest) > width:
            cut = _cut(rest, width)
            yield rest[:cut].rstrip()
            rest = rest[cut:].lstrip() if cut else ""
        yield rest


def _cut(text: str, width: int) -> int:
    """Where to break: behind the last blank that fits, else as many characters as fit."""
    fits = _fitting(text, width)
    blank = text.rfind(" ", 1, fits + 1)
    return blank if blank > width // 3 else max(fits, 1)


def _fitting(text: str, width: int) -> int:
    if text.isascii():
        return width
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle]) <= width:
            low = middle
        else:
            high = middle - 1
    return low
