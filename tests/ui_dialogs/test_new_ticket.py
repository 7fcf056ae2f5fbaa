"""Logging a ticket takes one line, and nothing typed is lost."""

from __future__ import annotations

import pytest
from textual import events

from tests.ui_dialogs.host import SIZES, opened, type_text
from tests.widgets.hostile import HOSTILE
from warroom_tui.domain.desk.sla import ClockName, SlaTarget
from warroom_tui.domain.desk.tickets import (
    Channel,
    Level,
    NewTicket,
    Priority,
    PriorityDefinition,
)
from warroom_tui.domain.text import clean
from warroom_tui.ui.screens.dialogs import NewTicketDialog

MATRIX = (
    PriorityDefinition(Priority.P1, "Critical (P1)", ("nobody can pay",), "15 minutes"),
    PriorityDefinition(Priority.P2, "High", ("a feature fails",), "1 hour"),
    PriorityDefinition(Priority.P3, "Medium", ("a question",), "4 hours"),
)


@pytest.mark.parametrize("size", SIZES)
async def test_a_subject_and_enter_log_a_ticket(size: tuple[int, int]) -> None:
    async with opened(NewTicketDialog(MATRIX), size) as (app, pilot):
        await type_text(pilot, "Cannot pay")
        await pilot.press("enter")
    assert app.answer == NewTicket("Cannot pay")


async def test_letters_typed_while_the_dialog_opens_are_not_lost() -> None:
    async with opened(NewTicketDialog(MATRIX), early="Cannot pay") as (app, pilot):
        await type_text(pilot, " at all")
        await pilot.press("enter")
    assert app.answer == NewTicket("Cannot pay at all")


async def test_a_whole_ticket_may_come_at_once() -> None:
    async with opened(NewTicketDialog(MATRIX), early="Cannot pay\n") as (app, pilot):
        await pilot.pause()
        await pilot.pause()
    assert app.answer == NewTicket("Cannot pay")


async def test_promises_are_shown_once_they_are_read() -> None:
    dialog = NewTicketDialog(MATRIX)
    dialog.show_targets(())
    async with opened(dialog) as (app, pilot):
        dialog.show_targets([SlaTarget("priority", "P3", ClockName.RESOLUTION, 1440, "one [day]")])
        await pilot.pause()
        assert "fix one [day]" in app.shown()


async def test_a_plan_that_promises_by_level_shows_what_each_level_promises() -> None:
    targets = [
        SlaTarget("level", "L1", ClockName.FIRST_RESPONSE, 240, "< 4 hours"),
        SlaTarget("level", "L2", ClockName.FIRST_RESPONSE, 120, "< 2 hours"),
        SlaTarget("level", "L2", ClockName.RESOLUTION, 2880, "< 48 hours"),
    ]
    async with opened(NewTicketDialog(targets=targets), (80, 24)) as (app, pilot):
        assert "► L1   reply < 4 hours" in app.shown()
        await pilot.press("alt+up")
        await pilot.pause()
        assert "► L2   reply < 2 hours, fix < 48 hours" in app.shown()
        assert "✖ P1" not in app.shown()  # nothing is said of priorities
    async with opened(NewTicketDialog(MATRIX, targets=targets), (80, 24)) as (app, _pilot):
        assert "► L1   reply < 4 hours" in app.shown()
        assert "L2   reply" not in app.shown()


async def test_defaults_change_without_leaving_the_subject() -> None:
    async with opened(NewTicketDialog(MATRIX)) as (app, pilot):
        await type_text(pilot, "Till ")
        await pilot.press("alt+1", "alt+up", "alt+up", "alt+down", "alt+c")
        await type_text(pilot, "down")
        await pilot.press("enter")
    expected = NewTicket("Till down", priority=Priority.P1, level=Level.L2, channel=Channel.IN_APP)
    assert app.answer == expected


async def test_priority_changes_in_terminals_that_do_not_report_alt_digits() -> None:
    async with opened(NewTicketDialog(MATRIX)) as (app, pilot):
        await type_text(pilot, "Till")
        await pilot.press("ctrl+up", "ctrl+up", "ctrl+up", "ctrl+down", "enter")
    assert app.answer.priority is Priority.P2


async def test_a_pound_sign_is_a_letter_and_not_a_key() -> None:
    """alt+3 sends £ in some terminals; people type it in subjects."""
    async with opened(NewTicketDialog(MATRIX)) as (app, pilot):
        assert app.focused is not None
        app.focused.post_message(events.Key("pound_sign", "£"))
        await pilot.pause()
        await pilot.press("5", "enter")
    assert app.answer == NewTicket("£5")


