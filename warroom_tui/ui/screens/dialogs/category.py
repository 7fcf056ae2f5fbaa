"""A category: one that is in use, or another one typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets._input import Input

from warroom_tui.ui.screens.dialogs.base import Dialog
from warroom_tui.ui.screens.dialogs.fields import LineField
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.rows import Cell, Column, Row

_OTHER_LINES = 12
_TYPED = "typed"
_NONE = "none"


class CategoryDialog(Dialog[str]):
    """Type to filter; what matches nothing becomes a category of its own."""

    DEFAULT_CSS = """
    CategoryDialog {
        & > #box { max-width: 70; }
        & #words { margin: 0 1 1 1; background: $background; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "cursor(1)", "Down", show=False),
        Binding("up", "cursor(-1)", "Up", show=False),
    ]

    def __init__(
        self,
        heading: str,
        known: Sequence[tuple[str, int]],
        current: str = "",
        save: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(heading, save)
        self._known = tuple((name, number) for name, number in known if name)
        self._current = current

    def content(self) -> ComposeResult:
        """The line, and what is in use."""
        yield LineField(placeholder="type to filter, or another category", id="words")
        columns = [Column("name"), Column("number", width=10, align="right")]
        yield LineList(columns, header=False, id="known")

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("enter", "choose"), ("down", "next"), ("escape", "cancel"))

    def on_mount(self) -> None:
        """Fill the list."""
        self._fill("")
        self.query_one("#known", LineList).move_to(f"known:{self._current}")
        self.query_one("#words").focus()

    @property
    def changed(self) -> bool:
        """A filter is nothing to lose."""
        return False

    def _fill(self, words: str) -> None:
        typed, palette = words.strip(), self.palette
        fitting = [pair for pair in self._known if typed.casefold() in pair[0].casefold()]
        rows = [
            Row(f"known:{name}", (Cell(name), Cell(f"{number} open", palette.muted)))
            for name, number in fitting
        ]
        if typed and typed.casefold() not in (name.casefold() for name, _ in fitting):
            rows.append(Row(_TYPED, (Cell(f"+ {typed}", palette.accent), Cell("new"))))
        if not typed and self._current:
            rows.append(Row(_NONE, (Cell("no category", palette.muted),)))
        shown = self.query_one("#known", LineList)
        shown.set_rows(rows)
        shown.styles.height = self.rows_for(max(len(rows), 1), _OTHER_LINES)

    def answer(self) -> str:
        """The category under the cursor, or the one typed."""
        key = self.query_one("#known", LineList).cursor_key
        if key is None or key == _TYPED:
            return self.demand("words", self.line("words"), "Type a category.")
        return "" if key == _NONE else key.removeprefix("known:")

    def action_cursor(self, step: int) -> None:
        """Move in the list while the line keeps the focus."""
        self.query_one("#known", LineList).action_move(step)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches."""
        self._fill(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter chooses."""
        event.stop()
        self.action_save()

    def on_line_list_row_selected(self, event: LineList.RowSelected) -> None:
        """Enter or a double click in the list chooses."""
        event.stop()
        self.action_save()
