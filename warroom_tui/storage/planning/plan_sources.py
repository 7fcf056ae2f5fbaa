"""The documents of a launch, and the rows that came from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from warroom_tui.storage.schema import (
    calendar,
    check,
    checklist,
    contact,
    contact_channel,
    criterion,
    escalation_level,
    escalation_step,
    focus_note,
    gate,
    launch,
    maintenance_window,
    meeting,
    message,
    metadata,
    metric,
    person,
    phase,
    plan_node,
    plan_source,
    priority_definition,
    procedure,
    requirement,
    risk,
    role,
    routine,
    shift,
    sign_off,
    sla_target,
    task,
)
from warroom_tui.storage.transaction import Transaction, plain

Row = dict[str, object]
Tables = dict[str, list[Row]]
"""Rows by the name of their table."""

PLANNED = (
    phase,
    checklist,
    task,
    criterion,
    requirement,
    contact,
    contact_channel,
    priority_definition,
    sla_target,
    calendar,
    escalation_level,
    escalation_step,
    check,
    maintenance_window,
    metric,
    person,
    shift,
    plan_node,
    message,
    gate,
    sign_off,
    routine,
    meeting,
    procedure,
    risk,
    focus_note,
    role,
)
"""The tables that a plan fills."""


class RowSink(Protocol):
    """Takes the rows of an import."""

    def insert_many(self, table: Table, rows: list[Row]) -> None:
        """Take rows of one table."""


class CollectedRows:
    """Keeps the rows of an import instead of storing them."""

    def __init__(self) -> None:
        self.tables: Tables = {}

    def insert_many(self, table: Table, rows: list[Row]) -> None:
        """Keep rows of one table."""
        self.tables.setdefault(table.name, []).extend(rows)


@dataclass(frozen=True, slots=True)
class StoredSource:
    """One document of the launch as it was read last."""

    slot: int
    """Id that rows of this document carry; it stays the same over updates."""
    revision: int
    """Id of the newest reading."""
    path: str
    """The file's name."""
    location: str | None
    """Where the file stood when it was read."""
    sha256: str
    content: bytes
    kinds: object
    """Chosen section kinds as stored."""


def read_sources(connection: Connection) -> tuple[StoredSource, ...]:
    """Every document, each in its newest reading."""
    newest: dict[int, StoredSource] = {}
    rows = connection.execute(select(plan_source).order_by(plan_source.c.id)).mappings()
    for row in rows:
        slot = row["revises"] or row["id"]
        newest[slot] = StoredSource(
            slot=slot,
            revision=row["id"],
            path=row["path"],
            location=row["location"],
            sha256=row["sha256"],
            content=row["content"],
            kinds=row["kinds"],
        )
    return tuple(newest[slot] for slot in sorted(newest))


def read_planned(connection: Connection) -> Tables:
    """Every row of the tables that a plan fills, removed ones too, and the launch itself."""
    return {
        table.name: [
            dict(row) for row in connection.execute(select(table).order_by(table.c.id)).mappings()
        ]
        for table in (launch, *PLANNED)
    }


def insert_row(tx: Transaction, name: str, values: Mapping[str, object]) -> int:
    """Insert a row that an undo takes away again, unless people have worked on it since."""
    table = metadata.tables[name]
    written = tx.connection.execute(insert(table), dict(values))
    assert written.inserted_primary_key is not None
    row_id = int(written.inserted_primary_key[0])
    row = tx.connection.execute(select(table).where(table.c.id == row_id)).mappings().one()
    watched = {key: plain(row[key]) for key in _WATCHED.get(name, ())}
    tx.journal(name, row_id, None, watched or None)
    return row_id


_WATCHED: dict[str, tuple[str, ...]] = {
    "phase": ("state",),
    "task": ("state", "value", "skip_reason", "owner"),
    "criterion": ("manual_verdict", "evidence"),
    "metric": ("value",),
    "shift": ("state",),
    "message": ("state", "subject", "body"),
    "gate": ("state",),
    "sign_off": ("state",),
    "meeting": ("state", "notes"),
}
"""What people do to a row: a row on which they did it is not taken back."""


def update_row(tx: Transaction, name: str, row_id: int, values: Mapping[str, object]) -> None:
    """Change columns of a row; columns that keep their value are left alone."""
    table = metadata.tables[name]
    row = tx.connection.execute(select(table).where(table.c.id == row_id)).mappings().one()
    changed = {key: value for key, value in values.items() if row[key] != value}
    if not changed:
        return
    before = {key: plain(row[key]) for key in changed}
    after = {key: plain(value) for key, value in changed.items()}
    if "version" in table.c:
        changed["version"] = row["version"] + 1
        before["version"], after["version"] = row["version"], row["version"] + 1
    tx.connection.execute(update(table).where(table.c.id == row_id), changed)
    tx.journal(name, row_id, before, after)


def delete_row(tx: Transaction, name: str, row_id: int) -> None:
    """Delete a row, and an undo brings it back; a row that others refer to stays."""
    table = metadata.tables[name]
    row = tx.connection.execute(select(table).where(table.c.id == row_id)).mappings().one()
    try:
        tx.connection.execute(delete(table).where(table.c.id == row_id))
    except IntegrityError:
        return
    tx.journal(name, row_id, {key: plain(row[key]) for key in row}, None)
