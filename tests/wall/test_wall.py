"""The wall: fits every size, tells status without colour, never looks alive when it is not."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from warroom_tui.bootstrap import open_rehearsal, open_services
from warroom_tui.domain.desk.tickets import NewTicket, Priority
from warroom_tui.domain.situation import Situation, read_situation
from warroom_tui.services.warroom import Services
from warroom_tui.ui.presenters.wall import WallView, draw_wall
from warroom_tui.ui.presenters.wall_privacy import without_names
from warroom_tui.ui.presenters.wall_scenes import SCENES
from warroom_tui.ui.theme import DARK
from warroom_tui.ui.wall_app import WallApp

SIZES = [(80, 24), (100, 30), (120, 36), (160, 45), (240, 67), (320, 90)]
HOSTILE = (
    "x[/] [@click=app.quit]hit[/] \x1b]0;pwn\x07 \u202egnp.exe "
    "\u0645\u0631\u062d\u0628\u0627 \U0001f389"
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's launch morning, made once."""
    path = tmp_path_factory.mktemp("wall") / "demo.db"
    services, _ = open_rehearsal(
        "layby-launch-week", path, "http://127.0.0.1:9", actor="lead", today=date(2026, 11, 30)
    )
    services.close()
    return path


@pytest.fixture
def services(prepared: Path, tmp_path: Path) -> Iterator[Services]:
    """A seat on a copy of that morning, its clock standing still."""
    path = tmp_path / "demo.db"
    shutil.copy(prepared, path)
    opened = open_services(str(path), actor="lead")
    opened.rehearsal.pause()
    yield opened
    opened.close()


def situation_of(services: Services) -> Situation:
    return read_situation(services.board(), services.clock.now())


def text_of(situation: Situation, view: WallView, width: int = 160, height: int = 45) -> str:
    return "\n".join(line.plain for line in draw_wall(situation, view, DARK, width, height))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_fills_every_size_exactly(
    services: Services, size: tuple[int, int], scene: str
) -> None:
    services.tickets.add(NewTicket(HOSTILE * 5, priority=Priority.P1))
    situation = situation_of(services)
    lines = draw_wall(situation, WallView(scene), DARK, *size)
    assert len(lines) == size[1]
    assert {line.cell_len for line in lines} == {size[0]}


def test_status_is_told_by_symbol_and_word(services: Services) -> None:
    assert "● GREEN" in text_of(situation_of(services), WallView("status"), 80, 24)
    services.tickets.add(NewTicket("Nothing works", priority=Priority.P1))
    yellow = text_of(situation_of(services), WallView("status"), 80, 24)
    assert "▲ YELLOW" in yellow
    assert "1 P1 open" in yellow
    assert "no owner" in yellow


def test_phase_and_progress_stand_on_the_wall(services: Services) -> None:
    drawn = text_of(situation_of(services), WallView("status"))
    phase = situation_of(services).phase
    assert phase is not None
    assert f"{phase.name}  {phase.done} of {phase.total} done" in drawn


def test_old_data_is_called_stale_across_the_top(services: Services) -> None:
    situation = situation_of(services)
    stale = WallView("status", stale_since=situation.now - timedelta(minutes=2))
    for size in SIZES:
        drawn = text_of(situation, stale, *size)
        assert "STALE since 08:38" in drawn
        assert "GREEN" not in drawn


def test_names_can_be_hidden(services: Services) -> None:
    names = {name for cover in situation_of(services).covers for name in cover.present}
    assert names
    hidden = read_situation(without_names(services.board()), services.clock.now())
    for size in SIZES:
        for scene in SCENES:
            drawn = text_of(hidden, WallView(scene, hide_names=True), *size)
            assert not [name for name in names if name in drawn]


def test_a_launch_without_anything_still_draws(services: Services) -> None:
    situation = situation_of(services)
    bare = replace(
        situation.board,
        phases=(), lists=(), tickets=(), urgent_tickets=(), checks=(), shifts=(),
        requirements=(), events=(), metrics=(), criteria=(), due_tasks=(),
    )  # fmt: skip
    for size in SIZES:
        drawn = text_of(read_situation(bare, situation.now), WallView("status"), *size)
        assert "Needs us" in drawn
        assert "Nobody is planned now" in drawn


def test_too_small_a_terminal_is_told_so(services: Services) -> None:
    assert "needs 80 x 24" in text_of(situation_of(services), WallView("status"), 60, 10)


def canvas_text(app: WallApp) -> str:
    from warroom_tui.ui.screens.wall import WallCanvas

    canvases = app.screen.query(WallCanvas)
    return "\n".join(
        canvas.render_line(y).text for canvas in canvases for y in range(canvas.size.height)
    )


async def _until(app: WallApp, words: str) -> None:
    """Wait until the wall shows the words; fails after five seconds."""
    async with asyncio.timeout(5):
        while words not in canvas_text(app):
            await asyncio.sleep(0.02)


def test_the_wall_follows_another_seat_and_writes_nothing(services: Services) -> None:
    path = services.context.store.path
    before = len(services.timeline.recent())

    async def run() -> None:
        app = WallApp(
            lambda: open_services(str(path), actor="wall", kind="wall", read_only=True),
            scene="status",
        )
        async with app.run_test(size=(160, 45)):
            await _until(app, "Needs us")
            services.tickets.add(NewTicket("Checkout is dark", priority=Priority.P1))
            await _until(app, "Checkout is dark")

    asyncio.run(run())
    assert len(services.timeline.recent()) == before + 1


def test_a_missing_database_is_told_not_drawn(tmp_path: Path) -> None:
    async def run() -> str:
        app = WallApp(
            lambda: open_services(str(tmp_path / "gone.db"), actor="wall", read_only=True)
        )
        async with app.run_test(size=(80, 24)) as pilot:
            async with asyncio.timeout(5):
                while not app.screen.query("#notice Static"):
                    await pilot.pause()
            return " ".join(str(widget.render()) for widget in app.screen.query("Static"))

    assert "there is no database here" in asyncio.run(run())
