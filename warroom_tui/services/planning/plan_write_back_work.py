"""One document while what happened is written into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from warroom_tui.plan.document import Item, PlanDocument
from warroom_tui.storage.planning.plan_sources import (
    StoredSource,
)

SETTLED = {"done": "done", "skipped": "skipped", "na": "not applicable"}
"""States in which a task is settled, in the words of a note."""


@dataclass(frozen=True, slots=True)
class Unwritten:
    """Something that happened but has no place in the document."""

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to stand at one item."""

    item: Item
    box: bool | None
    """None: there is no box to set."""
    note: str
    value: str
    text: str


@dataclass(slots=True)
class Work:
    """One document being marked."""

    source: StoredSource
    document: PlanDocument
    marks: list[Mark]
    zone: ZoneInfo
    unwritten: list[Unwritten] = field(default_factory=list)
    ticks: int = 0
    notes: int = 0
    fields: int = 0
