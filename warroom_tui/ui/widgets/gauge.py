"""A value against its limit as a horizontal bar. Pure, no Textual."""

from __future__ import annotations

from math import isfinite

from rich.style import Style
from rich.text import Text

from warroom_tui.ui.widgets.rows import PLAIN

_EIGHTHS = " ▏▎▍▌▋▊▉"
_LIMIT_MARK = "┃"
_TRACK = "─"


def bar(
    value: float | None,
    limit: float,
    width: int,
    *,
    scale: float | None = None,
    style: Style = PLAIN,
    track: Style = PLAIN,
    limit_style: Style = PLAIN,
) -> Text:
    """Return `value` as a bar of `width` cells, the empty part a thin rule.

    The right edge is `scale`, which is `limit` unless given; a larger scale shows the limit as
    ┃ inside the bar. An unknown value (None, NaN) draws only the rule. A value beyond the
    scale fills the bar, one below zero leaves it empty.
    """
    if width <= 0:
        return Text("", no_wrap=True, end="")
    edge = scale if scale is not None else limit
    filled = round(_share(value, edge) * width * 8)
    cells = [("█", style)] * (filled // 8)
    if filled % 8:
        cells.append((_EIGHTHS[filled % 8], style))
    cells += [(_TRACK, track)] * (width - len(cells))
    if edge > limit > 0:
        place = min(int(limit / edge * width), width - 1)
        under = cells[place]
        mark = limit_style
        if under[0] == "█" and style.color is not None:
            mark = Style(color=limit_style.color, bgcolor=style.color)
        cells[place] = (_LIMIT_MARK, mark)
    return Text.assemble(*cells, no_wrap=True, end="")


def _share(value: float | None, edge: float) -> float:
    """How much of the bar is filled, 0 to 1."""
    if value is None or value != value or value <= 0 or edge != edge:
        return 0.0
    if not isfinite(value) or edge <= 0:
        return 1.0
    return min(value / edge, 1.0)
