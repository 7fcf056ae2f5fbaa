"""The health panel."""

from __future__ import annotations

from warroom_tui.domain.situation import Situation
from warroom_tui.domain.triggers.baseline import knows_checks
from warroom_tui.ui.panels.base import Panel, Sight
from warroom_tui.ui.presenters import health
from warroom_tui.ui.presenters.marks import Face, coarse
from warroom_tui.ui.widgets.rows import Column


class HealthPanel(Panel):
    """Every check with value, target and last hour."""

    NAME = "health"
    TITLE = "Health"
    DIGIT = "1"
    EMPTY = health.EMPTY

    _based = False
    """A baseline knows the checks: the change against it has a column where it fits."""

    def columns(self, width: int) -> tuple[Column, ...]:
        """The last hour takes what room there is."""
        return health.columns(width, based=self._based)

    def face(self, sight: Sight) -> Face:
        """Rows and headings at the situation's moment."""
        based = knows_checks(sight.situation.board.baseline)
        if based is not self._based:
            self._based = based
            self.list.set_columns(self.columns(sight.width))
        return health.face(sight.situation, sight.palette, sight.width)

    def pulse(self, situation: Situation) -> object:
        """How each check stands, and since when where there is room to say so."""
        told = situation.checks if health.says_since(self._width) else ()
        baseline = situation.board.baseline
        since = coarse(situation.now, (check.since for check in told))
        return situation.checks, baseline.id if baseline is not None else 0, since
