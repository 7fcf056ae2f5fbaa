"""The plan as a book to read: chapters of entries, each with its document and line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warroom_tui.domain.planning.findings import Findings


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that came from the plan."""

    key: str
    """Kind and number: `meeting:3`."""
    title: str
    at: datetime | None = None
    """When it is due or planned."""
    note: str = ""
    """How it stands, in a few words."""
    text: str = ""
    """All of it, to read."""
    source: str | None = None
    """Name of the document."""
    line: int | None = None
    flagged: bool = False
    """True when something is missing or late."""

    @property
    def place(self) -> str:
        """Document and line: "layby.md:42"; empty for what people added."""
        if not self.line:
            return ""
        return f"{self.source}:{self.line}" if self.source else f"line {self.line}"


@dataclass(frozen=True, slots=True)
class Chapter:
    """Entries of one kind."""

    key: str
    title: str
    entries: tuple[Entry, ...]


def finding_chapter(findings: Findings) -> tuple[Chapter, ...]:
    """What the plans leave wrong or open; no chapter when there is nothing."""
    entries = tuple(
        Entry(
            f"finding:{index}",
            finding.text,
            note=finding.code.replace("-", " "),
            text=finding.text,
            source=finding.source,
            line=finding.line,
            flagged=finding.severity != "info",
        )
        for index, finding in enumerate(findings.found)
    )
    return (Chapter("findings", "Findings", entries),) if entries else ()


PAGE_TITLES = {
    "note": "Notes",
    "training": "Training",
    "expected": "Expected issues",
    "focus": "Focus",
    "lessons": "Lessons learned",
}
"""Titles of the chapters that hold pages of the plan, by kind."""
