"""What the plan asks for, on the dashboard: due runs, needs, and the keys that open the rest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.conftest import FixedClock
from tests.operations.sample import planned_launch
from tests.services.sample import open_seat
from tests.ui.conftest import Seat
from warroom_tui.domain.runsheet.routines import ROUTINE_RUN
from warroom_tui.services.warroom import Services
from warroom_tui.ui.app import WarroomApp
from warroom_tui.ui.screens.dashboard import Dashboard


@asynccontextmanager
async def sitting(services: Services, size: tuple[int, int] = (160, 45)) -> AsyncIterator[Seat]:
    """A dashboard of this seat, opened and read."""
    app = WarroomApp(lambda: services)
    async with app.run_test(size=size, notifications=True) as pilot:
        seat = Seat(app, pilot)
        await seat.until(lambda: isinstance(app.screen, Dashboard), "the dashboard")
        await seat.until(lambda: seat.dashboard.situation is not None, "the first board")
        await pilot.pause()
        yield seat


def test_a_run_that_comes_due_is_ticked_in_the_checklist(tmp_path: Path, clock: FixedClock) -> None:
    services = open_seat(planned_launch(tmp_path), "Ana", clock)
    clock.move(minutes=30)

    async def run() -> None:
        async with sitting(services) as seat:
            await seat.sees("Due now")
            await seat.sees("Morning round  0/2")
            await seat.sees("DUE")
            await seat.keys("4", "home", "enter")
            await seat.sees("Read the logs")
            await seat.keys("down", "space")
            await seat.sees("Morning round  1/2")
            await seat.keys("u")
            await seat.sees("Morning round  0/2")

    asyncio.run(run())
    services.close()


def test_needs_lead_to_messages_and_gates(tmp_path: Path, clock: FixedClock) -> None:
    services = open_seat(planned_launch(tmp_path), "Ana", clock)
    clock.move(minutes=30)

    async def run() -> None:
        async with sitting(services) as seat:
            await seat.sees("SEND")
            seat.dashboard.needs_panel.list.move_to("message:1")
            await seat.keys("0", "enter")
            await seat.sees("Messages · 3 to send · 1 late")
            await seat.keys("s")
            await seat.sees("Messages · 2 to send")
            await seat.keys("escape")
            await seat.until(lambda: "SEND" not in seat.frame, "the message is no need any more")

    asyncio.run(run())
    services.close()


def test_each_screen_has_its_key(tmp_path: Path, clock: FixedClock) -> None:
    services = open_seat(planned_launch(tmp_path), "Ana", clock)
    wanted = (
        ("m", "Messages · "),
        ("g", "Gates · "),
        ("B", "Runbooks · "),
        ("L", "Plan · "),
        ("D", "nobody named"),
        ("M", "Stand-up"),
    )

    async def run() -> None:
        async with sitting(services, (80, 24)) as seat:
            for key, text in wanted:
                await seat.keys(key)
                await seat.sees(text)
                await seat.keys("escape")
                await seat.until(lambda: not seat.app.screen.is_modal, "the dashboard")

    asyncio.run(run())
    services.close()


def test_two_open_dashboards_make_each_run_once(tmp_path: Path, clock: FixedClock) -> None:
    path = planned_launch(tmp_path)
    ana, ben = open_seat(path, "Ana", clock), open_seat(path, "Ben", clock)

    async def run() -> None:
        async with sitting(ana) as seat:
            await seat.sees("Due now")

        async with sitting(ben) as seat:
            await seat.sees("Due now")
            assert sum(item.kind == ROUTINE_RUN for item in ben.board().lists) == 1

    asyncio.run(run())
    ana.close()
    ben.close()
