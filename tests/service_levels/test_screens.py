"""Escalation, promises and figures, as a person sees and presses them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.service_levels.conftest import Launch
from tests.ui.conftest import _plain_terminal
from tests.ui_screens.conftest import SIZES, watching
from warroom_tui.domain.desk.tickets import EscalationContext, Level, NewTicket, Priority
from warroom_tui.ui.screens.desk_figures import FiguresScreen
from warroom_tui.ui.screens.escalations import EscalationsScreen

__all__ = ["_plain_terminal"]

WHY = EscalationContext("Cards [/] refused", "Only \x1b bank X", "Another till")


@pytest.mark.parametrize("size", SIZES)
def test_a_call_is_answered_and_a_held_ticket_kept_from_the_screen(
    launch: Launch, shipped_plans: dict[str, Path], clock: FixedClock, size: tuple[int, int]
) -> None:
    ana = launch(shipped_plans["post-launch-support"])
    called = ana.tickets.add(NewTicket("[/] Cards", priority=Priority.P2)).ref
    ana.tickets.escalate(called, Level.L2, WHY)
    ana.tickets.add(NewTicket("Slow page"))
    clock.move(hours=3)

    async def run() -> None:
        async with watching(EscalationsScreen(ana), size) as watcher:
            await watcher.sees("1 not answered", "1 held too long", "T-001 [/] Cards")
            await watcher.keys("a")
            await watcher.sees("Who answered?")
            await watcher.types("Dana")
            await watcher.keys("enter")
            await watcher.told("Answered")
            await watcher.sees("Escalation and promises · 1 held too long")
            await watcher.keys("home", "s")
            await watcher.sees("Why?")
            await watcher.types("the vendor calls back")
            await watcher.keys("enter")
            await watcher.told("stays at L1")
            await watcher.keys("u")
            await watcher.sees("1 held too long")

    asyncio.run(run())
    assert ana.escalations.calls() == ()


def test_a_figure_opens_the_tickets_that_it_counted(
    launch: Launch, shipped_plans: dict[str, Path], clock: FixedClock
) -> None:
    ana = launch(shipped_plans["post-launch-support"])
    ref = ana.tickets.add(NewTicket("Cards refused")).ref
    clock.move(minutes=5)
    ana.tickets.resolve(ref, "Restarted")

    async def run() -> None:
        async with watching(FiguresScreen(ana)) as watcher:
            await watcher.sees("Figures · today, Tue 1 Dec", "1 logged, 1 resolved")
            await watcher.keys("enter")
            await watcher.sees("Support tickets · Tue 1 Dec · 1", "T-001", "Cards refused")
            await watcher.keys("escape")
            await watcher.keys("left_square_bracket")
            await watcher.sees("Figures · Mon 30 Nov", "0 logged")
            await watcher.keys("right_square_bracket")
            await watcher.sees("Figures · today")

    asyncio.run(run())
    assert ana.desk_figures.day(ana.desk_figures.today()).counts.first_contact == 1
