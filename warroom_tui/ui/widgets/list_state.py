"""Rows, cursor and marks of a keyed list, without a screen."""

from __future__ import annotations

from warroom_tui.ui.widgets.rows import Row


class ListState:
    """Knows which row the cursor stands on and keeps it there when the rows change."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        """In the order shown."""
        self.cursor = -1
        """Index of the cursor's row; -1 without a row to stand on."""
        self.marked: set[str] = set()
        """Keys of marked rows that exist."""
        self._index: dict[str, int] = {}

    @property
    def cursor_key(self) -> str | None:
        """Key of the cursor's row."""
        return self.rows[self.cursor].key if self.cursor >= 0 else None

    def index_of(self, key: str) -> int | None:
        """Place of the (first) row with this key."""
        return self._index.get(key)

    def replace_rows(self, rows: list[Row]) -> bool:
        """Take new rows; returns whether the cursor now stands on another key."""
        old_rows, old_cursor, old_key = self.rows, self.cursor, self.cursor_key
        self.rows = rows
        self._index = {row.key: i for i, row in reversed(list(enumerate(rows)))}
        if self.marked:
            self.marked &= self._index.keys()
        self.cursor = self._surviving(old_rows, old_cursor)
        return self.cursor_key != old_key

    def _surviving(self, old_rows: list[Row], old_cursor: int) -> int:
        """The cursor's row, else the nearest that is left: below first, then above."""
        if old_cursor >= 0:
            stayed = self._index.get(old_rows[old_cursor].key)
            if stayed is not None and not self.rows[stayed].heading:
                return stayed
            for row in (*old_rows[old_cursor:], *reversed(old_rows[:old_cursor])):
                index = self._index.get(row.key)
                if index is not None and not self.rows[index].heading:
                    return index
        place = self._standable(max(old_cursor, 0), 1)
        return place if place is not None else -1

    def put_cursor(self, index: int) -> bool:
        """Stand on the row at `index`; returns whether that is another row than before."""
        changed = index != self.cursor
        self.cursor = index
        return changed

    def neighbour(self, step: int) -> int | None:
        """Index reached by moving `step` rows, headings passed over, ends kept; None if empty."""
        if not self.rows:
            return None
        target = min(max(self.cursor + step, 0), len(self.rows) - 1)
        return self._standable(target, 1 if step > 0 else -1)

    def _standable(self, start: int, direction: int) -> int | None:
        """The row nearest to `start` that is no heading, looking in `direction` first."""
        start = min(start, len(self.rows) - 1)
        for way in (direction, -direction):
            index = start
            while 0 <= index < len(self.rows):
                if not self.rows[index].heading:
                    return index
                index += way
        return None
