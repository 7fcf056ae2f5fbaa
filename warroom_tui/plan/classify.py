"""What each section is about (its kind) and whether it comes back (its cadence)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast, get_args

from warroom_tui.plan.document import Section, SectionKind
from warroom_tui.plan.evidence import Evidence, gather, is_weekday
from warroom_tui.plan.moments import When
from warroom_tui.plan.parts import Parts
from warroom_tui.plan.words import Words

_KINDS = cast("tuple[SectionKind, ...]", get_args(SectionKind))
_NO_PHASE_BELOW = frozenset(
    {
        "comms",
        "success",
        "rollback",
        "contingency",
        "risk",
        "training",
        "people",
        "rota",
        "support",
        "monitor",
        "meeting",
        "steps",
        "log",
        "gate",
    }
)
_OWN_RIGHT = frozenset({"success", "gate", "meeting", "rollback"})
_INHERITED = _NO_PHASE_BELOW
_GENERIC: tuple[SectionKind, ...] = ("steps", "meta", "log")
_UNTICKED: tuple[SectionKind, ...] = ("meta", "log")
"""Kinds that hold nothing to tick: with boxes, "Open items" is a list."""
_TABLE_KIND: dict[str, SectionKind] = {
    "risks": "risk",
    "sla": "support",
    "rota": "rota",
    "people": "people",
    "criteria": "success",
    "run_sheet": "phase",
    "tasks": "checklist",
}
_HAS_TABLES = frozenset({"monitor", "rollback", "contingency", "comms", "training", "risk", "rota"})
"""Kinds whose sections often hold a table of times that is no run sheet."""
_NUMBERED = re.compile(r"^\W*\w+\s*(?:\d{1,2}|[IVX]{1,4})\b|^\W*第?\s?\d+\s?(?:阶段|フェーズ|단계)")
_LETTERLESS = re.compile(r"^[^\w]+")
_EVERY_DAY = re.compile(r"\b(?:every|each)\s+(?:\w+\s+)?day\b", re.IGNORECASE)
_CADENCES = ("daily", "weekly", "monthly", "quarterly")


def classify(
    parts: Parts, words: Words, given: Mapping[int, SectionKind] | None = None
) -> tuple[Section, ...]:
    """The sections with their kind and cadence, parents decided before children.

    `given` are kinds that a person chose, by the line of the section; what stands below follows.
    """
    chosen = given or {}
    evidence = gather(parts)
    done: list[Section] = []
    root = _document_title(parts.sections)
    for section in parts.sections:
        parent = done[section.parent] if section.parent is not None else None
        every = _cadence(section, parent, words)
        if section.index == root or section.level == 0:
            done.append(replace(section, kind="meta", every=None))
            continue
        if parent is not None and (parent.index == root or parent.level == 0):
            parent = None
        kind = chosen.get(section.line)
        if kind is None:
            kind = _kind(section, parent, evidence[section.index], words, every, done)
        done.append(replace(section, kind=kind, every=every))
    return tuple(done)


def _document_title(sections: Sequence[Section]) -> int | None:
    """The one top heading that holds the rest says nothing about the rest."""
    tops = [section for section in sections if section.level == 1]
    first = next((section for section in sections if section.level), None)
    return first.index if len(tops) == 1 and first is tops[0] else None


def _cadence(section: Section, parent: Section | None, words: Words) -> str | None:
    for every in _CADENCES:
        if words.has("time", every, section.title):
            return every
    if _EVERY_DAY.search(section.title):
        return "daily"
    if any(when.kind in ("day", "offset", "date") for when in section.when):
        return None
    return parent.every if parent is not None else None


def _kind(  # noqa: PLR0911 - one answer per rule, in order
    section: Section,
    parent: Section | None,
    found: Evidence,
    words: Words,
    every: str | None,
    done: Sequence[Section],
) -> SectionKind:
    scores = _title_scores(section.title, words)
    timed = any(when.is_window for when in section.when)
    above = parent.kind if parent is not None else None
    in_phase = _inside_phase(parent, done)
    repeated = every is not None or _below_routine(parent, done)
    repeated = repeated or _in_appendix(section, parent, words, done)
    excluded = above in _NO_PHASE_BELOW or repeated
    numbered = words.has("time", "phase", section.title) and _NUMBERED.match(section.title)
    if numbered and not excluded and (found.boxes or found.steps or found.tables):
        return "phase"
    if found.weekdays >= 2 and not excluded and not any(w.is_window for w in section.when):
        return "phase"
    if found.own_boxes and is_weekday(section) and not excluded:
        return "checklist"
    if above == "meta" and found.empty:
        return "meta"  # a line of the table of contents
    _yield_to_specific(scores, found, words, section.title)
    strongest = _best(scores)
    opens = in_phase and not excluded and _opens_phase(section, parent, done)
    if strongest not in _OWN_RIGHT and _is_workstream(above, in_phase, timed, found):
        return "phase" if opens else "checklist"
    is_slot = strongest in _OWN_RIGHT and in_phase and not opens and found.boxes > 0
    is_slot = is_slot and _kind_before(section, done) != "phase"
    if timed and not excluded and not is_slot and _can_be_phase(section, strongest, scores, found):
        scores["phase"] = scores.get("phase", 0.0) + 4
    elif excluded or (above == "meta" and not (timed or found.boxes)):
        scores.pop("phase", None)
    _weigh_body(scores, found, above)
    if above in _INHERITED and not (above == "steps" and found.own_boxes):
        scores[above] = scores.get(above, 0.0) + 1.6
    best = _best(scores)
    if best is not None:
        return above if above is not None and _is_part_of(best, above, found) else best
    if found.boxes:
        return "checklist"
    if above is not None and above not in ("phase", "checklist"):
        return above
    return "steps" if found.numbered else "notes"


def _is_workstream(above: SectionKind | None, in_phase: bool, timed: bool, found: Evidence) -> bool:
    """Work under a phase's or a checklist's heading belongs to it, whatever its topic is."""
    if in_phase:
        return bool(found.own_boxes or found.bullets)
    return above in ("checklist", "phase") and found.own_boxes > 0 and not timed


def _is_part_of(best: SectionKind, above: SectionKind, found: Evidence) -> bool:
    """ "Steps" of a rollback are the rollback; figures without a limit are what one watches."""
    if best == "steps":
        return above in ("rollback", "contingency")
    if best == "meta":
        return above in _INHERITED
    return best == "success" and above == "monitor" and not found.limits


def _yield_to_specific(
    scores: dict[SectionKind, float], found: Evidence, words: Words, title: str
) -> None:
    """ "Rollback procedure" is about the rollback first, in whichever order a language says it,
    and "goals of the launch" about the goals: a launch plan says "launch" everywhere."""
    for generic in _GENERIC:
        if generic in scores and any(kind in scores for kind in _NO_PHASE_BELOW - {generic}):
            scores[generic] -= 1.2
    if _names_only_the_launch(title, words) and any(
        kind in scores for kind in _NO_PHASE_BELOW.difference(_GENERIC)
    ):
        scores["phase"] -= 1.2
    if "steps" in scores and found.boxes:
        scores["steps"] -= 1.2
    for kind in _UNTICKED:
        if kind in scores and found.own_boxes:
            scores[kind] = min(scores[kind], 1.0)


def _names_only_the_launch(title: str, words: Words) -> bool:
    match = words.find("kinds", "phase", title)
    return match is not None and words.matches("marks", "launch", match.group(0))


def _weigh_body(
    scores: dict[SectionKind, float], found: Evidence, above: SectionKind | None
) -> None:
    named = "phase" not in scores and any(kind in scores for kind in _HAS_TABLES)
    for kind in found.tables:
        meaning = _TABLE_KIND.get(kind)
        if meaning == "people" and "gate" in scores:
            meaning = "gate"  # "Role | Name | Signature | Date" below "Sign-off"
        if meaning == "checklist" and above in _INHERITED:
            continue
        if meaning is not None:
            weight = 0.5 if meaning == "phase" and named else 3
            scores[meaning] = scores.get(meaning, 0.0) + (2 if meaning == "checklist" else weight)
    if found.templates:
        scores["comms"] = scores.get("comms", 0.0) + 1.5
    if found.own_boxes:
        scores["checklist"] = scores.get("checklist", 0.0) + 1.2
        if found.limits >= 2:
            scores["success"] = scores.get("success", 0.0) + 2
    if found.numbered >= 2 and not found.own_boxes and above != "meta":
        scores["steps"] = scores.get("steps", 0.0) + 1


def _title_scores(title: str, words: Words) -> dict[SectionKind, float]:
    """Longer phrases and words nearer the end of the title weigh more."""
    scores: dict[SectionKind, float] = {}
    length = max(len(title), 1)
    for kind in _KINDS:
        match = words.find("kinds", kind, title)
        if match is None:
            continue
        size = len(match.group(0).split()) + len(match.group(0)) / 40
        scores[kind] = 1.5 + size * 0.7 + match.end() / length * 0.4
    return scores


def _best(scores: dict[SectionKind, float]) -> SectionKind | None:
    if not scores:
        return None
    return max(scores, key=lambda kind: (scores[kind], -_KINDS.index(kind)))


def _below_routine(parent: Section | None, done: Sequence[Section]) -> bool:
    at = parent
    while at is not None:
        if at.every is not None:
            return True
        at = done[at.parent] if at.parent is not None else None
    return False


def _in_appendix(
    section: Section, parent: Section | None, words: Words, done: Sequence[Section]
) -> bool:
    """Checklists at the end of a plan sum up its phases; they are none themselves."""
    at: Section | None = section
    while at is not None:
        if words.has("marks", "appendix", at.title):
            return True
        above = parent if at is section else None
        at = above if above is not None else (done[at.parent] if at.parent is not None else None)
    return False


def _inside_phase(parent: Section | None, done: Sequence[Section]) -> bool:
    at = parent
    while at is not None:
        if at.kind == "phase" and any(w.is_window or w.kind == "duration" for w in at.when):
            return True
        at = done[at.parent] if at.parent is not None else None
    return False


def _opens_phase(section: Section, parent: Section | None, done: Sequence[Section]) -> bool:
    """Below a dated chapter ("Go-Live Day") a window of its own makes a phase of its own.

    A clock below a clock is a slot of that phase, and so is a single clock time.
    """
    first = next((when for when in section.when if when.is_window), None)
    if first is None or first.kind in ("weekday", "date"):
        return False
    if first.kind in ("day", "offset"):
        return _narrows(first, parent, done)
    if any(when.kind == "weekday" for when in section.when):
        return False
    if first.end is None:
        return False
    at = parent
    while at is not None:
        if any(when.kind == "clock" for when in at.when):
            return False
        at = done[at.parent] if at.parent is not None else None
    return True


def _kind_before(section: Section, done: Sequence[Section]) -> SectionKind | None:
    """The kind of the section before this one under the same heading."""
    at = done[-1] if done else None
    while at is not None and at.parent != section.parent:
        at = done[at.parent] if at.parent is not None else None
    return at.kind if at is not None else None


def _narrows(own: When, parent: Section | None, done: Sequence[Section]) -> bool:
    """Whether a day says more than the day of the chapter above, and lies within it."""
    at = parent
    while at is not None:
        for when in at.when:
            if when.kind in ("day", "offset") and when.start is not None:
                if own.start is None or own.start.day is None or when.start.day is None:
                    return True
                same = (own.start, own.end) == (when.start, when.end)
                return not same and own.start.day >= when.start.day
        at = done[at.parent] if at.parent is not None else None
    return True


def _is_named_after_time(section: Section, first: When) -> bool:
    """ "D+7: retrospective" is a day of the plan first, "Week 1 Review" a review."""
    title = _LETTERLESS.sub("", section.title)
    return title.startswith(first.raw) and title[len(first.raw) :].lstrip()[:1] in ":：-–—"


def _can_be_phase(
    section: Section,
    strongest: SectionKind | None,
    scores: dict[SectionKind, float],
    found: Evidence,
) -> bool:
    first = next((when for when in section.when if when.is_window), None)
    if first is None or first.kind == "weekday":
        return False
    if (
        strongest in ("meeting", "rota", "success", "comms", "training", "people")
        and not found.boxes
    ):
        return False
    if strongest == "meeting" and first.kind in ("day", "offset", "date"):
        return _is_named_after_time(section, first)
    if strongest in ("success", "rota", "training", "rollback", "risk", "meeting"):
        return first.kind == "clock" and found.boxes > 0 and "phase" not in scores
    return True
