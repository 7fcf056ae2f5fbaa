"""What happened, written into the plan document; every byte that says nothing of it stays.

Marks are put in, then the result is read again: a mark that the reader would not read as the
same plan with that tick is left out and told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from warroom_tui.domain.durations import short
from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.plan.document import Item, PlanDocument, Section
from warroom_tui.plan.exact import ExactLines
from warroom_tui.plan.marking import (
    BLANK_FIELDS,
    fit_for_note,
    fits_blank,
    set_box,
    set_decision,
    set_note,
    set_status,
    set_value,
    take_value,
)
from warroom_tui.reports.files import write_bytes
from warroom_tui.services.context import Context
from warroom_tui.services.launch_import import PlanFile, source_row
from warroom_tui.services.plan_reading import chosen_from_json, read_with
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.plan_sources import (
    Row,
    StoredSource,
    insert_row,
    read_planned,
    read_sources,
)

_WORD = {"done": "done", "skipped": "skipped", "na": "not applicable"}
_PHASE_STATE = {"complete": "complete", "failed": "failed", "in_progress": "in_progress"}
_STATE_WORD = {"complete": "Complete", "failed": "Failed", "in_progress": "In progress"}


@dataclass(frozen=True, slots=True)
class Unwritten:
    """Something that happened but has no place in the document."""

    line: int
    text: str
    why: str


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


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is to stand at one item."""

    item: Item
    box: bool | None
    """None: there is no box to set."""
    note: str
    value: str
    text: str


@dataclass(slots=True)
class _Work:
    """One document being marked."""

    source: StoredSource
    document: PlanDocument
    marks: list[_Mark]
    zone: ZoneInfo
    unwritten: list[Unwritten] = field(default_factory=list)
    ticks: int = 0
    notes: int = 0
    fields: int = 0


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
    work = _Work(source, document, [], zone)
    work.marks = list(_marks(work, live["task"], live["criterion"]))
    content = _mark_items(work)
    lines = ExactLines(content, source.path)
    _mark_phases(work, lines, live["phase"])
    _mark_gates(work, lines, live["gate"])
    _mark_lists(work, lines, live["checklist"], live["task"])
    if _items_of(work, lines.to_bytes()) == _items_of(work, content):
        content = lines.to_bytes()
    else:
        work.fields = 0
    return WrittenBack(
        source.path, content, work.ticks, work.notes, work.fields, tuple(work.unwritten)
    )


# -- items -----------------------------------------------------------------------------------


def _marks(work: _Work, tasks: list[Row], criteria: list[Row]) -> Iterator[_Mark]:
    by_line = {item.line: item for item in work.document.items if item.kind == "task"}
    for row in tasks:
        state, line = str(row["state"]), int(str(row["line"]))
        item = by_line.get(line)
        if item is None:
            if state in _WORD and row["done_by"] != "plan":
                work.unwritten.append(Unwritten(line, str(row["text"]), "it has no box"))
            continue
        value = str(row["value"] or "")
        fits = fits_blank(value)
        note = _note(work.zone, row, state, "" if fits else value)
        value = value if fits else ""
        yield _Mark(item, state == "done", note, value, str(row["text"]))
    for row in criteria:
        item = by_line.get(int(str(row["line"])))
        if item is not None and row["manual_verdict"] in ("met", "missed"):
            yield _Mark(item, row["manual_verdict"] == "met", "", "", str(row["text"]))


def _note(zone: ZoneInfo, row: Row, state: str, value: str) -> str:
    at = row["done_at"]
    if state not in _WORD or not isinstance(at, datetime):
        return ""
    by = fit_for_note(str(row["done_by"] or ""))
    reason = fit_for_note(str(row["skip_reason"] or "") if state != "done" else value)
    said = f"{_WORD[state]} {at.astimezone(zone):%Y-%m-%d %H:%M}"
    said += f" by {by}" if by else ""
    return f"*({said}{f': {reason}' if reason else ''})*"


