"""`LineList`: the keyed list drawn line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.message import Message
from textual.scroll_view import ScrollView

from warroom_tui.ui.widgets.rows import CellLike, Column, Row


class LineList(ScrollView, can_focus=True):
    """A list that knows its rows by key and repaints only the lines that changed."""

    class RowHighlighted(Message):
        """The cursor came to stand on another row. `key` is None when the list emptied."""

        line_list: LineList
        key: str | None

    class RowSelected(Message):
        """A person chose the row `key` by enter or a double click."""

        line_list: LineList
        key: str

    class NearEnd(Message):
        """The cursor came within `near_end_rows` of the last row: load more by keyset."""

        line_list: LineList
        last_key: str

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        header: bool = True,
        empty: str = "",
        near_end_rows: int = 0,
        vim_ends: bool = True,
        id: str | None = None,  # noqa: A002 - the name Textual uses
        classes: str | None = None,
    ) -> None:
        """`empty` is shown without rows; `vim_ends=False` leaves the keys g and G to others."""
        raise NotImplementedError

    rows: tuple[Row, ...]
    cursor_key: str | None
    marked: frozenset[str]

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Show `rows`; cursor and scroll stay with the cursor's key."""

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Replace the columns."""

    def set_empty(self, text: str) -> None:
        """Replace the text shown while there are no rows."""

    def update_cell(self, row_key: str, column_key: str, cell: CellLike) -> bool:
        """Replace one cell and repaint only it; False when row or column is not there."""
        raise NotImplementedError

    def move_to(self, key: str) -> bool:
        """Put the cursor on the row `key` and scroll to it; False when it is not there."""
        raise NotImplementedError

    def toggle_mark(self, key: str | None = None) -> bool:
        """Mark or unmark a row (the cursor's by default); returns whether it is now marked."""
        raise NotImplementedError

    def clear_marks(self) -> None:
        """Unmark all rows."""
