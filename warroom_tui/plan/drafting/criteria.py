"""Targets, exit conditions and rollback triggers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from warroom_tui.plan.document import Item, Section
from warroom_tui.plan.draft import CriterionDraft
from warroom_tui.plan.drafting.criterion_class import Klass, criterion_class
from warroom_tui.plan.drafting.outline import Outline
from warroom_tui.plan.drafting.phases import phase_name, phase_sections
from warroom_tui.plan.limits import metric_in, read_limit
from warroom_tui.plan.markup import without_code_marks

Tier = Literal["must", "should", "nice"]

_ONGOING = re.compile(r"\bongoing\b", re.IGNORECASE)
_BULLET_SIGN = re.compile(r"^[✅✔☑✓•]\ufe0f?\s*")


def criteria(outline: Outline) -> Iterator[CriterionDraft]:
    """Every criterion of a document, in document order."""
    inside = {
        below.index: phase for phase in phase_sections(outline) for below in outline.below(phase)
    }
    for section in outline.sections:
        phase = inside.get(section.index)
        klass = criterion_class(outline, section, phase)
        if klass is None:
            continue
        for item in outline.items(section):
            if item.kind == "task" or (item.parent is None and item.text):
                yield _criterion(outline, section, item, klass, phase)


def _criterion(
    outline: Outline, section: Section, item: Item, klass: Klass, phase: Section | None
) -> CriterionDraft:
    text = without_code_marks(_BULLET_SIGN.sub("", item.text))
    trigger = klass.startswith("rollback")
    limit = read_limit(text, implied=not trigger)
    return CriterionDraft(
        text=text,
        place=outline.place(item.line),
        klass=klass,
        tier=None if trigger else _tier(outline, section),
        group=_group(outline, section),
        period=None if phase is not None else _period(outline, section, item),
        phase=None if phase is None else phase_name(outline, phase),
        op=limit.op if limit else None,
        value=limit.value if limit else None,
        unit=limit.unit if limit else None,
        metric=metric_in(text),
        done=item.done,
        is_box=item.kind == "task",
    )


def _tier(outline: Outline, section: Section) -> Tier | None:
    tiers: tuple[Tier, ...] = ("nice", "must", "should")
    for tier in tiers:
        if outline.words.matches("marks", tier, section.title):
            return tier
    return None


def _group(outline: Outline, section: Section) -> str | None:
    heading = outline.heading_of(section)
    if section.is_label:
        return None if _tier(outline, section) else section.title
    timed = any(when.is_window for when in heading.when) or _ONGOING.search(heading.title)
    return None if timed else heading.title


def _period(outline: Outline, section: Section, item: Item) -> str | None:
    for when in item.when:
        if when.is_window:
            return when.raw
    for each in (section, *outline.above(section)):
        if each.level > 1 and (
            any(when.is_window for when in each.when)
            or re.search(r"ongoing|launch day|first|month|week", each.title, re.IGNORECASE)
        ):
            return re.sub(
                r"\s+(?:success|targets|goals)(?:\s+criteria)?$",
                "",
                each.title,
                flags=re.IGNORECASE,
            )
    return None
