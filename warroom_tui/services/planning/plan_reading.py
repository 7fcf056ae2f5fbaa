"""Reading a plan document again as it was read before: with the kinds that people chose.

A chosen kind is kept by the section's titles and not by its line, because lines move when the
plan is edited.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from warroom_tui.plan.document import PlanDocument, Section, SectionKind
from warroom_tui.plan.reader import read_plan

KINDS = cast("tuple[SectionKind, ...]", get_args(SectionKind))
"""Every kind that a section can be given, in the order of the plan language."""


@dataclass(frozen=True, slots=True)
class ChosenKind:
    """A section's kind as a person chose it."""

    path: tuple[str, ...]
    """Titles from the root to the section."""
    nth: int
    """Which of several sections with the same titles, from 0."""
    kind: SectionKind

    def to_json(self) -> dict[str, object]:
        """For storage."""
        return {"path": list(self.path), "nth": self.nth, "kind": self.kind}


def chosen_from_json(stored: object) -> tuple[ChosenKind, ...]:
    """What `ChosenKind.to_json` wrote, unknown kinds left out."""
    found = []
    for entry in stored if isinstance(stored, list) else []:
        kind = entry.get("kind")
        if kind in KINDS:
            path = tuple(str(title) for title in entry.get("path", ()))
            found.append(ChosenKind(path, int(entry.get("nth", 0)), kind))
    return tuple(found)


def read_with(content: bytes, name: str, chosen: Sequence[ChosenKind]) -> PlanDocument:
    """Read a document with the kinds that people chose for its sections."""
    document = read_plan(content, name)
    kinds = kinds_by_line(document, chosen)
    return read_plan(content, name, kinds=kinds) if kinds else document


def kinds_by_line(document: PlanDocument, chosen: Sequence[ChosenKind]) -> dict[int, SectionKind]:
    """The chosen kinds by the lines that the sections have in this document."""
    wanted = {(each.path, each.nth): each.kind for each in chosen}
    return {section.line: wanted[place] for section, place in _places(document) if place in wanted}


def chosen_kinds(
    document: PlanDocument, by_line: Mapping[int, SectionKind]
) -> tuple[ChosenKind, ...]:
    """Kinds given by line as they can be kept."""
    return tuple(
        ChosenKind(place[0], place[1], by_line[section.line])
        for section, place in _places(document)
        if section.line in by_line
    )


def _places(
    document: PlanDocument,
) -> list[tuple[Section, tuple[tuple[str, ...], int]]]:
    seen: dict[tuple[str, ...], int] = {}
    found = []
    for section in document.sections:
        if section.level:
            path = document.path(section.index)
            nth = seen.get(path, 0)
            seen[path] = nth + 1
            found.append((section, (path, nth)))
    return found
