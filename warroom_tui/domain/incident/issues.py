"""Known issues: faults that tickets point to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class IssueState(StrEnum):
    """Where a known issue stands."""

    NEW = "new"
    INVESTIGATING = "investigating"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    WONT_FIX = "wont_fix"

    @property
    def live(self) -> bool:
        """True while it still bites."""
        return self not in (IssueState.RESOLVED, IssueState.WONT_FIX)


class Severity(StrEnum):
    """How bad a known issue is."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class IssueFormat(StrEnum):
    """The forms in which the log leaves: the plan's own in Markdown, a table, records."""

    MD = "md"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class KnownIssue:
    """One entry of the known-issue log, with all the fields that the plans ask for."""

    id: int
    ref: str
    title: str
    severity: Severity
    state: IssueState
    reported_at: datetime
    reported_by: str
    description: str
    steps: str
    expected: str
    actual: str
    impact: str
    affected_n: int | None
    workaround: str
    resolution: str
    resolved_at: datetime | None
    resolved_by: str | None
    tickets: int
    """Linked tickets."""
    version: int
    affected_pct: float | None = None
    hotfix: str = ""
    """What fixes it between two releases; empty when nothing is planned."""
    hotfix_deployed_at: datetime | None = None
    is_data_loss: bool = False
    is_security: bool = False
    requesters: int = 0
    """People behind the linked tickets, each counted once."""

    @property
    def hotfix_state(self) -> str:
        """ "planned", "deployed", or nothing."""
        if self.hotfix_deployed_at is not None:
            return "deployed"
        return "planned" if self.hotfix else ""

    @property
    def users(self) -> int | None:
        """Users affected, by one rule: the typed number or the requesters, whichever is more.

        None when neither says anything.
        """
        known = [number for number in (self.affected_n, self.requesters or None) if number]
        return max(known) if known else self.affected_n

    @property
    def flags(self) -> tuple[str, ...]:
        """What nobody may overlook: data loss, security."""
        return tuple(
            word
            for word, set_ in (("data loss", self.is_data_loss), ("security", self.is_security))
            if set_
        )


@dataclass(frozen=True, slots=True)
class NewIssue:
    """What is known when an issue is logged; everything but the title may come later."""

    title: str
    severity: Severity = Severity.MEDIUM
    description: str = ""
    steps: str = ""
    expected: str = ""
    actual: str = ""
    impact: str = ""
    affected_n: int | None = None
    workaround: str = ""
    affected_pct: float | None = None
    hotfix: str = ""
    is_data_loss: bool = False
    is_security: bool = False
