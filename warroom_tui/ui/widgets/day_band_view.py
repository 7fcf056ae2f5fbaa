"""`DayBand`: the day's phases with the now marker, as a widget."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from warroom_tui.ui.theme import palette_for
from warroom_tui.ui.widgets.day_band import Block, day_band
from warroom_tui.ui.widgets.lines_widget import LinesWidget


class DayBand(LinesWidget):
    """Three lines; moving the clock repaints the few cells around the marker."""

    DEFAULT_CSS = """
    DayBand { height: 3; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._blocks: tuple[Block, ...] = ()
        self._start = self._end = self._now = 0.0
        self._clock_offset = 0.0

    def set_day(
        self,
        blocks: Sequence[Block],
        start: float,
        end: float,
        now: float,
        *,
        clock_offset: float = 0.0,
    ) -> None:
        """Show these phases; times in minutes as for `day_band`."""
        self._blocks = tuple(blocks)
        self._start, self._end, self._now = start, end, now
        self._clock_offset = clock_offset
        self.redraw()

    def set_now(self, now: float) -> None:
        """Move the clock."""
        self._now = now
        self.redraw()

    def draw(self, width: int) -> Sequence[Text]:
        """Return ruler, blocks and progress rule."""
        return day_band(
            self._blocks,
            self._start,
            self._end,
            self._now,
            width,
            palette=palette_for(self.app.theme),
            clock_offset=self._clock_offset,
        )
