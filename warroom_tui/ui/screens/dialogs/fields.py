"""Fields of a form: one line, several lines, a choice. Whatever is typed or pasted is clean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets._input import Input
from textual.widgets._static import Static
from textual.widgets._text_area import TextArea

from warroom_tui.domain.text import BODY_LIMIT, LINE_LIMIT, clean
from warroom_tui.ui.theme import Palette, palette_for
from warroom_tui.ui.widgets.drawn_text import drawable, width_of


class QueryLine(Input):
    """A line in which keys count in the order they were struck."""

    async def _on_key(self, event: events.Key) -> None:
        # As a binding it would be found only after the key had gone up to the app and back: letters
        # that a quick typist strikes after it would be taken away in place of those before.
        if event.key == "backspace":
            event.stop()
            event.prevent_default()
            self.action_delete_left()


class LineField(QueryLine):
    """One line of text; a paste of several lines becomes one."""

    def __init__(
        self,
        value: str = "",
        placeholder: str = "",
        *,
        id: str | None = None,  # noqa: A002 - the name Textual uses
    ) -> None:
        super().__init__(
            clean(value),
            placeholder,
            compact=True,
            select_on_focus=False,
            max_length=LINE_LIMIT,
            id=id,
        )

    @property
    def typed(self) -> str:
        """What stands in the field, clean and without blanks around it."""
        return clean(self.value).strip()

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        line = clean(event.text)
        selection = self.selection
        if selection.is_empty:
            self.insert_text_at_cursor(line)
        else:
            self.replace(line, *selection)


class BodyField(TextArea):
    """Several lines of text; tab leaves it, enter makes a line."""

    def __init__(
        self,
        value: str = "",
        placeholder: str = "",
        *,
        id: str | None = None,  # noqa: A002 - the name Textual uses
    ) -> None:
        super().__init__(
            clean(value, limit=BODY_LIMIT, multiline=True),
            compact=True,
            highlight_cursor_line=False,
            placeholder=placeholder,
            id=id,
        )

    def on_mount(self) -> None:
        """Typing goes on behind what stands there already."""
        self.move_cursor(self.document.end)

    @property
    def typed(self) -> str:
        """What stands in the field, clean and without blanks around it."""
        return clean(self.text, limit=BODY_LIMIT, multiline=True).strip()

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = clean(event.text, limit=BODY_LIMIT, multiline=True)
        result = self._replace_via_keyboard(text, *self.selection)
        if result is not None:
            self.move_cursor(result.end_location)


class Chooser(Widget, can_focus=True):
    """A few options side by side, one of them chosen: arrows, the first letter, a click."""

    DEFAULT_CSS = """
    Chooser { height: 1; width: 1fr; }
    Chooser:focus { background: $foreground 8%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,minus", "step(-1)", "Before", show=False),
        Binding("right,space,plus", "step(1)", "Next", show=False),
        Binding("home", "step(-99)", "First", show=False),
        Binding("end", "step(99)", "Last", show=False),
    ]

    index: reactive[int] = reactive(0)

    class Changed(Message):
        """Another option was chosen."""

        def __init__(self, chooser: Chooser, value: str) -> None:
            super().__init__()
            self.chooser = chooser
            self.value = value

        @property
        def control(self) -> Chooser:
            """The chooser that sent it."""
            return self.chooser

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        value: str | None = None,
        *,
        id: str | None = None,  # noqa: A002 - the name Textual uses
    ) -> None:
        """`options` are (value, word) pairs; the first is chosen unless `value` is one."""
        super().__init__(id=id)
        self._options = tuple((key, drawable(word)) for key, word in options)
        self._spans: list[tuple[int, int, int]] = []
        values = [key for key, _ in self._options]
        self.set_reactive(Chooser.index, values.index(value) if value in values else 0)

    @property
    def value(self) -> str:
        """The chosen option."""
        return self._options[self.index][0]

    def choose(self, value: str) -> None:
        """Choose an option by its value; unknown ones change nothing."""
        for index, (key, _) in enumerate(self._options):
            if key == value:
                self.index = index

    def watch_index(self) -> None:
        """Tell the form."""
        self.post_message(self.Changed(self, self.value))

    def action_step(self, step: int) -> None:
        """Go to a neighbour."""
        self.index = min(max(self.index + step, 0), len(self._options) - 1)

    def on_key(self, event: events.Key) -> None:
        """A first letter goes to the next option that begins with it; a digit to its number."""
        letter = (event.character or "").casefold()
        if not letter.isalnum():
            return
        ahead = [*range(self.index + 1, len(self._options)), *range(self.index + 1)]
        found = [i for i in ahead if self._options[i][1].casefold().startswith(letter)]
        if letter.isdigit() and not found:
            found = [int(letter) - 1] if 0 < int(letter) <= len(self._options) else []
        if found:
            event.stop()
            self.index = found[0]

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        for start, end, index in self._spans:
            if start <= event.x < end:
                self.index = index
        if not self._spans:
            self.action_step(1 if event.x > 2 else -1)

    def render(self) -> Text:
        """Every option where there is room, else the chosen one between arrows."""
        palette = palette_for(self.app.theme)
        total = sum(width_of(word) + 4 for _, word in self._options)
        if total - 2 > self.size.width:
            return self._narrow(palette)
        line, at = Text(no_wrap=True), 0
        self._spans = []
        for index, (_, word) in enumerate(self._options):
            chosen = index == self.index
            style = palette.strong if chosen else palette.muted
            line.append("● " if chosen else "○ ", palette.accent if chosen else palette.muted)
            line.append(word, style)
            line.append("  ")
            self._spans.append((at, at + width_of(word) + 2, index))
            at += width_of(word) + 4
        return line

    def _narrow(self, palette: Palette) -> Text:
        self._spans = []
        word = self._options[self.index][1]
        line = Text(no_wrap=True)
        line.append("‹ ", palette.accent)
        line.append(word, palette.strong)
        line.append(" ›", palette.accent)
        line.append(f"  {self.index + 1} of {len(self._options)}", palette.muted)
        return line


class Field(Horizontal):
    """A control with its name before it; a bar marks the one that has the focus."""

    DEFAULT_CSS = """
    Field {
        height: auto;
        border-left: outer $surface;
        & > .field--name { width: 15; color: $text-muted; padding: 0 1 0 1; }
        & > .field--hint { width: auto; color: $text-muted; padding: 0 0 0 1; }
        & > Input, & > TextArea { width: 1fr; background: $background; }
        & > TextArea { height: 3; padding: 0; }
        & > Input:focus, & > TextArea:focus { background: $foreground 8%; }
        &:focus-within { border-left: outer $accent; }
        &:focus-within > .field--name { color: $accent; text-style: bold; }
    }
    """

    def __init__(self, name: str, control: Widget, hint: str = "", *, lines: int = 0) -> None:
        """`hint` stands behind the control; `lines` sets the height of a `BodyField`."""
        super().__init__()
        self._field_name = name
        self._control = control
        self._hint = hint
        if lines:
            control.styles.height = lines

    def compose(self) -> ComposeResult:
        """Name, control, hint."""
        yield Static(Text(drawable(self._field_name)), classes="field--name")
        yield self._control
        if self._hint:
            yield Static(Text(drawable(self._hint)), classes="field--hint")
