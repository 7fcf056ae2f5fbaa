"""People sign in and out, rest, stay away and join, on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from tests.conftest import FixedClock
from tests.services.conftest import ana, ben, launch_file
from tests.ui_dialogs.host import SIZES, SMALL, DialogHost, opened, type_text
from tests.widgets.hostile import HOSTILE
from warroom_tui.domain.staffing.rota import ShiftState
from warroom_tui.services.warroom import Services
from warroom_tui.ui.screens.dialogs import PeopleDialog

__all__ = ["ana", "ben", "launch_file"]

Host = DialogHost[None]


@asynccontextmanager
async def people(
    services: Services, size: tuple[int, int] = SMALL
) -> AsyncIterator[tuple[Host, Pilot[None]]]:
    """The screen, once it has read the database."""
    async with opened(PeopleDialog(services), size) as (app, pilot):
        await sees(app, pilot, "on the team")
        yield app, pilot


async def sees(app: Host, pilot: Pilot[None], *words: str) -> None:
    """Wait until the screen shows these words."""
    await until(app, pilot, lambda: all(word in app.shown() for word in words), app.shown)


async def until(
    app: Host, pilot: Pilot[None], holds: Callable[[], bool], told: Callable[[], str]
) -> None:
    """Let what was started come to its end, until it holds."""
    for _ in range(200):
        if holds():
            return
        await app.workers.wait_for_complete([*app.workers])
        await pilot.pause(0.02)
    raise AssertionError(told())


def states(services: Services) -> dict[str, ShiftState]:
    """The state of each person's first shift."""
    out: dict[str, ShiftState] = {}
    for shift in services.rota.shifts():
        out.setdefault(shift.person, shift.state)
    return out


@pytest.mark.parametrize("size", SIZES)
async def test_everybody_stands_under_a_level_with_a_state(
    ana: Services, size: tuple[int, int]
) -> None:
    ana.rota.add_person("Cai", role="Observer")
    async with people(ana, size) as (app, pilot):
        await sees(app, pilot, "L1 support", "Ana", "not here", "L2 technical", "Ben", "planned")
        await sees(app, pilot, "No shift around now", "Cai", "3 on the team", "esc back")


async def test_enter_signs_in_and_out(ana: Services) -> None:
    async with people(ana) as (app, pilot):
        await pilot.press("enter")
        await sees(app, pilot, "1 here")
        assert states(ana)["Ana"] is ShiftState.SIGNED_IN
        await pilot.press("enter")
        await sees(app, pilot, "signed out")
        assert states(ana)["Ana"] is ShiftState.SIGNED_OUT


async def test_a_break_begins_and_ends_with_one_key(ana: Services) -> None:
    async with people(ana) as (app, pilot):
        await pilot.press("i")
        await sees(app, pilot, "1 here")
        await pilot.press("b")
        await sees(app, pilot, "on break", "1 on a break")
        await pilot.press("b")
        await sees(app, pilot, "1 here")
        assert "on break" not in app.shown()
    assert states(ana)["Ana"] is ShiftState.SIGNED_IN


async def test_somebody_who_will_not_come_is_absent_and_undo_takes_it_back(ana: Services) -> None:
    async with people(ana) as (app, pilot):
        await pilot.press("x")
        await sees(app, pilot, "absent")
        await pilot.press("u")
        await sees(app, pilot, "not here")
    assert states(ana)["Ana"] is ShiftState.PLANNED


async def test_a_move_that_is_not_allowed_changes_nothing_and_says_so(ana: Services) -> None:
    async with people(ana) as (app, pilot):
        await pilot.press("b")
        await until(app, pilot, lambda: bool(app._notifications), lambda: "no word")
        assert "Ana is planned." in [toast.message for toast in app._notifications]
    assert states(ana)["Ana"] is ShiftState.PLANNED


async def test_somebody_unplanned_joins_and_is_signed_in_at_once(ana: Services) -> None:
    async with people(ana) as (app, pilot):
        await pilot.press("n")
        await pilot.pause()
        await type_text(pilot, "Dee")
        await pilot.press("tab", "right", "enter")
        await sees(app, pilot, "Dee", "3 on the team")
        await pilot.press("end", "enter")
        await sees(app, pilot, "1 here")
    assert states(ana)["Dee"] is ShiftState.SIGNED_IN
    assert next(s for s in ana.rota.shifts() if s.person == "Dee").level == "L2"


async def test_a_name_taken_is_refused_beside_what_was_typed(ana: Services) -> None:
    async with people(ana) as (app, pilot):
        await pilot.press("n")
        await pilot.pause()
        await type_text(pilot, "ben")
        await pilot.press("enter")
        await sees(app, pilot, "on the team already", "Add a person")
        await type_text(pilot, "te")
        await pilot.press("enter")
        await sees(app, pilot, "bente", "3 on the team")


@pytest.mark.parametrize("size", SIZES)
async def test_a_shift_is_planned_over_midnight(ana: Services, size: tuple[int, int]) -> None:
    async with people(ana, size) as (app, pilot):
        await pilot.press("s")
        await pilot.pause()
        assert "Shift of Ana" in app.shown()
        await type_text(pilot, "22x")
        await pilot.press("ctrl+s")
        await sees(app, pilot, "no time of day", "22x")
        await pilot.press("backspace", "tab")
        await type_text(pilot, "6:30")
        await pilot.press("enter")
        await until(app, pilot, lambda: app.is_open, app.shown)
    zone = ana.launch().zone
    hours = {
        (f"{s.starts_at.astimezone(zone):%d %H:%M}", f"{s.ends_at.astimezone(zone):%d %H:%M}")
        for s in ana.rota.shifts()
        if s.person == "Ana"
    }
    assert ("01 22:00", "02 06:30") in hours


async def test_what_another_seat_does_shows_by_itself(ana: Services, ben: Services) -> None:
    async with people(ana) as (app, pilot):
        await sees(app, pilot, "0 here")
        shift = next(s for s in ben.rota.shifts() if s.person == "Ben")
        ben.rota.sign_in(shift.id)
        await sees(app, pilot, "1 here")


async def test_a_person_stays_under_the_cursor_while_the_list_changes(
    ana: Services, clock: FixedClock
) -> None:
    async with people(ana) as (app, pilot):
        await pilot.press("down", "enter")
        await sees(app, pilot, "1 here")
        aaron = ana.rota.add_person("Aaron", level="L1")
        ana.rota.sign_in_person(aaron.id, "L1")
        await sees(app, pilot, "Aaron", "3 on the team")
        clock.move(minutes=5)
        await pilot.press("o")
        await sees(app, pilot, "signed out")
    assert states(ana)["Ben"] is ShiftState.SIGNED_OUT
    assert states(ana)["Aaron"] is ShiftState.SIGNED_IN


async def test_names_from_outside_are_drawn_and_never_obeyed(
    ana: Services,
) -> None:
    for number, text in enumerate(HOSTILE):
        ana.rota.add_person(f"{number} {text}", role=text, phone=text)
    async with people(ana, (160, 45)) as (app, pilot):
        await sees(app, pilot, "[@click=app.quit]x[/]", "pay [/b] down")
        assert "\x1b" not in app.shown()
        assert "\u202e" not in app.shown()
        await pilot.press("end", "enter")
        await sees(app, pilot, "1 here")
