"""A check's samples over time as a chart of blocks, with its limit as a line."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from rich.style import Style
from rich.text import Text

from warroom_tui.domain.durations import clock
from warroom_tui.domain.monitoring.health import Check, CheckState, format_value
from warroom_tui.ui.theme import SYMBOLS, Palette
from warroom_tui.ui.widgets.sparkline import BLOCKS

Sample: TypeAlias = tuple[datetime, float | None, CheckState]
_AXIS = 10
"""Cells of the scale at the left."""
_HEADROOM = 1.15
_WORST = (CheckState.DOWN, CheckState.SLOW, CheckState.UNKNOWN, CheckState.UP)


def chart(
    check: Check,
    samples: tuple[Sample, ...],
    start: datetime,
    end: datetime,
    zone: ZoneInfo,
    palette: Palette,
    size: tuple[int, int],
) -> Text:
    """Samples from `start` to `end` in `size` (columns, rows); the last two rows are the axis.

    A column shows its highest value in the colour of its worst state; a column in which nothing
    could be measured shows the state's symbol on the ground.
    """
    width, height = size[0] - _AXIS, size[1] - 2
    if width < 10 or height < 2:
        return Text("")
    columns = _columns(samples, start, end, width)
    known = [value for value, _ in columns if value is not None]
    limits = [limit.limit for limit in (check.slow, check.down) if limit is not None]
    top = max([*known, *limits, 0.0]) * _HEADROOM or 1.0
    limit_row = int(limits[0] / top * height) if limits else -1
    text = Text(no_wrap=True)
    for row in range(height - 1, -1, -1):
        text.append(_scale(row, height, top, check.unit, limit_row), palette.muted)
        for value, state in columns:
            _cell(text, value, state, row, height, top, row == limit_row, palette)
        text.append("\n")
    text.append(" " * (_AXIS - 1) + "└" + "─" * width + "\n", palette.track)
    middle = start + (end - start) / 2
    ends = (clock(start, zone), clock(middle, zone), clock(end, zone))
    gap = max((width - 15) // 2, 1)
    text.append(" " * _AXIS + ends[0] + " " * gap + ends[1] + " " * gap + ends[2], palette.muted)
    return text


def _columns(
    samples: tuple[Sample, ...], start: datetime, end: datetime, width: int
) -> list[tuple[float | None, CheckState | None]]:
    """Highest value and worst state of each column; None where there was no sample."""
    span = (end - start).total_seconds()
    found: list[tuple[float | None, CheckState | None]] = [(None, None)] * width
    for at, value, state in samples:
        place = int((at - start).total_seconds() / span * width)
        if not 0 <= place <= width:
            continue
        place = min(place, width - 1)
        high, worst = found[place]
        if value is not None and (high is None or value > high):
            high = value
        if worst is None or _WORST.index(state) < _WORST.index(worst):
            worst = state
        found[place] = (high, worst)
    return _carried(found, len(samples))


def _carried(
    found: list[tuple[float | None, CheckState | None]], count: int
) -> list[tuple[float | None, CheckState | None]]:
    """Where columns are narrower than the time between probes, the last value stands on."""
    reach = -(-len(found) // count) if 0 < count < len(found) else 0
    result, last, age = [], found[0], 0
    for item in found:
        last, age = (item, 0) if item[1] is not None else (last, age + 1)
        result.append(last if age <= reach else (None, None))
    return result


def _scale(row: int, height: int, top: float, unit: str, limit_row: int) -> str:
    label = ""
    if row in (0, height - 1):
        label = format_value(round((row + 1) / height * top) if row else 0, unit)
    elif row == limit_row:
        label = "limit"
    return f"{label:>{_AXIS - 2}} │"


def _cell(
    text: Text,
    value: float | None,
    state: CheckState | None,
    row: int,
    height: int,
    top: float,
    limit: bool,
    palette: Palette,
) -> None:
    tone = SYMBOLS[state.value].tone if state is not None else "muted"
    style: Style = palette.info if state is CheckState.UP else palette.tone(tone)
    eighths = round(value / top * height * 8) - row * 8 if value is not None else 0
    if eighths >= 8:
        text.append("█", style)
    elif eighths > 0:
        text.append(BLOCKS[eighths - 1], style)
    elif row == 0 and value is None and state not in (None, CheckState.UP):
        assert state is not None
        text.append(SYMBOLS[state.value].mark, style)
    elif limit:
        text.append("╌", palette.warn)
    else:
        text.append("·" if row == 0 else " ", palette.track)
