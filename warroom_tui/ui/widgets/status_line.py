"""`StatusLine`: one line of parts, of which the least important go first when it is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.text import Text

from warroom_tui.ui.widgets.drawn_text import Run, as_text, clip, runs, width_of
from warroom_tui.ui.widgets.lines_widget import LinesWidget
from warroom_tui.ui.widgets.rows import PLAIN, Cell, CellLike, same_cell


@dataclass(frozen=True)
class Part:
    """One piece of a status line."""

    text: CellLike | str
    """Literal text; blanks inside are kept."""
    priority: int = 0
    """Higher stays longer; among equals the rightmost goes first."""
    least: int = 0
    """Cells to which it is clipped before it is dropped; 0 drops it as a whole."""


def status_text(
    left: Sequence[Part], right: Sequence[Part], width: int, *, separator: str = "  "
) -> Text:
    """Return `left` and `right` parts on one line of exactly `width` cells.

    Parts are dropped, lowest priority first, until the rest fits; a last part that is still
    too wide is clipped with ….
    """
    if width <= 0:
        return as_text([])
    shown = [[one for one in map(_measure, side) if one.length] for side in (left, right)]
    first, last = _fitting(shown[0], shown[1], width, max(width_of(separator), 1))
    begin, used = clip(_joined(first, separator), width)
    end, taken = clip(_joined(last, separator), width - used)
    blank = [(" " * (width - used - taken), PLAIN)] if used + taken < width else []
    return as_text([*begin, *blank, *end])


class _Measured(NamedTuple):
    """A part as it is drawn, and its cells."""

    priority: int
    runs: list[Run]
    length: int
    least: int


def _measure(part: Part) -> _Measured:
    drawn = runs(part.text)
    return _Measured(part.priority, drawn, sum(width_of(text) for text, _ in drawn), part.least)


def _fitting(
    left: list[_Measured], right: list[_Measured], width: int, gap: int
) -> tuple[list[_Measured], list[_Measured]]:
    """Drop parts until the sum of the widths and gaps fits; one part always stays."""
    parts = [*left, *right]
    total = sum(part.length for part in parts) + gap * (len(parts) - 1)
    if total <= width:
        return left, right
    dropped: set[int] = set()
    order = sorted(range(len(parts)), key=lambda i: (parts[i].priority, -i))
    while total > width and len(dropped) < len(parts) - 1:
        index = order[len(dropped)]
        part, room = parts[index], parts[index].length - (total - width)
        if 0 < part.least <= room:
            parts[index] = part._replace(runs=clip(part.runs, room)[0], length=room)
            break
        dropped.add(index)
        total -= parts[index].length + gap
    return (
        [part for i, part in enumerate(parts[: len(left)]) if i not in dropped],
        [part for i, part in enumerate(parts[len(left) :], len(left)) if i not in dropped],
    )


def _joined(parts: Sequence[_Measured], separator: str) -> list[Run]:
    result: list[Run] = []
    for index, part in enumerate(parts):
        if index:
            result.append((separator, PLAIN))
        result.extend(part.runs)
    return result


def _same(first: Sequence[Part], second: Sequence[Part]) -> bool:
    if len(first) != len(second):
        return False
    return all(
        (a.priority, a.least) == (b.priority, b.least) and same_cell(_cell(a.text), _cell(b.text))
        for a, b in zip(first, second, strict=True)
    )


def _cell(text: CellLike | str) -> CellLike:
    return Cell(text) if isinstance(text, str) else text


class StatusLine(LinesWidget):
    """The title bar or the score strip: repaints only the cells that changed."""

    DEFAULT_CSS = """
    StatusLine { height: 1; background: $panel; color: $foreground; }
    """

    def __init__(
        self,
        left: Sequence[Part] = (),
        right: Sequence[Part] = (),
        *,
        separator: str = "  ",
        id: str | None = None,  # noqa: A002 - the name Textual uses
        classes: str | None = None,
    ) -> None:
        """`separator` stands between neighbours of one side."""
        super().__init__(id=id, classes=classes)
        self._left, self._right = tuple(left), tuple(right)
        self._separator = separator

    def set_parts(self, left: Sequence[Part], right: Sequence[Part] = ()) -> bool:
        """Show these parts; returns whether anything on the screen changed."""
        if _same(left, self._left) and _same(right, self._right):
            return False
        self._left, self._right = tuple(left), tuple(right)
        return self.redraw() > 0

    def draw(self, width: int) -> Sequence[Text]:
        """Return the one line."""
        return [status_text(self._left, self._right, width, separator=self._separator)]
