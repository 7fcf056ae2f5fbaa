"""`FullScreen`: a screen of its own above the dashboard that reads and writes through services."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen
from textual.widgets._static import Static

from warroom_tui.domain.errors import WarroomError
from warroom_tui.ui.faults import done_in_words
from warroom_tui.ui.key_hold import hold_keys, release_keys
from warroom_tui.ui.screens.news import News
from warroom_tui.ui.theme import Palette, palette_for
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.footer import MOST_HINTS, KeyHints

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

MOVING = (
    ("down", "Down a row, also j; up or k goes up."),
    ("pagedown", "A screenful down; pageup, home and end likewise."),
    ("tab", "From the list to what stands beside it, and back."),
)
"""What the lists of every screen offer."""

T = TypeVar("T")
D = TypeVar("D")


class FullScreen(ModalScreen[None], Generic[D]):
    """Heading, content, a line for trouble, keys.

    Subclasses implement `read` (runs in a thread) and `show` (runs on the screen with what was
    read). Reading is single flight: a wish that comes while one runs is granted after it.
    """

    DEFAULT_CSS = """
    FullScreen {
        background: $background;
        & > #heading { height: 1; background: $panel; padding: 0 1; text-style: bold; }
        & > #trouble { height: auto; display: none; padding: 0 1; border-left: outer $error; }
        & > #trouble.shown { display: block; }
        & > KeyHints { background: $panel; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "Undo my last action", show=False),
        Binding("question_mark", "keys", "Every key of this screen", show=False),
        Binding("escape", "leave", "Back", show=False),
    ]
    ENTER: ClassVar[str] = ""
    """What enter does, for the help; nothing unless a screen says so."""
    COVERS: ClassVar[bool] = True
    """Nothing of the screen below can be seen, so it need not be drawn."""
    EVERY_S: ClassVar[float | None] = None
    """Seconds between two looks whether there is news; None reads only when asked."""
    QUIET_S: ClassVar[float] = 5.0
    """Seconds between two readings while only machines write, samples and signs of life."""
    STALE_S: ClassVar[float] = 15.0
    """Launch time after which it reads again though nobody wrote; 0 reads at every look."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.services = services
        self._news = News(services)
        self._reading = False
        self._again = False

    # What a screen says about itself

    def content(self) -> ComposeResult:
        """The widgets between heading and keys."""
        raise NotImplementedError

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys at the bottom, as (key, word)."""
        raise NotImplementedError

    def read(self) -> D:
        """Read what is shown; runs in a thread, may raise `WarroomError`."""
        raise NotImplementedError

    def show(self, data: D) -> None:
        """Show what was read."""
        raise NotImplementedError

    # What they all do

    def compose(self) -> ComposeResult:
        """Heading, content, trouble, keys."""
        yield Static(id="heading")
        yield from self.content()
        yield Static(id="trouble")
        yield KeyHints(with_help(self.hints()))

    def on_mount(self) -> None:
        """Read at once, and again when there is news."""
        self.reload()
        if self.EVERY_S is not None:
            self.set_interval(self.EVERY_S, self._look)

    def on_unmount(self) -> None:
        """Nobody looks for news any more."""
        self._news.close()

    def _look(self) -> None:
        if self._reading:
            return
        if self._news.due(self.QUIET_S, self.STALE_S):
            self.reload()
        else:
            self.pass_time()

    def pass_time(self) -> None:
        """Let countdowns run; called where there is no news."""

    @property
    def palette(self) -> Palette:
        """The colours of the running theme."""
        return palette_for(self.app.theme)

    def heading(self, text: str | Text) -> None:
        """Replace the heading; it is never markup."""
        line = text if isinstance(text, Text) else Text(drawable(text))
        if self.services.read_only:
            line = Text.assemble(("read-only  ", self.palette.warn), line)
        line.no_wrap, line.overflow = True, "ellipsis"
        self.query_one("#heading", Static).update(line)

    def reload(self) -> None:
        """Read again in a thread and show it."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        self.run_worker(self._reload(), group="reload")

    def _read(self) -> D:
        self._news.begin()
        data = done_in_words(self.read)
        self._news.done()
        return data

    async def _reload(self) -> None:
        try:
            data = await asyncio.to_thread(self._read)
        except WarroomError as error:
            self.trouble(error)
        else:
            if self._stands:
                self.trouble(None)
                self.show(data)
        finally:
            self._reading = False
            if self._again and self.is_attached:
                self._again = False
                self.reload()

    @property
    def _stands(self) -> bool:
        """False once it is left: its parts go before the screen itself does."""
        going = not (self.is_attached and self.display and self.app.is_running)
        return not going and bool(self.query("#trouble"))

    def trouble(self, error: WarroomError | None) -> None:
        """Say what is wrong below what was read before; None when all is well again."""
        if not self._stands:
            return  # left while it was read
        line = self.query_one("#trouble", Static)
        line.set_class(error is not None, "shown")
        if error is not None:
            text = Text(drawable(error.message), self.palette.bad)
            line.update(text.append(f"  {drawable(error.hint)}", self.palette.text))

    def ask(self, job: Callable[[], T], then: Callable[[T], None]) -> None:
        """Run `job` in a thread, then `then` with its result; a refusal becomes a toast."""
        self.run_worker(self._ask(job, then), group="ask")

    async def _ask(self, job: Callable[[], T], then: Callable[[T], None]) -> None:
        try:
            result = await asyncio.to_thread(done_in_words, job)
        except WarroomError as error:
            self.refuse(error)
        else:
            then(result)

    def ask_for_form(self, job: Callable[[], T], then: Callable[[T], None]) -> None:
        """Like `ask`, when `then` opens a form: what is typed meanwhile is for that form."""
        hold_keys(self)
        self.run_worker(self._ask_for_form(job, then), group="ask")

    async def _ask_for_form(self, job: Callable[[], T], then: Callable[[T], None]) -> None:
        try:
            await self._ask(job, then)
        finally:
            release_keys(self)

    def write(self, job: Callable[[], T], said: Callable[[T], str]) -> None:
        """Run `job` in a thread, say what happened, and read again."""

        def done(result: T) -> None:
            self.say(said(result))
            self.reload()

        self.ask(job, done)

    def saved(self, said: str) -> Callable[[object], None]:
        """What follows a form that saved by itself: a word and a fresh reading."""

        def then(result: object) -> None:
            if result is not None:
                self.say(said)
                self.reload()

        return then

    def say(self, text: str) -> None:
        """Show a toast; the text is never markup."""
        self.notify(drawable(text), markup=False)

    def refuse(self, error: WarroomError) -> None:
        """Say why something was not done and what to do instead."""
        title = drawable(error.message) if error.hint else ""
        self.notify(
            drawable(error.hint or error.message), title=title, severity="warning", markup=False
        )

    def action_undo(self) -> None:
        """Take back my last action."""
        self.write(self.services.timeline.undo, lambda event: f"Undone: {event.text}")

    def action_keys(self) -> None:
        """Show every key of this screen."""
        show_keys(self, self.ENTER)

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.dismiss(None)


def told_keys(kind: type[Screen[Any]], enter: str = "") -> dict[str, str]:
    """Every key that this kind of screen binds itself, with what it does."""
    keys = {"enter": enter} if enter else dict[str, str]()
    ours = (part for part in kind.__mro__ if part.__module__.startswith("warroom_tui."))
    for binding in (one for part in ours for one in part.__dict__.get("BINDINGS", ())):
        keys.setdefault(binding.key, binding.description)
    return keys


def show_keys(screen: Screen[Any], enter: str = "") -> None:
    """Open the help of a screen: its keys, then how one moves."""
    from warroom_tui.ui.screens.help import HelpScreen

    own = [*told_keys(type(screen), enter).items()]
    screen.app.push_screen(HelpScreen((("This screen", own), ("Moving", [*MOVING]))))


def with_help(hints: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The footer with `?` and escape, which every screen has, at its end."""
    tail = (("question_mark", "keys"), ("escape", "back"))
    own = [hint for hint in hints if hint[0] not in ("question_mark", "escape")]
    return (*own[: MOST_HINTS - len(tail)], *tail)
