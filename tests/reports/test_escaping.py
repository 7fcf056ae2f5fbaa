"""Text from outside shows letter by letter, whatever it holds."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.widgets.hostile import HOSTILE
from warroom_tui.reports.escaping import csv_cell, md_escape, one_line
from warroom_tui.reports.layout import display_width, fold, wrap

MARKUP = (
    "# heading",
    "1. list",
    "- item",
    "+ item",
    "===",
    "> quote",
    "<script>alert(1)</script>",
    "<!-- hidden",
    "&lt;b&gt; &amp; &#35;",
    "[click](javascript:alert(1))",
    "![pixel](http://evil.example/x.png)",
    "<http://evil.example>",
    "http://evil.example and www.evil.example and me@evil.example",
    "*bold* _it_ ~~gone~~ `code`",
    "a | b | c",
    "``` fence",
    "    indented code",
    "[ref]: http://evil.example",
    "ends with a backslash \\",
    "$x^2$ @everyone #12",
)

COMMON_MARK = MarkdownIt("commonmark")
WITH_EXTENSIONS = MarkdownIt("gfm-like")


@given(st.text(st.characters(codec="utf-8"), max_size=80))
@example("* x")
@example("1)")
@example("\\# x")
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    for reader in (COMMON_MARK, WITH_EXTENSIONS):
        shown = one_line(text).strip()
        tokens = reader.parse(md_escape(text))
        if not shown:
            assert tokens == []
            continue
        assert [token.type for token in tokens] == [
            "paragraph_open",
            "inline",
            "paragraph_close",
        ], text
        assert "".join(token.content for token in tokens[1].children or ()) == shown


@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_a_title_stays_text(text: str) -> None:
    test_markdown_shows_any_text_as_it_is.hypothesis.inner_test(text)  # type: ignore[attr-defined]
    item = COMMON_MARK.parse(f"- {md_escape(text)}\n- next\n")
    assert [token.type for token in item].count("list_item_open") == 2
    row = WITH_EXTENSIONS.parse(f"| a | b |\n|---|---|\n| {md_escape(text)} | 1 |\n")
    assert [token.type for token in row].count("td_open") == 2


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "|cmd", "%0A"])
def test_a_spreadsheet_does_not_compute_a_cell(text: str) -> None:
    [[cell]] = csv.reader(io.StringIO(csv_cell(text)))
    assert cell.startswith("'")


@pytest.mark.parametrize(
    "text", ["plain", 'a "quoted" word', "a, b; c", *HOSTILE], ids=lambda text: ascii(text)[1:30]
)
def test_a_csv_cell_stays_one_cell(text: str) -> None:
    rows = list(csv.reader(io.StringIO(f"{csv_cell(text)},end\n")))
    assert len(rows) == 1
    assert rows[0][1:] == ["end"]


@given(st.text(st.characters(codec="utf-8"), max_size=400), st.integers(10, 90))
def test_folded_text_fits_its_columns_and_loses_no_letter(text: str, width: int) -> None:
    folded = fold(text, width)
    assert all(display_width(line) <= width for line in folded.split("\n"))
    assert "".join(folded.split()) == "".join(text.split())


def test_wrapped_text_hangs_under_its_first_word() -> None:
    assert wrap("one two three four", 9, 2) == "one two\n  three\n  four"
