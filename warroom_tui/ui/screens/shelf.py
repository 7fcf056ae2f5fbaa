"""`Shelf`: a list beside what its chosen row says, found by words, acted on by letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets._input import Input
from textual.widgets._static import Static

from warroom_tui.ui.screens.dialogs.fields import LineField
from warroom_tui.ui.screens.full_screen import FullScreen
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.rows import Column, Row

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

D = TypeVar("D")

SIDE_BY_SIDE = 110
"""From this many columns on the detail stands beside the list."""


class Shelf(FullScreen[D]):
    """Subclasses say the columns, the rows and what a row says in full."""

    DEFAULT_CSS = """
    Shelf {
        & #words { height: 1; display: none; background: $surface; margin: 0 1; }
        & #words.shown { display: block; }
        & #halves { height: 1fr; layout: vertical; }
        & #list { height: 1fr; }
        & #detail { height: 1fr; border-top: solid $border; padding: 0 1; }
        & #detail Static { height: auto; }
        &.wide {
            & #halves { layout: horizontal; }
            & #list { height: 1fr; width: 1fr; }
            & #detail { height: 1fr; width: 1fr; border-top: none; border-left: solid $border; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "Find words in the list", show=False),
    ]
    EVERY_S: ClassVar[float | None] = 1.0
    COLUMNS: ClassVar[Sequence[Column]] = ()
    EMPTY: ClassVar[str] = ""
    BESIDE_FROM: ClassVar[int] = SIDE_BY_SIDE
    """Cells from which the detail stands beside the list."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.words = ""

    # What a shelf says about itself

    def rows(self, data: D) -> Sequence[Row]:
        """The rows of the list, those that hold `words` only."""
        raise NotImplementedError

    def title_of(self, data: D) -> str:
        """The heading."""
        raise NotImplementedError

    def told(self, data: D) -> Text:
        """What the chosen row says in full."""
        raise NotImplementedError

    # What they all do

    def content(self) -> ComposeResult:
        """Words to find, list and detail."""
        yield LineField(placeholder="words to find, all of them", id="words")
        with Horizontal(id="halves"):
            yield LineList(self.COLUMNS, empty=self.EMPTY, id="list")
            with VerticalScroll(id="detail"):
                yield Static(id="facts")

    def on_mount(self) -> None:
        """The arrows move in the list at once."""
        self.list.focus()

    @property
    def list(self) -> LineList:
        """The list."""
        return self.query_one("#list", LineList)

    @property
    def cursor(self) -> str | None:
        """Key of the chosen row."""
        return self.list.cursor_key

    @property
    def page(self) -> D | None:
        """What was read last."""
        return getattr(self, "_page", None)

    def on_resize(self, event: events.Resize) -> None:
        """Put the detail beside the list where there is room."""
        self.set_class(event.size.width >= self.BESIDE_FROM, "wide")

    def show(self, data: D) -> None:
        """List, heading and detail."""
        self._page = data
        self.list.set_rows(self.rows(data))
        self.heading(self.title_of(data))
        self._tell()

    def _tell(self) -> None:
        page = self.page
        if page is not None:
            self.query_one("#facts", Static).update(self.told(page))

    def matches(self, *texts: str) -> bool:
        """True when the texts hold all the words that are looked for."""
        whole = " ".join(texts).casefold()
        return all(word in whole for word in self.words.casefold().split())

    def on_line_list_row_highlighted(self, event: LineList.RowHighlighted) -> None:
        """The detail follows the cursor."""
        event.stop()
        self._tell()
        self.query_one("#detail").scroll_home(animate=False)

    def on_line_list_row_selected(self, event: LineList.RowSelected) -> None:
        """Enter acts."""
        event.stop()
        self.action_act()

    def action_act(self) -> None:
        """What enter does; nothing unless a screen says so."""

    def action_find(self) -> None:
        """Type words to find."""
        field = self.query_one("#words")
        field.add_class("shown")
        field.focus()

    @on(Input.Changed, "#words")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.words = event.value
        if self.page is not None:
            self.show(self.page)

    @on(Input.Submitted, "#words")
    def _found(self, event: Input.Submitted) -> None:
        event.stop()
        self.list.focus()

    def action_leave(self) -> None:
        """Close the search first, then the screen."""
        field = self.query_one("#words", LineField)
        if self.words or field.has_focus:
            field.value = ""
            field.remove_class("shown")
            self.list.focus()
        else:
            self.dismiss(None)
