"""Turns rows into lines of the screen, and remembers the lines it made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from warroom_tui.ui.widgets.drawn_text import Run, clip, place, runs
from warroom_tui.ui.widgets.lines_widget import strip_of
from warroom_tui.ui.widgets.rows import Cell, CellLike, Column, Row, column_widths

GUTTER = 2
"""Cells left of the first column: pointer or mark, and a blank."""

_REMEMBERED_LINES = 512
_BLANK = Cell("")


class Place(Flag):
    """What a line is besides its text."""

    PLAIN = 0
    FOCUSED = 1
    """The cursor's line in the focused list."""
    BLURRED = 2
    """The cursor's line in a list without focus."""
    MARKED = 4


@dataclass(frozen=True, slots=True)
class Looks:
    """Colours read from the style sheet; all have a background."""

    base: Style
    header: Style
    cursor: Style
    pointer: Style
    heading: Style
    empty: Style


class ListPainter:
    """Draws the lines of one list for one width at a time."""

    def __init__(self, columns: tuple[Column, ...], gap: int) -> None:
        self.gap = gap
        self.columns = columns
        """All columns, hidden ones included."""
        self._index = {column.key: i for i, column in enumerate(columns)}
        self._flexible = next((i for i, c in enumerate(columns) if c.width is None), 0)
        self._width = -1
        self._widths: tuple[int, ...] = ()
        self._lines: dict[str, tuple[Row, Place, Strip]] = {}

    @property
    def is_laid_out(self) -> bool:
        """Whether it knows where the columns stand."""
        return bool(self._widths)

    def column_index(self, key: str) -> int | None:
        """Place of a column by its key."""
        return self._index.get(key)

    def span_of(self, column: int) -> tuple[int, int]:
        """First cell and width of a column at the present width; width 0 when hidden."""
        if not self._widths or not self._widths[column]:
            return 0, 0
        before = [width for width in self._widths[:column] if width]
        return GUTTER + sum(before) + self.gap * len(before), self._widths[column]

    def lay_out(self, width: int) -> None:
        """Draw for this width from now on."""
        if width != self._width:
            self._width = width
            room = max(width - GUTTER, 0)
            self._widths = column_widths(self.columns, room, self.gap)
            self.forget()

    def forget(self) -> None:
        """Drop the remembered lines: width or colours changed."""
        self._lines.clear()

    def header(self, looks: Looks) -> Strip:
        """Return the line of column titles."""
        cells = tuple(Cell(column.title) for column in self.columns)
        return self._joined((" " * GUTTER, looks.base), cells, 0, looks.header)

    def empty(self, text: str, line: int, looks: Looks) -> Strip:
        """Return one line of the text shown instead of rows."""
        lines = text.split("\n")
        shown = lines[line] if line < len(lines) else ""
        parts, _ = clip([("  ", looks.empty), *runs(shown)], self._width)
        return strip_of(parts, self._width, looks.empty)

    def row(self, row: Row, where: Place, looks: Looks) -> Strip:
        """Return the line of a row, drawn only when it differs from the remembered one."""
        known = self._lines.get(row.key)
        if known is not None and known[0] is row and known[1] == where:
            return known[2]
        if len(self._lines) > _REMEMBERED_LINES:
            self.forget()
        strip = self._draw(row, where, looks)
        self._lines[row.key] = (row, where, strip)
        return strip

    def _draw(self, row: Row, where: Place, looks: Looks) -> Strip:
        base = looks.heading if row.heading else looks.base
        if Place.FOCUSED in where:
            base = looks.cursor
        gutter = (_pointer(where), base + _foreground(looks.pointer))
        if row.heading and len(row.cells) == 1:
            parts, _ = clip([gutter, *runs(row.cells[0])], self._width)
            return strip_of(parts, self._width, base)
        return self._joined(gutter, row.cells, row.indent, base)

    def _joined(self, gutter: Run, cells: tuple[CellLike, ...], indent: int, base: Style) -> Strip:
        """Gutter and cells side by side, never wider than the list."""
        segments = [Segment(gutter[0], gutter[1])]
        blank = Segment(" " * self.gap, base)
        used = GUTTER
        for i, width in enumerate(self._widths):
            if not width:
                continue
            if used > GUTTER and self.gap:
                segments.append(blank)
                used += self.gap
            shift = min(indent, width) if i == self._flexible else 0
            if shift:
                segments.append(Segment(" " * shift, base))
            cell = cells[i] if i < len(cells) else _BLANK
            for text, style in place(cell, width - shift, self.columns[i].align):
                segments.append(Segment(text, base + style))
            used += width
        if used < self._width:
            segments.append(Segment(" " * (self._width - used), base))
        strip = Strip(segments, used if used > self._width else self._width)
        return strip.crop(0, self._width)


def _pointer(where: Place) -> str:
    if Place.MARKED in where:
        return "◆ "
    if Place.FOCUSED in where:
        return "▌ "
    return "▏ " if Place.BLURRED in where else "  "


def _foreground(style: Style) -> Style:
    return Style(color=style.color)
