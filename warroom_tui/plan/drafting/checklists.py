"""Boxes into checklists and tasks."""

from __future__ import annotations

import re

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.document import Item, Section
from warroom_tui.plan.draft import ChecklistDraft, ListKind, TaskDraft
from warroom_tui.plan.drafting.anchoring import anchor, item_anchor, part_anchor
from warroom_tui.plan.drafting.outline import Outline, key_value
from warroom_tui.plan.drafting.run_sheets import condition_in, run_sheet_tasks
from warroom_tui.plan.markup import is_blank_value, without_code_marks

_AGENDA = re.compile(r"agenda|tagesordnung|ordre du jour|orden del día|pauta|议程", re.IGNORECASE)
_VALUE = re.compile(r"^(?P<label>[^:]{2,80}):\s*_{3,}\s*$")
_OWNER = re.compile(
    r"(?:^|\s)(?:[-–—]\s*)?(?:owner|responsible|assignee)\s*:\s*(?P<a>[^,;()]{2,40})$"
    r"|\s@(?P<b>[\w.-]{2,40})\b",
    re.IGNORECASE,
)


def checklist(outline: Outline, section: Section, kind: ListKind) -> ChecklistDraft | None:
    """The boxes that stand directly in `section` as one list; None when there are none."""
    boxes = outline.boxes(section)
    index_of = {index: place for place, (index, _) in enumerate(boxes)}
    tasks = tuple(_task(outline, section, item, index_of) for _, item in boxes)
    tasks += tuple(run_sheet_tasks(outline, section))
    if not tasks:
        return None
    when = outline.window(section)
    start = None if when is None else anchor(outline, section, when, when.start)
    if start is None or (
        section.every and when is not None and when.kind not in ("clock", "weekday")
    ):
        start = part_anchor(outline, section)
    first, last = _active(outline, section)
    return ChecklistDraft(
        title=_title(outline, section),
        place=outline.place(section.line),
        kind=kind,
        anchor=_routine_anchor(start) if section.every else start,
        timebox_min=next((w.hi_min for w in section.when if w.kind == "duration"), None),
        tasks=tasks,
        path=outline.document.path(section.index),
        fields=tuple((field.key, field.value) for field in outline.fields(section)),
        every=None if kind == "agenda" else section.every,
        active_from=first,
        active_to=last,
    )


def _title(outline: Outline, section: Section) -> str:
    """A label that is nothing but a time says too little without its heading."""
    if any(when.raw == section.title for when in section.when) and section.is_label:
        return f"{outline.heading_of(section).title} {section.title}"
    return section.title


def list_kind(outline: Outline, section: Section, fallback: ListKind = "task") -> ListKind:  # noqa: PLR0911 - one answer per rule, in order
    """What a list is for, by its title and the titles above it."""
    if section.kind == "meeting":
        return "agenda" if _AGENDA.search(section.title) else fallback
    if section.kind == "rollback":
        return "rollback"
    if section.every is not None:
        return "routine"
    if outline.says("appendix", section):
        return "rollup"
    if outline.says("rehearsal", section):
        return "rehearsal"
    if fallback == "readiness":
        return "readiness"
    return "verification" if outline.says("verification", section) else fallback


def _routine_anchor(start: Anchor | None) -> Anchor | None:
    """A routine keeps its clock and weekday; the day comes from its cadence."""
    if start is None or (start.at is None and start.weekday is None):
        return None
    return Anchor(at=start.at, weekday=start.weekday)


def _active(outline: Outline, section: Section) -> tuple[Anchor | None, Anchor | None]:
    if section.every is None:
        return None, None
    for each in (section, *outline.above(section)):
        for when in each.when:
            if when.start is not None and when.start.day is not None and when.kind != "clock":
                return when.start, when.end
    return None, None


def _task(outline: Outline, section: Section, item: Item, index_of: dict[int, int]) -> TaskDraft:
    condition = condition_in(outline, item.text)
    value = _VALUE.match(item.text)
    parent = item.parent
    while parent is not None and parent not in index_of:
        parent = outline.document.items[parent].parent
    return TaskDraft(
        text=without_code_marks(item.text),
        place=outline.place(item.line),
        done=item.done,
        required=condition is None,
        condition=condition,
        anchor=item_anchor(outline, section, item),
        owner=_owner(item.text) or _owner_below(outline, item),
        command=item.command,
        value_label=value["label"].strip() if value else None,
        parent=None if parent is None else index_of[parent],
        from_fence=item.from_fence,
        every_min=next((w.lo_min for w in item.when if w.kind == "every"), None),
    )


def _owner_below(outline: Outline, item: Item) -> str | None:
    """ "- Owner: QA" nested below a box."""
    for below in outline.nested(item):
        found = key_value(below.text) if below.kind == "step" else None
        named = found is not None and outline.words.matches("tables", "owner", found[0])
        if found is not None and named and not is_blank_value(found[1]):
            return found[1][:40]
    return None


def _owner(text: str) -> str | None:
    match = _OWNER.search(text)
    return None if match is None else (match["a"] or match["b"]).strip()
