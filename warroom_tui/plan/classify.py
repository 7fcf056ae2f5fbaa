"""What each section is about (its kind) and whether it comes back (its cadence)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from warroom_tui.plan.document import Section, SectionKind
from warroom_tui.plan.evidence import Evidence, gather, is_weekday
from warroom_tui.plan.moments import When
from warroom_tui.plan.parts import Parts
from warroom_tui.plan.scoring import (
    SPECIFIC,
    Scores,
    best_of,
    title_scores,
    weigh_body,
    yield_to_specific,
)
from warroom_tui.plan.words import Words

_OWN_RIGHT = frozenset({"success", "gate", "meeting", "rollback"})
_OF_THE_WHOLE: tuple[SectionKind, ...] = ("phase", "checklist")
"""Words that an overview says of the plan as a whole."""
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
    if root is not None and words.has("kinds", "checklist", parts.sections[root].title):
        for each in evidence:
            each.listed = each.bullets > 0
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


def _kind(
    section: Section,
    parent: Section | None,
    found: Evidence,
    words: Words,
    every: str | None,
    done: Sequence[Section],
) -> SectionKind:
    scores = title_scores(section.title, words)
    above = parent.kind if parent is not None else None
    in_phase = _inside_phase(parent, done)
    repeated = every is not None or _below_routine(parent, done)
    repeated = repeated or _in_appendix(section, parent, words, done)
    excluded = above in SPECIFIC or repeated
    at_once = _at_once(section, found, words, above, in_phase, excluded)
    if at_once is not None:
        return at_once
    yield_to_specific(scores, found, words, section.title)
    strongest = best_of(scores)
    timed = any(when.is_window for when in section.when)
    opens = in_phase and not excluded and _opens_phase(section, parent, done)
    if strongest not in _OWN_RIGHT and _is_workstream(above, in_phase, timed, found):
        return "phase" if opens else "checklist"
    is_slot = strongest in _OWN_RIGHT and in_phase and not opens and found.boxes > 0
    is_slot = is_slot and _kind_before(section, done) != "phase"
    if timed and not excluded and not is_slot and _can_be_phase(section, strongest, scores, found):
        scores["phase"] = scores.get("phase", 0.0) + 5
    elif excluded:
        scores.pop("phase", None)
    if above == "meta" and not (timed or found.boxes):
        for kind in _OF_THE_WHOLE:
            scores.pop(kind, None)
    weigh_body(scores, found, above)
    if above in SPECIFIC and not (above == "steps" and found.own_boxes):
        scores[above] = scores.get(above, 0.0) + 1.6
    best = best_of(scores)
    if best is not None:
        return above if above is not None and _is_part_of(best, above, found) else best
    return _unnamed(found, above, excluded)


def _at_once(
    section: Section,
    found: Evidence,
    words: Words,
    above: SectionKind | None,
    in_phase: bool,
    excluded: bool,
) -> SectionKind | None:
    """The kinds that need no weighing: numbered phases, weeks of weekdays, lines of contents."""
    if above == "meta" and found.empty:
        return "meta"
    if excluded:
        return None
    numbered = words.has("time", "phase", section.title) and _NUMBERED.match(section.title)
    if numbered and in_phase and words.has("marks", "step", section.title):
        numbered = None  # "Step 2" of a timed phase is a part of it
    if numbered and (found.boxes or found.steps or found.tables):
        return "phase"
    if found.weekdays >= 2 and not any(when.is_window for when in section.when):
        return "phase"
    if not found.own_boxes or words.has("kinds", "phase", section.title):
        return None
    return "checklist" if is_weekday(section) else None


def _unnamed(found: Evidence, above: SectionKind | None, excluded: bool) -> SectionKind:
    """The kind of a section whose title and tables say nothing: what stands in and above it."""
    if found.boxes:
        return "phase" if found.timed_parts >= 2 and not excluded else "checklist"
    if above is not None and above not in ("phase", "checklist"):
        return above
    if found.listed:
        return "checklist"
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
        return above in SPECIFIC
    return best == "success" and above == "monitor" and not found.limits


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
                one = (own.kind, own.start, own.end, own.granule_days)
                same = one == (when.kind, when.start, when.end, when.granule_days)
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
    scores: Scores,
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
