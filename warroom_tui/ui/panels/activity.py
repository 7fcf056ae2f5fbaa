"""The panel of what happened lately."""

from __future__ import annotations

from warroom_tui.ui.panels.base import Panel, Sight
from warroom_tui.ui.presenters import activity
from warroom_tui.ui.presenters.marks import Face


class ActivityPanel(Panel):
    """The latest events of the timeline, newest first."""

    NAME = "activity"
    TITLE = "Activity"
    DIGIT = "6"
    HEADER = False
    EMPTY = activity.EMPTY
    COLUMNS = activity.COLUMNS

    def face(self, sight: Sight) -> Face:
        """Rows and headings at the situation's moment."""
        return activity.face(sight.situation, sight.palette)
