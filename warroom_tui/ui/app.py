"""The app: themes, the first screen, and opening the database after the first frame."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.command import Provider
from textual.screen import Screen

from warroom_tui.domain.errors import WarroomError
from warroom_tui.ui.screens.dashboard import Dashboard
from warroom_tui.ui.screens.welcome import NoticeScreen
from warroom_tui.ui.theme import DARK_NAME, themes

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services


def _commands_provider() -> type[Provider]:
    from warroom_tui.ui.palette import CommandsProvider

    return CommandsProvider


class WarroomApp(App[None]):
    """The dashboard of one launch.

    `connect` opens the database. It is called in a thread after the first frame has been
    painted, because what it imports takes longer than everything before it; whatever it raises
    becomes a notice.
    """

    TITLE = "Warroom"
    CSS_PATH = "styles/warroom.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands_provider}

    def __init__(self, connect: Callable[[], Services], *, theme: str = DARK_NAME) -> None:
        super().__init__()
        for each in themes():
            self.register_theme(each)
        self.theme = theme
        self._connect = connect
        self._services: Services | None = None
        self._dashboard = Dashboard()

    def get_default_screen(self) -> Screen[object]:
        """The dashboard is the first screen: an empty one below it would only cost time."""
        return self._dashboard  # type: ignore[return-value]

    def on_load(self) -> None:
        """A collection before the first frame would find nothing and delay it."""
        gc.disable()

    def on_ready(self) -> None:
        """The first frame is on the screen."""
        gc.enable()
        self._open_database()

    def on_unmount(self) -> None:
        """Leave the seat and close the database."""
        if self._services is not None:
            with suppress(WarroomError):
                self._services.seats.leave()
            self._services.close()
        if not self.is_headless:
            # Frozen objects are not searched for garbage at exit; the system frees them anyway.
            gc.freeze()

    def on_notice_screen_try_again(self) -> None:
        """Open once more."""
        self.pop_screen()
        self._open_database()

    def _open_database(self) -> None:
        # A daemon thread, because leaving must not wait for a database that does not answer.
        threading.Thread(target=self._open, name="warroom-open", daemon=True).start()

    def _open(self) -> None:
        try:
            services = self._connect()
        except WarroomError as error:
            self.call_later(self._failed, error)
        # Whatever else goes wrong while opening must reach the person as words.
        except Exception as error:  # noqa: BLE001
            self.call_later(self._failed, WarroomError(f"{type(error).__name__}: {error}"))
        else:
            self.call_later(self._opened, services)

    def _opened(self, services: Services) -> None:
        self._services = services
        self._dashboard.attach(services)

    def _failed(self, error: WarroomError) -> None:
        self.push_screen(NoticeScreen(error))
