"""Tickets out of a file: what it means is shown, then checked whole, then written.

Nothing is written before every row was read once. A file of up to `AT_ONCE` rows goes in as one
transaction; a larger one in batches, so that other seats can work meanwhile. A run that breaks off
is finished by the same command, because an outside id is never imported twice, or taken back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from warroom_tui.domain.desk.import_columns import Field
from warroom_tui.domain.desk.import_rows import ImportedTicket
from warroom_tui.domain.desk.import_values import DateOrder
from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.text import clean
from warroom_tui.domain.timeline import Actor
from warroom_tui.services.context import Context
from warroom_tui.services.desk.csv_reading import Record
from warroom_tui.services.desk.rejected_rows import RejectedRows
from warroom_tui.services.desk.ticket_batch import Batch, Fate, fate
from warroom_tui.services.desk.ticket_file import (
    ImportPlan,
    Progress,
    date_order,
    look,
    read_rows,
    stamp,
)
from warroom_tui.storage.desk import service_levels, ticket_links
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.transaction import Transaction

AT_ONCE = 10_000
"""Rows that go into one transaction; it holds other writers up for a second or two."""
BATCH = 500
"""Rows of one transaction of a larger file."""
SHOWN_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be imported."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ImportCheck:
    """What an import would do, every row read."""

    rows: int
    fates: Mapping[Fate, int]
    bad: int
    problems: tuple[Problem, ...]
    """The first ones."""
    reasons: tuple[tuple[str, int], ...]
    """The commonest reasons with their counts."""
    order: DateOrder | None
    stamp: tuple[int, int]
    """Size and time of the file that was read."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did."""

    run: int
    fates: Mapping[Fate, int]
    bad: int
    rejects: Path | None
    """Where the bad rows were put aside."""


