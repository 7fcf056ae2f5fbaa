"""The needs-you panel."""

from __future__ import annotations

from warroom_tui.domain.needs import Need
from warroom_tui.domain.situation import Situation
from warroom_tui.ui.panels.base import Panel, Sight
from warroom_tui.ui.presenters import needs
from warroom_tui.ui.presenters.marks import Face
from warroom_tui.ui.widgets.rows import Column


class NeedsPanel(Panel):
    """The one list of everything that waits for a person."""

    NAME = "needs"
    TITLE = "Needs you"
    DIGIT = "0"
    HEADER = False
    EMPTY = needs.EMPTY

    _fitted: tuple[Column, ...] = ()

    def columns(self, width: int) -> tuple[Column, ...]:
        """As wide as what is needed, so that what and why stand close together."""
        return self._fitted or needs.columns(width)

    def face(self, sight: Sight) -> Face:
        """Rows and headings at the situation's moment."""
        fitted = needs.columns(sight.width, sight.situation.needs)
        if fitted != self._fitted:
            self._fitted = fitted
            self.list.set_columns(fitted)
        return needs.face(sight.situation, sight.palette)

    def pulse(self, situation: Situation) -> object:
        """The needs tell minutes: without another word in one of them nothing is drawn."""
        return situation.needs

    @property
    def need(self) -> Need | None:
        """The need under the cursor."""
        if self._situation is None:
            return None
        return next((n for n in self._situation.needs if n.key == self.selected), None)
