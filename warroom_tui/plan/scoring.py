"""How much the words of a title and the contents of a section speak for each kind."""

from __future__ import annotations

from typing import cast, get_args

from warroom_tui.plan.document import SectionKind
from warroom_tui.plan.evidence import Evidence
from warroom_tui.plan.words import Words

Scores = dict[SectionKind, float]

_KINDS = cast("tuple[SectionKind, ...]", get_args(SectionKind))
SPECIFIC: frozenset[SectionKind] = frozenset(
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
"""Kinds that say what a section is about, below which nothing is a phase; what stands in such a
section without a word of its own belongs to it."""
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
_GENERIC: tuple[SectionKind, ...] = ("steps", "meta", "log")
_UNTICKED: tuple[SectionKind, ...] = ("steps", "meta", "log")
"""Kinds that hold nothing to tick: with boxes, "Open items" is a list."""


def yield_to_specific(scores: Scores, found: Evidence, words: Words, title: str) -> None:
    """ "Rollback procedure" is about the rollback first, in whichever order a language says it,
    and "goals of the launch" about the goals: a launch plan says "launch" everywhere."""
    for generic in _GENERIC:
        if generic in scores and any(kind in scores for kind in SPECIFIC - {generic}):
            scores[generic] -= 1.2
    if _names_only_the_launch(title, words) and any(
        kind in scores for kind in SPECIFIC.difference(_GENERIC)
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


def weigh_body(scores: Scores, found: Evidence, above: SectionKind | None) -> None:
    """Add what stands in the section: tables, templates, boxes, limits, numbered steps."""
    named = "phase" not in scores and any(kind in scores for kind in _HAS_TABLES)
    for kind in found.tables:
        meaning = _TABLE_KIND.get(kind)
        if meaning in ("people", "success") and "gate" in scores:
            meaning = "gate"  # "Role | Signature" below "Sign-off", limits below "Go/No-Go"
        if meaning == "checklist" and above in SPECIFIC:
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
    if found.shell and not found.tables:
        scores.pop("people", None)  # "Команда:" above a code block is no team
    if found.numbered >= 2 and not found.own_boxes and above != "meta":
        scores["steps"] = scores.get("steps", 0.0) + 1


def title_scores(title: str, words: Words) -> Scores:
    """The kinds that the words of a title speak for.

    Longer phrases and words nearer the end of the title weigh more.
    """
    scores: Scores = {}
    length = max(len(title), 1)
    for kind in _KINDS:
        match = words.find("kinds", kind, title)
        if match is None:
            continue
        size = len(match.group(0).split()) + len(match.group(0)) / 40
        scores[kind] = 1.5 + size * 0.7 + match.end() / length * 0.4
    return scores


def best_of(scores: Scores) -> SectionKind | None:
    """The kind with the most weight; the first of the list where two weigh the same."""
    if not scores:
        return None
    return max(scores, key=lambda kind: (scores[kind], -_KINDS.index(kind)))
