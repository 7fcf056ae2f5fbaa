"""Incidents: major trouble handled now, with updates promised every so many minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from warroom_tui.domain.errors import Refused
from warroom_tui.domain.incident.issues import Severity

UPDATE_EVERY_MIN = 15
"""How often an update is promised when nobody says otherwise (LWS, emergency)."""

UPDATE_SOON = timedelta(minutes=3)
"""So long before its time an update is asked for."""

POSTMORTEM_DAYS = 3
"""A post-mortem is due so many days after the incident ends, when nobody says otherwise."""


class IncidentState(StrEnum):
    """Where an incident stands."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    RESOLVING = "resolving"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    REVIEWED = "reviewed"

    @property
    def live(self) -> bool:
        """True while updates are owed."""
        return self not in (IncidentState.RESOLVED, IncidentState.REVIEWED)


LIVE_STATES = tuple(state for state in IncidentState if state.live)

STATE_DETAILS = {
    IncidentState.INVESTIGATING: "the cause is being looked for",
    IncidentState.IDENTIFIED: "the cause is known",
    IncidentState.RESOLVING: "the fix is under way",
    IncidentState.MONITORING: "users are well again; we watch if it holds",
    IncidentState.RESOLVED: "it is over; no more updates are promised",
    IncidentState.REVIEWED: "the post-mortem is done",
}


def check_move(ref: str, current: IncidentState, target: IncidentState) -> None:
    """Raise `Refused` unless an incident may go from `current` to `target`.

    Live states may follow each other in any order (what looked identified may not be); only what
    is resolved can be reviewed, and what was reviewed stays so.
    """
    if current is target:
        raise Refused(f"{ref} is {current} already.")
    if current is IncidentState.REVIEWED:
        raise Refused(f"{ref} is reviewed.", "Declare a new incident if it came back.")
    if target is IncidentState.REVIEWED and current is not IncidentState.RESOLVED:
        raise Refused(f"{ref} is {current}.", "Resolve it before its review.")


PRIORITIES = {
    Severity.CRITICAL: "P1",
    Severity.HIGH: "P2",
    Severity.MEDIUM: "P3",
    Severity.LOW: "P4",
}
"""Severity in the words of the priority matrix."""


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident. "Conditions, actions, needs" is how its state is told in three lines."""

    id: int
    ref: str
    """INC-001"""
    title: str
    severity: Severity
    state: IncidentState
    impact: str
    affected_n: int | None
    affected_pct: float | None
    workaround: str
    conditions: str
    """What is the case."""
    actions: str
    """What is being done."""
    needs: str
    """What is missing to go on."""
    eta: datetime | None
    """When it should be over."""
    update_every_min: int
    next_update_due: datetime | None
    """None once it is over."""
    commander: str | None
    liaison: str | None
    scribe: str | None
    hotline: str
    issue_ref: str | None
    ticket_ref: str | None
    started_at: datetime
    """When users began to feel it."""
    detected_at: datetime
    """When somebody noticed."""
    declared_at: datetime
    declared_by: str
    identified_at: datetime | None
    mitigated_at: datetime | None
    resolved_at: datetime | None
    reviewed_at: datetime | None
    updates: int
    postmortem_due: datetime | None
    """When its post-mortem is due; None when there is none, when it is done, or undated."""
    version: int

    @property
    def live(self) -> bool:
        """True while it is being handled."""
        return self.state.live

    @property
    def p1(self) -> bool:
        """True for what takes the screen over."""
        return self.severity is Severity.CRITICAL

    @property
    def priority(self) -> str:
        """P1 to P4."""
        return PRIORITIES[self.severity]

    @property
    def affected(self) -> str:
        """ "120 users (40 %)", either, or nothing."""
        return affected_words(self.affected_n, self.affected_pct)

    def update_late(self, now: datetime) -> timedelta | None:
        """How long the promised update is late; None when it is not."""
        if self.next_update_due is None or not self.live or now <= self.next_update_due:
            return None
        return now - self.next_update_due

    def lasted(self, now: datetime) -> timedelta:
        """From its start to its end, or until now."""
        return (self.resolved_at or now) - self.started_at


def affected_words(number: int | None, pct: float | None) -> str:
    """How many users are hit, in words: "120 users (40 %)"."""
    share = "" if pct is None else f"{pct:g} %"
    if number is None:
        return f"{share} of users" if share else ""
    users = f"{number} user" + ("" if number == 1 else "s")
    return f"{users} ({share})" if share else users


@dataclass(frozen=True, slots=True)
class IncidentUpdate:
    """One update, or one change of state, as it was told."""

    id: int
    at: datetime
    by: str
    state: IncidentState
    """The state that it told."""
    text: str
    due_at: datetime | None
    """The promise that it kept or broke; None when it was not promised."""

    @property
    def late(self) -> timedelta | None:
        """How late it came; None when it kept its promise or none was made."""
        if self.due_at is None or self.at <= self.due_at:
            return None
        return self.at - self.due_at


@dataclass(frozen=True, slots=True)
class NewIncident:
    """What is known when an incident is declared; everything but the title has a default."""

    title: str
    severity: Severity = Severity.CRITICAL
    impact: str = ""
    affected_n: int | None = None
    affected_pct: float | None = None
    workaround: str = ""
    conditions: str = ""
    actions: str = ""
    needs: str = ""
    eta: datetime | None = None
    update_every_min: int = UPDATE_EVERY_MIN
    commander: str | None = None
    liaison: str | None = None
    scribe: str | None = None
    hotline: str = ""
    started_at: datetime | None = None
    """None: now."""
    issue_ref: str | None = None
    ticket_ref: str | None = None


@dataclass(frozen=True, slots=True)
class PostMortem:
    """What was learnt from one incident. The actions it asks for are action items."""

    id: int
    incident_ref: str
    summary: str
    contributing: str
    """Contributing factors, root cause first."""
    impact: str
    """The impact in numbers."""
    went_well: str
    improve: str
    due_at: datetime | None
    owner: str | None
    completed_at: datetime | None
    completed_by: str | None
    version: int

    @property
    def written(self) -> PostMortemText:
        """The part that a person writes."""
        return PostMortemText(
            self.summary,
            self.contributing,
            self.impact,
            self.went_well,
            self.improve,
            self.owner,
            self.due_at,
        )

    def late_by(self, now: datetime) -> timedelta | None:
        """How long it is overdue; None when it is not."""
        if self.completed_at is not None or self.due_at is None or now <= self.due_at:
            return None
        return now - self.due_at


@dataclass(frozen=True, slots=True)
class PostMortemText:
    """What a person writes into a post-mortem; None and empty mean: not yet."""

    summary: str = ""
    contributing: str = ""
    impact: str = ""
    went_well: str = ""
    improve: str = ""
    owner: str | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PromisesKept:
    """Updates of incidents that were promised in a period, and those that came in time."""

    due: int
    kept: int


NO_PROMISES = PromisesKept(0, 0)
"""Nothing was promised."""


@dataclass(frozen=True, slots=True)
class CallOffer:
    """Nobody was called for a live incident yet: whom the plan would call first."""

    ref: str
    title: str
    priority: str
    declared_at: datetime
    key: str
    """Of the level, or the role."""
    name: str
    """Key and name of the level ("L3 Critical Issues"), or the role."""
    callees: str
    """Who that is now, with a number; empty when nobody is known."""
