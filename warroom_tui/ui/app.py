"""The dashboard as a program: `warroom`, `warroom open`, `warroom demo`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.command import Provider
from textual.screen import Screen
from textual.widget import AwaitMount

from warroom_tui.domain.errors import seat_reads_only
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

    def push_screen(self, screen: Any, *args: Any, **options: Any) -> Any:
        """Show a screen. A seat that only reads is not asked for what it could not keep."""
        services = self._services
        # Only forms have `changes`: to import their class here would cost the first paint.
        if services is not None and services.read_only and getattr(screen, "changes", False):
            refused = seat_reads_only()
            self.notify(refused.hint, title=refused.message, severity="warning", markup=False)
            return AwaitMount(self.screen, [])
        return super().push_screen(screen, *args, **options)
