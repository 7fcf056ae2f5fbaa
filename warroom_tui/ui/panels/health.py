"""The health panel."""

from __future__ import annotations

from warroom_tui.domain.situation import Situation
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

    def columns(self, width: int) -> tuple[Column, ...]:
        """The last hour takes what room there is."""
        return health.columns(width)

    def face(self, sight: Sight) -> Face:
        """Rows and headings at the situation's moment."""
        return health.face(sight.situation, sight.palette, sight.width)

    def pulse(self, situation: Situation) -> object:
        """How each check stands, and since when where there is room to say so."""
        told = situation.checks if health.says_since(self._width) else ()
        return situation.checks, coarse(situation.now, (check.since for check in told))
