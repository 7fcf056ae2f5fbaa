"""A few pictures of whole screens: a change of look shows as a changed picture."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets._input import Input

from warroom_tui import bootstrap
from warroom_tui.ui.app import WarroomApp
from warroom_tui.ui.screens.dashboard import Dashboard
from warroom_tui.ui.screens.wall import WallCanvas
from warroom_tui.ui.wall_app import WallApp

PATIENCE_S = 30.0


class SnapCompare(Protocol):
    """The fixture of pytest-textual-snapshot, as it is used here."""

    def __call__(
        self,
        app: App[None],
        *,
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[None]], Awaitable[None]],
    ) -> bool: ...


async def _until(pilot: Pilot[None], seen: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not seen():
            await pilot.pause(0.02)


def _open(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Wait for the dashboard with its data, then press keys."""

    async def before(pilot: Pilot[None]) -> None:
        app = pilot.app
        await _until(pilot, lambda: isinstance(app.screen, Dashboard))
        dashboard = app.screen
        assert isinstance(dashboard, Dashboard)
        await _until(pilot, lambda: dashboard.situation is not None)
        await pilot.pause()
        await pilot.press(*keys)
        await app.workers.wait_for_complete(list(app.workers))
        if "n" in keys:  # the form opens before the categories are read
            await _until(pilot, lambda: "such as" in _category(app.screen))
        await pilot.pause()

    return before


def _category(screen: Screen[object]) -> str:
    """What the form for a ticket says in its empty field for the category."""
    return "".join(field.placeholder for field in screen.query("#category").results(Input))


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 45), (240, 67)])
def test_the_dashboard(snap_compare: SnapCompare, day: Path, size: tuple[int, int]) -> None:
    app = WarroomApp(lambda: bootstrap.open_services(str(day), actor="priya"))
    assert snap_compare(app, terminal_size=size, run_before=_open())


@pytest.mark.parametrize(("name", "keys"), [("new ticket", "n"), ("keys", "question_mark")])
def test_what_opens_above_it(snap_compare: SnapCompare, day: Path, name: str, keys: str) -> None:
    app = WarroomApp(lambda: bootstrap.open_services(str(day), actor="priya"))
    assert snap_compare(app, terminal_size=(80, 24), run_before=_open(keys)), name


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
def test_the_wall(snap_compare: SnapCompare, day: Path, size: tuple[int, int]) -> None:
    app = WallApp(
        lambda: bootstrap.open_services(str(day), actor="wall", kind="wall", read_only=True),
        scene="status",
    )

    async def before(pilot: Pilot[None]) -> None:
        def drawn() -> bool:
            canvases = app.screen.query(WallCanvas)
            return any(canvas.situation is not None for canvas in canvases)

        await _until(pilot, drawn)
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=before)
