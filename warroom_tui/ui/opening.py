"""`LaunchApp`: paints at once, then opens the launch; what both programs with a screen share.

The first frame is a quiet page that needs next to nothing. What costs time (the database library,
the dashboard itself, the first board) is loaded in a thread while that page stands, and the real
screen is put over it with its data in it. Keys typed meanwhile are not lost.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from warroom_tui.domain.errors import WarroomError
from warroom_tui.ui.faults import in_words
from warroom_tui.ui.hangup import HANGUP_CODE, watch_terminal
from warroom_tui.ui.theme import DARK_NAME, palette_for, themes
from warroom_tui.ui.toasts import ToastingApp
from warroom_tui.ui.widgets.lines_widget import LinesWidget

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services


SWITCH_S = 0.001
"""Seconds that one thread keeps the interpreter while another wants it."""


class OpeningPage(LinesWidget):
    """One line in the middle, and the title bar that stays where it is."""

    DEFAULT_CSS = "OpeningPage { width: 1fr; height: 1fr; }"

    def draw(self, width: int) -> Sequence[Text]:
        """The bar, and what is going on."""
        palette = palette_for(self.app.theme)
        bar = Text(" Warroom  opening …".ljust(width), palette.bar)
        middle = Text("opening the launch …".center(width), palette.muted)
        return [bar, *[Text()] * max(0, self.size.height // 2 - 2), middle]


class OpeningScreen(Screen[None]):
    """Stands until the launch is open; keeps the keys that are typed meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.typed: list[str] = []

    def compose(self) -> ComposeResult:
        """One page."""
        yield OpeningPage()

    def on_key(self, event: events.Key) -> None:
        """Keep a key for the screen that comes."""
        if len(self.typed) < 64:
            self.typed.append(event.key)


class LaunchApp(ToastingApp):
    """Opens a launch with `connect` after the first frame; whatever that raises is told.

    Subclasses say in `prepare` what must be loaded for their screen, and how it is made.
    """

    CSS_PATH = "styles/warroom.tcss"

    def __init__(
        self,
        connect: Callable[[], Services],
        *,
        beside: Callable[[Services], None] | None = None,
        theme: str = DARK_NAME,
    ) -> None:
        """`beside` begins what works beside the screen; called in a thread once that stands."""
        super().__init__()
        for each in themes():
            self.register_theme(each)
        self.theme = theme
        self.fault: Exception | None = None
        """What ended the program, when it was a fault of ours."""
        self._connect = connect
        self._beside = beside
        self._services: Services | None = None
        self._first = OpeningScreen()

    def prepare(self, services: Services) -> Callable[[], Screen[None]]:
        """Load what the screen needs, in a thread; returns what makes the screen."""
        raise NotImplementedError

    def get_default_screen(self) -> Screen[object]:
        """The quiet page is the first screen: an empty one below it would only cost time."""
        return self._first  # type: ignore[return-value]

    def on_load(self) -> None:
        """A collection before the launch is on the screen would find nothing and delay it."""
        gc.disable()
        # A key must not wait the 5 ms that Python lets a reading thread go on by itself.
        sys.setswitchinterval(SWITCH_S)
        if not self.is_headless:
            watch_terminal(partial(self.exit, return_code=HANGUP_CODE), self._end_by_force)

    def on_ready(self) -> None:
        """The first frame is on the screen."""
        self._open_launch()

    def on_unmount(self) -> None:
        """Leave the seat and close the database."""
        self._leave_seat()
        if not self.is_headless:
            # Frozen objects are not searched for garbage at exit; the system frees them anyway.
            gc.freeze()

    def _leave_seat(self) -> None:
        if self._services is not None:
            with suppress(WarroomError):
                self._services.seats.leave()
            self._services.close()

    def _end_by_force(self) -> None:
        """The terminal is gone and something still holds the program."""
        self._leave_seat()
        os._exit(HANGUP_CODE)

    def on_notice_screen_try_again(self) -> None:
        """Open once more."""
        self.pop_screen()
        self._open_launch()

    def _open_launch(self) -> None:
        self._in_thread(self._open, "warroom-open")

    @staticmethod
    def _in_thread(work: Callable[[], None], name: str) -> None:
        # A daemon thread, because leaving must not wait for a database that does not answer.
        threading.Thread(target=work, name=name, daemon=True).start()

    def _open(self) -> None:
        try:
            services = self._connect()
            self._services = services
            make = self.prepare(services)
        except WarroomError as error:
            self.call_later(self._failed, error)
        # Whatever else goes wrong while opening must reach the person as words.
        except Exception as error:  # noqa: BLE001
            self.call_later(self._failed, in_words(error))
        else:
            self.call_later(self._opened, make)

    async def _opened(self, make: Callable[[], Screen[None]]) -> None:
        typed = self._first.typed
        with self.batch_update():  # one paint with everything in it, not one a widget
            await self.push_screen(make())
        self.call_after_refresh(self._stands)
        for key in typed:
            self.simulate_key(key)

    def _stands(self) -> None:
        """The launch is on the screen: now there is time for the rest."""
        gc.enable()
        services, beside = self._services, self._beside
        if services is not None and beside is not None:
            self._in_thread(partial(self._begin_beside, beside, services), "warroom-beside")

    def _begin_beside(self, beside: Callable[[Services], None], services: Services) -> None:
        try:
            beside(services)
        # Whatever keeps checks from running must be read on the screen, not vanish with a thread.
        except Exception as error:  # noqa: BLE001
            told = in_words(error)
            self.call_later(self.notify, f"{told.message} {told.hint}", severity="error")

    def _failed(self, error: WarroomError) -> None:
        from warroom_tui.ui.screens.welcome import NoticeScreen

        gc.enable()
        self.push_screen(NoticeScreen(error))

    def _handle_exception(self, error: Exception) -> None:
        """A fault of ours ends the program with a sentence, not with a traceback on the screen.

        Headless runs (tests) keep Textual's way, which raises it in the test.
        """
        if self.is_headless:
            super()._handle_exception(error)
            return
        self.fault = self.fault or error
        self.exit(return_code=70)
