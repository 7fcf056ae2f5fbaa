"""Gates: decisions that a person takes on evidence, and agreements by named roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class GateKind(StrEnum):
    """What is decided."""

    GO_NO_GO = "go_no_go"
    UAT = "uat"
    STAGING = "staging"
    FINAL_SIGNOFF = "final_signoff"
    STABILITY = "stability"
    DAY1_VERDICT = "day1_verdict"
    TRANSITION = "transition"
    HANDOFF = "handoff"


class GateState(StrEnum):
    """Where a gate stands; what the answers are called depends on its kind."""

    PENDING = "pending"
    HELD = "held"
    GO = "go"
    CONDITIONAL = "conditional"
    NO_GO = "no_go"
    WAIVED = "waived"

    @property
    def decided(self) -> bool:
        """True when somebody has answered."""
        return self not in (GateState.PENDING, GateState.HELD)


class SignOffState(StrEnum):
    """Whether a role agrees."""

    AWAITING = "awaiting"
    SIGNED = "signed"
    REFUSED = "refused"


_VERDICT = {
    GateState.GO: "Stable",
    GateState.CONDITIONAL: "Issues",
    GateState.NO_GO: "Rollback required",
    GateState.WAIVED: "Waived",
}
_SIGNED = {
    GateState.GO: "Signed off",
    GateState.CONDITIONAL: "Signed off with conditions",
    GateState.NO_GO: "Refused",
    GateState.WAIVED: "Waived",
}
_DECISION = {
    GateState.GO: "Go",
    GateState.CONDITIONAL: "Go with conditions",
    GateState.NO_GO: "No-go",
    GateState.WAIVED: "Waived",
}
_WORDS = {
    GateKind.STABILITY: _VERDICT,
    GateKind.DAY1_VERDICT: _VERDICT,
    GateKind.GO_NO_GO: _DECISION,
    GateKind.TRANSITION: _DECISION,
}


def answer_word(kind: GateKind, state: GateState) -> str:
    """What a state is called at a gate of that kind: "Go", "Stable", "Signed off"."""
    if not state.decided:
        return state.value
    return _WORDS.get(kind, _SIGNED)[state]


@dataclass(frozen=True, slots=True)
class SignOff:
    """A named role's agreement."""

    id: int
    role: str
    person: str | None
    state: SignOffState
    at: datetime | None
    comment: str
    version: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was known when a gate was decided; frozen with the decision."""

    at: datetime
    open_tasks: tuple[str, ...] = ()
    open_task_count: int = 0
    failing: tuple[str, ...] = ()
    """Criteria that are missed or at risk, and unanswered ones that this gate asks for."""
    unknown: int = 0
    """Other criteria without data."""
    tickets: tuple[str, ...] = ()
    """Open P1 and P2 tickets."""
    issues: tuple[str, ...] = ()
    """Live critical and high known issues."""
    gaps: tuple[str, ...] = ()
    """Levels that are or will be short of people."""

    @property
    def clear(self) -> bool:
        """True when nothing speaks against it."""
        return not (
            self.open_task_count or self.failing or self.tickets or self.issues or self.gaps
        )

    @property
    def summary(self) -> str:
        """One line: what stands against it."""
        parts = [
            _count(self.open_task_count, "open required task"),
            _count(len(self.failing), "criterion not met", "criteria not met"),
            _count(self.unknown, "criterion without data", "criteria without data"),
            _count(len(self.tickets), "open P1/P2 ticket"),
            _count(len(self.issues), "grave known issue"),
            _count(len(self.gaps), "rota gap"),
        ]
        return ", ".join(part for part in parts if part) or "nothing stands against it"

    @property
    def lines(self) -> int:
        """Lines that it takes to tell all of it, roughly."""
        parts = (self.open_tasks, self.failing, self.tickets, self.issues, self.gaps)
        return 2 + sum(len(part) + 2 for part in parts if part)


def _count(number: int, one: str, many: str = "") -> str:
    return "" if not number else f"{number} {one if number == 1 else many or one + 's'}"


@dataclass(frozen=True, slots=True)
class Gate:
    """A decision of the plan."""

    id: int
    seq: int
    kind: GateKind
    title: str
    due_at: datetime | None
    state: GateState
    decided_at: datetime | None
    decided_by: str | None
    rationale: str
    evidence: Evidence | None
    """As it was at the decision; None before."""
    sign_offs: tuple[SignOff, ...]
    source: str | None
    line: int | None
    version: int

    @property
    def word(self) -> str:
        """Its state in the words of its kind."""
        return answer_word(self.kind, self.state)

    @property
    def awaiting(self) -> tuple[SignOff, ...]:
        """Roles that have not signed."""
        return tuple(one for one in self.sign_offs if one.state is not SignOffState.SIGNED)

    def late_by(self, now: datetime) -> timedelta | None:
        """How long it is overdue, or None when it is not."""
        if self.state.decided or self.due_at is None or now <= self.due_at:
            return None
        return now - self.due_at
