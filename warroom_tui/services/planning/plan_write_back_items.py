"""Ticks, reasons and values at the items; what does not read back as wanted is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from warroom_tui.plan.exact import ExactLines
from warroom_tui.plan.marking import (
    fit_for_note,
    fits_blank,
    set_box,
    set_note,
    set_value,
    take_value,
)
from warroom_tui.services.planning.plan_reading import chosen_from_json, read_with
from warroom_tui.services.planning.plan_write_back_work import SETTLED, Mark, Unwritten, Work
from warroom_tui.storage.planning.plan_sources import (
    Row,
)


def marks_of(work: Work, tasks: list[Row], criteria: list[Row]) -> Iterator[Mark]:
    """What is to stand at each item of the document."""
    by_line = {item.line: item for item in work.document.items if item.kind == "task"}
    for row in tasks:
        state, line = str(row["state"]), int(str(row["line"]))
        item = by_line.get(line)
        if item is None:
            if state in SETTLED and row["done_by"] != "plan":
                work.unwritten.append(Unwritten(line, str(row["text"]), "it has no box"))
            continue
        value = str(row["value"] or "")
        fits = fits_blank(value)
        note = _note(work.zone, row, state, "" if fits else value)
        value = value if fits else ""
        yield Mark(item, state == "done", note, value, str(row["text"]))
    for row in criteria:
        item = by_line.get(int(str(row["line"])))
        if item is not None and row["manual_verdict"] in ("met", "missed"):
            yield Mark(item, row["manual_verdict"] == "met", "", "", str(row["text"]))


def _note(zone: ZoneInfo, row: Row, state: str, value: str) -> str:
    at = row["done_at"]
    if state not in SETTLED or not isinstance(at, datetime):
        return ""
    by = fit_for_note(str(row["done_by"] or ""))
    reason = fit_for_note(str(row["skip_reason"] or "") if state != "done" else value)
    said = f"{SETTLED[state]} {at.astimezone(zone):%Y-%m-%d %H:%M}"
    said += f" by {by}" if by else ""
    return f"*({said}{f': {reason}' if reason else ''})*"


def mark_items(work: Work) -> bytes:
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


def _mark(lines: ExactLines, mark: Mark) -> None:
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


def items_of(work: Work, content: bytes) -> list[tuple[str, int, str, bool]]:
    """What the reader finds; a code block is told apart by its lines, not by its first one."""
    document = read_with(content, work.source.path, chosen_from_json(work.source.kinds))
    return [
        (item.text if item.kind != "fence" else "", item.line, item.kind, item.done)
        for item in document.items
    ]


def _misread(work: Work, content: bytes, todo: dict[int, Mark]) -> set[int]:
    """Lines of marks that the reader does not take for the same item with that tick."""
    found: dict[int, list[tuple[str, str, bool]]] = {}
    for text, line, kind, done in items_of(work, content):
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


def _count(work: Work, todo: dict[int, Mark]) -> None:
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
