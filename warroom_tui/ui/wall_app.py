"""The wall as a program of its own: `warroom wall`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import App
from textual.screen import Screen

from warroom_tui.domain.errors import WarroomError
from warroom_tui.ui.screens.wall import WallScreen
from warroom_tui.ui.screens.welcome import NoticeScreen
from warroom_tui.ui.theme import DARK_NAME, themes

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services


class WallApp(App[None]):
    """Shows one launch to a room. `connect` opens the database, in a thread, read-only."""

    TITLE = "Warroom wall"
    CSS_PATH = "styles/warroom.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        connect: Callable[[], Services],
        *,
        scene: str | None = None,
        hide_names: bool = False,
        theme: str = DARK_NAME,
    ) -> None:
        super().__init__()
        for each in themes():
            self.register_theme(each)
        self.theme = theme
        self._connect = connect
        self._services: Services | None = None
        self._wall = WallScreen(scene=scene, hide_names=hide_names)

    def get_default_screen(self) -> Screen[object]:
        """The wall is the first screen."""
        return self._wall  # type: ignore[return-value]

    def on_ready(self) -> None:
        """The first frame is on the screen: open the database."""
        self._open()

    def on_unmount(self) -> None:
        """Close the database."""
        if self._services is not None:
            self._services.close()

    def on_notice_screen_try_again(self) -> None:
        """Open once more."""
        self.pop_screen()
        self._open()

    def _open(self) -> None:
        threading.Thread(target=self._open_database, name="warroom-open", daemon=True).start()

    def _open_database(self) -> None:
        try:
            services = self._connect()
        except WarroomError as error:
            self.call_later(self._failed, error)
        # Whatever else goes wrong while opening must reach the room as words.
        except Exception as error:  # noqa: BLE001
            self.call_later(self._failed, WarroomError(f"{type(error).__name__}: {error}"))
        else:
            self.call_later(self._opened, services)

    def _opened(self, services: Services) -> None:
        self._services = services
        self._wall.attach(services)

    def _failed(self, error: WarroomError) -> None:
        self.push_screen(NoticeScreen(error))
