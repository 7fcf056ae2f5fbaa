"""`LineList`: the keyed list drawn line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from warroom_tui.ui.widgets.keyed_lines import KeyedLines
from warroom_tui.ui.widgets.rows import Column


class LineList(KeyedLines, can_focus=True):
    """A list that knows its rows by key and repaints only the lines that changed.

    The cursor and the marks belong to keys, so they stay with their rows whatever order and
    company the next `set_rows` brings. Texts are literal and never leave their column.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "first", "First row", show=False),
        Binding("end", "last", "Last row", show=False),
        Binding("g", "vim_first", "First row", show=False),
        Binding("G", "vim_last", "Last row", show=False),
        Binding("enter", "select", "Open", show=False),
    ]

    class _ListMessage(Message):
        """Sent by a list; `@on(..., "#id")` can select the sender."""

        def __init__(self, line_list: LineList) -> None:
            super().__init__()
            self.line_list = line_list

        @property
        def control(self) -> LineList:
            """The list that sent it."""
            return self.line_list

    class RowHighlighted(_ListMessage):
        """The cursor came to stand on another row. `key` is None when the list emptied."""

        def __init__(self, line_list: LineList, key: str | None) -> None:
            super().__init__(line_list)
            self.key = key

    class RowSelected(_ListMessage):
        """A person chose the row `key` by enter or a double click."""

        def __init__(self, line_list: LineList, key: str) -> None:
            super().__init__(line_list)
            self.key = key

    class NearEnd(_ListMessage):
        """Cursor or view came within `near_end_rows` of the last row: load more by keyset.

        Sent once for each last row, so an owner who has no more simply does nothing.
        """

        def __init__(self, line_list: LineList, last_key: str) -> None:
            super().__init__(line_list)
            self.last_key = last_key

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        header: bool = True,
        empty: str = "",
        near_end_rows: int = 0,
        vim_ends: bool = True,
        gap: int = 1,
        id: str | None = None,  # noqa: A002 - the name Textual uses
        classes: str | None = None,
    ) -> None:
        """`empty` is shown without rows (say what to press; may have several lines).

        `near_end_rows` of 0 never asks for more. `vim_ends=False` leaves the keys g and G to
        the screen. `gap` is the number of blank cells between columns.
        """
        super().__init__(columns, header=header, empty=empty, gap=gap, id=id, classes=classes)
        self._near_end_rows = near_end_rows
        self._asked_after: str | None = None
        self._vim_ends = vim_ends

    def cursor_moved(self) -> None:
        """Tell the owner."""
        self.post_message(self.RowHighlighted(self, self.cursor_key))

    def move_to(self, key: str) -> bool:
        """Put the cursor on the row `key` and scroll to it; False when it is not there."""
        index = self._state.index_of(key)
        if index is None or self._state.rows[index].heading:
            return False
        self._put_cursor(index)
        return True

    # Keys and mouse

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Leave g and G to the screen where the owner wants them."""
        return self._vim_ends if action in ("vim_first", "vim_last") else True

    def action_move(self, step: int) -> None:
        """Move the cursor one row up (-1) or down (1)."""
        self._put_cursor(self._state.neighbour(step))

    def action_page(self, direction: int) -> None:
        """Move the cursor by a screenful."""
        self._put_cursor(self._state.neighbour(direction * max(self._page_lines() - 1, 1)))

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        self._put_cursor(self._state.neighbour(-self.row_count))

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        self._put_cursor(self._state.neighbour(self.row_count))

    action_vim_first = action_first
    action_vim_last = action_last

    def action_select(self) -> None:
        """Choose the row under the cursor."""
        if self._state.cursor_key is not None:
            self.post_message(self.RowSelected(self, self._state.cursor_key))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the clicked row; a double click chooses it."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self._header_lines:
            return
        index = offset.y - self._header_lines + self.scroll_offset.y
        if index >= self.row_count or self._state.rows[index].heading:
            return
        self._put_cursor(index)
        if event.chain == 2:
            self.action_select()

    def _put_cursor(self, index: int | None) -> None:
        """Stand on a row that is there, in sight, and say so."""
        if index is None:
            return
        old = self._state.cursor
        if self._state.put_cursor(index):
            self._refresh_index(old)
            self._refresh_index(index)
            self.cursor_moved()
        self._show_index(index)
        self._ask_for_more()

    def _ask_for_more(self) -> None:
        if not self._near_end_rows or not self._state.rows:
            return
        seen = max(self._state.cursor, self.scroll_offset.y + self._page_lines() - 1)
        last_key = self._state.rows[-1].key
        if seen >= self.row_count - self._near_end_rows and last_key != self._asked_after:
            self._asked_after = last_key
            self.post_message(self.NearEnd(self, last_key))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Repaint on scrolling, and ask for more rows near the end."""
        super().watch_scroll_y(old_value, new_value)
        self._ask_for_more()

    def on_focus(self) -> None:
        """Light the cursor's line."""
        self._refresh_index(self._state.cursor)

    def on_blur(self) -> None:
        """Leave only a small pointer at the cursor's line."""
        self._refresh_index(self._state.cursor)
