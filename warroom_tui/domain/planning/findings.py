"""What is wrong, assumed or open in the plans of a launch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one place of a plan."""

    source: str
    """Name of the document."""
    line: int
    severity: str
    """error, warning, info."""
    code: str
    text: str

    @property
    def place(self) -> str:
        """Document and line."""
        return f"{self.source}:{self.line}"


@dataclass(frozen=True, slots=True)
class Findings:
    """All of them, and what they were found in."""

    key: tuple[object, ...]
    """Changes when the documents, go-live or the rota do; reading again is not cheap."""
    found: tuple[Finding, ...]

    @property
    def warnings(self) -> int:
        """How many are more than a remark."""
        return sum(finding.severity != "info" for finding in self.found)
