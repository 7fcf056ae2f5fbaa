"""Focus cards and roles: short lists under a label, which no other part of a launch holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from warroom_tui.plan.document import Section
from warroom_tui.plan.draft import PhaseDraft
from warroom_tui.plan.draft.homes import FocusDraft, RoleDraft
from warroom_tui.plan.drafting.outline import Outline

_GOALS = re.compile(
    r"^(?:primary |main |key )?(?:goals?|focus|objectives?|priorities)$"
    r"|^(?:ziele?|schwerpunkte?|objectifs?|objetivos?)$",
    re.IGNORECASE,
)
_EXPECT = re.compile(
    r"^what to expect\b|^expect(?:ed)?(?: [\w ]{1,30})?$|^common (?:\w+ )?issues$"
    r"|^(?:erwartet\w*|attendus?|problemas esperados)$",
    re.IGNORECASE,
)
_ACTIONS = re.compile(
    r"^(?:key )?(?:actions?|activities)$|^(?:maßnahmen|acciones|ações)$", re.IGNORECASE
)
_ROLES = re.compile(r"\broles?\b|\bresponsibilit|\brollen\b|\brôles?\b", re.IGNORECASE)
_MOST_DUTIES = 20


def focus(outline: Outline, phases: Iterable[PhaseDraft]) -> Iterator[FocusDraft]:
    """Goals and expected issues of each phase, and the actions of a phase that has either."""
    lines = {each.place.line for each in phases if each.place.source == outline.source}
    kinds = ((_GOALS, "goal"), (_EXPECT, "expect"), (_ACTIONS, "action"))
    found: list[FocusDraft] = []
    for section in outline.sections:
        kind = next((name for pattern, name in kinds if pattern.search(_bare(section))), None)
        if kind is None:
            continue
        phase = next((each.line for each in outline.above(section) if each.line in lines), None)
        if phase is None:
            continue
        found += [
            FocusDraft(_kind(kind), item.text, outline.place(item.line), phase)
            for item in outline.items(section)
            if item.parent is None and item.text.strip()
        ]
    carded = {note.phase_line for note in found if note.kind != "action"}
    yield from (note for note in found if note.phase_line in carded)


def _kind(name: str) -> Literal["goal", "expect", "action"]:
    return "goal" if name == "goal" else "expect" if name == "expect" else "action"


def _bare(section: Section) -> str:
    return section.title.strip(" :：*")


def roles(outline: Outline) -> Iterator[RoleDraft]:
    """Labels with a list of duties below a heading that speaks of roles."""
    for section in outline.sections:
        if not _ROLES.search(section.title) or outline.has_boxes(section):
            continue
        for child in outline.children(section):
            duties = tuple(
                item.text for item in outline.items(child)[:_MOST_DUTIES] if item.parent is None
            )
            if duties and not outline.children(child) and not child.when:
                yield RoleDraft(_bare(child), duties, outline.place(child.line))
