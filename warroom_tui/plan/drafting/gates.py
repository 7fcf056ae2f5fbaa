"""Decisions and sign-offs: option groups, sign-off boxes, named roles, transition and hand-off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.document import Field, Item, Section
from warroom_tui.plan.draft import GateDraft
from warroom_tui.plan.drafting.anchoring import window_of
from warroom_tui.plan.drafting.criterion_class import criterion_class
from warroom_tui.plan.drafting.outline import Outline

_OPTION = "☐"
_NO_GO = re.compile(r"\bno[- ]?go\b", re.IGNORECASE)
_STABLE = re.compile(r"\bstable\b|\bstabil\b", re.IGNORECASE)
_DAY = re.compile(r"\b24\b|rollback|\bday 1\b", re.IGNORECASE)
_SIGN_OFF = re.compile(r"\bsign(?:ed)?[- ]?offs?\b", re.IGNORECASE)
_UAT = re.compile(r"\bUAT\b|user acceptance", re.IGNORECASE)
_STAGING = re.compile(r"\bstaging\b", re.IGNORECASE)
_HAND_OFF = re.compile(r"\bhand-?(?:off|over)\b|übergabe", re.IGNORECASE)
_BLANK = re.compile(r"^[_\s.…]*$")
_DATE = re.compile(r"\bdate\b|datum|fecha|\bdata\b", re.IGNORECASE)


def gates(outline: Outline) -> Iterator[GateDraft]:
    """Every gate of a document, in document order; of each sign-off box the first one."""
    boxes: set[str] = set()
    transition = False
    for section in outline.sections:
        yield from _decisions(outline, section)
        for item in outline.items(section):
            found = _box(outline, section, item)
            if found is not None and found.kind not in boxes:
                boxes.add(found.kind)
                yield found
        if not transition and criterion_class(outline, section, None) == "transition":
            transition = True
            yield GateDraft(
                "transition",
                section.title,
                outline.place(section.line),
                _near(outline, section, 1),
            )
        if section.kind == "gate":
            yield from _signatures(outline, section)


def _decisions(outline: Outline, section: Section) -> Iterator[GateDraft]:
    """`Decision: Go ☐ No-Go ☐`, `Status: Stable ☐ Issues ☐ Rollback Required ☐`."""
    fields = outline.fields(section)
    for field in fields:
        if _OPTION not in field.value:
            continue
        place = outline.place(field.line)
        if _NO_GO.search(field.value):
            title = next((f.key for f in fields if f.line == field.line and f is not field), "")
            yield GateDraft("go_no_go", title or section.title, place, _near(outline, section, 0))
        elif _STABLE.search(field.value):
            whole_day = _DAY.search(f"{field.key} {field.value}")
            yield GateDraft(
                "day1_verdict" if whole_day else "stability",
                f"{section.title}: stable?",
                place,
                _near(outline, section, 1),
            )


def _box(outline: Outline, section: Section, item: Item) -> GateDraft | None:
    """A box that only a sign-off can tick."""
    if item.kind != "task" or not _SIGN_OFF.search(item.text):
        return None
    if any(outline.says("appendix", each) for each in (section, *outline.above(section))):
        return None
    anchor, place = _near(outline, section, 1), outline.place(item.line)
    if _UAT.search(item.text):
        return GateDraft("uat", item.text, place, anchor)
    if _STAGING.search(item.text):
        return GateDraft("staging", item.text, place, anchor)
    return None


def _signatures(outline: Outline, section: Section) -> Iterator[GateDraft]:
    """Roles with a line to sign on, and the hand-off."""
    fields = outline.fields(section)
    roles = tuple(field.key for field in fields if _signs(field, fields))
    heading = outline.heading_of(section)
    if roles and _SIGN_OFF.search(f"{section.title} {heading.title}"):
        yield GateDraft("final_signoff", heading.title, outline.place(section.line), None, roles)
    elif _HAND_OFF.search(section.title) and not section.is_label:
        yield GateDraft("handoff", section.title, outline.place(section.line))


def _signs(field: Field, fields: tuple[Field, ...]) -> bool:
    """A blank to sign on with a blank for the date beside it."""
    beside = any(f.line == field.line and f is not field and _DATE.search(f.key) for f in fields)
    return beside and bool(_BLANK.match(field.value)) and not _DATE.search(field.key)


def _near(outline: Outline, section: Section, end: int) -> Anchor | None:
    """Start (0) or end (1) of the nearest section with a time; the start when it has no end."""
    for each in (section, *outline.above(section)):
        window = window_of(outline, each)
        if window[0] is not None:
            return window[end] or window[0]
    return None
