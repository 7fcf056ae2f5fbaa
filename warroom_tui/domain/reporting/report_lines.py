"""The lines of a report's sections: issues, phases, criteria, duty, events, open tickets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from warroom_tui.domain.incident.issues import IssueState, Severity
from warroom_tui.domain.runsheet.launch import PhaseState
from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.domain.triggers.tripwires import TriggerState


@dataclass(frozen=True, slots=True)
class IssueLine:
    """A known issue as a report names it."""

    ref: str
    title: str
    severity: Severity
    state: IssueState
    tickets: int
    workaround: str
    flags: str = ""
    """Data loss, security: what must never happen."""
    hotfix: str = ""
    """planned, deployed, or nothing."""

    @property
    def state_word(self) -> str:
        """The state in words."""
        return self.state.value.replace("_", " ").replace("wont", "won't")


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident as a report names it."""

    ref: str
    title: str
    priority: str
    state: str
    began: datetime
    lasted: timedelta
    affected: str
    commander: str
    updates: int
    rows_query_hint: str
    """The command that shows what is behind it."""


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase: what was planned and what happened, in the launch's own time."""

    name: str
    state: PhaseState
    planned: str
    """ "08:00–09:00", "all day", "2 Dec–4 Dec", "from 20:00"; a dash without a time."""
    actual: str
    slip: timedelta | None
    """Actual (or overdue) minus planned start; negative is early."""
    done: int
    total: int

    @property
    def state_word(self) -> str:
        """The state in words."""
        return self.state.value.replace("_", " ")

    @property
    def slip_text(self) -> str:
        """How the start compares to the plan: "on time", "12 min late", "5 min early"."""
        if self.slip is None:
            return "–"
        minutes = round(self.slip.total_seconds() / 60)
        if minutes == 0:
            return "on time"
        hours, rest = divmod(abs(minutes), 60)
        size = f"{hours} h {rest:02d}" if hours else f"{rest} min"
        return f"{size} {'late' if minutes > 0 else 'early'}"


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """A success criterion with its verdict and what the verdict rests on."""

    text: str
    tier: str | None
    """must, should or nice."""
    period: str | None
    """The plan's heading over it: "Launch day", "Week 1"."""
    verdict: Verdict
    value_text: str
    target_text: str
    evidence: str

    @property
    def symbol(self) -> str:
        """The verdict's symbol; never shown without its word."""
        return _VERDICT_SYMBOLS[self.verdict]

    @property
    def word(self) -> str:
        """The verdict in words."""
        return self.verdict.value.replace("_", " ")


_VERDICT_SYMBOLS = {
    Verdict.MET: "●",
    Verdict.AT_RISK: "▲",
    Verdict.MISSED: "✖",
    Verdict.NO_DATA: "◌",
    Verdict.WAIVED: "⊘",
}


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One level with the people who had duty that day."""

    level: str
    people: tuple[str, ...]
    """Name with hours, "Asha (08:00-16:00)"; marked when absent or never signed in."""


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One notable thing that happened."""

    at: datetime
    actor: str
    text: str


@dataclass(frozen=True, slots=True)
class TicketSummary:
    """Live tickets when the report was made; only known for today."""

    live: int
    breached: int
    unowned: int
    by_priority: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class TriggerLine:
    """A rollback trigger as it stands."""

    text: str
    group: str
    """immediate or consider."""
    state: TriggerState
    told: str
    """Value and limit, or what a person said."""

    @property
    def symbol(self) -> str:
        """Reads without colour."""
        return "✖" if self.state.live else "▲" if self.state is TriggerState.APPROACHING else "●"

    @property
    def word(self) -> str:
        """The state in words."""
        return self.state.value
