"""The day band with its line of words: time left, done, next, forecast."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from warroom_tui.domain.board import Board
from warroom_tui.domain.situation import Situation
from warroom_tui.ui.presenters.band import Band, Scale, band, day_ruler, dot, status_parts
from warroom_tui.ui.presenters.marks import coarse
from warroom_tui.ui.theme import Palette, palette_for
from warroom_tui.ui.widgets.day_band import day_band
from warroom_tui.ui.widgets.drawn_text import as_text, runs
from warroom_tui.ui.widgets.lines_widget import LinesWidget
from warroom_tui.ui.widgets.rows import PLAIN
from warroom_tui.ui.widgets.status_line import Part, status_text


class BandPanel(LinesWidget):
    """Ruler, phases and now marker, and under them what they mean in words.

    With fewer than four lines the ruler goes first, then the progress rule.
    """

    DEFAULT_CSS = """
    BandPanel { height: 4; padding: 0 1; }
    """

    _situation: Situation | None = None
    _day: tuple[Board, object, list[Text]] | None = None
    """The three lines of the day, and what they were drawn from."""

    def show(self, situation: Situation) -> None:
        """Draw this situation; only changed cells repaint."""
        self._situation = situation
        self.redraw()

    def draw(self, width: int) -> Sequence[Text]:
        """The lines that fit into the widget's height."""
        situation = self._situation
        if situation is None:
            return []
        palette = palette_for(self.app.theme)
        ruler, blocks, rule = self._day_lines(situation, palette, width)
        parts: list[Part] = []
        for part in status_parts(situation, palette):
            # With its dot, so that a part that gives way leaves none behind.
            before = [*runs(dot(palette)), (" ", PLAIN)] if parts else []
            parts.append(Part(as_text([*before, *runs(part.text)]), part.priority))
        words = status_text(parts, [], width, separator=" ")
        lines = {4: [ruler, blocks, rule, words], 3: [blocks, rule, words], 2: [blocks, words]}
        return lines.get(self.size.height, [words])

    def _day_lines(self, situation: Situation, palette: Palette, width: int) -> list[Text]:
        """Ruler, blocks and rule: they move by minutes, so a drawing lasts ten seconds."""
        seen = (id(palette), width, coarse(situation.now, ()))
        known = self._day
        if known is not None and known[0] is situation.board and known[1] == seen:
            return known[2]
        lines = self._draw_day(situation, palette, width)
        self._day = (situation.board, seen, lines)
        return lines

    def _draw_day(self, situation: Situation, palette: Palette, width: int) -> list[Text]:
        shown = band(situation)
        margin = len(shown.label) + 2 if shown.label else 0
        ruler, blocks, rule = day_band(
            shown.blocks,
            shown.start,
            shown.end,
            shown.now,
            width - margin,
            palette=palette,
            clock_offset=shown.clock_offset,
        )
        if margin:
            label = Text(f"{shown.label}  ", palette.strong)
            blank = Text(" " * margin)
            ruler, blocks, rule = blank + ruler, label + blocks, blank + rule
        return [self._ruler(shown, situation, ruler, width), blocks, rule]

    def _ruler(self, shown: Band, situation: Situation, hours: Text, width: int) -> Text:
        if shown.scale is Scale.HOURS:
            return hours
        palette = palette_for(self.app.theme)
        if shown.scale is Scale.DAYS:
            return day_ruler(shown, situation.board.launch, width, palette)
        count = len(shown.blocks)
        return Text(f"{count} phases in order, without times yet" if count else "", palette.muted)
