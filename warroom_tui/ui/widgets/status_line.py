"""`StatusLine`: one line of parts, of which the least important go first when it is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from warroom_tui.ui.widgets.drawn_text import Run, as_text, clip, runs, width_of
from warroom_tui.ui.widgets.lines_widget import LinesWidget
from warroom_tui.ui.widgets.rows import PLAIN, CellLike


@dataclass(frozen=True)
class Part:
    """One piece of a status line."""

    text: CellLike | str
    """Literal text; blanks inside are kept."""
    priority: int = 0
    """Higher stays longer; among equals the rightmost goes first."""


def status_text(
    left: Sequence[Part], right: Sequence[Part], width: int, *, separator: str = "  "
) -> Text:
    """Return `left` and `right` parts on one line of exactly `width` cells.

    Parts are dropped, lowest priority first, until the rest fits; a last part that is still
    too wide is clipped with ….
    """
    if width <= 0:
        return as_text([])
    shown = [[part for part in side if _length(part)] for side in (left, right)]
    left, right = _fitting(shown[0], shown[1], width, max(width_of(separator), 1))
    first, used = clip(_joined(left, separator), width)
    last, taken = clip(_joined(right, separator), width - used)
    blank = [(" " * (width - used - taken), PLAIN)] if used + taken < width else []
    return as_text([*first, *blank, *last])


def _fitting(
    left: list[Part], right: list[Part], width: int, gap: int
) -> tuple[list[Part], list[Part]]:
    """Drop parts until the sum of the widths and gaps fits; one part always stays."""
    parts = [(part, _length(part)) for part in (*left, *right)]
    dropped: set[int] = set()
    order = sorted(range(len(parts)), key=lambda i: (parts[i][0].priority, -i))
    total = sum(length for _, length in parts) + gap * (len(parts) - 1)
    while total > width and len(dropped) < len(parts) - 1:
        index = order[len(dropped)]
        dropped.add(index)
        total -= parts[index][1] + gap
    return (
        [part for i, part in enumerate(left) if i not in dropped],
        [part for i, part in enumerate(right) if i + len(left) not in dropped],
    )


def _length(part: Part) -> int:
    return sum(width_of(text) for text, _ in runs(part.text))


def _joined(parts: Sequence[Part], separator: str) -> list[Run]:
    result: list[Run] = []
    for index, part in enumerate(parts):
        if index:
            result.append((separator, PLAIN))
        result.extend(runs(part.text))
    return result


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
        self._left, self._right = tuple(left), tuple(right)
        return self.redraw() > 0

    def draw(self, width: int) -> Sequence[Text]:
        """Return the one line."""
        return [status_text(self._left, self._right, width, separator=self._separator)]
