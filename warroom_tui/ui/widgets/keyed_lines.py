"""`KeyedLines`: rows known by key, scrolled and repainted line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from warroom_tui.ui.widgets.lines_widget import strip_of
from warroom_tui.ui.widgets.list_painter import ListPainter, Looks, Place
from warroom_tui.ui.widgets.list_state import ListState
from warroom_tui.ui.widgets.rows import Cell, CellLike, Column, Row, changed_columns, same_cell

_BLANK = Cell("")


class KeyedLines(ScrollView):
    """What `LineList` shows, without keys and mouse: rows, cursor, marks, scroll, painting."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-list--header",
        "line-list--cursor",
        "line-list--pointer",
        "line-list--heading",
        "line-list--empty",
    }
    DEFAULT_CSS = """
    KeyedLines {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
    }
    KeyedLines > .line-list--header { color: $text-muted; }
    KeyedLines > .line-list--cursor { background: $block-cursor-background; text-style: bold; }
    KeyedLines > .line-list--pointer { color: $accent; }
    KeyedLines > .line-list--heading { color: $text-muted; text-style: bold; }
    KeyedLines > .line-list--empty { color: $text-muted; }
    """

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        header: bool = True,
        empty: str = "",
        gap: int = 1,
        id: str | None = None,  # noqa: A002 - the name Textual uses
        classes: str | None = None,
    ) -> None:
        """`empty` is shown without rows; `gap` is the blank cells between columns."""
        super().__init__(id=id, classes=classes)
        self._state = ListState()
        self._painter = ListPainter(tuple(columns), gap)
        self._header_lines = int(header)
        self._empty = empty
        self._looks: Looks | None = None

    def cursor_moved(self) -> None:
        """Called when the cursor came to stand on another key, or on none."""

    @property
    def line_width(self) -> int:
        """Cells of a line: what the scroll bar leaves."""
        return self.scrollable_content_region.width

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
        if self.scroll_offset.y != top or was_empty is bool(state.rows):
            self.refresh()
            changed = self.size.height
        else:
            changed = self._repaint_changed(before)
        if moved:
            self.cursor_moved()
        return changed

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Replace the columns; the rows' cells then belong to the new ones. Equal: no repaint."""
        if tuple(columns) == self._painter.columns:
            return
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
        self._state.rows[index] = row.with_cells(tuple(cells))
        self._refresh_index(index, self._painter.span_of(column))
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

    # Scroll

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
        if self.is_attached and self.size.height:
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
        elif self._state.cursor >= 0:
            self._show_index(self._state.cursor)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        if self._state.cursor >= 0:
            self._show_index(self._state.cursor)

    def _fit_content(self) -> None:
        """Tell the scroll bar the new length without repainting the whole list."""
        size = Size(0, self._header_lines + self.row_count)
        if size == self.virtual_size:
            return
        self.set_reactive(KeyedLines.virtual_size, size)
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
            start, width = self._changed_cells(old, new)
            if width:
                changed += 1
                self.refresh(Region(start, y + self._header_lines, width, 1))
        return changed

    def _changed_cells(
        self, old: tuple[Row, Place] | None, new: tuple[Row, Place] | None
    ) -> tuple[int, int]:
        """First cell and width of what differs between two lines; width 0 when nothing does."""
        if old is None or new is None:
            return 0, 0 if old is new else self.line_width
        if old[1] != new[1]:
            return 0, self.line_width
        columns = changed_columns(old[0], new[0])
        if columns is None or not self._painter.is_laid_out:
            return 0, self.line_width
        spans = [self._painter.span_of(column) for column in columns]
        seen = [(start, start + width) for start, width in spans if width]
        start = min((first for first, _ in seen), default=0)
        return start, max((end for _, end in seen), default=0) - start

    def _refresh_index(self, index: int | None, span: tuple[int, int] | None = None) -> None:
        """Repaint a row's line, or only the cells (start, width) of it."""
        if index is None or index < 0:
            return
        y = index - self.scroll_offset.y
        if 0 <= y < self._page_lines():
            start, width = span if span is not None else (0, self.line_width)
            if width:
                self.refresh(Region(start, y + self._header_lines, width, 1))

    def render_line(self, y: int) -> Strip:
        """Return one line of the screen: header, row, or empty text."""
        width = self.line_width
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
