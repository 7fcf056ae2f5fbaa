"""People on and off duty, by keys."""

from __future__ import annotations

import asyncio

import pytest

from tests.ui_screens.conftest import SIZES, watching
from warroom_tui.domain.staffing.rota import ShiftState
from warroom_tui.services.warroom import Services
from warroom_tui.ui.screens.dialogs import PeopleDialog
from warroom_tui.ui.widgets.line_list import LineList


def _state(services: Services, name: str) -> ShiftState:
    return next(shift.state for shift in services.rota.shifts() if shift.person == name)


@pytest.mark.parametrize("size", SIZES)
def test_who_is_missing_signs_in_goes_on_a_break_and_leaves(
    mine: Services, size: tuple[int, int]
) -> None:
    async def run() -> None:
        async with watching(PeopleDialog(mine), size) as seat:
            await seat.sees("9 here", "▲ Raj Patel", "not here", "L1 support")
            raj = next(shift for shift in mine.rota.shifts() if shift.person == "Raj Patel")
            seat.app.screen.query_one(LineList).move_to(f"shift:{raj.id}")
            await seat.keys("enter")
            await seat.sees("10 here", "● Raj Patel")
            await seat.keys("b")
            await seat.sees("1 on a break", "‖ Raj Patel")
            await seat.keys("b")
            await seat.sees("10 here", "● Raj Patel")
            await seat.keys("enter")
            await seat.sees("9 here", "signed out")
        assert _state(mine, "Raj Patel") is ShiftState.SIGNED_OUT

    asyncio.run(run())


def test_another_seats_sign_in_appears_by_itself(mine: Services, colleague: Services) -> None:
    async def run() -> None:
        async with watching(PeopleDialog(mine)) as seat:
            await seat.sees("9 here")
            raj = next(shift for shift in mine.rota.shifts() if shift.person == "Raj Patel")
            colleague.rota.sign_in(raj.id)
            await seat.sees("10 here")

    asyncio.run(run())


def test_absence_can_be_undone(mine: Services) -> None:
    async def run() -> None:
        async with watching(PeopleDialog(mine)) as seat:
            await seat.sees("9 here")
            raj = next(shift for shift in mine.rota.shifts() if shift.person == "Raj Patel")
            seat.app.screen.query_one(LineList).move_to(f"shift:{raj.id}")
            await seat.keys("x")
            await seat.sees("absent")
            await seat.keys("u")
            await seat.sees("not here")
        assert _state(mine, "Raj Patel") is ShiftState.PLANNED

    asyncio.run(run())


def test_somebody_unplanned_is_added_and_signed_in(mine: Services) -> None:
    async def run() -> None:
        async with watching(PeopleDialog(mine), (80, 24)) as seat:
            await seat.sees("9 here")
            await seat.keys("n")
            await seat.keys("enter")
            await seat.sees("A person needs a name.")
            await seat.types("Ola [/b] Nord")
            await seat.keys("enter")
            await seat.told("Added to the team")
            await seat.sees("13 on the team")
            ola = next(p for p in mine.rota.people() if p.name.startswith("Ola"))
            seat.app.screen.query_one(LineList).move_to(f"person:{ola.id}")
            await seat.keys("enter")
            await seat.sees("10 here", "● Ola [/b] Nord")

    asyncio.run(run())


def test_a_name_that_is_taken_keeps_what_was_typed(mine: Services) -> None:
    async def run() -> None:
        async with watching(PeopleDialog(mine)) as seat:
            await seat.sees("9 here")
            await seat.keys("n")
            await seat.types("Kim Le")
            await seat.keys("enter")
            await seat.sees("Kim Le", "already")

    asyncio.run(run())


def test_a_shift_over_midnight_ends_the_next_day(mine: Services) -> None:
    async def run() -> None:
        async with watching(PeopleDialog(mine)) as seat:
            await seat.sees("9 here")
            await seat.keys("s")
            await seat.sees("Shift of Priya Raman")
            await seat.types("25")
            await seat.keys("ctrl+s")
            await seat.sees("From is no time of day.")
            await seat.keys("backspace", "backspace")
            await seat.types("22")
            await seat.keys("enter")
            await seat.types("6:30")
            await seat.keys("enter")
            await seat.told("Shift planned")
        night = max(mine.rota.shifts(), key=lambda shift: shift.id)
        zone = mine.launch().zone
        starts, ends = night.starts_at.astimezone(zone), night.ends_at.astimezone(zone)
        assert (night.person, starts.hour, ends.hour, ends.minute) == ("Priya Raman", 22, 6, 30)
        assert (ends.date() - starts.date()).days == 1

    asyncio.run(run())
