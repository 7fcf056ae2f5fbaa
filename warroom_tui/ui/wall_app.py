"""The wall as a program of its own: `warroom wall`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.screen import Screen

from warroom_tui.ui.opening import LaunchApp
from warroom_tui.ui.theme import DARK_NAME

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services


class WallApp(LaunchApp):
    """Shows one launch to a room; `connect` opens it read-only."""

    TITLE = "Warroom wall"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        connect: Callable[[], Services],
        *,
        scene: str | None = None,
        hide_names: bool = False,
        theme: str = DARK_NAME,
    ) -> None:
        super().__init__(connect, theme=theme)
        self._scene = scene
        self._hide_names = hide_names

    def prepare(self, services: Services) -> Callable[[], Screen[None]]:
        """Load the wall."""
        from warroom_tui.ui.screens.wall import WallScreen

        return lambda: WallScreen(services, self._scene, self._hide_names, alone=True)
