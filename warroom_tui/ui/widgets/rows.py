"""What a keyed list shows: columns, rows and cells. Pure values, no Textual."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rich.style import Style
from rich.text import Text

Align: TypeAlias = Literal["left", "right", "center"]

PLAIN = Style()
"""A style that changes nothing: the list's own colours show through."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One piece of literal text in one style: the cheap choice for most cells."""

    text: str
    """Shown as written: never markup; cleaned and clipped when drawn."""
    style: Style = PLAIN
    """Colours and weight; a background wins over the cursor's."""


CellLike: TypeAlias = Cell | Text
"""A `Cell`, or a `rich.text.Text` where one cell needs several styles."""

Cells: TypeAlias = tuple[CellLike, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a fixed number of cells wide, or a share of what the others leave."""

    key: str
    """Name used by `LineList.update_cell`."""
    title: str = ""
    """Header text; empty for symbol columns."""
    width: int | None = None
    """Width in terminal cells; None makes the column flexible."""
    fraction: int = 1
    """Share of the free width among flexible columns; unused when `width` is given."""
    align: Align = "left"
    """Side on which the text stands."""
    min_total_width: int = 0
    """The column hides while the whole list is narrower than this many cells."""


class Row:
    """One line of a list, known by its key and not by its place. Treat it as frozen.

    A list of hundreds shows a dozen lines: cells that are given as what makes them are made when
    the line is first looked at.
    """

    __slots__ = ("_cells", "_make", "heading", "indent", "key")

    def __init__(
        self,
        key: str,
        cells: Cells | Callable[[], Cells],
        heading: bool = False,
        indent: int = 0,
    ) -> None:
        self.key = key
        """Identity across `set_rows`; unique in the list (of two alike, the first is found)."""
        self.heading = heading
        """A section line: the cursor passes over it, and a single cell spans the whole width."""
        self.indent = indent
        """Blank cells before the text of the first flexible column."""
        self._make = cells if callable(cells) else None
        self._cells = () if callable(cells) else cells

    @property
    def cells(self) -> Cells:
        """One per column, in column order; missing ones are blank, surplus ones ignored."""
        if self._make is not None:
            self._cells, self._make = self._make(), None
        return self._cells

    def with_cells(self, cells: Cells) -> Row:
        """The same row with other cells."""
        return Row(self.key, cells, self.heading, self.indent)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Row):
            return NotImplemented
        return (self.key, self.heading, self.indent, self.cells) == (
            other.key,
            other.heading,
            other.indent,
            other.cells,
        )

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"Row({self.key!r}, {self.cells!r}, {self.heading}, {self.indent})"


def same_cell(first: CellLike, second: CellLike) -> bool:
    """Whether both cells look the same (`Text` itself ignores its base style when compared)."""
    if first is second:
        return True
    if isinstance(first, Text) and isinstance(second, Text):
        return (
            first.plain == second.plain
            and first.style == second.style
            and first.spans == second.spans
        )
    return first == second


def changed_columns(first: Row, second: Row) -> list[int] | None:
    """In which columns two rows differ; None when they are not made of the same columns."""
    if first is second:
        return []
    if (
        first.key != second.key
        or first.heading != second.heading
        or first.indent != second.indent
        or len(first.cells) != len(second.cells)
    ):
        return None
    pairs = enumerate(zip(first.cells, second.cells, strict=True))
    changed = [i for i, (old, new) in pairs if not same_cell(old, new)]
    return None if changed and first.heading else changed  # a heading goes over every column


def same_row(first: Row, second: Row) -> bool:
    """Whether both rows draw the same line."""
    return changed_columns(first, second) == []


def column_widths(columns: tuple[Column, ...], total: int, gap: int = 1) -> tuple[int, ...]:
    """Return the cells each column gets in `total` cells; 0 means hidden.

    Columns hide below their `min_total_width`; if fixed columns still leave a flexible one
    fewer than ten cells, fixed columns give way from the right. The visible widths plus one
    `gap` between neighbours never exceed `total`.
    """
    shown = [i for i, column in enumerate(columns) if total >= column.min_total_width]
    while len(shown) > 1 and _least(columns, shown, gap) > total:
        fixed = [i for i in shown if columns[i].width is not None]
        shown.remove(fixed[-1] if len(fixed) > 1 or len(fixed) == len(shown) else shown[-1])
    widths = [0] * len(columns)
    free = total - gap * (len(shown) - 1) - sum(columns[i].width or 0 for i in shown)
    shares = sum(max(columns[i].fraction, 1) for i in shown if columns[i].width is None)
    for i in shown:
        width, share = columns[i].width, max(columns[i].fraction, 1)
        if width is None:
            width = max(free, 0) * share // shares
            free, shares = free - width, shares - share
        widths[i] = max(0, min(width, total))
    return tuple(widths)


def _least(columns: tuple[Column, ...], shown: list[int], gap: int) -> int:
    """The width below which something visible would be crushed."""
    cells = (columns[i].width if columns[i].width is not None else 10 for i in shown)
    return sum(width or 0 for width in cells) + gap * (len(shown) - 1)
