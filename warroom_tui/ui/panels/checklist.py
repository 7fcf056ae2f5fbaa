"""The checklist panel."""

from __future__ import annotations

from warroom_tui.domain.situation import Situation
from warroom_tui.ui.panels.base import Panel, Sight
from warroom_tui.ui.presenters import checklist
from warroom_tui.ui.presenters.marks import Face, coarse


class ChecklistPanel(Panel):
    """The viewed phase's tasks; other phases and lists folded."""

    NAME = "checklist"
    TITLE = "Checklist"
    DIGIT = "4"
    EMPTY = checklist.EMPTY
    COLUMNS = checklist.COLUMNS

    def __init__(self) -> None:
        super().__init__()
        self._phase_row: str | None = None

    def _draw(self) -> None:
        """Follow the launch into its next phase, unless somebody is at work on a task here."""
        before = self._phase_row
        phase = checklist.viewed_phase(self._situation, self._view) if self._situation else None
        self._phase_row = f"phase:{phase.id}" if phase is not None else None
        super()._draw()
        moved = before is not None and self._phase_row not in (None, before)
        idle = not self.list.has_focus or self.selected == before
        if moved and idle and self._phase_row is not None:
            self.list.move_to(self._phase_row)

    def face(self, sight: Sight) -> Face:
        """Rows and headings at the situation's moment."""
        return checklist.face(sight.situation, sight.palette, sight.view)

    def pulse(self, situation: Situation) -> object:
        """Times of tasks, phases and runs."""
        return coarse(situation.now, checklist.times(situation.board))
