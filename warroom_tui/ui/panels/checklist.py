"""The checklist panel."""

from __future__ import annotations

from warroom_tui.ui.panels.base import Panel, Sight
from warroom_tui.ui.presenters import checklist
from warroom_tui.ui.presenters.marks import Face


class ChecklistPanel(Panel):
    """The viewed phase's tasks; other phases and lists folded."""

    NAME = "checklist"
    TITLE = "Checklist"
    DIGIT = "4"
    EMPTY = checklist.EMPTY
    COLUMNS = checklist.COLUMNS

    def face(self, sight: Sight) -> Face:
        """Rows and headings at the situation's moment."""
        return checklist.face(sight.situation, sight.palette, sight.view)
