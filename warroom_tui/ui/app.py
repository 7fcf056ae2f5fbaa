"""The dashboard as a program: `warroom`, `warroom open`, `warroom demo`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.command import Provider
from textual.screen import Screen

from warroom_tui.ui.opening import LaunchApp

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services


def _commands_provider() -> type[Provider]:
    from warroom_tui.ui.palette import CommandsProvider

    return CommandsProvider


class WarroomApp(LaunchApp):
    """The dashboard of one launch."""

    TITLE = "Warroom"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands_provider}

    def prepare(self, services: Services) -> Callable[[], Screen[None]]:
        """Load the dashboard and read the board that it opens with."""
        from warroom_tui.ui.screens.dashboard import Dashboard

        board = services.board()
        return lambda: Dashboard(services, board)