def _mark_items(work: _Work) -> bytes:
    """Mark every item; what does not read back as wanted is tried with less, then left out."""
    tables = [(table.line, table.end) for table in work.document.tables]
    fences = [(fence.line, fence.end) for fence in work.document.fences]
    boxed = {
        mark.item.line: any(a <= mark.item.line <= b for a, b in (*tables, *fences))
        for mark in work.marks
    }
    todo = {
        mark.item.line: replace(mark, note="", value="") if boxed[mark.item.line] else mark
        for mark in work.marks
    }
    for _ in range(3):
        lines = ExactLines(work.source.content, work.source.path)
        for mark in todo.values():
            _mark(lines, mark)
        wrong = _misread(work, lines.to_bytes(), todo)
        if not wrong:
            break
        for line in wrong:
            mark = todo[line]
            todo[line] = (
                replace(mark, note="", value="")
                if mark.note or mark.value
                else replace(mark, box=None)
            )
    else:
        lines = ExactLines(work.source.content, work.source.path)
        todo = {}
    _count(work, todo)
    return lines.to_bytes()


def _mark(lines: ExactLines, mark: _Mark) -> None:
    first, last = mark.item.line, mark.item.end
    lines.replace(last, set_note(lines.line(last), ""))

    def written(text: str) -> str:
        return lines.as_written(first, text)

    if mark.box is not None and mark.box != mark.item.done:
        changed = set_box(lines.line(first), mark.box, written)
        if changed is not None:
            lines.replace(first, changed)
    try:
        if mark.value:
            value, view = lines.as_written(last, mark.value), lines.line(last)
            filled = set_value(view, value) if mark.box else take_value(view, value)
            lines.replace(last, filled if filled is not None else view)
        note = lines.as_written(last, mark.note) if mark.note else ""
    except UnicodeEncodeError:
        return  # the encoding of the file has no such letter
    if note:
        lines.replace(last, set_note(lines.line(last), note))


def _items_of(work: _Work, content: bytes) -> list[tuple[str, int, str, bool]]:
    """What the reader finds; a code block is told apart by its lines, not by its first one."""
    document = read_with(content, work.source.path, chosen_from_json(work.source.kinds))
    return [
        (item.text if item.kind != "fence" else "", item.line, item.kind, item.done)
        for item in document.items
    ]


def _misread(work: _Work, content: bytes, todo: dict[int, _Mark]) -> set[int]:
    """Lines of marks that the reader does not take for the same item with that tick."""
    found: dict[int, list[tuple[str, str, bool]]] = {}
    for text, line, kind, done in _items_of(work, content):
        found.setdefault(line, []).append((text, kind, done))
    wanted: dict[int, list[tuple[str, str, bool]]] = {}
    for item in work.document.items:
        mark = todo.get(item.line)
        done = item.done
        if mark is not None and mark.item is item and mark.box is not None:
            done = mark.box
        text = item.text if item.kind != "fence" else ""
        wanted.setdefault(item.line, []).append((text, item.kind, done))
    wrong = {line for line in {*found, *wanted} if found.get(line) != wanted.get(line)}
    if wrong - todo.keys():
        return set(todo)
    return wrong


def _count(work: _Work, todo: dict[int, _Mark]) -> None:
    for mark in work.marks:
        kept = todo.get(mark.item.line)
        wanted = mark.box is not None and mark.box != mark.item.done
        if wanted and kept is not None and kept.box is not None:
            work.ticks += 1
        elif wanted:
            work.unwritten.append(Unwritten(mark.item.line, mark.text, "its box cannot be set"))
        noted = kept is not None and bool(kept.note)
        work.notes += noted
        work.notes += kept is not None and bool(kept.value) and bool(mark.box)
        if mark.note.startswith(("*(skipped", "*(not")) and not noted:
            work.unwritten.append(
                Unwritten(mark.item.line, mark.text, "there is no room for the reason")
            )


# -- fields ----------------------------------------------------------------------------------


