"""Whatever people type is drawn literally, on one line, within its cells."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from tests.widgets.hostile import HOSTILE
from warroom_tui.ui.widgets.drawn_text import as_text, clip, drawable, fit, runs, width_of
from warroom_tui.ui.widgets.rows import Cell

WIDTHS = range(201)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_takes_exactly_the_cells_it_was_given(text: str) -> None:
    for width in WIDTHS:
        assert cell_len(fit(text, width).plain) == width


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_is_left_that_a_terminal_obeys(text: str) -> None:
    for char in drawable(text):
        assert unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(st.text(st.characters(codec=None), max_size=60), st.integers(0, 40))
def test_any_text_fits_any_width(text: str, width: int) -> None:
    drawn = fit(text, width).plain
    assert cell_len(drawn) == width
    assert width_of(text) == cell_len(drawable(text))


def test_markup_is_shown_as_typed() -> None:
    assert fit("[@click=app.quit]x[/]", 21).plain == "[@click=app.quit]x[/]"


def test_blanks_stay_where_columns_need_them() -> None:
    assert drawable("  00:07 é") == "  00:07 é"


def test_a_cut_text_says_so_and_keeps_wide_letters_whole() -> None:
    assert fit("漢字漢字", 6).plain == "漢字… "
    assert fit("abcdef", 4).plain == "abc…"
    assert fit("abcd", 4).plain == "abcd"
    assert fit("abcd", 1).plain == "…"


def test_text_is_placed_on_its_side() -> None:
    assert fit("ab", 6, "right").plain == "    ab"
    assert fit("ab", 6, "center").plain == "  ab  "


def test_colours_of_spans_survive_cutting_but_links_and_actions_do_not() -> None:
    red = Style(color="red")
    text = Text.assemble("ok ", ("alarm", red))
    text.stylize(Style(link="http://example.invalid", meta={"@click": "app.quit"}), 0, 2)
    parts = runs(text)
    assert [part for part, style in parts if style.color == red.color] == ["alarm"]
    assert not any(style.link or style.meta for _, style in parts)
    kept, used = clip(parts, 5)
    assert ("".join(part for part, _ in kept), used) == ("ok a…", 5)


def test_flags_become_letters_so_that_the_line_does_not_shift() -> None:
    assert drawable("🇩🇰 up") == "DK up"


def test_a_cell_and_its_text_draw_the_same() -> None:
    cell = Cell("x[/]", Style(bold=True))
    assert as_text(runs(cell)).plain == "x[/]"
