"""Columns share the width of a list, and rows know when they look different."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from rich.text import Text

from warroom_tui.ui.widgets.rows import Cell, Column, Row, changed_columns, column_widths, same_row

COLUMNS = (
    Column("symbol", width=1),
    Column("id", "id", width=6),
    Column("subject", "subject", fraction=2),
    Column("owner", "owner", fraction=1, min_total_width=50),
    Column("state", "state", width=8, min_total_width=70),
)


def test_flexible_columns_share_what_fixed_ones_leave() -> None:
    widths = column_widths(COLUMNS, 80)
    assert widths == (1, 6, 40, 21, 8)
    assert sum(widths) + 4 == 80


def test_columns_hide_below_their_width() -> None:
    assert column_widths(COLUMNS, 60)[4] == 0
    assert column_widths(COLUMNS, 40)[3:] == (0, 0)


column = st.builds(
    Column,
    key=st.text("abc", min_size=1, max_size=3),
    width=st.none() | st.integers(0, 60),
    fraction=st.integers(-1, 5),
    min_total_width=st.integers(0, 120),
)


@given(st.lists(column, max_size=9).map(tuple), st.integers(0, 250), st.integers(0, 3))
def test_columns_never_overflow(columns: tuple[Column, ...], total: int, gap: int) -> None:
    widths = column_widths(columns, total, gap)
    shown = [width for width in widths if width]
    assert len(widths) == len(columns)
    assert all(width >= 0 for width in widths)
    assert sum(shown) + gap * max(len(shown) - 1, 0) <= total


def test_a_changed_colour_is_a_changed_row_even_in_a_text() -> None:
    calm, alarm = Style(color="blue"), Style(color="red")
    assert same_row(Row("1", (Text("x", calm),)), Row("1", (Text("x", calm),)))
    assert not same_row(Row("1", (Text("x", calm),)), Row("1", (Text("x", alarm),)))
    assert not same_row(Row("1", (Cell("x", calm),)), Row("1", (Cell("x", alarm),)))
    assert not same_row(Row("1", (Cell("x"),)), Row("1", (Cell("x"),), heading=True))
    assert not same_row(Row("1", (Cell("x"),)), Row("1", (Cell("x"), Cell("y"))))


def test_only_the_columns_that_changed_are_named() -> None:
    old = Row("1", (Cell("a"), Cell("b"), Cell("c")))
    assert changed_columns(old, Row("1", (Cell("a"), Cell("b"), Cell("c")))) == []
    assert changed_columns(old, Row("1", (Cell("x"), Cell("b"), Cell("y")))) == [0, 2]
    assert changed_columns(old, Row("2", old.cells)) is None
    heading = Row("1", (Cell("a"),), heading=True)
    assert changed_columns(heading, Row("1", (Cell("b"),), heading=True)) is None
