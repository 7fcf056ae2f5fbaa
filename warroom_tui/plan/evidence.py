"""What stands in each section and below it: the evidence of what the section is about."""

from __future__ import annotations

from dataclasses import dataclass

from warroom_tui.plan.document import Section
from warroom_tui.plan.parts import Parts


@dataclass(slots=True)
class Evidence:
    """What stands in a section and below it."""

    boxes: int = 0
    own_boxes: int = 0
    steps: int = 0
    numbered: int = 0
    limits: int = 0
    templates: int = 0
    shell: int = 0
    tables: tuple[str, ...] = ()
    bullets: int = 0
    """Own steps of a plan that has no box at all: they are its tasks."""
    listed: bool = False
    """It has such steps in a plan that calls itself a checklist."""
    empty: bool = True
    """Nothing stands in the section or below it but titles."""
    timed_parts: int = 0
    """Sections directly below that name a time and hold boxes."""
    weekdays: int = 0
    """Lists of boxes directly below that are named after a weekday."""


def gather(parts: Parts) -> list[Evidence]:
    """Count the contents of every section, each also into its ancestors."""
    out = [Evidence() for _ in parts.sections]
    uses_boxes = any(item.kind == "task" for item in parts.items)
    filled = {each.section for each in parts.items} | {each.section for each in parts.prose}
    filled |= {table.section for table in parts.tables} | {each.section for each in parts.fields}
    for index in filled:
        out[index].empty = False
    for item in parts.items:
        own = out[item.section]
        if item.kind == "task":
            own.own_boxes += 1
            own.boxes += 1
        elif item.kind == "step":
            own.steps += 1
            own.bullets += not uses_boxes
            own.numbered += item.number is not None
        own.limits += any(sign in item.text[:60] for sign in "<>≤≥")
    for fence in parts.fences:
        out[fence.section].templates += fence.to == "template"
        out[fence.section].shell += fence.to == "command"
    for table in parts.tables:
        out[table.section].tables += (table.kind,)
    for section in reversed(parts.sections):
        if section.parent is not None:
            above, own = out[section.parent], out[section.index]
            above.boxes += own.boxes
            above.steps += own.steps
            above.limits += own.limits
            above.empty &= own.empty
            above.templates += own.templates
            timed = any(when.kind in ("day", "offset", "date") for when in section.when)
            above.timed_parts += bool(own.boxes) and timed
            above.weekdays += bool(own.own_boxes) and is_weekday(section)
    return out


def is_weekday(section: Section) -> bool:
    """Whether its title is first of all a weekday."""
    first = next((when for when in section.when if when.is_window), None)
    return first is not None and first.kind == "weekday"
