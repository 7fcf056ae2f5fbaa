"""The append-only record of everything that happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: the name that stands on the timeline and the seat it came from."""

    name: str
    session: str
    source: str = "user"
    """user, probe, scheduler, import or rehearsal."""


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One thing that happened."""

    id: int
    at: datetime
    actor: str
    session: str
    source: str
    verb: str
    subject_type: str
    subject_ref: str
    text: str
    undone_by: int | None
    undoable: bool

    @property
    def said(self) -> str:
        """The text without the name that stands beside it: "Took T-011", not "Aisha took T-011"."""
        rest = self.text.removeprefix(f"{self.actor} ")
        return self.text if rest == self.text or not rest else rest[0].upper() + rest[1:]
