"""Tickets: priority and support level (two things that plans call "tier"), states, legal moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from warroom_tui.domain.errors import Refused


class Priority(StrEnum):
    """How bad it is; P1 is worst."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class Level(StrEnum):
    """Who handles it; L1 is the first line."""

    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    L4 = "L4"


class Channel(StrEnum):
    """How the request came in."""

    EMAIL = "email"
    PHONE = "phone"
    CHAT = "chat"
    PORTAL = "portal"
    IN_APP = "in_app"
    SLACK = "slack"
    WALK_UP = "walk_up"

    @property
    def word(self) -> str:
        """As every screen says it: "e-mail", "walk-up"."""
        special = {Channel.EMAIL: "e-mail", Channel.SLACK: "Slack"}
        return special.get(self) or self.value.replace("_", "-")


class TicketState(StrEnum):
    """Where a ticket stands."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    RESOLVED = "resolved"
    CLOSED = "closed"

    @property
    def word(self) -> str:
        """As every screen says it: somebody works on an open one, a pending one waits."""
        special = {TicketState.OPEN: "working", TicketState.PENDING: "waiting"}
        return special.get(self) or self.value

    @property
    def live(self) -> bool:
        """True while somebody still owes the requester something."""
        return self in (TicketState.NEW, TicketState.OPEN, TicketState.PENDING)


_MOVES: dict[TicketState, frozenset[TicketState]] = {
    TicketState.NEW: frozenset({TicketState.OPEN, TicketState.PENDING, TicketState.RESOLVED}),
    TicketState.OPEN: frozenset({TicketState.PENDING, TicketState.RESOLVED}),
    TicketState.PENDING: frozenset({TicketState.OPEN, TicketState.RESOLVED}),
    TicketState.RESOLVED: frozenset({TicketState.CLOSED, TicketState.OPEN}),
    TicketState.CLOSED: frozenset({TicketState.OPEN}),
}


def check_move(ref: str, current: TicketState, target: TicketState) -> None:
    """Raise `Refused` unless a ticket may go from `current` to `target`."""
    if target not in _MOVES[current]:
        allowed = ", ".join(sorted(_MOVES[current]))
        raise Refused(
            f"{ref} is {current}; it cannot become {target}.",
            f"From {current} it can go to: {allowed}.",
        )


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One SLA clock of a ticket as stored: see `sla.py` for what it means at a time."""

    clock: str
    """first_response, resolution or update."""
    started_at: datetime
    due_at: datetime
    at_risk_at: datetime
    paused_s: float
    stopped_at: datetime | None
    state: str
    """running, paused, met or breached."""
    target_text: str = ""
    target_s: float | None = None
    """Running time promised, seconds; None when it was stored before that was kept."""
    calendar: str | None = None
    """Name of the hours in which it runs; None round the clock."""
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    """Spells that did not count."""
    paused_at: datetime | None = None
    """Since when it stands still."""
    source: str = ""
    """Document and line of its target."""
    owner: str | None = None
    """Who had the ticket when the promise broke; "" nobody, None not broken."""


class Ticket(NamedTuple):
    """One user's request for help.

    A tuple, because screens read hundreds: a frozen dataclass takes five times as long to make.
    """

    id: int
    ref: str
    subject: str
    body: str
    requester: str
    channel: Channel
    category: str
    priority: Priority
    level: Level
    state: TicketState
    assignee: str | None
    created_at: datetime
    created_by: str
    first_response_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    reopen_count: int
    escalated_at: datetime | None
    waiting_since: datetime | None
    resolution: str
    csat: float | None
    """0 to 1, normalised."""
    issue_ref: str | None
    next_clock: str | None
    """The running clock that falls due first, or None (waiting or settled)."""
    next_due_at: datetime | None
    next_at_risk_at: datetime | None
    version: int
    updated_at: datetime | None = None
    """When anything about it was last written."""
    kb_needed: bool = False
    """True while it asks for a knowledge article."""
    csat_scale: str | None = None
    """The scale that the rating was given on: "5" or "percent"."""
    clocks: tuple[ClockRow, ...] = ()
    """Only filled when one ticket is read."""
    promised_words: tuple[tuple[str, str, str], ...] = ()
    """Promises without a time ("next release"): (clock, words, place); filled as `clocks` are."""
    other_promises: tuple[tuple[str, str], ...] = ()
    """What another document promises instead: (clock, words with their place)."""


@dataclass(frozen=True, slots=True)
class TicketNote:
    """Something said or done on a ticket."""

    at: datetime
    by: str
    kind: str
    """reply (went to the requester), note (internal), escalation, resolution."""
    text: str


@dataclass(frozen=True, slots=True)
class PriorityDefinition:
    """One row of the plan's priority matrix, shown while choosing."""

    priority: Priority
    title: str
    examples: tuple[str, ...]
    response_text: str | None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class EscalationContext:
    """The five things that an escalation must carry (T14)."""

    summary: str
    information: str
    steps_tried: str
    reachable: str = ""
    follow_up: str = ""

    def as_text(self) -> str:
        """The context as it stands in the ticket's notes."""
        parts = (
            ("Problem", self.summary),
            ("Known so far", self.information),
            ("Tried", self.steps_tried),
            ("Reach me", self.reachable),
            ("Follow up", self.follow_up),
        )
        return "\n".join(f"{label}: {text}" for label, text in parts if text)


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What is known when a ticket is logged; everything but the subject has a default."""

    subject: str
    body: str = ""
    requester: str = ""
    channel: Channel = Channel.PORTAL
    category: str = ""
    priority: Priority = Priority.P3
    level: Level = Level.L1
