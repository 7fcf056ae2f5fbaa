"""Numbers over time in one line of blocks. Pure, no Textual."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite

from rich.style import Style
from rich.text import Text

from warroom_tui.ui.widgets.rows import PLAIN

BLOCKS = "▁▂▃▄▅▆▇█"


def spark(
    values: Sequence[float | None],
    width: int,
    *,
    low: float | None = None,
    high: float | None = None,
    style: Style | Callable[[float], Style] = PLAIN,
    gap: str = "·",
    gap_style: Style = PLAIN,
) -> Text:
    """Return the newest `values` as `width` cells, the last value at the right edge.

    More values than cells are grouped, each cell showing the highest of its group, so that a
    short peak is never lost. Where nothing was measured (None, NaN, infinite) stands one `gap`,
    and cells before the first value are blank. `low` and `high` fix the scale; otherwise it
    runs from zero, or the lowest value if negative, to the highest. `style` colours each cell
    by its value.
    """
    if width <= 0:
        return Text("", no_wrap=True, end="")
    points = _grouped([v if v is not None and isfinite(v) else None for v in values], width)
    known = [point for point in points if point is not None]
    bottom = low if low is not None else min([0.0, *known])
    top = high if high is not None else max([bottom, *known])
    result = Text(" " * (width - len(points)), no_wrap=True, end="")
    for point in points:
        if point is None:
            result.append(gap, gap_style)
        else:
            result.append(_block(point, bottom, top), style(point) if callable(style) else style)
    return result


def _grouped(values: Sequence[float | None], width: int) -> list[float | None]:
    """At most `width` values, each the highest of the neighbours it stands for."""
    count = len(values)
    if count <= width:
        return list(values)
    result: list[float | None] = []
    for cell in range(width):
        group = values[cell * count // width : (cell + 1) * count // width]
        known = [value for value in group if value is not None]
        result.append(max(known) if known else None)
    return result


def _block(value: float, bottom: float, top: float) -> str:
    """The block for a value; a flat series lies on the ground."""
    span = top / 2 - bottom / 2  # halved, so that the widest floats cannot overflow
    if not span > 0:
        return BLOCKS[0]
    share = (min(max(value, bottom), top) / 2 - bottom / 2) / span
    return BLOCKS[min(int(share * len(BLOCKS)), len(BLOCKS) - 1)]
