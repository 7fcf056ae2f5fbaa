"""Triggers, criteria and the rollback, from the dashboard."""

from __future__ import annotations

from warroom_tui.ui.screens.desk import Desk


class TripwireActions:
    """The board, and the questions that do not need it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self) -> None:
        """The trip-wire board."""
        from warroom_tui.ui.screens.tripwires import TripwireScreen

        self._desk.open(TripwireScreen(self._desk.services))

    def decide(self) -> None:
        """Ask for the decision; what comes next when it was made already."""
        from warroom_tui.ui.screens.rollback_steps import decided_words, decision_dialog

        situation = self._desk.situation
        if situation is None:
            return
        asked = situation.board.rollback
        if asked is not None and asked.state.under_way:
            self.open()
            return
        self._desk.choose(
            decision_dialog(self._desk.services, situation),
            lambda answer: self._desk.say(decided_words(answer)),
        )

    def baseline(self) -> None:
        """Freeze every figure under a name."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        self._desk.form(
            lambda save: TextDialog("Record a baseline", "Name", save=save),
            self._desk.services.triggers.record_baseline,
            lambda found: f"Baseline “{found.name}” recorded",
        )

    def plan(self) -> None:
        """Deadline, length and time to decide of a rollback."""
        from warroom_tui.ui.screens.rollback_steps import plan_dialog

        situation = self._desk.situation
        if situation is not None:
            self._desk.choose(
                plan_dialog(self._desk.services, situation),
                lambda _: self._desk.say("The last safe moment is set · u undo"),
            )
