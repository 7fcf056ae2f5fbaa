"""A small app that opens one dialog and keeps its answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from tests.widgets.host import screen_lines
from warroom_tui.ui.theme import DARK_NAME, themes

R = TypeVar("R")

SMALL, LARGE = (80, 24), (160, 45)
SIZES = (SMALL, LARGE)


class DialogHost(App[None], Generic[R]):
    """Opens a dialog at once."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, dialog: Screen[R | None], early: str = "") -> None:
        """`early` is typed in the same moment in which the dialog opens."""
        super().__init__()
        self.early = early
        self.dialog = dialog
        self.answers: list[R | None] = []
        for theme in themes():
            self.register_theme(theme)
        self.theme = DARK_NAME

    def on_mount(self) -> None:
        """Open it."""
        self.push_screen(self.dialog, self.answers.append)
        for letter in self.early:
            name = {" ": "space", "\n": "enter"}.get(letter, letter)
            self.post_message(events.Key(name, letter if letter.isprintable() else None))

    @property
    def answer(self) -> R:
        """The answer; there must be one, and only one."""
        assert len(self.answers) == 1, f"answers: {self.answers}"
        answer = self.answers[0]
        assert answer is not None, "the dialog was left"
        return answer

    @property
    def is_open(self) -> bool:
        """Whether the dialog still stands there."""
        return self.screen is self.dialog

    @property
    def left(self) -> bool:
        """Whether it was left without an answer."""
        return self.answers == [None]

    def shown(self) -> str:
        """The text of the screen."""
        return "\n".join(screen_lines(self))


@asynccontextmanager
async def opened(
    dialog: Screen[R | None], size: tuple[int, int] = SMALL, early: str = ""
) -> AsyncIterator[tuple[DialogHost[R], Pilot[None]]]:
    """The dialog on a screen of that size, ready for keys."""
    app = DialogHost(dialog, early)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Type letter by letter."""
    names = {" ": "space"}
    await pilot.press(*(names.get(letter, letter) for letter in text))
