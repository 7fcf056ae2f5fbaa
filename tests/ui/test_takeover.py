"""A question that everybody must see takes the whole screen, and leaves it once it is answered."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.ui.conftest import Seat, sitting
from warroom_tui.domain.triggers.rollback import Decision
from warroom_tui.services.warroom import Services
from warroom_tui.ui.screens.takeover import TakeoverScreen


def taken(seat: Seat) -> bool:
    return isinstance(seat.app.screen, TakeoverScreen)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
def test_it_takes_the_screen_and_goes_when_another_seat_decides(
    day: Path, colleague: Services, size: tuple[int, int]
) -> None:
    async def run() -> None:
        async with sitting(day, size) as seat:
            colleague.rollback.propose("cards are refused [/] everywhere")
            await seat.until(lambda: taken(seat), "the takeover")
            await seat.sees("ROLL BACK?")
            await seat.sees("cards are refused [/] everywhere")
            await seat.sees("nobody has decided")
            colleague.rollback.decide(Decision.FORWARD_FIX, "the bank has mended it")
            await seat.until(lambda: not taken(seat), "the dashboard again")
            assert seat.app.screen is seat.dashboard


def test_it_can_wait_but_stays_on_top_and_never_comes_twice(day: Path, colleague: Services) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            colleague.rollback.propose("cards are refused")
            await seat.until(lambda: taken(seat), "the takeover")
            await seat.keys("escape")
            await seat.until(lambda: not taken(seat), "the dashboard")
            await seat.sees("cards are refused")
            reads = seat.dashboard.situation
            await seat.until(lambda: seat.dashboard.situation is not reads, "another second")
            assert not taken(seat)


def test_enter_asks_for_the_decision(day: Path, colleague: Services) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            colleague.rollback.propose("cards are refused")
            await seat.until(lambda: taken(seat), "the takeover")
            await seat.keys("enter")
            await seat.sees("Do we roll back?")


def test_somebody_who_types_is_not_torn_away(day: Path, colleague: Services) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            await seat.keys("n")
            await seat.until(lambda: seat.app.screen is not seat.dashboard, "the form")
            form = seat.app.screen
            colleague.rollback.propose("cards are refused")
            reads = seat.dashboard.situation
            await seat.until(lambda: seat.dashboard.situation is not reads, "another second")
            assert seat.app.screen is form
            await seat.keys("escape")
            await seat.until(lambda: taken(seat), "the takeover after the form")


def test_two_seats_see_it_and_both_get_their_screen_back(day: Path, colleague: Services) -> None:
    async def run() -> None:
        async with sitting(day, name="priya") as one, sitting(day, name="noor") as two:
            colleague.rollback.propose("cards are refused")
            for seat in (one, two):
                await seat.until(lambda seat=seat: taken(seat), "the takeover")  # type: ignore[misc]
            colleague.rollback.decide(Decision.FORWARD_FIX, "mended")
            for seat in (one, two):
                await seat.until(lambda seat=seat: not taken(seat), "the desk")  # type: ignore[misc]

    asyncio.run(run())
