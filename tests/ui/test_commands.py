"""One table of commands: keys, footer, help and palette agree."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from tests.ui.conftest import sitting
from warroom_tui.ui import commands, palette
from warroom_tui.ui.commands import COMMANDS, PANEL_TITLES, Scope


def test_no_key_means_two_things_in_one_place() -> None:
    for scope in PANEL_TITLES:
        near = [c.key for c in COMMANDS if c.key and c.scope in (scope, Scope.GLOBAL)]
        near += [c.key for c in COMMANDS if c.scope is Scope.REHEARSAL]
        twice = [key for key, count in Counter(near).items() if count > 1]
        assert twice == [], scope


@pytest.mark.parametrize("scope", PANEL_TITLES)
@pytest.mark.parametrize("width", [80, 120, 240])
def test_the_footer_has_at_most_eight_keys_and_help_is_among_them(scope: Scope, width: int) -> None:
    hints = commands.hints(scope, width)
    assert len(hints) <= 8
    assert hints[-1][0] == "question_mark"
    assert sum(len(label) + 4 for _, label in hints) <= width


def test_help_tells_every_key_that_works_in_a_panel() -> None:
    for scope in PANEL_TITLES:
        told = {key for _, keys in commands.help_sections(scope, rehearsal=True) for key, _ in keys}
        wanted = {
            c.key for c in COMMANDS if c.key and c.scope in (scope, Scope.GLOBAL, Scope.REHEARSAL)
        }
        assert wanted <= told


def test_rehearsal_keys_do_nothing_on_a_live_launch() -> None:
    assert commands.find("f10", Scope.TICKETS, rehearsal=True) is not None
    assert commands.find("f10", Scope.TICKETS, rehearsal=False) is None


def test_every_command_can_be_carried_out(day: Path) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            for command in COMMANDS:
                group, _, name = command.id.partition(".")
                assert callable(getattr(seat.dashboard._actions[group], name)), command.id

    asyncio.run(run())


def test_the_palette_finds_a_command_of_another_panel_and_does_it(day: Path) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            await seat.keys("1", "ctrl+p")
            await seat.pilot.press(*"tickets take")
            await seat.sees("Make the ticket yours")
            await seat.keys("down", "enter")
            await seat.until(lambda: "T-001 is yours" in " ".join(seat.toasts), "the toast")

    asyncio.run(run())


def test_question_mark_shows_the_keys_of_the_focused_panel(day: Path) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            await seat.keys("4", "question_mark")
            await seat.sees("Tick or untick the task.")
            assert "Log a ticket" in seat.frame
            await seat.keys("escape")
            await seat.until(lambda: "Tick or untick" not in seat.frame, "the dashboard")

    asyncio.run(run())


def test_a_ticket_is_logged_by_its_subject_alone(day: Path) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            await seat.keys("n")
            await seat.sees("New ticket")
            await seat.keys(*"Till 9 is slow", "enter")
            await seat.until(lambda: "logged: Till 9 is slow" in " ".join(seat.toasts), "the toast")
            await seat.sees("Till 9 is slow")

    asyncio.run(run())


def test_an_incident_turns_the_launch_red(day: Path) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            await seat.keys("exclamation_mark")
            await seat.sees("Declare an incident")
            await seat.keys(*"Payments are down", "ctrl+s")
            await seat.sees("✖ RED")
            await seat.sees("INC-001 Payments are down")

    asyncio.run(run())


def test_rehearsal_time_is_paced_by_keys_and_the_title_says_so(day: Path) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            assert "PAUSED" in seat.frame
            await seat.keys("f9")
            await seat.sees("REHEARSAL ×1")
            await seat.keys("f11")
            await seat.sees("09:00:0")

    asyncio.run(run())


def test_in_the_palette_no_two_commands_have_one_name() -> None:
    names = [palette._name(command) for command in commands.COMMANDS]
    assert sorted(set(names)) == sorted(names)
    assert {"New ticket", "Go to Tickets", "Tickets: Take"} <= set(names)


def test_the_palette_knows_other_words_only_for_commands_that_exist() -> None:
    known = {command.id for command in commands.COMMANDS}
    assert palette.MORE_WORDS.keys() | palette.NAMES.keys() <= known
