"""Known issues, escalation, resolving, assigning, capturing, and the help."""

from __future__ import annotations

from typing import TypeVar

import pytest

from tests.ui_dialogs.host import SIZES, opened, type_text
from tests.ui_dialogs.sample import team, ticket
from tests.widgets.hostile import HOSTILE
from warroom_tui.domain.desk.satisfaction import Scale
from warroom_tui.domain.desk.tickets import EscalationContext, Level
from warroom_tui.domain.incident.issues import NewIssue, Severity
from warroom_tui.ui import commands
from warroom_tui.ui.commands import Scope
from warroom_tui.ui.screens.dialogs import (
    AssignDialog,
    CaptureDialog,
    EscalateDialog,
    HelpScreen,
    NewIssueDialog,
    ResolveDialog,
)
from warroom_tui.ui.screens.dialogs.base import Dialog

R = TypeVar("R")
CONTEXT = EscalationContext("Cards fail", "since 8:00\nat 2 stores", "restart", "555", "at 9:00")


@pytest.mark.parametrize("size", SIZES)
async def test_a_title_and_enter_log_an_issue(size: tuple[int, int]) -> None:
    async with opened(NewIssueDialog(), size) as (app, pilot):
        for words in ("Severity", "Workaround", "Steps", "Expected", "Actual", "esc cancel"):
            assert words in app.shown(), words
        await type_text(pilot, "Cards fail")
        await pilot.press("enter")
    assert app.answer == NewIssue("Cards fail")


async def test_every_field_of_the_log_can_be_filled_in_and_saved_from_the_last() -> None:
    words = ("who", "12", "cash", "it\nfails", "1.\n2.", "pay", "error")
    async with opened(NewIssueDialog()) as (app, pilot):
        await type_text(pilot, "Cards")
        await pilot.press("tab", "left")
        for word in words:
            await pilot.press("tab")
            for line, part in enumerate(word.split("\n")):
                await pilot.press(*(["enter"] if line else []))
                await type_text(pilot, part)
        await pilot.press("ctrl+s")
    assert app.answer == NewIssue(
        "Cards", Severity.HIGH, "it\nfails", "1.\n2.", "pay", "error", "who", 12, "cash"
    )


async def test_a_known_issue_begins_with_the_severity_that_was_asked_for() -> None:
    async with opened(NewIssueDialog(Severity.CRITICAL)) as (app, pilot):
        await type_text(pilot, "All down")
        await pilot.press("enter")
    assert app.answer == NewIssue("All down", Severity.CRITICAL)


async def test_a_number_that_is_none_is_refused_beside_its_field() -> None:
    typed = NewIssue("Cards", workaround="cash")
    async with opened(NewIssueDialog(initial=typed)) as (app, pilot):
        await pilot.press("tab", "tab", "tab")
        await type_text(pilot, "many")
        await pilot.press("enter")
        await pilot.pause()
        assert app.is_open
        for words in ("no number of users", "many", "cash"):
            assert words in app.shown(), words
        await pilot.press("backspace", "backspace", "backspace", "backspace", "3", "enter")
    assert app.answer == NewIssue("Cards", affected_n=3, workaround="cash")


async def test_an_escalation_carries_its_five_pieces() -> None:
    async with opened(EscalateDialog(ticket())) as (app, pilot):
        await type_text(pilot, "Cards fail")
        await pilot.press("tab")
        await type_text(pilot, "since 8:00")
        await pilot.press("enter")
        await type_text(pilot, "at 2 stores")
        for text in ("restart", "555", "at 9:00"):
            await pilot.press("tab")
            await type_text(pilot, text)
        await pilot.press("ctrl+s")
    assert app.answer == (Level.L2, CONTEXT)


@pytest.mark.parametrize("size", SIZES)
async def test_an_escalation_says_what_it_lacks(size: tuple[int, int]) -> None:
    async with opened(EscalateDialog(ticket()), size) as (app, pilot):
        await type_text(pilot, "Cards fail")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.is_open
        assert "known so far" in app.shown()
        await type_text(pilot, "all stores")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "what was tried" in app.shown()
        assert "all stores" in app.shown()


async def test_only_higher_levels_are_offered() -> None:
    async with opened(EscalateDialog(ticket(level=Level.L3), (Level.L4, CONTEXT))) as (app, pilot):
        shown = app.shown()
        assert "L4" in shown
        assert "L2" not in shown
        await pilot.press("ctrl+s")
    assert app.answer == (Level.L4, CONTEXT)


