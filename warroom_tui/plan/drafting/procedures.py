"""Runbooks: numbered or plain steps for trouble, rollback, contingency and handling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from warroom_tui.plan.document import Section
from warroom_tui.plan.draft import ProcedureDraft
from warroom_tui.plan.drafting.outline import Outline
from warroom_tui.plan.markup import without_code_marks

ProcedureKind = Literal[
    "troubleshoot", "emergency", "rollback", "contingency", "recovery", "handling"
]

_NOT_STEPS = re.compile(r"team$|trigger|criteri|when to|\bif$|next steps", re.IGNORECASE)
_ROLLBACK_STEPS = re.compile(r"procedure|process|communication|steps|plan|action", re.IGNORECASE)


def procedures(outline: Outline) -> Iterator[ProcedureDraft]:
    """Every section that is a list of steps to follow."""
    for section in outline.sections:
        kind = _kind(outline, section)
        if kind is None:
            continue
        steps = tuple(_steps(outline, section))
        if steps:
            yield ProcedureDraft(_title(outline, section), outline.place(section.line), kind, steps)


def _kind(outline: Outline, section: Section) -> ProcedureKind | None:  # noqa: PLR0911 - one answer per rule, in order
    items = outline.items(section)
    if not items or any(item.kind == "task" for item in items):
        return None
    numbered = any(item.number is not None for item in items)
    chain = " / ".join(each.title for each in (section, *outline.above(section)) if each.level > 1)
    if section.kind == "rollback":
        if _NOT_STEPS.search(section.title) and not numbered:
            return None
        wanted = numbered or _ROLLBACK_STEPS.search(section.title)
        return "rollback" if wanted else None
    if section.kind == "contingency":
        if re.search(r"recovery", section.title, re.IGNORECASE):
            return "recovery"
        return (
            "emergency"
            if re.search(r"emergency|notfall|urgence", chain, re.IGNORECASE)
            else ("contingency")
        )
    if not numbered or re.search(r"next steps|table of contents", chain, re.IGNORECASE):
        return None
    if re.search(r"emergency|notfall|urgence", chain, re.IGNORECASE) and section.kind != "support":
        recovery = re.search(r"recovery", section.title, re.IGNORECASE)
        return "recovery" if recovery else "emergency"
    if section.kind == "steps":
        trouble = re.search(r"issue|troubleshoot|problem", chain, re.IGNORECASE)
        return "troubleshoot" if trouble else "handling"
    if section.kind == "support" and not any(outline.nested(item) for item in items):
        return "handling"
    return None


def _title(outline: Outline, section: Section) -> str:
    """A label such as "Immediate Actions" is told apart by the heading above it."""
    if not section.is_label:
        return section.title
    heading = outline.heading_of(section)
    if section.title.lower().startswith(("if ", "wenn ", "si ", "se ")):
        return heading.title
    if heading.level <= 2:
        return section.title
    return (
        section.title
        if re.match(r"plan\b", section.title, re.IGNORECASE)
        else (f"{heading.title}: {section.title}")
    )


def _steps(outline: Outline, section: Section) -> Iterator[str]:
    """Stages are put before their steps: "Communication: Send notification"."""
    for item in outline.items(section):
        if item.parent is not None:
            continue
        inner = outline.nested(item)
        if not inner:
            yield without_code_marks(item.text)
        for step in inner:
            yield f"{item.text}: {without_code_marks(step.text)}"
