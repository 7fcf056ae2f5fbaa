"""The risk register."""

from __future__ import annotations

from dataclasses import dataclass

_GRADES = ("low", "medium", "high", "critical")


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

    @property
    def score(self) -> int | None:
        """Probability (1-3) times impact (1-4); None when the plan leaves one open."""
        if self.probability not in _GRADES or self.impact not in _GRADES:
            return None
        return (_GRADES.index(self.probability) + 1) * (_GRADES.index(self.impact) + 1)
