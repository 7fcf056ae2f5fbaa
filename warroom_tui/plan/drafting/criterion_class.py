"""Which sections hold criteria: success, exit, gate, transition, rollback triggers."""

from __future__ import annotations

import re
from typing import Literal

from warroom_tui.plan.document import Section
from warroom_tui.plan.drafting.outline import Outline

Klass = Literal["success", "exit", "rollback_immediate", "rollback_consider", "transition", "gate"]

_TRIGGER = re.compile(
    r"trigger|criteri|immediate|consider|when to|\bif\b|auslöser|kriteri|critère|disparador"
    r"|gatilho|условия|критери|条件|标准|基準|조건",
    re.IGNORECASE,
)
_NO_TRIGGER = re.compile(r"team|procedure|process|communication|steps|plan$", re.IGNORECASE)
_NOT_MEASURED = re.compile(r"celebrat|feier|célébr", re.IGNORECASE)
_TRANSITION = re.compile(r"transition|übergang|transición|transição", re.IGNORECASE)


def criterion_class(outline: Outline, section: Section, phase: Section | None) -> Klass | None:
    """The class of the criteria in a section; None when its items are work, not criteria.

    Whoever drafts lists asks the same question, so that every box becomes one or the other.
    """
    chain = (section, *outline.above(section))
    if any(_NOT_MEASURED.search(each.title) for each in chain):
        return None
    if section.kind == "rollback":
        return _rollback_klass(outline, section, phase)
    limits = any(table.kind == "criteria" for table in outline.tables(section))
    if section.kind == "gate" and (limits or not _is_work(section)):
        return "transition" if any(_TRANSITION.search(s.title) for s in chain[:2]) else "gate"
    if section.kind == "success":
        return "exit" if phase is not None else "success"
    return None


def _rollback_klass(outline: Outline, section: Section, phase: Section | None) -> Klass | None:
    if _NO_TRIGGER.search(section.title) or not _TRIGGER.search(section.title):
        return None
    items = outline.items(section)
    if not items or any(item.number is not None or item.kind == "task" for item in items):
        return None
    if phase is not None or outline.words.has("marks", "consider", section.title):
        return "rollback_consider"
    return "rollback_immediate"


def _is_work(section: Section) -> bool:
    """A hand-over or closure list sits among the gates but is work to be ticked."""
    return section.kind == "gate" and not re.search(
        r"criteria|criterion|kriteri|critère|criteri|标准|基準|기준", section.title, re.IGNORECASE
    )
