"""One text, one choice, one question."""

from __future__ import annotations

from typing import TypeVar

import pytest

from tests.ui_dialogs.host import SIZES, opened, type_text
from tests.widgets.hostile import HOSTILE
from warroom_tui.domain.errors import Refused
from warroom_tui.ui.screens.dialogs import ChoiceDialog, ConfirmDialog, TextDialog
from warroom_tui.ui.screens.dialogs.base import Dialog

R = TypeVar("R")
FEW = [("a", "Apples", "red"), ("b", "Pears", ""), ("", "Nothing", "empty answer")]
MANY = [(str(n), f"Person {n}", f"team {n % 3}") for n in range(1, 31)]


@pytest.mark.parametrize("size", SIZES)
async def test_enter_saves_one_line(size: tuple[int, int]) -> None:
    async with opened(TextDialog("Reply to LAY-1", "What was said"), size) as (app, pilot):
        await type_text(pilot, " try again ")
        await pilot.press("enter")
    assert app.answer == "try again"


async def test_several_lines_are_saved_by_ctrl_s() -> None:
    async with opened(TextDialog("Note", "Text", initial="one", multiline=True)) as (app, pilot):
        await pilot.press("ctrl+end", "enter")
        await type_text(pilot, "two")
        await pilot.press("ctrl+s")
    assert app.answer == "one\ntwo"


async def test_typing_goes_on_behind_what_was_refused() -> None:
    async with opened(TextDialog("Note", "Text", initial="one", multiline=True)) as (app, pilot):
        await type_text(pilot, " more")
        await pilot.press("ctrl+s")
    assert app.answer == "one more"


async def test_an_empty_text_is_refused_inside() -> None:
    async with opened(TextDialog("Why RED?", "Reason")) as (app, pilot):
        await pilot.press("enter")
        await pilot.pause()
        assert app.is_open
        assert "Reason is empty" in app.shown()
        await type_text(pilot, "late")
        await pilot.press("enter")
    assert app.answer == "late"


async def test_an_empty_text_counts_where_none_is_required() -> None:
    async with opened(TextDialog("Commit", "Hash", required=False)) as (app, pilot):
        await pilot.press("enter")
    assert app.answer == ""


async def test_escape_asks_in_a_text_of_several_lines_too() -> None:
    async with opened(TextDialog("Note", "Text", multiline=True)) as (app, pilot):
        await type_text(pilot, "much")
        await pilot.press("escape")
        await pilot.pause()
        assert app.is_open
        assert "Throw away" in app.shown()
        await pilot.press("escape")
    assert app.left


async def test_a_refusal_by_the_store_stands_beside_the_kept_text() -> None:
    said: list[str] = []

    def save(text: str) -> None:
        said.append(text)
        if len(said) == 1:
            raise Refused("[b]Ana[/b] changed it first.", "Look [/] again.")

    async with opened(TextDialog("Note", "Text", save=save)) as (app, pilot):
        await type_text(pilot, "mine")
        await pilot.press("enter")
        await app.workers.wait_for_complete([*app.workers])
        await pilot.pause()
        assert app.is_open
        for words in ("[b]Ana[/b] changed it first.", "Look [/] again.", "mine"):
            assert words in app.shown()
        await pilot.press("enter")
        await app.workers.wait_for_complete([*app.workers])
    assert app.answer == "mine"
    assert said == ["mine", "mine"]


@pytest.mark.parametrize("size", SIZES)
async def test_a_digit_chooses(size: tuple[int, int]) -> None:
    async with opened(ChoiceDialog("Fruit", FEW), size) as (app, pilot):
        assert "Apples" in app.shown()
        await pilot.press("2")
    assert app.answer == "b"


async def test_a_digit_typed_while_the_list_opens_chooses() -> None:
    async with opened(ChoiceDialog("Fruit", FEW), early="2") as (app, pilot):
        await pilot.pause()
        await pilot.pause()
    assert app.answer == "b"


async def test_arrows_and_enter_choose_and_an_empty_key_is_an_answer() -> None:
    async with opened(ChoiceDialog("Fruit", FEW)) as (app, pilot):
        await pilot.press("down", "j", "enter")
    assert app.answer == ""


async def test_ten_options_are_all_chosen_by_digit() -> None:
    async with opened(ChoiceDialog("Ten", MANY[:10])) as (app, pilot):
        await pilot.press("0")
    assert app.answer == "10"


@pytest.mark.parametrize("size", SIZES)
async def test_many_options_are_filtered_by_typing(size: tuple[int, int]) -> None:
    async with opened(ChoiceDialog("Who?", MANY), size) as (app, pilot):
        await type_text(pilot, "person team 2")
        await pilot.pause()
        assert "Person 1 " not in app.shown()
        await pilot.press("down", "down", "enter")
    assert app.answer == "8"


async def test_nothing_is_chosen_when_nothing_matches() -> None:
    async with opened(ChoiceDialog("Who?", MANY)) as (app, pilot):
        await type_text(pilot, "zzz")
        await pilot.press("enter")
        await pilot.pause()
        assert app.is_open
        assert "Nothing" in app.shown()
        await pilot.press("escape")
    assert app.left


async def test_a_question_is_answered_by_letter_and_never_by_habit() -> None:
    async with opened(ConfirmDialog("Leave?", "The seat is given back.")) as (app, pilot):
        await pilot.press("y")
    assert app.answer is True
    async with opened(ConfirmDialog("Leave?", "The seat is given back.")) as (app, pilot):
        await pilot.press("enter")
    assert app.answers == [False]


@pytest.mark.parametrize("text", HOSTILE)
async def test_texts_from_outside_are_drawn_and_never_obeyed(text: str) -> None:
    options = [("x", text, text), ("y", "Plain", text)]
    for dialog in (
        TextDialog(text, text, initial=text),
        TextDialog(text, text, initial=text, multiline=True),
        ChoiceDialog(text, options),
        ChoiceDialog(text, [*options, *MANY]),
    ):
        await _stays_whole(dialog)
    await _stays_whole(ConfirmDialog(text, text, yes=text, no=text))


async def _stays_whole(dialog: Dialog[R]) -> None:
    async with opened(dialog) as (app, pilot):
        shown = app.shown()
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        await pilot.press("escape")
