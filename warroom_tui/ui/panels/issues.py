"""The panel of live known issues."""

from __future__ import annotations

from warroom_tui.ui.panels.base import Panel, Sight
from warroom_tui.ui.presenters import issues
from warroom_tui.ui.presenters.marks import Face


class IssuesPanel(Panel):
    """Faults that tickets point to, worst first."""

    NAME = "issues"
    TITLE = "Known issues"
    DIGIT = "5"
    EMPTY = issues.EMPTY
    COLUMNS = issues.COLUMNS

    def face(self, sight: Sight) -> Face:
        """Rows and headings at the situation's moment."""
        return issues.face(sight.situation, sight.palette)
