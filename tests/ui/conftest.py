"""A dashboard on a real launch database, driven by keys."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.launch_day import make_launch, play_morning
from warroom_tui import bootstrap
from warroom_tui.services.warroom import Services
from warroom_tui.ui.app import WarroomApp
from warroom_tui.ui.commands import Scope
from warroom_tui.ui.screens.dashboard import Dashboard

PATIENCE_S = 30.0


@pytest.fixture(scope="session")
def _played(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The launch morning, played once."""
    path = tmp_path_factory.mktemp("played") / "day.db"
    make_launch(path)
    play_morning(path)
    return path.read_bytes()


@pytest.fixture
def day(tmp_path: Path, _played: bytes) -> Path:
    """A database of its own: 08:47 on launch day, the clock standing still."""
    path = tmp_path / "day.db"
    path.write_bytes(_played)
    path.chmod(0o600)
    return path


@pytest.fixture
def colleague(day: Path) -> Iterator[Services]:
    """Another seat on the same launch."""
    services = bootstrap.open_services(str(day), actor="marcus")
    yield services
    services.close()


class Seat:
    """One running dashboard and what a person can see of it."""

    def __init__(self, app: WarroomApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def dashboard(self) -> Dashboard:
        """The screen that everything else opens above."""
        return next(each for each in self.app.screen_stack if isinstance(each, Dashboard))

    @property
    def frame(self) -> str:
        """The whole screen as text."""
        width, height = self.app.size
        strips = self.app.screen._compositor.render_strips()
        lines = ["".join(segment.text for segment in strip) for strip in strips]
        assert len(lines) in (0, height)
        assert all(len(line) <= width for line in lines)
        return "\n".join(line.rstrip() for line in lines)

    @property
    def toasts(self) -> list[str]:
        """What toasts say, newest last."""
        return [f"{n.title} {n.message}".strip() for n in self.app._notifications]

    def cursor(self, scope: Scope) -> str | None:
        """Key of the row under a panel's cursor."""
        return self.dashboard.selected(scope)

    async def keys(self, *keys: str) -> None:
        """Press keys and let what they started in threads finish."""
        await self.pilot.press(*keys)
        await self.app.workers.wait_for_complete(list(self.app.workers))
        await self.pilot.pause()

    async def until(self, seen: Callable[[], bool], what: str) -> None:
        """Let time pass until something is seen; `what` names it when it never is."""
        deadline = asyncio.get_running_loop().time() + PATIENCE_S
        while not seen():
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError(f"never seen: {what}\n{self.frame}\n{self.toasts}")
            await self.pilot.pause(0.02)

    async def sees(self, text: str) -> None:
        """Wait until the text stands on the screen."""
        await self.until(lambda: text in self.frame, text)


@asynccontextmanager
async def sitting(
    path: Path, size: tuple[int, int] = (160, 45), name: str = "priya"
) -> AsyncIterator[Seat]:
    """A dashboard on the database, opened and read."""
    app = WarroomApp(lambda: bootstrap.open_services(str(path), actor=name))
    async with app.run_test(size=size, notifications=True) as pilot:
        seat = Seat(app, pilot)
        await seat.until(lambda: isinstance(app.screen, Dashboard), "the dashboard")
        await seat.until(lambda: seat.dashboard.situation is not None, "the first board")
        await pilot.pause()
        yield seat


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours on, no animation, whatever this machine's terminal is."""
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none", raising=False)
    monkeypatch.setitem(os.environ, "COLORTERM", "truecolor")
