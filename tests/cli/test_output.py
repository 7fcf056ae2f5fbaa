"""Printing: tables that line up, JSON that scripts can rely on, text that cannot hijack."""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta, timezone

from warroom_tui.cli.output import Column, Json, Output, cell_width, fit
from warroom_tui.domain.desk.spreadsheet import safe_cell

COLUMNS: list[Column[tuple[str, int]]] = [
    Column("NAME", lambda row: row[0]),
    Column("N", lambda row: str(row[1]), right=True),
]


def shape(row: tuple[str, int]) -> Json:
    """The JSON of a row."""
    return {"name": row[0], "n": row[1]}


def printed(rows: list[tuple[str, int]], *, as_json: bool = False) -> str:
    """What a listing of `rows` prints."""
    stdout = io.StringIO()
    Output(stdout, io.StringIO(), as_json=as_json).listing(rows, shape, COLUMNS, "Nothing.")
    return stdout.getvalue()


def test_columns_line_up_with_wide_characters_too() -> None:
    lines = printed([("検査", 5), ("plain", 1234)]).splitlines()
    assert lines == ["NAME      N", "検査      5", "plain  1234"]
    assert {cell_width(line) for line in lines} == {11}


def test_an_empty_listing_says_so_and_its_json_is_an_empty_list() -> None:
    assert printed([]) == "Nothing.\n"
    assert json.loads(printed([], as_json=True)) == []


def test_escape_sequences_and_line_breaks_in_a_cell_are_shown_not_obeyed() -> None:
    text = printed([("\x1b]0;owned\x07\nnext [b]x[/]", 1)])
    assert "\x1b" not in text
    assert "␛]0;owned␇ next [b]x[/]" in text


def test_json_times_are_utc_whatever_the_zone() -> None:
    stdout = io.StringIO()
    at = datetime(2026, 12, 1, 8, 0, 0, 999, tzinfo=timezone(timedelta(hours=11)))
    Output(stdout, io.StringIO()).json({"at": at, "bad": float("nan"), "title": "a\x1b[2Jb"})
    assert json.loads(stdout.getvalue()) == {
        "at": "2026-11-30T21:00:00Z",
        "bad": None,
        "title": "a␛[2Jb",
    }


def test_a_problem_goes_to_standard_error_in_two_clean_lines() -> None:
    stdout, stderr = io.StringIO(), io.StringIO()
    Output(stdout, stderr).problem("It\nbroke\x1b[31m.", "Mend it.")
    assert stdout.getvalue() == ""
    assert stderr.getvalue() == "warroom: It broke␛[31m.\nMend it.\n"


def test_on_a_narrow_terminal_the_widest_column_gives() -> None:
    assert fit([10, 50, 6], 40) == [10, 20, 6]
    assert fit([8, 8, 8], 10) == [8, 8, 8]


def test_a_cell_that_a_spreadsheet_would_run_gets_a_quote() -> None:
    assert safe_cell("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert safe_cell("  @SUM(A1)") == "'  @SUM(A1)"
    assert safe_cell("\t=1") == "'\t=1"
    assert safe_cell("Card refused") == "Card refused"