async def test_resolving_wants_a_solution_and_takes_a_rating_on_either_scale() -> None:
    async with opened(ResolveDialog(ticket())) as (app, pilot):
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.is_open
        assert "what solved it" in app.shown()
        await type_text(pilot, "restarted")
        await pilot.press("tab", "9", "ctrl+s")
        await pilot.pause()
        assert "9 is no rating" in app.shown()
        await pilot.press("backspace", "4", "ctrl+s")
    assert app.answer == ("restarted", 4.0, Scale.OF_5)
    async with opened(ResolveDialog(ticket())) as (app, pilot):
        await type_text(pilot, "restarted")
        await pilot.press("tab", "8", "0", "%", "ctrl+s")
    assert app.answer == ("restarted", 80.0, Scale.PERCENT)


async def test_enter_on_a_rating_saves_and_on_an_escalation_goes_on() -> None:
    async with opened(ResolveDialog(ticket())) as (app, pilot):
        await type_text(pilot, "restarted")
        await pilot.press("tab", "5", "enter")
    assert app.answer == ("restarted", 5.0, Scale.OF_5)
    async with opened(EscalateDialog(ticket(), (Level.L2, CONTEXT))) as (app_2, pilot):
        await pilot.press("shift+tab", "right", "enter", "end")
        await type_text(pilot, " all")
        await pilot.press("enter", "ctrl+s")
    assert app_2.answer[0] is Level.L3
    assert app_2.answer[1].summary == "Cards fail all"


async def test_the_rating_may_be_missing() -> None:
    async with opened(ResolveDialog(ticket())) as (app, pilot):
        await type_text(pilot, "restarted")
        await pilot.press("ctrl+s")
    assert app.answer == ("restarted", None, Scale.OF_5)


@pytest.mark.parametrize("size", SIZES)
async def test_a_ticket_goes_to_somebody_or_back_to_the_queue(size: tuple[int, int]) -> None:
    many = team("Ana", "Ben", *(f"Person {number}" for number in range(40)))
    async with opened(AssignDialog(ticket(), many, "Ana"), size) as (app, pilot):
        assert "Ana (me)" in app.shown()
        assert "esc cancel" in app.shown()
        await pilot.press("down", "enter")
    assert app.answer == ("Ben", None)
    async with opened(AssignDialog(ticket(), many, "Ana"), size) as (app, pilot):
        await pilot.press("end", "enter")
    assert app.answer == (None, None)


async def test_the_level_changes_with_the_owner() -> None:
    async with opened(AssignDialog(ticket(), team("Ana", "Ben"))) as (app, pilot):
        await pilot.press("down", "shift+tab", "right", "ctrl+s")
    assert app.answer == ("Ben", Level.L2)


@pytest.mark.parametrize("size", SIZES)
async def test_a_win_is_one_line_and_a_key_changes_what_it_is(size: tuple[int, int]) -> None:
    async with opened(CaptureDialog(), size) as (app, pilot):
        await type_text(pilot, "first payment")
        await pilot.press("enter")
    assert app.answer == ("win", "first payment")
    async with opened(CaptureDialog(), size) as (app, pilot):
        await type_text(pilot, "print")
        await pilot.press("ctrl+t", "ctrl+t")
        await type_text(pilot, " labels")
        await pilot.press("enter")
    assert app.answer == ("focus", "print labels")


@pytest.mark.parametrize("size", SIZES)
async def test_the_help_begins_with_the_panel_in_use_and_is_searched(
    size: tuple[int, int],
) -> None:
    sections = commands.help_sections(Scope.TICKETS, rehearsal=True)
    async with opened(HelpScreen(sections), size) as (app, pilot):
        shown = app.shown()
        assert shown.index("Tickets") < shown.index("Everywhere")
        await pilot.press("pagedown", "pagedown", "pagedown", "pagedown", "pagedown")
        await pilot.pause()
        assert "Find any command by name." in app.shown()
        await type_text(pilot, "whole screen")
        await pilot.pause()
        assert "Give the whole screen" in app.shown()
        assert "Make the ticket yours" not in app.shown()
        await pilot.press("escape")
    assert app.left


@pytest.mark.parametrize("text", HOSTILE)
async def test_texts_from_outside_are_drawn_and_never_obeyed(text: str) -> None:
    issue = NewIssue(text, Severity.LOW, text, text, text, text, text, None, text)
    context = EscalationContext(text, text, text, text, text)
    await _drawn_safely(NewIssueDialog(initial=issue))
    await _drawn_safely(EscalateDialog(ticket(text), (Level.L3, context)))
    await _drawn_safely(ResolveDialog(ticket(text)))
    await _drawn_safely(AssignDialog(ticket(text), team(text, "Ben"), text))
    await _drawn_safely(CaptureDialog(initial=("quote", text)))
    await _drawn_safely(HelpScreen([(text, [(text or "x", text)])]))


async def _drawn_safely(dialog: Dialog[R]) -> None:
    async with opened(dialog) as (app, _pilot):
        shown = app.shown()
        assert "\x1b" not in shown
        assert "\u202e" not in shown
