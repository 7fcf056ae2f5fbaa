"""A figure of a day or week that a person knows better than the count: typed, with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from warroom_tui.domain.monitoring.day_table import NO_VALUE, FilledTable

TYPED = "*"
"""Stands behind a cell that somebody typed in."""


@dataclass(frozen=True, slots=True)
class TypedCell:
    """What somebody typed over a cell."""

    id: int
    title: str
    """Of the table."""
    period: str
    """day or week."""
    number: int
    heading: str
    value: str | None
    """None: counted again."""
    by: str
    at: datetime
    reason: str
    version: int

    @property
    def row(self) -> str:
        """The row as the table names it: "Day 3"."""
        return f"{self.period.capitalize()} {self.number}"


def with_typed(table: FilledTable, typed: Iterable[TypedCell]) -> FilledTable:
    """The table with what people typed in its cells, marked, and a note on each."""
    found = {(one.row, one.heading): one for one in typed if one.title == table.title}
    notes: list[str] = []
    rows = []
    for row in table.rows:
        cells = list(row.cells)
        for place, heading in enumerate(table.columns[1:]):
            one = found.get((row.label, heading))
            if one is None or one.value is None:
                continue
            known = cells[place] not in ("", NO_VALUE)
            counted = f"counted {cells[place]}" if known else "nothing counted"
            told = f"typed in by {one.by}, {counted}: {one.reason}"
            notes.append(f"{TYPED} {row.label}, {heading}: {told}")
            cells[place] = f"{one.value}{TYPED}"
        rows.append(replace(row, cells=tuple(cells)))
    return replace(table, rows=tuple(rows), notes=tuple(notes)) if notes else table


def typed_before(
    typed: Iterable[TypedCell], title: str, row: str, heading: str
) -> TypedCell | None:
    """What was typed over a cell, if it ever was."""
    wanted = (title, row, heading)
    return next((one for one in typed if (one.title, one.row, one.heading) == wanted), None)


def typed_in(shown: str) -> str | None:
    """What somebody has typed in a cell that shows this; None when it is counted."""
    return shown.removesuffix(TYPED) if shown.endswith(TYPED) else None
