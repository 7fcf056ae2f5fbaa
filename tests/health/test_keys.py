"""Looking after checks by keys on the dashboard."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.ui.conftest import _plain_terminal, _played, colleague, day, sitting
from warroom_tui.domain.monitoring.alerts import Alert
from warroom_tui.services.warroom import Services
from warroom_tui.ui.commands import Scope

__all__ = ["_plain_terminal", "_played", "colleague", "day"]


def alert_of(services: Services, name: str) -> Alert | None:
    rows = services.health.rows(services.clock.now())
    return next(row.alert for row in rows if row.check.name == name)


def failing(services: Services) -> str:
    """The first check that is down or slow on this day."""
    return next(
        row.check.name
        for row in services.health.rows(services.clock.now())
        if row.status is not None and row.status.state in ("down", "slow")
    )


def test_a_check_is_acknowledged_from_needs_you(day: Path, colleague: Services) -> None:
    async def run() -> None:
        name = failing(colleague)
        async with sitting(day, (160, 45)) as seat:
            await seat.keys("0")
            for _ in range(30):
                if seat.cursor(Scope.NEEDS) == f"check:{name}":
                    break
                await seat.keys("down")
            await seat.keys("a", *"looking", "enter")
            await seat.sees("1 acked")
            await seat.until(
                lambda: f"check:{name}" not in {n.key for n in seat.dashboard.situation.needs},  # type: ignore[union-attr]
                "it leaves the urgent list",
            )
            held = alert_of(colleague, name)
            assert held is not None
            assert (held.state, held.held_by, held.reason) == ("acknowledged", "priya", "looking")
            await seat.keys("u")
            await seat.until(
                lambda: (alert_of(colleague, name) or held).state == "firing", "undone by one key"
            )

    asyncio.run(run())


def test_a_check_is_silenced_and_maintained_from_health(day: Path, colleague: Services) -> None:
    async def run() -> None:
        name = failing(colleague)
        async with sitting(day, (160, 45)) as seat:
            await seat.keys("1", "home")
            for _ in range(30):
                if seat.cursor(Scope.HEALTH) == name:
                    break
                await seat.keys("down")
            await seat.keys("s", "2", *"known", "enter")
            await seat.sees("1 silenced")
            await seat.keys("enter")
            await seat.sees("silenced until")
            await seat.keys("escape", "x", "1", *"disks", "enter")
            await seat.sees("1 maint.")
            await seat.keys("x", "1")
            await seat.until(lambda: "maint." not in seat.frame, "maintenance is ended")

    asyncio.run(run())


def test_what_does_not_fire_is_refused_in_words(day: Path, colleague: Services) -> None:
    async def run() -> None:
        up = next(
            row.check.name
            for row in colleague.health.rows(colleague.clock.now())
            if row.status is not None and row.status.state == "up"
        )
        async with sitting(day, (160, 45)) as seat:
            await seat.keys("1", "home")
            for _ in range(30):
                if seat.cursor(Scope.HEALTH) == up:
                    break
                await seat.keys("down")
            await seat.keys("t")
            await seat.until(lambda: "only manual" in " ".join(seat.toasts), "refused")
            await seat.keys("a", *"why", "enter")
            await seat.sees("nothing fires")

    asyncio.run(run())
