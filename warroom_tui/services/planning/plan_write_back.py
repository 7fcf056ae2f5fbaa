"""What happened, written into the plan document; every byte that says nothing of it stays.

Marks are put in, then the result is read again: a mark that the reader would not read as the
same plan with that tick is left out and told.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.plan.exact import ExactLines
from warroom_tui.reports.files import write_bytes
from warroom_tui.services.context import Context
from warroom_tui.services.planning.launch_import import PlanFile, source_row
from warroom_tui.services.planning.plan_reading import chosen_from_json, read_with
from warroom_tui.services.planning.plan_write_back_fields import mark_gates, mark_lists, mark_phases
from warroom_tui.services.planning.plan_write_back_items import items_of, mark_items, marks_of
from warroom_tui.services.planning.plan_write_back_work import Unwritten, Work
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.planning.plan_sources import (
    StoredSource,
    insert_row,
    read_planned,
    read_sources,
)


@dataclass(frozen=True, slots=True)
class WrittenBack:
    """A document with what happened in it."""

    source: str
    content: bytes
    ticks: int
    """Boxes that are another than in the document that was imported."""
    notes: int
    fields: int
    unwritten: tuple[Unwritten, ...] = ()


class PlanWriteBack:
    """Writes ticks, times, reasons, values and phase fields into the Markdown."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def write_back(self, source: str | None = None) -> WrittenBack:
        """The document with what happened. `source` may be left out when there is only one."""
        with self._context.store.reading() as connection:
            return _written(connection, _chosen(read_sources(connection), source))

    def save_as(self, path: Path, source: str | None = None) -> WrittenBack:
        """Write the document to a new file; never over one that exists."""
        written = self.write_back(source)
        write_bytes(path, written.content)
        return written

    def in_place(self, source: str | None = None) -> tuple[WrittenBack, Path]:
        """Write into the file that was imported, at once or not at all.

        Refused when that file is gone or holds something else than what was imported.
        """
        with self._context.writing() as tx:
            chosen = _chosen(read_sources(tx.connection), source)
            path = _file_of(chosen)
            written = _written(tx.connection, chosen)
            if written.content == chosen.content:
                raise Refused(f"Nothing has happened that {chosen.path} does not say already.")
            digest = hashlib.sha256(written.content).hexdigest()
            file = PlanFile(
                str(path), written.content, digest, kinds=chosen_from_json(chosen.kinds)
            )
            values = source_row(file, tx.now)
            insert_row(tx, "plan_source", {**values, "path": chosen.path, "revises": chosen.slot})
            tx.event(
                "wrote",
                "plan",
                chosen.path,
                f"Wrote {written.ticks} ticks and {written.notes} notes into {chosen.path}",
                undoable=False,
            )
            write_bytes(path, written.content, overwrite=True)
        return written, path


def _chosen(sources: tuple[StoredSource, ...], name: str | None) -> StoredSource:
    names = ", ".join(source.path for source in sources)
    if name is None:
        if len(sources) == 1:
            return sources[0]
        raise InputError(
            f"This launch has {len(sources)} documents: {names}.", "Say which with --source NAME."
        )
    found = next((source for source in sources if source.path == name), None)
    if found is None:
        raise InputError(f"{name} is no document of this launch.", f"It has: {names}.")
    return found


def _file_of(source: StoredSource) -> Path:
    """The imported file, if it still holds what was imported."""
    path = Path(source.location or source.path).resolve()
    try:
        there = path.read_bytes()
    except OSError as error:
        raise Refused(
            f"{path} cannot be read: {error.strerror}.", "Write to another file with --out FILE."
        ) from error
    if hashlib.sha256(there).hexdigest() != source.sha256:
        raise Refused(
            f"{path} was changed since it was imported; it was not touched.",
            f"Take the changes in with: warroom plan update {source.path}, or use --out FILE.",
        )
    return path


def _written(connection: Connection, source: StoredSource) -> WrittenBack:
    stored = read_planned(connection)
    zone = ZoneInfo(str(stored["launch"][0]["tz"]))
    document = read_with(source.content, source.path, chosen_from_json(source.kinds))
    live = {
        name: [
            row
            for row in rows
            if row.get("source_id") == source.slot and row.get("removed_at") is None
        ]
        for name, rows in stored.items()
    }
    work = Work(source, document, [], zone)
    work.marks = list(marks_of(work, live["task"], live["criterion"]))
    content = mark_items(work)
    lines = ExactLines(content, source.path)
    mark_phases(work, lines, live["phase"])
    mark_gates(work, lines, live["gate"])
    mark_lists(work, lines, live["checklist"], live["task"])
    if items_of(work, lines.to_bytes()) == items_of(work, content):
        content = lines.to_bytes()
    else:
        work.fields = 0
    return WrittenBack(
        source.path, content, work.ticks, work.notes, work.fields, tuple(work.unwritten)
    )
