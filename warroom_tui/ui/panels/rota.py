"""The rota panel."""

from __future__ import annotations

from datetime import date

from warroom_tui.domain.board import Board
from warroom_tui.domain.situation import Situation
from warroom_tui.domain.staffing.rota import level_name
from warroom_tui.ui.panels.base import Panel, Sight
from warroom_tui.ui.presenters import rota
from warroom_tui.ui.presenters.marks import Face, coarse
from warroom_tui.ui.widgets.rows import Column


class RotaPanel(Panel):
    """Heads needed and here per level, and the day's cover."""

    NAME = "rota"
    TITLE = "Rota"
    DIGIT = "3"
    EMPTY = rota.EMPTY

    _day: rota.DayCover | None = None
    _staffed = True
    """Somebody is on or asked for now: the graph says something."""
    _day_of: tuple[Board, date] | None = None

    def columns(self, width: int) -> tuple[Column, ...]:
        """The graph's heading says which hours it covers."""
        if self._day is None or self._day_of is None:
            return rota.columns(width, "")
        levels = [level for level, _ in (*self._day.heads, *self._day.needs)]
        room = rota.level_width(map(level_name, levels), width)
        if not self._staffed:
            return rota.columns(width, "", room)
        return rota.columns(width, self._day.hours(self._day_of[0]), room)

    def face(self, sight: Sight) -> Face:
        """Rows and headings at the situation's moment."""
        self._read_day(sight.situation, sight.width)
        return rota.face(sight.situation, sight.palette, sight.width, self._day)

    def pulse(self, situation: Situation) -> object:
        """Who is on; the next change is told in minutes."""
        return situation.covers, situation.gaps, coarse(situation.now, ())

    def _read_day(self, situation: Situation, width: int) -> None:
        """The day's cover changes with the board and at midnight only, and is dear to make."""
        board = situation.board
        date_now = board.launch.local(situation.now).date()
        known, staffed = self._day_of, bool(situation.covers)
        same = known is not None and known[1] == date_now and _same_rota(known[0], board)
        if same and staffed is self._staffed:
            return
        self._staffed = staffed
        if same:
            self.list.set_columns(self.columns(width))
            return
        self._day_of = (board, date_now)
        self._day = rota.day_cover(board, situation.now)
        self.list.set_columns(self.columns(width))


def _same_rota(first: Board, second: Board) -> bool:
    return (
        first.shifts == second.shifts
        and first.requirements == second.requirements
        and first.launch == second.launch
    )
