"""The ticket desk's own screens."""

from __future__ import annotations

from warroom_tui.ui.screens.desk import Desk


class DeskActions:
    """Opens the Tickets screen and the knowledge articles."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self) -> None:
        """The queue in full."""
        from warroom_tui.ui.screens.queue.screen import TicketsScreen

        self._desk.open(TicketsScreen(self._desk.services))

    def articles(self) -> None:
        """What users can read up, and what they cannot yet."""
        from warroom_tui.ui.screens.kb import KbScreen

        self._desk.open(KbScreen(self._desk.services))
