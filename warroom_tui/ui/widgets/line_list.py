"""`LineList`: the keyed list drawn line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from warroom_tui.ui.widgets.lines_widget import strip_of
from warroom_tui.ui.widgets.list_painter import ListPainter, Looks, Place
from warroom_tui.ui.widgets.list_state import ListState
from warroom_tui.ui.widgets.rows import Cell, CellLike, Column, Row, same_cell, same_row

_BLANK = Cell("")


class LineList(ScrollView, can_focus=True):
    """A list that knows its rows by key and repaints only the lines that changed.

    The cursor and the marks belong to keys, so they stay with their rows whatever order and
    company the next `set_rows` brings. Texts are literal and never leave their column.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-list--header",
        "line-list--cursor",
        "line-list--pointer",
        "line-list--heading",
        "line-list--empty",
    }
    DEFAULT_CSS = """
    LineList {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
    }
    LineList > .line-list--header { color: $text-muted; }
    LineList > .line-list--cursor { background: $block-cursor-background; text-style: bold; }
    LineList > .line-list--pointer { color: $accent; }
    LineList > .line-list--heading { color: $text-muted; text-style: bold; }
    LineList > .line-list--empty { color: $text-muted; }
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
        super().__init__(id=id, classes=classes)
        self._state = ListState()
        self._painter = ListPainter(tuple(columns), gap)
        self._header_lines = int(header)
        self._empty = empty
        self._near_end_rows = near_end_rows
        self._asked_after: str | None = None
        self._vim_ends = vim_ends
        self._looks: Looks | None = None

    # What the owner reads and sets

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown, in order."""
        return tuple(self._state.rows)

    @property
    def row_count(self) -> int:
        """How many rows there are, headings included."""
        return len(self._state.rows)

    @property
    def cursor_key(self) -> str | None:
        """Key of the row under the cursor; None when there is no row to stand on."""
        return self._state.cursor_key

    @property
    def marked(self) -> frozenset[str]:
        """Keys of the marked rows; a row that vanishes loses its mark."""
        return frozenset(self._state.marked)

    def set_rows(self, rows: Iterable[Row]) -> int:
        """Show `rows` and return how many lines were repainted because they changed.

        The cursor stays with its key, or falls to the nearest row that is left. A list at its
        top stays there; a scrolled one keeps the cursor's row (or, with the cursor out of
        sight, the first visible row) where it is on the screen.
        """
        state, before = self._state, self._visible()
        was_empty, anchor = not state.rows, self._anchor()
        moved = state.replace_rows(list(rows))
        self._fit_content()
        top = self.scroll_offset.y
        self._restore(anchor)
        if self.scroll_offset.y != top or was_empty or not state.rows:
            self.refresh()
            changed = self.size.height
        else:
            changed = self._repaint_changed(before)
        if moved:
            self.post_message(self.RowHighlighted(self, state.cursor_key))
        return changed

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Replace the columns; the rows' cells then belong to the new ones."""
        self._painter = ListPainter(tuple(columns), self._painter.gap)
        self.refresh()

    def set_empty(self, text: str) -> None:
        """Replace the text shown while there are no rows."""
        if text != self._empty:
            self._empty = text
            if not self._state.rows:
                self.refresh()

    def update_cell(self, row_key: str, column_key: str, cell: CellLike) -> bool:
        """Replace one cell and repaint only it; False when row or column is not there."""
        index, column = self._state.index_of(row_key), self._painter.column_index(column_key)
        if index is None or column is None:
            return False
        row = self._state.rows[index]
        cells = list(row.cells) + [_BLANK] * (column + 1 - len(row.cells))
        if same_cell(cells[column], cell):
            return True
        cells[column] = cell
        self._state.rows[index] = replace(row, cells=tuple(cells))
        self._refresh_index(index, self._painter.span_of(column))
        return True

    def move_to(self, key: str) -> bool:
        """Put the cursor on the row `key` and scroll to it; False when it is not there."""
        index = self._state.index_of(key)
        if index is None or self._state.rows[index].heading:
            return False
        self._put_cursor(index)
        return True

    def toggle_mark(self, key: str | None = None) -> bool:
        """Mark or unmark a row (the cursor's by default); returns whether it is now marked."""
        key = key if key is not None else self._state.cursor_key
        index = self._state.index_of(key) if key is not None else None
        if key is None or index is None:
            return False
        self._state.marked ^= {key}
        self._refresh_index(index)
        return key in self._state.marked

    def clear_marks(self) -> None:
        """Unmark all rows."""
        marked, self._state.marked = self._state.marked, set()
        for key in marked:
            self._refresh_index(self._state.index_of(key))

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

    # Cursor and scroll

    def _put_cursor(self, index: int | None) -> None:
        """Stand on a row that is there, in sight, and say so."""
        if index is None:
            return
        old = self._state.cursor
        if self._state.put_cursor(index):
            self._refresh_index(old)
            self._refresh_index(index)
            self.post_message(self.RowHighlighted(self, self._state.cursor_key))
        self._show_index(index)
        self._ask_for_more()

    def _page_lines(self) -> int:
        return max(self.size.height - self._header_lines, 1)

    def _show_index(self, index: int) -> None:
        """Scroll as little as needed; above the first row, its headings come along."""
        page, top = self._page_lines(), self.scroll_offset.y
        first = index
        while first > 0 and index - first < page - 1 and self._state.rows[first - 1].heading:
            first -= 1
        if first < top:
            self._scroll_rows(first)
        elif index >= top + page:
            self._scroll_rows(index - page + 1)

    def _scroll_rows(self, top: int) -> None:
        self.scroll_to(y=max(top, 0), animate=False, force=True)

    def _anchor(self) -> tuple[str, int] | None:
        """The row whose place on the screen is to be kept, and that place."""
        top = self.scroll_offset.y
        if top == 0 or not self._state.rows:
            return None
        cursor = self._state.cursor
        if top <= cursor < top + self._page_lines():
            return self._state.rows[cursor].key, cursor - top
        first = min(top, self.row_count - 1)
        return self._state.rows[first].key, 0

    def _restore(self, anchor: tuple[str, int] | None) -> None:
        index = self._state.index_of(anchor[0]) if anchor else None
        if anchor and index is not None:
            self._scroll_rows(index - anchor[1])
        elif self.is_attached and self._state.cursor >= 0:
            self._show_index(self._state.cursor)

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

    def _fit_content(self) -> None:
        """Tell the scroll bar the new length without repainting the whole list."""
        size = Size(0, self._header_lines + self.row_count)
        if size == self.virtual_size:
            return
        self.set_reactive(LineList.virtual_size, size)
        if self.is_attached:
            self._scroll_update(size)
            if self.styles.is_auto_height:
                self.refresh(layout=True)

    # Drawing

    def _visible(self) -> list[tuple[Row, Place] | None]:
        """What each row line of the screen shows now."""
        top = self.scroll_offset.y
        return [self._line(index) for index in range(top, top + self._page_lines())]

    def _line(self, index: int) -> tuple[Row, Place] | None:
        state = self._state
        if index >= len(state.rows):
            return None
        row = state.rows[index]
        if index == state.cursor:
            place = Place.FOCUSED if self.has_focus else Place.BLURRED
        else:
            place = Place.PLAIN
        return row, place | (Place.MARKED if row.key in state.marked else Place.PLAIN)

    def _repaint_changed(self, before: Sequence[tuple[Row, Place] | None]) -> int:
        changed = 0
        for y, (old, new) in enumerate(zip(before, self._visible(), strict=False)):
            if old is None or new is None:
                same = old is new
            else:
                same = old[1] == new[1] and same_row(old[0], new[0])
            if not same:
                changed += 1
                self.refresh(Region(0, y + self._header_lines, self.size.width, 1))
        return changed

    def _refresh_index(self, index: int | None, span: tuple[int, int] | None = None) -> None:
        """Repaint a row's line, or only the cells (start, width) of it."""
        if index is None or index < 0:
            return
        y = index - self.scroll_offset.y
        if 0 <= y < self._page_lines():
            start, width = span if span is not None else (0, self.size.width)
            if width:
                self.refresh(Region(start, y + self._header_lines, width, 1))

    def render_line(self, y: int) -> Strip:
        """Return one line of the screen: header, row, or empty text."""
        width = self.size.width
        if self._looks is None:
            self._looks = self._read_looks()
            self._painter.forget()
        self._painter.lay_out(width)
        if y < self._header_lines:
            return self._painter.header(self._looks)
        y -= self._header_lines
        if not self._state.rows:
            return self._painter.empty(self._empty, y, self._looks)
        line = self._line(y + self.scroll_offset.y)
        if line is None:
            return strip_of((), width, self._looks.base)
        return self._painter.row(*line, self._looks)

    def _read_looks(self) -> Looks:
        def part(name: str) -> Style:
            return self.get_component_rich_style(f"line-list--{name}")

        return Looks(
            base=self.rich_style,
            header=part("header"),
            cursor=part("cursor"),
            pointer=part("pointer"),
            heading=part("heading"),
            empty=part("empty"),
        )

    def notify_style_update(self) -> None:
        """Forget the colours, which came from the style sheet."""
        super().notify_style_update()
        self._looks = None

    def on_focus(self) -> None:
        """Light the cursor's line."""
        self._refresh_index(self._state.cursor)

    def on_blur(self) -> None:
        """Leave only a small pointer at the cursor's line."""
        self._refresh_index(self._state.cursor)
