"""The screens of action items and focus, the plan's new keys, a finding in full."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.ui.conftest import sitting
from warroom_tui.domain.runsheet.actions import NewAction
from warroom_tui.domain.runsheet.risks import RiskState
from warroom_tui.services.warroom import Services


def test_an_action_item_by_keys(launch_file: Path, ana: Services) -> None:
    async def run() -> None:
        async with sitting(launch_file) as seat:
            await seat.keys("A")
            await seat.sees("Nothing is open")
            await seat.keys("n")
            await seat.sees("what is to be done")
            await seat.keys(*"Call [/] them", "tab", *"Ben", "enter")
            await seat.sees("A-001")
            assert "Call [/] them" in seat.frame
            await seat.keys("space")
            await seat.until(lambda: not ana.actions.all()[0].open, "it is done")
            await seat.keys("escape")

    asyncio.run(run())
    assert ana.actions.all()[0].owner == "Ben"


def test_a_late_action_item_leads_from_needs_you_to_its_screen(
    launch_file: Path, ana: Services
) -> None:
    ana.actions.add(NewAction("Call", "Ben", ana.clock.now().replace(year=2020)))

    async def run() -> None:
        async with sitting(launch_file) as seat:
            await seat.keys("0")
            await seat.sees("A-001 Call")
            await seat.keys("end", "enter")
            await seat.sees("1 late")

    asyncio.run(run())


def test_a_risk_moves_on_by_keys(launch_file: Path, ana: Services) -> None:
    async def run() -> None:
        async with sitting(launch_file) as seat:
            await seat.keys("L")
            await seat.sees("Risks")
            await seat.keys("s")
            await seat.until(lambda: "no risk" in " ".join(seat.toasts), "the toast")
            await seat.keys("slash", *"Nobody comes", "enter", "right", "s")
            await seat.sees("How does the risk stand?")
            await seat.keys("2", "enter")
            await seat.until(lambda: ana.risks.all()[0].state is RiskState.MITIGATED, "the state")

    asyncio.run(run())
