"""A rollback, from the proposal to its end, and the decisions about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RollbackState(StrEnum):
    """Where a rollback stands."""

    PROPOSED = "proposed"
    CONTINUED = "continued"
    DECIDED = "decided"
    RUNNING = "running"
    VERIFIED = "verified"
    COMMUNICATED = "communicated"
    CLOSED = "closed"

    @property
    def asks(self) -> bool:
        """True while somebody must decide, now or when the time for a review has come."""
        return self in (RollbackState.PROPOSED, RollbackState.CONTINUED)

    @property
    def under_way(self) -> bool:
        """True from the decision to roll back until it is closed."""
        return self in _UNDER_WAY


_UNDER_WAY = frozenset(
    {
        RollbackState.DECIDED,
        RollbackState.RUNNING,
        RollbackState.VERIFIED,
        RollbackState.COMMUNICATED,
    }
)


class Decision(StrEnum):
    """What can be decided when a trigger has tripped."""

    ROLL_BACK = "roll_back"
    CONTINUE_UNTIL = "continue_until"
    FORWARD_FIX = "forward_fix"


DECISION_WORDS = {
    Decision.ROLL_BACK: "roll back",
    Decision.CONTINUE_UNTIL: "continue",
    Decision.FORWARD_FIX: "fix forward",
}


@dataclass(frozen=True, slots=True)
class Rollback:
    """One question "do we roll back?" and what came of it."""

    id: int
    state: RollbackState
    title: str
    """Why it is asked: the trigger's words, or the failed phase."""
    immediate: bool
    """True when the plan says to roll back at once."""
    triggers: tuple[int, ...]
    """Criteria that have tripped."""
    proposed_at: datetime
    proposed_by: str
    decision: Decision | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    reason: str = ""
    forced: bool = False
    """True when it was decided after the last safe moment."""
    recheck_at: datetime | None = None
    """Of `continue_until`: when to look again."""
    evidence: dict[str, object] | None = None
    """What was known at the decision; written with it and never again."""
    run_id: int | None = None
    """The run of the rollback procedure."""
    started_at: datetime | None = None
    verified_at: datetime | None = None
    communicated_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str = ""
    version: int = 1

    def waits(self, now: datetime) -> bool:
        """True when somebody must decide at this moment."""
        if self.state is RollbackState.PROPOSED:
            return True
        due = self.recheck_at is not None and now >= self.recheck_at
        return self.state is RollbackState.CONTINUED and due
