"""Patterns: several new tickets that seem to speak of one fault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PatternState(StrEnum):
    """What people made of a pattern."""

    SUGGESTED = "suggested"
    LINKED = "linked"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Tickets that speak of the same, as the radar sees them."""

    id: int
    label: str
    """The words they share: "card refused"."""
    words: tuple[str, ...]
    """The tokens by which the pattern is known again."""
    tickets: tuple[str, ...]
    """References, oldest first."""
    state: PatternState
    first_at: datetime
    last_at: datetime
    issue_ref: str | None
    """The known issue that it was linked to, or that some of its tickets point to already."""
    decided_by: str | None
    version: int
