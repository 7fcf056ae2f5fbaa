"""`Dialog`: what every form has in common."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, Generic, TypeVar, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets._static import Static

from warroom_tui.domain.errors import InputError, WarroomError
from warroom_tui.ui.faults import done_in_words
from warroom_tui.ui.screens.dialogs.fields import BodyField, Chooser, LineField
from warroom_tui.ui.theme import Palette, palette_for
from warroom_tui.ui.widgets.drawn_text import drawable, width_of
from warroom_tui.ui.widgets.footer import KeyHints

R = TypeVar("R")

LONGEST_HEADING = 70
"""Cells that surely stand on the border; a longer heading is repeated inside, wrapped."""


class Missing(InputError):
    """A field needs something first."""

    def __init__(self, message: str, field: str, hint: str = "") -> None:
        """`field` is the id of the field to go to."""
        super().__init__(message, hint)
        self.field = field


class Dialog(ModalScreen[R | None], Generic[R]):
    """A box above the screen: a heading, fields, a place for refusals, the keys.

    `escape` leaves, and asks first when something was typed. `ctrl+s` saves.
    """

    CSS_PATH = None
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & > #box {
            width: 98%;
            max-width: 96;
            height: auto;
            max-height: 100%;
            background: $surface;
            border: round $accent;
            border-title-color: $foreground;
            border-title-style: bold;
            overflow-y: auto;
            scrollbar-size-vertical: 1;
        }
        & #message {
            height: auto;
            display: none;
            padding: 0 1;
            margin: 1 0 0 0;
            border-left: outer $error;
        }
        & #message.question { border-left: outer $warning; }
        & #message.shown { display: block; }
        & KeyHints { background: $surface; margin: 1 0 0 0; }
        & .gap { height: 1; }
        & #whole-heading { max-height: 4; margin: 0 0 1 0; text-style: bold; }
        & .prose { height: auto; padding: 0 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False),
        Binding("ctrl+s", "save", "Save", show=False),
        Binding("enter", "save", "Save", show=False),
        Binding("down", "next_field", "Next field", show=False),
        Binding("up", "previous_field", "Field before", show=False),
    ]

    changes = True
    """Whether the answer changes the launch; a read-only seat is refused before it opens."""

    def __init__(self, heading: str, save: Callable[[R], object] | None = None) -> None:
        super().__init__()
        self._heading = heading
        self._save = save
        self._first: tuple[str, ...] = ()
        self._busy = False
        self._asking = False
        self._was_focused: Widget | None = None
        self._early: list[events.Event] | None = []
        self.retyped = False
        """True when what stands there at first was typed before: leaving loses that too."""

    # What a form says about itself

    def content(self) -> ComposeResult:
        """The fields."""
        raise NotImplementedError

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys at the bottom, as (key, word)."""
        return (("ctrl+s", "save"), ("tab", "next field"), ("escape", "cancel"))

    def answer(self) -> R:
        """What was filled in; raises `Missing` when something is not."""
        raise NotImplementedError

    # What they all do

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box"):
            if width_of(self._heading) > LONGEST_HEADING:
                yield Static(Text(drawable(self._heading)), classes="prose", id="whole-heading")
            yield from self.content()
            yield Static(id="message")
            yield KeyHints(self.hints())

    def on_mount(self) -> None:
        """Remember what stood there, to know later what was typed."""
        self.title_box(self._heading)
        self._first = self._typed()
        self.call_after_refresh(self._listen)

    def _forward_event(self, event: events.Event) -> None:
        """Keep what is typed before the first field has the focus.

        Textual hands a key to the screen while nothing has the focus, and there it is lost: a
        quick typist, or a slow line that sends several keys at once, would miss first letters.
        """
        if self._early is not None and isinstance(event, (events.Key, events.Paste)):
            self._early.append(event)
        else:
            super()._forward_event(event)

    def _listen(self) -> None:
        """The first field has the focus: it gets what was typed early, in order."""
        early, self._early = self._early or [], None
        for event in early:
            target: Widget = self.focused or self
            target._forward_event(event)

    def title_box(self, heading: str) -> None:
        """Set the heading; it is never markup."""
        # Textual types a title as str but takes Content, the only form that is never markup.
        self.query_one("#box").border_title = cast("str", Content(drawable(heading)))

    @property
    def palette(self) -> Palette:
        """The colours of the running theme."""
        return palette_for(self.app.theme)

    def _typed(self) -> tuple[str, ...]:
        lines = [field.value.strip() for field in self.query(LineField)]
        return (*lines, *(field.text.strip() for field in self.query(BodyField)))

    @property
    def changed(self) -> bool:
        """True when leaving would lose typed text."""
        now = self._typed()
        return any(now) and (self.retyped or now != self._first)

    def action_leave(self) -> None:
        """Go back; ask first when something was typed. A second escape or y leaves."""
        if self._busy:
            return  # what is being stored can no longer be taken back by leaving
        if self._asking or not self.changed:
            self.dismiss(None)
            return
        self._asking = True
        self._was_focused = self.focused
        self.set_focus(None)
        text = Text("▲ Throw away what you typed?", self.palette.warn)
        text.append("  y or esc leaves, any other key goes back", self.palette.text)
        self._tell(text, question=True)

    def on_key(self, event: events.Key) -> None:
        """While the question stands nothing has the focus, so its answer comes here."""
        if not self._asking or event.key == "escape":
            return
        event.stop()
        event.prevent_default()
        if event.key == "y":
            self.dismiss(None)
        else:
            self._stay()

    def _stay(self) -> None:
        self._asking = False
        self.query_one("#message").remove_class("shown")
        self.set_focus(self._was_focused)

    def action_next_field(self) -> None:
        """Go to the field below."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the field above."""
        self.focus_previous()

    def action_save(self) -> None:
        """Save, or say what is missing."""
        if self._busy:
            return
        if self._asking:
            self._stay()
            return
        try:
            result = self.answer()
        except Missing as missing:
            self.complain(missing)
            self.query_one(f"#{missing.field}", Widget).focus()
            return
        if self._save is None:
            self.dismiss(result)
            return
        self._busy = True
        self.run_worker(self._store(self._save, result), exit_on_error=False)

    async def _store(self, save: Callable[[R], object], result: R) -> None:
        try:
            await asyncio.to_thread(done_in_words, partial(save, result))
        except WarroomError as error:
            self.complain(error)
        else:
            self.dismiss(result)
        finally:
            self._busy = False

    def complain(self, error: WarroomError) -> None:
        """Show a refusal and what to do about it; everything typed stays."""
        text = Text(drawable(error.message), self.palette.bad)
        if error.hint:
            text.append("\n" + drawable(error.hint), self.palette.text)
        self._tell(text)

    def _tell(self, text: Text, *, question: bool = False) -> None:
        message = self.query_one("#message", Static)
        message.update(text)
        message.set_class(question, "question")
        message.add_class("shown")
        message.scroll_visible(animate=False)

    # Reading fields

    def rows_for(self, wanted: int, others: int) -> int:
        """Lines that a list may take, of the `wanted` ones, beside `others` lines of the box."""
        return max(1, min(wanted, self.app.size.height - others))

    def line(self, field: str) -> str:
        """What stands in a `LineField`."""
        return self.query_one(f"#{field}", LineField).typed

    def body(self, field: str) -> str:
        """What stands in a `BodyField`."""
        return self.query_one(f"#{field}", BodyField).typed

    def chosen(self, field: str) -> str:
        """What a `Chooser` has chosen."""
        return self.query_one(f"#{field}", Chooser).value

    def demand(self, field: str, text: str, message: str) -> str:
        """`text`, or a complaint that leads to the field when it is empty."""
        if not text:
            raise Missing(message, field)
        return text
