"""May the launch go on to its next phase? What `p` shows and what `advance` obeys."""

from __future__ import annotations

from dataclasses import dataclass

from warroom_tui.domain.runsheet.launch import Phase, PhaseState, Task
from warroom_tui.domain.triggers.criteria import Criterion, Verdict

OUTCOMES = ("success", "failed", "rollback", "contingency", "retry")
"""How a phase ends: "failed" goes on to the next one all the same; "rollback" and "contingency"
start nothing, and "retry" begins the phase again."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """The running phase, what it still lacks, and what would start next."""

    phase: Phase | None
    """The phase that would be started or completed; None when the run sheet is over."""
    next: Phase | None
    """The phase that starts when `phase` completes."""
    open_required: tuple[Task, ...]
    failing: tuple[tuple[Criterion, Verdict], ...]
    """Exit criteria that are not met (or waived)."""

    @property
    def starts(self) -> bool:
        """True when advancing starts `phase` instead of completing it."""
        return self.phase is not None and self.phase.state is PhaseState.NOT_STARTED

    @property
    def blocked(self) -> bool:
        """True when advancing needs a reason."""
        return not self.starts and bool(self.open_required or self.failing)
