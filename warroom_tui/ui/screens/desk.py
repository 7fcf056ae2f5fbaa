"""The desk: how commands reach the services without ever making the screen wait.

Reads and writes run in threads; results, refusals and faults come back to the screen's loop.
A form saves while it is still open, so a refusal stands beside what was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from textual.screen import ModalScreen, Screen

from warroom_tui.domain.errors import WarroomError
from warroom_tui.domain.situation import Situation
from warroom_tui.ui.commands import Scope
from warroom_tui.ui.faults import done_in_words
from warroom_tui.ui.key_hold import hold_keys, release_keys

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

A = TypeVar("A")
T = TypeVar("T")
Tone: TypeAlias = Literal["information", "warning", "error"]

UNDO_HINT = " · u undo"


class Desk:
    """Services, the situation on the screen, and the ways to ask, write and say."""

    def __init__(
        self,
        screen: Screen[None],
        services: Services,
        refresh: Callable[[], None],
        selected: Callable[[Scope], str | None],
    ) -> None:
        self._screen = screen
        self.services = services
        self._refresh = refresh
        self.selected = selected
        """Key of the row under the cursor of a panel."""
        self.situation: Situation | None = None

    def ask(self, job: Callable[[], T], then: Callable[[T], None]) -> None:
        """Run `job` in a thread, then `then` with its result on the screen's loop."""
        self._screen.run_worker(
            partial(self._work, job, then), thread=True, exit_on_error=False, group="desk"
        )

    def ask_for_form(self, job: Callable[[], T], then: Callable[[T], None]) -> None:
        """Like `ask`, when `then` opens a form: what is typed meanwhile is for that form."""
        hold_keys(self._screen)
        self._screen.run_worker(
            partial(self._work, job, partial(self._with_keys, then), held=True),
            thread=True,
            exit_on_error=False,
            group="desk",
        )

    def write(
        self, job: Callable[[], T], said: Callable[[T], str], *, undoable: bool = True
    ) -> None:
        """Run `job` in a thread and say what happened."""
        self.ask(job, partial(self._done, said, undoable))

    def form(
        self,
        make: Callable[[Callable[[A], None]], ModalScreen[A | None]],
        job: Callable[[A], T],
        said: Callable[[T], str],
        *,
        undoable: bool = True,
    ) -> None:
        """Show a form that stores its answer by `job` before it closes, then say what happened.

        `make` gets the function that stores; the form calls it in a thread.
        """
        stored: list[T] = []

        def save(answer: A) -> None:
            stored.append(done_in_words(partial(job, answer)))

        def closed(_: A | None) -> None:
            if stored:
                self._done(said, undoable, stored[-1])
            else:
                self._refresh()

        self._screen.app.push_screen(make(save), closed)

    def choose(self, dialog: ModalScreen[A | None], then: Callable[[A], None]) -> None:
        """Show a dialog; `then` gets its answer, unless it was left."""

        def answered(answer: A | None) -> None:
            if answer is not None:
                then(answer)

        self._screen.app.push_screen(dialog, answered)

    def open(self, screen: Screen[A]) -> None:
        """Show another screen; what it changed is on this one when it closes."""
        self._screen.app.push_screen(screen, lambda _: self._refresh())

    def say(self, text: str, tone: Tone = "information", title: str = "") -> None:
        """Show a toast; the text is never markup."""
        self._screen.notify(text, title=title, severity=tone, markup=False)

    def refuse(self, error: WarroomError) -> None:
        """Say why something was not done and what to do instead."""
        self.say(error.hint or error.message, "warning", error.message if error.hint else "")
        self._refresh()

    def _done(self, said: Callable[[T], str], undoable: bool, result: T) -> None:
        self.say(said(result) + (UNDO_HINT if undoable else ""))
        self._refresh()

    def _with_keys(self, then: Callable[[A], None], result: A) -> None:
        try:
            then(result)
        finally:
            release_keys(self._screen)

    def _work(self, job: Callable[[], T], then: Callable[[T], None], *, held: bool = False) -> None:
        try:
            result = done_in_words(job)
        except WarroomError as error:
            refuse = partial(self._with_keys, self.refuse) if held else self.refuse
            self._screen.call_later(refuse, error)
        else:
            self._screen.call_later(then, result)