async def test_tab_reaches_choices_and_other_fields() -> None:
    async with opened(NewTicketDialog(MATRIX)) as (app, pilot):
        await type_text(pilot, "Till")
        await pilot.press("tab", "right", "tab", "space", "tab", "left", "tab")
        await type_text(pilot, "Payments")
        await pilot.press("tab")
        await type_text(pilot, "Store 7")
        await pilot.press("tab")
        await type_text(pilot, "one")
        await pilot.press("enter")
        await type_text(pilot, "two")
        await pilot.press("ctrl+s")
    assert app.answer == NewTicket(
        "Till", "one\ntwo", "Store 7", Channel.CHAT, "Payments", Priority.P4, Level.L2
    )


async def test_arrows_walk_through_the_fields() -> None:
    async with opened(NewTicketDialog(MATRIX)) as (app, pilot):
        await type_text(pilot, "Till")
        await pilot.press("down", "left", "up")
        await type_text(pilot, "!")
        await pilot.press("enter")
    assert app.answer == NewTicket("Till!", priority=Priority.P2)


@pytest.mark.parametrize("size", SIZES)
async def test_the_plans_words_for_the_priority_stand_beside_it(size: tuple[int, int]) -> None:
    async with opened(NewTicketDialog(MATRIX), size) as (app, pilot):
        assert "a question" in app.shown()
        await pilot.press("alt+1")
        await pilot.pause()
        shown = app.shown()
        assert "P1 Critical  15 minutes" in shown
        assert "nobody can pay" in shown


@pytest.mark.parametrize("size", SIZES)
async def test_everything_has_room(size: tuple[int, int]) -> None:
    many = tuple(
        PriorityDefinition(p, "Word", tuple(f"example {n}" for n in range(4)), "1 hour")
        for p in Priority
    )
    async with opened(NewTicketDialog(many), size) as (app, _pilot):
        shown = app.shown()
    for word in ("New ticket", "Subject", "Details", "example 3", "enter log it", "esc cancel"):
        assert word in shown, word


async def test_no_subject_is_said_inside_and_loses_nothing() -> None:
    async with opened(NewTicketDialog(MATRIX)) as (app, pilot):
        await pilot.press("tab", "tab", "tab", "tab")
        await type_text(pilot, "Payments")
        await pilot.press("enter")
        await pilot.pause()
        assert app.is_open
        assert "A ticket needs a subject" in app.shown()
        assert "Payments" in app.shown()
        await type_text(pilot, "Late")
        await pilot.press("enter")
    assert app.answer == NewTicket("Late", category="Payments")


async def test_escape_leaves_at_once_while_nothing_is_typed() -> None:
    async with opened(NewTicketDialog(MATRIX)) as (app, pilot):
        await pilot.press("alt+1", "escape")
    assert app.left


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", ["escape", "y"])
async def test_escape_asks_before_typed_text_is_lost(key: str, size: tuple[int, int]) -> None:
    async with opened(NewTicketDialog(MATRIX), size) as (app, pilot):
        await type_text(pilot, "Till")
        await pilot.press("escape")
        await pilot.pause()
        assert app.is_open
        assert "Throw away what you typed?" in app.shown()
        await pilot.press(key)
    assert app.left


@pytest.mark.parametrize("key", ["n", "enter", "space", "ctrl+s", "tab", "down"])
async def test_any_other_key_goes_back_to_the_text(key: str) -> None:
    async with opened(NewTicketDialog(MATRIX)) as (app, pilot):
        await type_text(pilot, "Till")
        await pilot.press("escape", key)
        await pilot.pause()
        assert app.is_open
        assert "Throw away" not in app.shown()
        await type_text(pilot, "y")
        await pilot.press("enter")
    assert app.answer == NewTicket("Tilly")


async def test_what_was_refused_is_offered_again_and_not_lost_by_escape() -> None:
    typed = NewTicket("Till", priority=Priority.P2, requester="Store 7", level=Level.L3)
    async with opened(NewTicketDialog(MATRIX, initial=typed)) as (app, pilot):
        assert "Store 7" in app.shown()
        await pilot.press("escape")
        await pilot.pause()
        assert app.is_open
        await pilot.press("n", "enter")
    assert app.answer == typed


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("size", SIZES)
async def test_texts_from_outside_are_drawn_and_never_obeyed(
    text: str, size: tuple[int, int]
) -> None:
    matrix = (PriorityDefinition(Priority.P3, text, (text, text), text),)
    typed = NewTicket(text, text, text, category=text)
    async with opened(NewTicketDialog(matrix, initial=typed), size) as (app, pilot):
        shown = app.shown()
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "New ticket" in shown
        await pilot.press("enter")
        await pilot.pause()
        if clean(text).strip():
            assert app.answer.subject == clean(text).strip()


async def test_a_paste_of_several_lines_becomes_one() -> None:
    async with opened(NewTicketDialog(MATRIX)) as (app, pilot):
        assert app.focused is not None
        app.focused.post_message(events.Paste("Till\r\n[b]down[/b]\x1b[2J"))
        await pilot.pause()
        await pilot.press("enter")
    assert app.answer.subject == "Till [b]down[/b]␛[2J"
