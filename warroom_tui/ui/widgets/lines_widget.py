"""`LinesWidget`: a few lines of text that repaint only the cells that changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from warroom_tui.ui.widgets.drawn_text import Run, clip, runs


def strip_of(parts: Iterable[Run], width: int, base: Style) -> Strip:
    """Return runs of at most `width` cells on `base`, padded to exactly `width`."""
    segments: list[Segment] = []
    used = 0
    for text, style in parts:
        segments.append(Segment(text, base + style))
        used += cell_len(text)
    if used < width:
        segments.append(Segment(" " * (width - used), base))
    return Strip(segments, max(used, width))


def changed_cells(old: Sequence[Run], new: Sequence[Run]) -> tuple[int, int] | None:
    """Return the cells (start, end) in which two lines differ; None when they are equal."""
    if old == new:
        return None
    shortest = min(len(old), len(new))
    head = tail = 0  # whole runs that are the same at both ends
    while head < shortest and old[head] == new[head]:
        head += 1
    lengths = [_cells(line[head:]) for line in (old, new)]
    while lengths[0] == lengths[1] and tail < shortest - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    start, cut = _cells(old[:head]), _cells(new[len(new) - tail :])
    span = _changed_within(old[head : len(old) - tail], new[head : len(new) - tail])
    # A mark that joins the letter before it takes no cell of its own: repaint that letter.
    return max(start + span[0] - 2, 0), start + max(lengths) - cut - span[1]


def _changed_within(old: Sequence[Run], new: Sequence[Run]) -> tuple[int, int]:
    """Cells that are the same at the start and at the end of two stretches that differ."""
    before = [(char, style) for text, style in old for char in text]
    after = [(char, style) for text, style in new for char in text]
    shortest = min(len(before), len(after))
    head = tail = 0
    while head < shortest and before[head] == after[head]:
        head += 1
    if _cells(old) == _cells(new):
        while tail < shortest - head and before[-1 - tail] == after[-1 - tail]:
            tail += 1
    return (
        sum(cell_len(char) for char, _ in before[:head]),
        sum(cell_len(char) for char, _ in after[len(after) - tail :]),
    )


def _cells(parts: Sequence[Run]) -> int:
    return sum(cell_len(text) for text, _ in parts)


class LinesWidget(Widget):
    """Base of the line-drawn widgets. Subclasses implement `draw` and call `redraw`."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._drawn: list[list[Run]] = []
        self._drawn_size = (-1, -1)
        self._base: Style | None = None

    def draw(self, width: int) -> Sequence[Text]:
        """Return the lines to show; each is made drawable and clipped to `width` cells for you."""
        raise NotImplementedError

    def redraw(self) -> int:
        """Draw again and repaint the cells that changed; returns how many lines did."""
        size = (self.size.width, self.size.height)
        if size != self._drawn_size or not self.is_attached:
            self._drawn_size = (-1, -1)
            self.refresh()
            return size[1]
        fresh = self._lines(*size)
        changed = 0
        for y in range(max(len(fresh), len(self._drawn))):
            span = changed_cells(_at(self._drawn, y), _at(fresh, y))
            if span:
                changed += 1
                self.refresh(Region(span[0], y, span[1] - span[0], 1))
        self._drawn = fresh
        return changed

    def _lines(self, width: int, height: int) -> list[list[Run]]:
        return [clip(runs(line), width)[0] for line in self.draw(width)[:height]]

    def render_line(self, y: int) -> Strip:
        """Return line `y` from what was drawn last."""
        size = (self.size.width, self.size.height)
        if size != self._drawn_size:
            self._drawn = self._lines(*size)
            self._drawn_size = size
        if self._base is None:
            self._base = self.rich_style
        return strip_of(_at(self._drawn, y), size[0], self._base)

    def notify_style_update(self) -> None:
        """Forget the colours, which came from the style sheet."""
        super().notify_style_update()
        self._base = None
        self._drawn_size = (-1, -1)


def _at(lines: Sequence[Sequence[Run]], y: int) -> Sequence[Run]:
    return lines[y] if y < len(lines) else ()
