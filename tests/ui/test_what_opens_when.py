"""What a person waits for comes first: the page, the board, and only then what works beside it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from tests.services.sample import make_launch
from warroom_tui import bootstrap
from warroom_tui.domain.errors import InputError
from warroom_tui.services.warroom import Services
from warroom_tui.ui.app import WarroomApp
from warroom_tui.ui.screens.dashboard import Dashboard

OPENING = """
import sys
from warroom_tui import bootstrap
from warroom_tui.ui.app import WarroomApp

seen = {}

HEAVY = {"sqlalchemy", "httpx", "psutil", "anyio", "jinja2", "alembic", "markdown_it"}

def heavy():
    return HEAVY & set(sys.modules)

open_launch = WarroomApp._open_launch

def page_stands(app):
    seen["page"] = heavy()
    open_launch(app)

WarroomApp._open_launch = page_stands

def beside(services):
    seen["board"] = heavy()
    app.call_later(app.exit)

app = WarroomApp(lambda: bootstrap.open_services(sys.argv[1], actor="Ana"), beside=beside)
app.run(headless=True)
print("page", *sorted(seen["page"]))
print("board", *sorted(seen["board"]))
"""


def test_the_page_needs_nothing_heavy_and_the_board_only_the_database(tmp_path: Path) -> None:
    path = make_launch(tmp_path / "orchid.db")
    done = subprocess.run(
        [sys.executable, "-c", OPENING, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines() == ["page", "board sqlalchemy"]


async def until(pilot: Pilot[None], there: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not there():
            await pilot.pause()


def test_what_cannot_work_beside_the_screen_is_said_on_it(tmp_path: Path) -> None:
    path = make_launch(tmp_path / "orchid.db")

    def beside(services: Services) -> None:
        raise InputError(f"{services.actor.name} may not probe.", "Ask the owner.")

    async def look() -> None:
        app = WarroomApp(lambda: bootstrap.open_services(str(path), actor="Ana"), beside=beside)
        async with app.run_test() as pilot:
            await until(pilot, lambda: bool(app._notifications))
            assert isinstance(app.screen, Dashboard)
            told = [note.message for note in app._notifications]
            assert told == ["Ana may not probe. Ask the owner."]

    asyncio.run(look())
