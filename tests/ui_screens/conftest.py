"""One screen on a real launch database, driven by keys."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from tests.ui.conftest import _plain_terminal, _played, colleague, day
from warroom_tui import bootstrap
from warroom_tui.services.warroom import Services
from warroom_tui.ui.theme import DARK_NAME, themes

__all__ = ["_plain_terminal", "_played", "colleague", "day"]

PATIENCE_S = 30.0
SIZES = ((80, 24), (160, 45))


@pytest.fixture
def mine(day: Path) -> Iterator[Services]:
    """The seat that looks at the screen."""
    services = bootstrap.open_services(str(day), actor="priya")
    yield services
    services.close()


class ScreenHost(App[None]):
    """Shows one screen; `gone` is true when it was left."""

    def __init__(self, screen: Screen[None]) -> None:
        super().__init__()
        self._first = screen
        self.gone = False
        for theme in themes():
            self.register_theme(theme)
        self.theme = DARK_NAME

    def on_mount(self) -> None:
        """Open it."""
        self.push_screen(self._first, self._left)

    def _left(self, _: None) -> None:
        self.gone = True


class Watcher:
    """What a person sees and presses."""

    def __init__(self, app: ScreenHost, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def frame(self) -> str:
        """The whole screen as text."""
        strips = self.app.screen._compositor.render_strips()
        assert all(strip.cell_length <= self.app.size.width for strip in strips)
        lines = ["".join(segment.text for segment in strip) for strip in strips]
        return "\n".join(line.rstrip() for line in lines)

    @property
    def toasts(self) -> str:
        """What toasts say, newest last."""
        return "\n".join(f"{n.title} {n.message}".strip() for n in self.app._notifications)

    async def keys(self, *keys: str) -> None:
        """Press keys."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def types(self, text: str) -> None:
        """Type a text."""
        await self.keys(*("space" if letter == " " else letter for letter in text))

    async def until(self, seen: Callable[[], bool], what: str) -> None:
        """Let time pass until something is seen; `what` names it when it never is."""
        deadline = asyncio.get_running_loop().time() + PATIENCE_S
        while not seen():
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError(f"never seen: {what}\n{self.frame}\n{self.toasts}")
            await self.pilot.pause(0.02)

    async def sees(self, *texts: str) -> None:
        """Wait until the texts stand on the screen."""
        for text in texts:
            await self.until(lambda text=text: text in self.frame, text)  # type: ignore[misc]

    async def told(self, text: str) -> None:
        """Wait for a toast."""
        await self.until(lambda: text in self.toasts, text)


@asynccontextmanager
async def watching(
    screen: Screen[None], size: tuple[int, int] = (160, 45)
) -> AsyncIterator[Watcher]:
    """The screen, opened."""
    app = ScreenHost(screen)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield Watcher(app, pilot)


def ascii_name(text: str) -> str:
    """A short name for a hostile text in a test's id."""
    return ascii(text)[1:20]
