"""Advancing a phase shows what is open and demands a reason for it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from tests.ui_dialogs.host import SIZES, opened, type_text
from tests.ui_dialogs.sample import NOW, readiness
from tests.widgets.hostile import HOSTILE
from warroom_tui.domain.runsheet.readiness import Readiness
from warroom_tui.ui.screens.dialogs import AdvanceAnswer, AdvanceDialog

UTC_ZONE = ZoneInfo("UTC")


def dialog(ready: Readiness, initial: AdvanceAnswer | None = None) -> AdvanceDialog:
    return AdvanceDialog(ready, UTC_ZONE, NOW, initial=initial)


@pytest.mark.parametrize("size", SIZES)
async def test_enter_completes_a_phase_that_is_done(size: tuple[int, int]) -> None:
    async with opened(dialog(readiness()), size) as (app, pilot):
        shown = app.shown()
        for words in ("Complete Launch hour", "Then starts Morning operations", "09:00", "13 min"):
            assert words in shown, words
        assert "Reason" not in shown
        await pilot.press("enter")
    assert app.answer == AdvanceAnswer(None, "success", "")


@pytest.mark.parametrize("size", SIZES)
async def test_a_reason_is_demanded_while_something_is_open(size: tuple[int, int]) -> None:
    ready = readiness("Send [the] mail", "Call", failing="No [/b] errors")
    async with opened(dialog(ready), size) as (app, pilot):
        shown = app.shown()
        for words in ("2 required", "Send [the] mail", "Call", "Wei Zhang", "No [/b] errors"):
            assert words in shown, words
        assert "missed" in shown
        await pilot.press("enter")
        await pilot.pause()
        assert app.is_open
        assert "say why" in app.shown()
        await type_text(pilot, "users wait")
        await pilot.press("enter")
    assert app.answer == AdvanceAnswer("users wait", "success", "")


async def test_a_phase_may_have_failed_and_notes_are_kept() -> None:
    async with opened(dialog(readiness())) as (app, pilot):
        assert "And now" not in app.shown()
        await pilot.press("right")
        await pilot.pause()
        assert "decide on a rollback" in app.shown()
        await pilot.press("tab", "right", "right")
        await pilot.pause()
        assert "begins again now" in app.shown()
        await pilot.press("tab")
        await type_text(pilot, "rolled back")
        await pilot.press("enter")
    assert app.answer == AdvanceAnswer(None, "retry", "rolled back")


async def test_a_phase_that_has_not_begun_is_started_by_enter() -> None:
    async with opened(dialog(readiness("Call", started=False))) as (app, pilot):
        assert "Start Launch hour" in app.shown()
        await pilot.press("enter")
    assert app.answer == AdvanceAnswer(None, "success", "")


async def test_an_ended_run_sheet_has_nothing_to_advance() -> None:
    async with opened(dialog(Readiness(None, None, (), ()))) as (app, pilot):
        assert "Every phase has ended" in app.shown()
        await pilot.press("enter")
    assert app.left


async def test_escape_asks_before_a_reason_is_lost() -> None:
    async with opened(dialog(readiness("Call"))) as (app, pilot):
        await type_text(pilot, "users wait")
        await pilot.press("escape")
        await pilot.pause()
        assert app.is_open
        assert "Throw away" in app.shown()
        await pilot.press("y")
    assert app.left


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_list_of_open_tasks_leaves_room_for_the_reason(
    size: tuple[int, int],
) -> None:
    ready = readiness(*(f"Box {number}" for number in range(1, 61)), failing="Smoke test passes")
    async with opened(dialog(ready), size) as (app, pilot):
        for words in ("60 required", "Reason", "Outcome", "Notes", "esc not yet"):
            assert words in app.shown(), words
        for _ in range(12):
            await pilot.press("pagedown")
        await pilot.pause()
        assert "Smoke test passes" in app.shown()


@pytest.mark.parametrize("text", HOSTILE)
async def test_texts_of_the_plan_are_drawn_and_never_obeyed(text: str) -> None:
    typed = AdvanceAnswer(text, "failed", text)
    async with opened(dialog(readiness(text, text, failing=text), typed)) as (app, _pilot):
        assert "\x1b" not in app.shown()
        assert "\u202e" not in app.shown()
        assert "Outcome" in app.shown()