def _own_lines(work: _Work, section: Section) -> range:
    """The lines of a section up to the next heading; labels below it are its own."""
    later = (
        other.line
        for other in work.document.sections[section.index + 1 :]
        if not other.is_label and other.line > section.line
    )
    return range(section.end + 1, next(later, work.document.lines + 1))


def _section_at(work: _Work, line: object) -> Section | None:
    return next((section for section in work.document.sections if section.line == line), None)


def _fillable(work: _Work, lines: range) -> Iterator[int]:
    """Lines that are no code and no message: forms and ordinary text."""
    closed = [
        (fence.line, fence.end)
        for fence in work.document.fences
        if fence.to not in ("form", "kept")
    ]
    for line in lines:
        if not any(first <= line <= last for first, last in closed):
            yield line


def _mark_phases(work: _Work, lines: ExactLines, phases: list[Row]) -> None:
    for row in phases:
        section = _section_at(work, row["line"])
        if section is None:
            continue
        values = _phase_values(work.zone, row)
        own = [line for line in _fillable(work, _own_lines(work, section)) if line <= len(lines)]
        for name, value in values.items():
            _fill_first(work, lines, own, name, value)
        state = _PHASE_STATE.get(str(row["state"]))
        if state is not None:
            _choose_first(work, lines, own, state)


def _phase_values(zone: ZoneInfo, row: Row) -> dict[str, str]:
    start, end = row["started_at"], row["ended_at"]
    values = {}
    if isinstance(start, datetime):
        values["start"] = f"{start.astimezone(zone):%Y-%m-%d %H:%M}"
    if isinstance(end, datetime):
        values["end"] = f"{end.astimezone(zone):%Y-%m-%d %H:%M}"
    if isinstance(start, datetime) and isinstance(end, datetime):
        values["duration"] = short(end - start)
    if str(row["state"]) in _STATE_WORD:
        values["status"] = _STATE_WORD[str(row["state"])]
    return values


def _fill_first(work: _Work, lines: ExactLines, own: list[int], name: str, value: str) -> None:
    for number in own:
        view = lines.line(number)
        found = BLANK_FIELDS[name].search(view)
        if found is not None:
            blank = found.span("blank")
            lines.replace(number, view[: blank[0]] + value + view[blank[1] :])
            work.fields += 1
            return


def _choose_first(work: _Work, lines: ExactLines, own: list[int], state: str) -> None:
    for number in own:

        def written(text: str, at: int = number) -> str:
            return lines.as_written(at, text)

        chosen = set_status(lines.line(number), state, written)
        if chosen is not None:
            lines.replace(number, chosen)
            work.fields += 1
            return


def _mark_gates(work: _Work, lines: ExactLines, gates: list[Row]) -> None:
    """`Go ☐ No-Go ☐` on a gate's own line, or in its section."""
    for row in gates:
        at = int(str(row["line"]))
        if row["state"] not in ("go", "conditional", "no_go"):
            continue
        section = _section_at(work, at)
        own = [at] if section is None else [at, *_own_lines(work, section)]
        for number in (line for line in own if line <= len(lines)):

            def written(text: str, line: int = number) -> str:
                return lines.as_written(line, text)

            decided = set_decision(lines.line(number), row["state"] != "no_go", written)
            if decided is not None:
                lines.replace(number, decided)
                work.fields += 1
                break


def _mark_lists(work: _Work, lines: ExactLines, lists: list[Row], tasks: list[Row]) -> None:
    """The status of a list of its own heading: complete when all is settled, else in progress."""
    for row in lists:
        section = _section_at(work, row["line"])
        own_tasks = [task for task in tasks if task["checklist_id"] == row["id"]]
        states = [str(task["state"]) for task in own_tasks]
        settled = sum(state in _WORD for state in states)
        happened = any(task["done_at"] is not None for task in own_tasks)
        if section is None or section.is_label or section.kind == "phase" or not happened:
            continue
        state = "complete" if settled == len(states) else "in_progress"
        own = [line for line in _fillable(work, _own_lines(work, section)) if line <= len(lines)]
        _choose_first(work, lines, own, state)
