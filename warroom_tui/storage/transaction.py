"""One unit of work: rows change, what they were is remembered, one event tells it.

Every write of a person goes through a `Transaction`; there is no other way to change a row, so no
change can be without its place on the timeline, and undo needs no code per feature.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from enum import Enum

from sqlalchemy import (
    Connection,
    RowMapping,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import sqlite

from warroom_tui.domain.errors import NotFound, StaleWrite
from warroom_tui.domain.text import clean
from warroom_tui.domain.timeline import Actor
from warroom_tui.storage.schema import counter, timeline_event

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]
"""What JSON can hold."""

_FIRST = sqlite.insert(counter)
_COUNT_UP = _FIRST.on_conflict_do_update(
    index_elements=["name"], set_={"value": counter.c.value + 1}
).returning(counter.c.value)

TOUCHED = "updated_at"
"""A column that every write moves; not journalled, so that undo is not refused for its sake."""

Change = list[Plain]
"""[table, id, {column: value} or null]"""


class Transaction:
    """Changes rows inside an open write transaction and journals them for the one event."""

    def __init__(
        self, connection: Connection, actor: Actor, now: datetime, real_now: datetime
    ) -> None:
        self.connection = connection
        self.actor = actor
        self.now = now
        self.real_now = real_now
        self._before: list[Change] = []
        self._after: list[Change] = []
        self._pending: tuple[str, str, str, str, bool] | None = None
        self._undoes: int | None = None

    def insert(self, table: Table, *, journal: bool = True, **values: object) -> int:
        """Insert one row and return its id. `journal=False` is for bulk imports only."""
        result = self.connection.execute(insert(table), values)
        assert result.inserted_primary_key is not None
        row_id = int(result.inserted_primary_key[0])
        if journal:
            self._before.append([table.name, row_id, None])
            self._after.append([table.name, row_id, None])
        return row_id

    def insert_many(self, table: Table, rows: list[dict[str, object]]) -> None:
        """Insert rows that no undo will take back (an import)."""
        if rows:
            self.connection.execute(insert(table), rows)

    def get(self, table: Table, row_id: int, *, what: str) -> RowMapping:
        """The row as it stands; raises NotFound."""
        row = self.connection.execute(select(table).where(table.c.id == row_id)).mappings().first()
        if row is None:
            raise NotFound(f"{what} does not exist (any more).")
        return row

    def update(
        self,
        table: Table,
        row_id: int,
        expected: int | None = None,
        what: str = "",
        subject: tuple[str, str] | None = None,
        /,
        **values: object,
    ) -> None:
        """Change columns of one row; columns that keep their value are left alone.

        All but the columns is positional, because a column may be called "subject" or "expected".

        `expected` is the version that the person saw: raises StaleWrite, naming who changed the
        row (found by `subject`, the timeline's type and reference), when it has moved on.
        """
        row = self.get(table, row_id, what=what or table.name)
        if expected is not None and row["version"] != expected:
            raise self.stale(what or table.name, subject, (table.name, row_id))
        changed = {name: value for name, value in values.items() if row[name] != value}
        if not changed:
            return
        version = int(row["version"]) + 1
        stamp = {TOUCHED: self.now} if TOUCHED in table.c else {}
        self.connection.execute(
            update(table).where(table.c.id == bindparam("_id")),
            {"_id": row_id, **changed, "version": version, **stamp},
        )
        before = {name: plain(row[name]) for name in changed}
        after = {name: plain(value) for name, value in changed.items()}
        self._before.append([table.name, row_id, {**before, "version": version - 1}])
        self._after.append([table.name, row_id, {**after, "version": version}])

    def touch(self, table: Table, row_id: int) -> None:
        """Something was added to a row that changes none of its columns."""
        self.connection.execute(
            update(table).where(table.c.id == bindparam("_id")),
            {"_id": row_id, TOUCHED: self.now},
        )

    def outdate(self, table: Table, row_id: int) -> None:
        """Raise the version of a row that something was added to, though no column changed.

        Whoever saw it without the addition is then refused as stale.
        """
        version = int(self.get(table, row_id, what=table.name)["version"])
        self.connection.execute(
            update(table).where(table.c.id == bindparam("_id")),
            {"_id": row_id, "version": version + 1},
        )
        self.journal(table.name, row_id, {"version": version}, {"version": version + 1})

    def journal(
        self,
        table: str,
        row_id: int,
        before: dict[str, Plain] | None,
        after: dict[str, Plain] | None,
    ) -> None:
        """Remember a change that was made otherwise, so that undo can take it back.

        Without `before` the row was made, without `after` it is no more; the `after` of a row
        that was made are columns that must still hold for it to be taken away again.
        """
        self._before.append([table, row_id, before])
        self._after.append([table, row_id, after])

    def next_number(self, name: str) -> int:
        """The next number of a counter, from 1; never given twice, not even after an undo."""
        return int(self.connection.execute(_COUNT_UP, {"name": name, "value": 1}).scalar_one())

    def event(
        self,
        verb: str,
        subject_type: str,
        subject_ref: str,
        text: str,
        *,
        undoable: bool = True,
        undoes: int | None = None,
    ) -> None:
        """Say what this transaction does. Exactly one per transaction; written at its end.

        `undoes` is the id of the event that this one takes back.
        """
        if self._pending is not None:
            raise RuntimeError("a transaction tells one event")
        self._pending = (verb, subject_type, clean(subject_ref), clean(text), undoable)
        self._undoes = undoes

    @contextmanager
    def part(self) -> Iterator[None]:
        """A piece of a larger change that may be refused by itself.

        When the block raises, its rows are as before and nothing of it is journalled; an event
        told inside is taken with `take_event`.
        """
        savepoint = self.connection.begin_nested()
        done = len(self._before), len(self._after)
        try:
            yield
        except BaseException:
            savepoint.rollback()
            del self._before[done[0] :], self._after[done[1] :]
            self._pending = None
            raise
        savepoint.commit()

    def take_event(self) -> str:
        """The sentence told last, which then is no longer this transaction's own."""
        pending, self._pending = self._pending, None
        return pending[3] if pending else ""

    def finish(self) -> None:
        """Write the event; called by the store right before the commit."""
        if self._pending is None:
            raise RuntimeError("a write without its timeline event")
        verb, subject_type, subject_ref, text, undoable = self._pending
        written = self.connection.execute(
            insert(timeline_event),
            {
                "at": self.now,
                "at_real": self.real_now,
                "actor": self.actor.name,
                "session": self.actor.session,
                "source": self.actor.source,
                "verb": verb,
                "subject_type": subject_type,
                "subject_ref": subject_ref,
                "text": text,
                "before": self._before or None,
                "after": self._after or None,
                "undoable": undoable and bool(self._after),
            },
        )
        if self._undoes is not None:
            assert written.inserted_primary_key is not None
            self.connection.execute(
                update(timeline_event)
                .where(timeline_event.c.id == self._undoes)
                .values(undone_by=written.inserted_primary_key[0])
            )

    def stale(
        self, what: str, subject: tuple[str, str] | None, row: tuple[str, int] | None = None
    ) -> StaleWrite:
        """The error for a row that moved on, naming who last did something to `subject`.

        `row` (table, id) also finds a change of several rows at once, whose event names more.
        """
        if subject is None:
            return StaleWrite(what, None, None, None)
        mine = and_(
            timeline_event.c.subject_type == subject[0],
            timeline_event.c.subject_ref == subject[1],
        )
        if row is not None:
            changed = f'%["{row[0]}", {row[1]}, {{%'
            together = and_(
                timeline_event.c.subject_type == f"{subject[0]}s",
                cast(timeline_event.c.after, Text).like(changed),
            )
            mine = or_(mine, together)
        last = self.connection.execute(
            select(timeline_event.c.actor, timeline_event.c.at, timeline_event.c.text)
            .where(mine)
            .order_by(timeline_event.c.id.desc())
            .limit(1)
        ).first()
        if last is None:
            return StaleWrite(what, None, None, None)
        return StaleWrite(what, last.actor, last.at, last.text)


def plain(value: object) -> Plain:
    """A column value as JSON can hold it."""
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} cannot stand on the timeline")
