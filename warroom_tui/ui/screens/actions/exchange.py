"""The exchange with a help desk, and imports."""

from __future__ import annotations

from warroom_tui.ui.commands import Scope
from warroom_tui.ui.screens.desk import Desk


class SyncActions:
    """Tickets from elsewhere."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self) -> None:
        """Help desks, what waits to be sent, conflicts, imports."""
        from warroom_tui.ui.screens.exchange import ExchangeScreen

        self._desk.open(ExchangeScreen(self._desk.services))

    def create(self) -> None:
        """Make the ticket under the cursor on the help desk too."""
        ref = self._desk.selected(Scope.TICKETS)
        if ref is not None:
            self._desk.write(
                lambda: self._desk.services.sync.make_there([ref]),
                lambda _: f"{ref} will be made on the help desk",
                undoable=False,
            )
