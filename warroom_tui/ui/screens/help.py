"""Every key, searchable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets._input import Input

from warroom_tui.ui.screens.dialogs.base import Dialog
from warroom_tui.ui.screens.dialogs.fields import LineField
from warroom_tui.ui.widgets.footer import shown_key
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.rows import Cell, Column, Row

_COLUMNS = (Column("key", width=14, align="right"), Column("what"))


class HelpScreen(Dialog[None]):
    """Sections of keys; typing filters them, the arrows scroll."""

    DEFAULT_CSS = """
    HelpScreen {
        & > #box { max-width: 90; height: 92%; }
        & #words { margin: 0 1 1 1; background: $background; }
        & LineList { height: 1fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Down", show=False),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("f1", "leave", "Back", show=False),
    ]

    changes = False

    def __init__(self, sections: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        """`sections` are (heading, (key, what it does) pairs)."""
        super().__init__("Keys")
        self._sections = tuple((heading, tuple(keys)) for heading, keys in sections)

    def content(self) -> ComposeResult:
        """A line for words, and the keys."""
        yield LineField(placeholder="type to search", id="words")
        yield LineList(_COLUMNS, header=False, empty="No key does that.", id="keys")

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys of the help itself."""
        return (("down", "scroll"), ("pagedown", "page"), ("escape", "back"))

    def on_mount(self) -> None:
        """Show everything; searching begins at once."""
        self._fill("")
        self.query_one("#words").focus()

    def _fill(self, words: str) -> None:
        wanted, palette, rows = words.casefold().split(), self.palette, list[Row]()
        for number, (heading, keys) in enumerate(self._sections):
            found = [
                (key, what)
                for key, what in keys
                if all(word in f"{heading} {key} {what}".casefold() for word in wanted)
            ]
            if not found:
                continue
            if rows:
                rows.append(Row(f"blank:{number}", (Cell(""),), heading=True))
            rows.append(Row(f"head:{number}", (Cell(heading, palette.strong),), heading=True))
            rows += [
                Row(f"{number}:{index}", (Cell(_keys(key), palette.accent), Cell(what)))
                for index, (key, what) in enumerate(found)
            ]
        self.query_one("#keys", LineList).set_rows(rows)

    @property
    def changed(self) -> bool:
        """The words of a search are nothing to lose."""
        return False

    def answer(self) -> None:
        """A help answers nothing."""

    def action_save(self) -> None:
        """There is nothing to save."""

    def action_move(self, step: int) -> None:
        """Move in the list while the words keep the focus."""
        self.query_one("#keys", LineList).action_move(step)

    def action_page(self, direction: int) -> None:
        """Move by a screenful."""
        self.query_one("#keys", LineList).action_page(direction)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches."""
        self._fill(event.value)


def _keys(key: str) -> str:
    """Several keys of one command as people read them."""
    return " ".join(shown_key(one) for one in key.split(","))
