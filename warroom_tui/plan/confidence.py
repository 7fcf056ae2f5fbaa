"""How sure the reader is of a section's kind."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from warroom_tui.plan.document import PlanDocument, Section
from warroom_tui.plan.words import Words

Confidence = Literal["recognised", "guessed", "kept as note", "chosen"]


def confidences(
    document: PlanDocument, words: Words, chosen: Collection[int] = ()
) -> dict[int, Confidence]:
    """The confidence of every section, by its index; `chosen` are lines that a person decided."""
    boxes = {item.section for item in document.items if item.kind == "task"}
    tables = {table.section for table in document.tables if table.kind != "page"}
    found: dict[int, Confidence] = {}
    for section in document.sections:
        if section.line in chosen:
            found[section.index] = "chosen"
        elif section.kind == "notes":
            found[section.index] = "kept as note"
        else:
            sure = _is_named(section, words) or section.index in boxes | tables
            found[section.index] = "recognised" if sure else "guessed"
    return found


def _is_named(section: Section, words: Words) -> bool:
    """The title itself says it, in words or by a time."""
    if section.kind == "meta" or words.has("kinds", section.kind, section.title):
        return True
    timed = any(when.is_window or when.kind == "duration" for when in section.when)
    return section.kind == "phase" and timed
