"""The Health screen: an hour, a day, the launch; the alert log; keys for all of it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.health.test_keys import alert_of, failing
from tests.ui.conftest import _plain_terminal, _played, colleague, day, sitting
from warroom_tui.domain.monitoring.health import CheckState, Measurement, OutsideAlert
from warroom_tui.services.warroom import Services
from warroom_tui.ui.screens.health import HealthScreen

__all__ = ["_plain_terminal", "_played", "colleague", "day"]


def test_the_past_of_a_check_by_keys(day: Path, colleague: Services) -> None:
    async def run() -> None:
        name = failing(colleague)
        async with sitting(day, (160, 45)) as seat:
            await seat.keys("H")
            await seat.sees("Health: checks · last hour")
            screen = seat.app.screen
            assert isinstance(screen, HealthScreen)
            assert screen.list.move_to(name)
            await seat.until(
                lambda: screen.page is not None and screen.page.check(name) is not None, "its page"
            )
            await seat.sees("p95")
            await seat.sees("┤")  # the plot's axis
            await seat.sees("min left")
            await seat.keys("right")
            await seat.sees("last day")
            await seat.keys("right")
            await seat.sees("since launch")
            await seat.keys("a", *"on it", "enter")
            await seat.until(
                lambda: (found := alert_of(colleague, name)) is not None and bool(found.held_by),
                "acknowledged",
            )
            await seat.keys("v")
            await seat.sees("Health: alert log")
            await seat.sees("acknowledged")
            await seat.keys("v")
            await seat.sees("No alert from elsewhere")
            await seat.keys("v")
            await seat.sees("Health: figures")
            await seat.sees("payments")
            await seat.keys("v")
            await seat.sees("Health: day by day")
            await seat.sees("Uptime  Tickets  Issues  Status")
            await seat.keys("escape")
            await seat.until(lambda: not isinstance(seat.app.screen, HealthScreen), "back")

    asyncio.run(run())


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (240, 67)])
def test_it_is_legible_at_every_size(day: Path, colleague: Services, size: tuple[int, int]) -> None:
    check = colleague.health.checks()[0]
    evil = OutsideAlert("[/] x", "page", "active", colleague.clock.now(), "[@click=quit]", ())
    hostile = Measurement(True, 1.0, "[/b] \x1b[31m", excerpt="\x1b]0;x\x07[/]", alerts=(evil,))
    colleague.health.record([(check, hostile, colleague.clock.now())])

    async def run() -> None:
        async with sitting(day, size) as seat:
            await seat.keys("H")
            await seat.sees("Health: checks")
            await seat.sees("┤")
            await seat.sees("┈")  # a limit drawn in
            await seat.keys("v", "v")
            await seat.sees("[/] x")
            assert "\x1b" not in seat.frame

    asyncio.run(run())


def test_a_check_that_goes_down_is_called_out_once(day: Path, colleague: Services) -> None:
    def result(state: CheckState) -> Measurement:
        return Measurement(state is CheckState.UP, 5.0, "HTTP 200 [/]")

    async def run() -> None:
        up = [
            row.check
            for row in colleague.health.rows(colleague.clock.now())
            if row.status is not None and row.status.state is CheckState.UP
        ]
        async with sitting(day, (160, 45)) as seat:
            assert not [toast for toast in seat.toasts if "DOWN" in toast]
            for _ in range(up[0].fail_after + 1):
                down = (up[0], result(CheckState.DOWN), colleague.clock.now())
                colleague.health.record([down])
            await seat.until(
                lambda: any("DOWN" in toast and up[0].name in toast for toast in seat.toasts),
                "called out",
            )
            await seat.pilot.pause(0.5)
            assert len([toast for toast in seat.toasts if "DOWN" in toast]) == 1

    asyncio.run(run())