class TicketImport:
    """Look, check, run, take back."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def look(
        self,
        path: Path,
        overrides: Mapping[str, str] | None = None,
        said: Mapping[tuple[Field, str], str] | None = None,
        *,
        source: str = "",
        zone: ZoneInfo | None = None,
        order: DateOrder | None = None,
        encoding: str = "",
    ) -> ImportPlan:
        """How the file would be read; raises InputError when it cannot."""
        with self._context.store.reading() as connection:
            home = launches.read_launch(connection).zone
        return look(path, overrides, said, source, zone or home, order, encoding)

    def check(self, plan: ImportPlan, progress: Progress | None = None) -> ImportCheck:
        """Read every row and write nothing; raises InputError when a date could be two days."""
        seen = stamp(plan.path)
        order = plan.order or date_order(plan, progress)
        fates: Counter[Fate] = Counter()
        reasons: Counter[str] = Counter()
        problems: list[Problem] = []
        count = 0
        batch: list[tuple[str, ImportedTicket]] = []
        for record, key, ticket, reason in read_rows(plan, order, self._now, progress):
            count += 1
            if ticket is None:
                reasons[_kind(reason)] += 1
                if len(problems) < SHOWN_PROBLEMS:
                    problems.append(Problem(record.line, reason))
                continue
            batch.append((key, ticket))
            if len(batch) >= BATCH:
                fates += self._fates(plan.source, batch)
        fates += self._fates(plan.source, batch)
        return ImportCheck(
            count,
            fates,
            reasons.total(),
            tuple(problems),
            tuple(reasons.most_common(8)),
            order,
            seen,
        )

    def run(
        self,
        plan: ImportPlan,
        check: ImportCheck,
        rejects: Path | None = None,
        progress: Progress | None = None,
    ) -> ImportResult:
        """Write what was checked. Raises Refused when the file has changed since.

        `rejects` is where bad rows go; by default beside the file.
        """
        if stamp(plan.path) != check.stamp:
            raise Refused(f"{plan.path} has changed since it was checked.", "Begin again.")
        aside = RejectedRows(rejects or plan.path.with_suffix(".rejected.csv"), plan.columns.titles)
        with aside:
            if check.rows <= AT_ONCE:
                run, fates = self._at_once(plan, check, aside, progress)
            else:
                run, fates = self._in_batches(plan, check, aside, progress)
        fates.pop(Fate.TWICE, None)
        return ImportResult(run, fates, aside.count, aside.path)

    def take_back(self, run: int) -> tuple[int, int]:
        """Remove what a run brought and nobody has touched since: (removed, left)."""
        removed = 0
        with self._context.store.reading() as connection:
            found = ticket_links.find_import(connection, run)
        if found is None:
            raise InputError(f"There is no import {run}.", "List them: warroom ticket imports.")
        while True:
            with self._writing() as tx:
                batch = ticket_links.untouched(tx.connection, run, BATCH)
                ticket_links.remove(tx.connection, batch)
                removed += len(batch)
                done = len(batch) < BATCH
                left = ticket_links.count_of_import(tx.connection, run) if done else 0
                if done:
                    ticket_links.note_import(tx.connection, run, state="taken_back")
                text = f"Took {len(batch)} tickets of import {run} back"
                tx.event("taken_back", "import", str(run), text, undoable=False)
            if done:
                return removed, left

    def runs(self) -> list[dict[str, str | int | datetime | None]]:
        """The latest imports, newest first."""
        with self._context.store.reading() as connection:
            found = ticket_links.imports(connection)
        return [
            {
                "import": row["id"],
                "file": row["path"],
                "source": row["source"],
                "state": row["state"],
                "started_at": row["started_at"],
                "ended_at": row["ended_at"],
                "by": row["by"],
                "new": row["n_new"],
                "changed": row["n_changed"],
                "unchanged": row["n_same"],
                "kept": row["n_kept"],
                "bad": row["n_bad"],
                "last_line": row["last_line"],
            }
            for row in found
        ]

    # Writing

    def _at_once(
        self, plan: ImportPlan, check: ImportCheck, aside: RejectedRows, progress: Progress | None
    ) -> tuple[int, Counter[Fate]]:
        """All or nothing."""
        fates: Counter[Fate] = Counter()
        with self._writing() as tx:
            run = self._begin(tx, plan)
            batch = self._batch(tx, plan, run)
            for record, key, ticket, reason in read_rows(plan, check.order, self._now, progress):
                if ticket is None:
                    aside.add(record, reason)
                    continue
                batch.rows.append((record, key, ticket))
                if len(batch.rows) >= BATCH:
                    _count(fates, batch.write(tx), aside)
            _count(fates, batch.write(tx), aside)
            self._end(tx, run, fates, aside.count)
            text = f"Imported {_told(fates)} from {plan.path.name}"
            tx.event("imported", "import", str(run), text, undoable=False)
        return run, fates

    def _in_batches(
        self, plan: ImportPlan, check: ImportCheck, aside: RejectedRows, progress: Progress | None
    ) -> tuple[int, Counter[Fate]]:
        """One short transaction for each batch; the last one says what came of all."""
        fates: Counter[Fate] = Counter()
        with self._writing() as tx:
            run = self._begin(tx, plan)
            batch = self._batch(tx, plan, run)
            text = f"Began to import {check.rows} rows from {plan.path.name}"
            tx.event("importing", "import", str(run), text, undoable=False)
        rows_ = read_rows(plan, check.order, self._now, progress)
        for record, key, ticket, reason in rows_:
            if ticket is None:
                aside.add(record, reason)
                continue
            batch.rows.append((record, key, ticket))
            if len(batch.rows) >= BATCH:
                self._store(batch, run, record.line, fates, aside)
        self._store(batch, run, check.rows, fates, aside)
        with self._writing() as tx:
            self._end(tx, run, fates, aside.count)
            text = f"Imported {_told(fates)} from {plan.path.name}"
            tx.event("imported", "import", str(run), text, undoable=False)
        return run, fates

    def _store(
        self, batch: Batch, run: int, line: int, fates: Counter[Fate], aside: RejectedRows
    ) -> None:
        # No event for each batch: a million rows would push everything else off the timeline.
        store, now = self._context.store, self._context.clock.now()
        with store.measuring() as connection:
            tx = Transaction(connection, self._actor, now, store.real_now())
            _count(fates, batch.write(tx), aside)
            ticket_links.note_import(connection, run, last_line=line)

    @property
    def _now(self) -> datetime:
        return self._context.clock.now()

    @property
    def _actor(self) -> Actor:
        return replace(self._context.actor, source="import")

    @contextmanager
    def _writing(self) -> Iterator[Transaction]:
        store = self._context.store
        with store.writing(self._actor, self._context.clock.now()) as tx:
            yield tx

    def _begin(self, tx: Transaction, plan: ImportPlan) -> int:
        path = clean(str(plan.path.absolute()), limit=400)
        return ticket_links.begin_import(tx.connection, path, plan.source, tx.actor.name, tx.now)

    def _batch(self, tx: Transaction, plan: ImportPlan, run: int) -> Batch:
        return Batch(plan.source, run, service_levels.read_service_levels(tx.connection))

    def _end(self, tx: Transaction, run: int, fates: Counter[Fate], bad: int) -> None:
        ticket_links.note_import(
            tx.connection,
            run,
            state="done",
            ended_at=tx.now,
            n_new=fates[Fate.NEW],
            n_changed=fates[Fate.CHANGED],
            n_same=fates[Fate.SAME],
            n_kept=fates[Fate.KEPT],
            n_bad=bad,
        )

    def _fates(self, source: str, batch: list[tuple[str, ImportedTicket]]) -> Counter[Fate]:
        """What would become of these rows; empties the list."""
        found: Counter[Fate] = Counter()
        with self._context.store.reading() as connection:
            links = ticket_links.links_of(connection, source, [key for key, _ in batch])
        seen: set[str] = set()
        for key, ticket in batch:
            found[Fate.TWICE if key in seen else fate(links.get(key), ticket.digest(), None)] += 1
            seen.add(key)
        batch.clear()
        return found


def _kind(reason: str) -> str:
    """A reason without the value that caused it, so that like ones are counted together."""
    return re.sub(r'"[^"]*"', "…", reason)


def _count(fates: Counter[Fate], written: list[tuple[Record, Fate]], aside: RejectedRows) -> None:
    for record, what in written:
        fates[what] += 1
        if what is Fate.TWICE:
            aside.add(record, "the same id stands further up")


def _told(fates: Counter[Fate]) -> str:
    parts = [f"{fates[Fate.NEW]} new", f"{fates[Fate.CHANGED]} changed"]
    parts += [f"{fates[Fate.SAME]} unchanged"] if fates[Fate.SAME] else []
    return ", ".join(parts) + " tickets"
