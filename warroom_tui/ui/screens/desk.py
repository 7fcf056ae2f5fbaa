"""The desk: how commands reach the services without ever making the screen wait.

Reads and writes run in threads; results, refusals and faults come back to the screen's loop.
What a person typed is offered again when a write is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from textual.screen import ModalScreen, Screen

from warroom_tui.domain.errors import WarroomError
from warroom_tui.domain.situation import Situation
from warroom_tui.ui.commands import Scope

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

T = TypeVar("T")
R = TypeVar("R")
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
        self._run(job, then, None)

    def write(
        self,
        job: Callable[[], T],
        said: Callable[[T], str],
        again: Callable[[], None] | None = None,
        *,
        undoable: bool = True,
    ) -> None:
        """Run `job` in a thread and say what happened; `again` offers what was typed again."""

        def done(result: T) -> None:
            self.say(said(result) + (UNDO_HINT if undoable else ""))
            self._refresh()

        self._run(job, done, again)

    def dialog(self, dialog: ModalScreen[R], then: Callable[[R], None]) -> None:
        """Show a dialog; `then` gets its answer, unless it was left."""

        def answered(result: R | None) -> None:
            if result is not None:
                then(result)

        self._screen.app.push_screen(dialog, answered)

    def say(self, text: str, tone: Tone = "information", title: str = "") -> None:
        """Show a toast; the text is never markup."""
        self._screen.notify(text, title=title, severity=tone, markup=False)

    def refuse(self, error: WarroomError) -> None:
        """Say why something was not done and what to do instead."""
        self.say(error.hint or error.message, "warning", error.message if error.hint else "")

    def _run(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        again: Callable[[], None] | None,
    ) -> None:
        self._screen.run_worker(
            partial(self._work, job, then, again),
            thread=True,
            exit_on_error=False,
            group="desk",
        )

    def _work(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        again: Callable[[], None] | None,
    ) -> None:
        try:
            result = job()
        except WarroomError as error:
            self._screen.call_later(self._refused, error, again)
        # A fault of ours must reach the person as a sentence, and nothing typed may be lost.
        except Exception as error:  # noqa: BLE001
            text = f"{type(error).__name__}: {error}"
            self._screen.call_later(self._refused, WarroomError("That did not work.", text), again)
        else:
            self._screen.call_later(then, result)

    def _refused(self, error: WarroomError, again: Callable[[], None] | None) -> None:
        self.refuse(error)
        self._refresh()
        if again is not None:
            again()
