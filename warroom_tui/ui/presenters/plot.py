"""A check over time as a line plot in quarter blocks, its limits drawn in, drawn by plotext.

plotext is imported when the first plot is drawn (0.1 s) and used as a pure function: it builds a
picture and prints nothing. Where it cannot be loaded, the block chart stands in. What was down,
slow or unknown also has its symbol on the ground, so that nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

from rich.style import Style
from rich.text import Span, Text

from warroom_tui.domain.monitoring.health import Check, CheckState, Condition, format_value
from warroom_tui.ui.presenters.chart import Sample, chart
from warroom_tui.ui.theme import SYMBOLS, Palette

SMALLEST = (24, 5)
"""Columns and rows below which nothing is drawn."""
_HEADROOM = 1.1
_GAP = 3.5
"""A hole of so many usual steps between two points is drawn as one."""
_FLAT_DOWN = (CheckState.DOWN, CheckState.SLOW, CheckState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class PlotFrame:
    """What a plot covers, and how large it is."""

    start: datetime
    end: datetime
    zone: ZoneInfo
    columns: int
    rows: int
    targets: tuple[Condition, ...] = ()
    """Lines to draw beside the check's own limits."""


def load() -> ModuleType | None:
    """plotext, or None where it cannot be loaded; call it first from a thread that may wait."""
    try:
        import plotext
    except (ImportError, OSError):
        return None
    module: ModuleType = plotext
    return module


def plot(check: Check, points: Sequence[Sample], frame: PlotFrame, palette: Palette) -> Text:
    """The points from `start` to `end`; empty when there is no room."""
    if frame.columns < SMALLEST[0] or frame.rows < SMALLEST[1]:
        return Text("")
    library = load()
    if library is None:
        size = (frame.columns, frame.rows)
        return chart(check, tuple(points), frame.start, frame.end, frame.zone, palette, size)
    return _Plot(library, check, frame, palette).draw(points)


class _Plot:
    """One picture on plotext's only figure; drawn from the screen's loop alone."""

    def __init__(
        self, library: ModuleType, check: Check, frame: PlotFrame, palette: Palette
    ) -> None:
        self._lib = library
        self._figure: Any = library.figure
        self._check = check
        self._frame = frame
        self._palette = palette
        self._limits = [
            (word, limit)
            for word, limit in (("slow", check.slow), ("down", check.down))
            if limit is not None
        ] + [("target", limit) for limit in frame.targets]

    def draw(self, points: Sequence[Sample]) -> Text:
        figure, frame = self._figure, self._frame
        self._lib.terminal.limit(False, False)
        figure.clear()
        figure.theme("colorless")
        figure.canvas("default")
        figure.plot_size(frame.columns, frame.rows)
        seen = [point for point in points if frame.start <= point[0] <= frame.end]
        top = self._top(seen)
        self._rulers(top)
        for word, limit in self._limits:
            if 0 <= limit.limit <= top:
                style = self._palette.bad if word == "down" else self._palette.warn
                figure.line(limit.limit, "h", pixel=self._pixel(style), style="dotted")
        for run in self._runs(seen):
            xs = [self._x(at) for at, _ in run]
            line = figure.signal(xs, [value for _, value in run], marker=self._blocks())
            figure.draw(line.lines() if len(run) > 1 else line)
        self._marks(seen)
        text = Text.from_ansi(str(figure.build().string()), no_wrap=True, end="")
        figure.clear()
        # Its lines bring a background of their own; the screen's shall show through.
        text.spans = [
            Span(span.start, span.end, Style(color=span.style.color))
            for span in text.spans
            if isinstance(span.style, Style) and span.style.color is not None
        ]
        return text

    def _top(self, seen: Sequence[Sample]) -> float:
        values = [value for _, value, _ in seen if value is not None]
        upper = [
            limit.limit
            for word, limit in self._limits
            if _bounds_from_above(limit) or word == "target"
        ]
        highest = max(values, default=0.0)
        near = [limit for limit in upper if limit <= 4 * highest] or upper[:1]
        if self._check.unit in ("%", "percent"):
            return 100.0
        return max([highest, *near, 0.0]) * _HEADROOM or 1.0

    def _rulers(self, top: float) -> None:
        frame, unit = self._frame, self._check.unit
        y = self._figure.ruler("y", "left")
        y.lim(0, top)
        ticks = {0.0: format_value(0.0, unit), top: format_value(round(top), unit)}
        for word, limit in self._limits:
            if 0 < limit.limit < top:
                ticks[limit.limit] = f"{word} {format_value(limit.limit, unit)}"
        y.ticks(list(ticks), list(ticks.values()))
        x = self._figure.ruler("x", "lower")
        span = (frame.end - frame.start).total_seconds()
        x.lim(0, span)
        count = max(2, min(7, frame.columns // 18))
        places = [span * number / (count - 1) for number in range(count)]
        x.ticks(places, [self._time(place, span) for place in places])

    def _time(self, place: float, span: float) -> str:
        at = (self._frame.start + timedelta(seconds=place)).astimezone(self._frame.zone)
        if span > 3 * 86_400:
            return f"{at:%a} {at.day} {at:%b}"
        return f"{at:%a %H:%M}" if span > 86_400 * 1.5 else f"{at:%H:%M}"

    def _x(self, at: datetime) -> float:
        return (at - self._frame.start).total_seconds()

    def _runs(self, seen: Sequence[Sample]) -> list[list[tuple[datetime, float]]]:
        """Points with a value, broken where nothing was seen for longer than usual."""
        known = [(at, value) for at, value, _ in seen if value is not None]
        if not known:
            return []
        steps = sorted((b[0] - a[0]) for a, b in pairwise(known))
        usual = steps[len(steps) // 2] if steps else timedelta(minutes=1)
        runs = [[known[0]]]
        for before, point in pairwise(known):
            if point[0] - before[0] > max(usual * _GAP, timedelta(seconds=2)):
                runs.append([])
            runs[-1].append(point)
        return runs

    def _marks(self, seen: Sequence[Sample]) -> None:
        """What was not up, as symbols on the ground; the worst one is drawn last."""
        for state in reversed(_FLAT_DOWN):
            xs = [self._x(at) for at, _, seen_state in seen if seen_state is state]
            if xs:
                symbol = SYMBOLS[state.value]
                pixel = self._pixel(self._palette.tone(symbol.tone))
                marker = self._lib.marker(symbol.mark, pixel=pixel)
                self._figure.draw(self._figure.signal(xs, [0.0] * len(xs), marker=marker))

    def _blocks(self) -> object:
        return self._lib.marker("hd", pixel=self._pixel(self._palette.info))

    def _pixel(self, style: Style) -> object:
        colour = style.color.get_truecolor() if style.color is not None else (200, 200, 200)
        return self._lib.pixel(tuple(colour), "default")


def _bounds_from_above(limit: Condition) -> bool:
    return limit.op in (">", ">=")
