"""What an update of the plan works with: the readings, the steps it takes, the changes it tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from warroom_tui.domain.planning.plan_diff import Change, ChangeKind
from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.storage.planning.plan_sources import (
    Row,
    Tables,
    delete_row,
    insert_row,
    update_row,
)
from warroom_tui.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Ref:
    """A row that this update will insert, by its table and its number in the new reading."""

    table: str
    number: int


SlotId = int | Ref
"""Id of a document in the rows that came from it."""


@dataclass(frozen=True, slots=True)
class Readings:
    """The plan as it was read last, as it reads now, and what the database holds."""

    base: Tables
    new: Tables
    live: Tables
    """Rows that are in use."""
    gone: Tables
    """Rows that an earlier update took out of the lists."""
    names: Mapping[SlotId, str]
    zone: ZoneInfo
    now: datetime

    def name(self, row: Row) -> str:
        """The document that a row came from."""
        slot = row.get("source_id")
        return self.names.get(slot, "") if isinstance(slot, int | Ref) else ""


@dataclass(frozen=True, slots=True)
class Step:
    """One row to insert (`row_id` None), change (`values`) or delete (`values` None)."""

    table: str
    row_id: int | None
    values: Row | None
    number: int = 0
    """Of an insert: the row's number in the new reading."""


@dataclass(slots=True)
class Planned:
    """Steps in the order in which they must be taken, and what they change."""

    steps: list[Step] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def change(self, table: str, row: Row, values: Row) -> None:
        """Change columns of a stored row, if any is another."""
        different = {key: value for key, value in values.items() if not same(row[key], value)}
        if different:
            self.steps.append(Step(table, number_of(row), different))

    def insert(self, table: str, row: Row, values: Row) -> Ref:
        """Insert a row of the new reading; returns how others refer to it."""
        number = number_of(row)
        self.steps.append(Step(table, None, values, number))
        return Ref(table, number)

    def delete(self, table: str, row: Row) -> None:
        """Delete a stored row."""
        self.steps.append(Step(table, number_of(row), None))

    def tell(
        self,
        kind: ChangeKind,
        what: str,
        row: Row,
        readings: Readings,
        title: str = "text",
        **more: str,
    ) -> None:
        """Add a line of the diff about `row`."""
        line = row.get("line")
        self.changes.append(
            Change(
                kind,
                what,
                str(row[title]),
                readings.name(row),
                line if isinstance(line, int) else None,
                **more,
            )
        )

    def take(self, tx: Transaction, known: Mapping[Ref, int]) -> None:
        """Take every step in the open transaction. `known` are rows inserted before."""
        ids: dict[Ref, int] = dict(known)

        def resolved(values: Row) -> Row:
            return {
                key: ids[value] if isinstance(value, Ref) else value
                for key, value in values.items()
            }

        for step in self.steps:
            if step.row_id is None:
                assert step.values is not None
                made = insert_row(tx, step.table, resolved(step.values))
                ids[Ref(step.table, step.number)] = made
            elif step.values is None:
                delete_row(tx, step.table, step.row_id)
            else:
                update_row(tx, step.table, step.row_id, resolved(step.values))


def number_of(row: Row) -> int:
    """The id of a row, stored or of a reading."""
    value = row["id"]
    assert isinstance(value, int)
    return value


def same(first: object, second: object) -> bool:
    """Whether two column values mean the same: nothing is an empty text."""
    if isinstance(first, list | tuple) and isinstance(second, list | tuple):
        return list(first) == list(second)
    return first == second or (first in (None, "") and second in (None, ""))


@dataclass(frozen=True, slots=True)
class Differences:
    """Columns in which the new plan differs from the old one."""

    values: Row
    """To be written."""
    decided: tuple[str, ...]
    """Columns that the plan changed too, but in which people have decided since."""


def differences(live: Row, base: Row | None, new: Row, columns: Sequence[str]) -> Differences:
    """Compare three ways: what the plan changed is written, what people changed stays.

    Without a `base` (an older program read the plan otherwise) the plan's word counts.
    """
    values: Row = {}
    decided = []
    for column in columns:
        now = new.get(column)
        was = base.get(column) if base is not None else live[column]
        if same(was, now) or same(live[column], now):
            continue
        if base is not None and not same(live[column], was):
            decided.append(column)
        else:
            values[column] = now
    return Differences(values, tuple(decided))


def local(at: object, zone: ZoneInfo) -> str:
    """A stored time for people, in the launch's zone."""
    if not isinstance(at, datetime):
        return ""
    there = at.astimezone(zone)
    return f"{there:%a %Y-%m-%d %H:%M}"


def anchor_words(stored: object) -> str:
    """An anchor as people read it while go-live is open: "day -7 09:00", "T-90 min"."""
    if not isinstance(stored, Mapping):
        return ""
    anchor = Anchor.from_json({str(k): v for k, v in stored.items() if isinstance(v, int | str)})
    clock = f" {anchor.at:%H:%M}" if anchor.at else ""
    if anchor.on is not None:
        return f"{anchor.on.isoformat()}{clock}"
    if anchor.offset_min is not None:
        return f"T{anchor.offset_min:+d} min" if anchor.offset_min else "T"
    day = anchor.day or 0
    words = "launch day" if day == 0 else f"launch day {day:+d}"
    if anchor.weekday is not None:
        week = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[anchor.weekday]
        words = f"{week} of {words}"
    return words + clock


def spoken(value: object) -> str:
    """A column's value for the diff."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return anchor_words(value)
    if isinstance(value, list | tuple):
        return " ".join(spoken(each) for each in value)
    return str(value)


Key = Callable[[Row], object]
"""What identifies a row on one level of matching."""


def pair_rows(old: Sequence[Row], new: Sequence[Row], levels: Sequence[Key]) -> dict[int, Row]:
    """New row (by its place in `new`) → old row: equal keys, level by level, in order."""
    pairs: dict[int, Row] = {}
    left = list(old)
    for key in levels:
        waiting: dict[object, list[Row]] = {}
        for row in left:
            waiting.setdefault(key(row), []).append(row)
        for index, row in enumerate(new):
            found = waiting.get(key(row)) if index not in pairs else None
            if found:
                pairs[index] = found.pop(0)
        used = {id(row) for row in pairs.values()}
        left = [row for row in left if id(row) not in used]
    return pairs
