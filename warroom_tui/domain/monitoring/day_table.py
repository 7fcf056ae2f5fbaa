"""Tables that a plan leaves blank, one row a day or a week, and how they fill themselves.

"| Day 1 | | | |" under "| Day | Laybys Created | Issues Found | Status |": the words of a column
say what stands in it. Counts of the plan's own metrics are the last value of the period, as the
source tells them; tickets and issues are those logged in it; the status is that of the last report
issued about it (of today: as it stands).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from warroom_tui.domain.triggers.criteria import Metric

_ROW = re.compile(r"^\s*\|(.*)\|\s*$")
_RULE = re.compile(r"^\s*\|[\s:|-]+\|\s*$")
_NUMBERED = re.compile(r"^\**(day|week)\s+(\d{1,3})\**$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")
_SOMEBODY = re.compile(
    r"\W*(primary|secondary|tertiary|backup|on[- ]?call|owner|person|engineer|lead|name|who)"
    r"([- ](contact|on[- ]?call|engineer|person))?\W*",
    re.IGNORECASE,
)
"""A column that asks for a person: such a table is a rota, no figure ever fills it."""
_EMPTY = {"day": "Day by day", "week": "Week by week"}
MOST_ROWS = 60
NO_VALUE = "–"
"""A cell of a day that is there, and of which nothing is known."""

STATUS, ISSUES, TICKETS, UPTIME = "status", "issues", "tickets", "uptime"
_KINDS = (
    (STATUS, re.compile(r"\bstatus\b|\brag\b|\bhealth\b", re.IGNORECASE)),
    (UPTIME, re.compile(r"\buptime\b|\bavailab", re.IGNORECASE)),
    (ISSUES, re.compile(r"\bissues?\b|\bbugs?\b|\bdefects?\b", re.IGNORECASE)),
    (TICKETS, re.compile(r"\btickets?\b", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class BlankTable:
    """A table of the plan that somebody was to fill in."""

    title: str
    period: str
    """day or week."""
    columns: tuple[str, ...]
    """Headings without that of the first column."""
    numbers: tuple[int, ...]
    line: int


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One day or week; `cells` has a text per column, "" while it lies ahead."""

    label: str
    first: date | None
    last: date | None
    cells: tuple[str, ...]
    today: bool = False


@dataclass(frozen=True, slots=True)
class FilledTable:
    """A table with what happened."""

    title: str
    columns: tuple[str, ...]
    """Headings, that of the first column too."""
    rows: tuple[FilledRow, ...]
    line: int | None
    """Where the plan asks for it; None: nowhere, it is shown all the same."""
    notes: tuple[str, ...] = ()
    """A line for each cell that somebody typed over."""


DEFAULT_TABLE = BlankTable(
    "Day by day", "day", ("Uptime", "Tickets", "Issues", "Status"), tuple(range(1, 8)), 0
)
"""What is shown when a plan leaves no table blank."""


def blank_tables(text: str) -> tuple[BlankTable, ...]:
    """Every table of a plan whose first column counts days or weeks and whose others are blank."""
    found: list[BlankTable] = []
    lines = text.splitlines()
    title = ""
    for index, line in enumerate(lines):
        if _RULE.match(line) and index and _ROW.match(lines[index - 1]):
            table = _table(title, _cells(lines[index - 1]), lines[index + 1 :], index)
            if table is not None:
                found.append(table)
        elif line.strip() and not _ROW.match(line):
            title = line.strip().strip("#*: ")
    return tuple(found)


def _table(title: str, head: Sequence[str], below: Iterable[str], line: int) -> BlankTable | None:
    period, numbers = "", []
    for row in below:
        if not _ROW.match(row):
            break
        cells = _cells(row)
        match = _NUMBERED.match(cells[0])
        if match is None or any(cells[1:]):
            return None
        period = match[1].casefold()
        numbers.append(int(match[2]))
    if not numbers or len(head) < 2 or all(_SOMEBODY.fullmatch(one) for one in head[1:]):
        return None
    return BlankTable(
        title or _EMPTY[period], period, tuple(head[1:]), tuple(numbers[:MOST_ROWS]), line
    )


def _cells(line: str) -> list[str]:
    match = _ROW.match(line)
    return [cell.strip() for cell in match[1].split("|")] if match else [""]


def with_status(table: FilledTable, word: str) -> FilledTable:
    """The table with a status for the day or week that is going on, where none is frozen yet."""
    places = [place for place, head in enumerate(table.columns[1:]) if _KINDS[0][1].search(head)]
    rows = tuple(
        replace(
            row,
            cells=tuple(
                word if row.today and place in places and cell == NO_VALUE else cell
                for place, cell in enumerate(row.cells)
            ),
        )
        for row in table.rows
    )
    return replace(table, rows=rows)


def kind_of(column: str, metrics: Iterable[Metric]) -> str:
    """What a column asks for: one of the constants above, the key of a metric, or ""."""
    wanted = _words(column)
    best, key = 0, ""
    for metric in metrics:
        words = _words(metric.name), _words(metric.key.replace("_", " "))
        if wanted in words:
            return metric.key
        score = max(len(wanted & each) for each in words)
        if score > best:
            best, key = score, metric.key
    return next((kind for kind, words in _KINDS if words.search(column)), key)


def _words(text: str) -> set[str]:
    return {word.rstrip("s") for word in _WORD.findall(text.casefold())}


def days_of_row(period: str, number: int) -> tuple[int, int]:
    """First and last day of a row, counted as the plan counts."""
    if period == "week":
        return (number - 1) * 7 + 1, number * 7
    return number, number
