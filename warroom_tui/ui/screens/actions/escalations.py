"""Escalation paths and promises."""

from __future__ import annotations

from warroom_tui.ui.screens.desk import Desk


class EscalationActions:
    """Whom to call, who answered, what is promised."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self) -> None:
        """Calls, path, promises and hours."""
        from warroom_tui.ui.screens.escalations import EscalationsScreen

        self._desk.open(EscalationsScreen(self._desk.services))

    def figures(self) -> None:
        """The desk's figures, down to the tickets behind them."""
        from warroom_tui.ui.screens.desk_figures import FiguresScreen

        self._desk.open(FiguresScreen(self._desk.services))
