"""The risk register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

_GRADES = ("low", "medium", "high", "critical")


class RiskState(StrEnum):
    """Where a risk stands."""

    OPEN = "open"
    MITIGATED = "mitigated"
    OCCURRED = "occurred"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Risk:
    """Something that may go wrong, and what is planned against it."""

    id: int
    text: str
    probability: str | None
    impact: str | None
    mitigation: str
    response: str
    source: str | None
    line: int | None
    state: RiskState = RiskState.OPEN
    owner: str | None = None
    note: str = ""
    """Why it stands as it does."""
    issue: str | None = None
    """The known issue that it became."""
    changed_at: datetime | None = None
    changed_by: str | None = None
    version: int = 1

    @property
    def live(self) -> bool:
        """True while it can still hurt."""
        return self.state in (RiskState.OPEN, RiskState.OCCURRED)

    @property
    def grade(self) -> str:
        """The score in a word: low to 2, medium to 5, high to 8, grave above."""
        score = self.score
        if score is None:
            return "not scored"
        return (
            "low" if score <= 2 else "medium" if score <= 5 else "high" if score <= 8 else "grave"
        )

    @property
    def score(self) -> int | None:
        """Probability (1-3) times impact (1-4); None when the plan leaves one open."""
        if self.probability not in _GRADES or self.impact not in _GRADES:
            return None
        return (_GRADES.index(self.probability) + 1) * (_GRADES.index(self.impact) + 1)
