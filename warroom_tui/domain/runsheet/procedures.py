"""Procedures (runbooks) and the times that somebody followed them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Procedure:
    """Steps to follow: rollback, contingency, emergency, troubleshooting, handling."""

    id: int
    seq: int
    kind: str
    title: str
    steps: tuple[str, ...]
    source: str | None
    line: int | None

    def matches(self, words: str) -> bool:
        """True when all words occur in title, kind or steps."""
        text = " ".join((self.title, self.kind, *self.steps)).casefold()
        return all(word in text for word in words.casefold().split())


@dataclass(frozen=True, slots=True)
class ProcedureRun:
    """One time that a procedure was followed; its steps are tasks of a checklist."""

    id: int
    procedure_id: int
    checklist_id: int
    started_at: datetime
    started_by: str
    ended_at: datetime | None
    outcome: str | None
    version: int
    incident_id: int | None = None
    """The incident in which it is followed, if any."""


KIND_ORDER = ("rollback", "emergency", "recovery", "contingency", "troubleshoot", "handling")
"""What is needed in the greatest haste stands first."""


def kind_rank(kind: str) -> int:
    """Place of a kind in the list."""
    return KIND_ORDER.index(kind) if kind in KIND_ORDER else len(KIND_ORDER)


def stage_of(step: str) -> tuple[str, str]:
    """A step's stage and its own words: "Data: Restore backup" → ("Data", "Restore backup")."""
    stage, colon, rest = step.partition(": ")
    return (stage, rest) if colon and len(stage) <= 40 else ("", step)
