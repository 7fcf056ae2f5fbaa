"""Start, end, duration, status and decisions: in the fields that the document has for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from warroom_tui.domain.durations import short
from warroom_tui.plan.document import Section
from warroom_tui.plan.exact import ExactLines
from warroom_tui.plan.marking import (
    BLANK_FIELDS,
    set_decision,
    set_status,
)
from warroom_tui.services.planning.plan_write_back_work import SETTLED, Work
from warroom_tui.storage.planning.plan_sources import (
    Row,
)

_PHASE_STATE = {"complete": "complete", "failed": "failed", "in_progress": "in_progress"}
_STATE_WORD = {"complete": "Complete", "failed": "Failed", "in_progress": "In progress"}


def _own_lines(work: Work, section: Section) -> range:
    """The lines of a section up to the next heading; labels below it are its own."""
    later = (
        other.line
        for other in work.document.sections[section.index + 1 :]
        if not other.is_label and other.line > section.line
    )
    return range(section.end + 1, next(later, work.document.lines + 1))


def _section_at(work: Work, line: object) -> Section | None:
    return next((section for section in work.document.sections if section.line == line), None)


def _fillable(work: Work, lines: range) -> Iterator[int]:
    """Lines that are no code and no message: forms and ordinary text."""
    closed = [
        (fence.line, fence.end)
        for fence in work.document.fences
        if fence.to not in ("form", "kept")
    ]
    for line in lines:
        if not any(first <= line <= last for first, last in closed):
            yield line


def mark_phases(work: Work, lines: ExactLines, phases: list[Row]) -> None:
    """Start, end, duration and status of each phase, in its own section."""
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


def _fill_first(work: Work, lines: ExactLines, own: list[int], name: str, value: str) -> None:
    for number in own:
        view = lines.line(number)
        found = BLANK_FIELDS[name].search(view)
        if found is not None:
            blank = found.span("blank")
            lines.replace(number, view[: blank[0]] + value + view[blank[1] :])
            work.fields += 1
            return


def _choose_first(work: Work, lines: ExactLines, own: list[int], state: str) -> None:
    for number in own:

        def written(text: str, at: int = number) -> str:
            return lines.as_written(at, text)

        chosen = set_status(lines.line(number), state, written)
        if chosen is not None:
            lines.replace(number, chosen)
            work.fields += 1
            return


def mark_gates(work: Work, lines: ExactLines, gates: list[Row]) -> None:
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


def mark_lists(work: Work, lines: ExactLines, lists: list[Row], tasks: list[Row]) -> None:
    """The status of a list of its own heading: complete when all is settled, else in progress."""
    for row in lists:
        section = _section_at(work, row["line"])
        own_tasks = [task for task in tasks if task["checklist_id"] == row["id"]]
        states = [str(task["state"]) for task in own_tasks]
        settled = sum(state in SETTLED for state in states)
        happened = any(task["done_at"] is not None for task in own_tasks)
        if section is None or section.is_label or section.kind == "phase" or not happened:
            continue
        state = "complete" if settled == len(states) else "in_progress"
        own = [line for line in _fillable(work, _own_lines(work, section)) if line <= len(lines)]
        _choose_first(work, lines, own, state)
