"""Tickets that live here and on another help desk: what is compared, and who wins.

A field is compared with the value on which both sides agreed last (the base): who differs from it
has changed the field. If both did, nobody is overwritten: it is a conflict for a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from warroom_tui.domain.errors import Refused, WarroomError
from warroom_tui.domain.timeline import TimelineEvent

FIELDS = ("subject", "state", "priority", "assignee")
"""What is kept alike on both sides; notes and replies are added, never changed."""


class HelpDeskDown(WarroomError):
    """The other side does not answer, or not now: try again later."""


class HelpDeskRefused(WarroomError):
    """The other side says no: trying again helps nobody."""

    def __init__(
        self, message: str, hint: str = "", *, of_one: bool = False, field: str = ""
    ) -> None:
        """`of_one`: it says no to one ticket (or its `field`), and the others may go on."""
        super().__init__(message, hint)
        self.of_one = of_one
        self.field = field


class RemoteChanged(WarroomError):
    """Somebody changed the ticket there between our look and our write."""


class RemoteGone(Refused):
    """The ticket is not there any more."""


class TokenSpent(WarroomError):
    """The one ticket that a token stands for was made already, or the token is too old."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A ticket of ours that is to be made there too."""

    subject: str
    state: str
    priority: str
    text: str
    """The request, signed with whose it is."""


@dataclass(frozen=True, slots=True)
class RemoteMessage:
    """Something said on a ticket there."""

    id: str
    author: str
    at: datetime
    text: str
    marker: str
    """What we called it, when it came from here; else empty."""
    by_requester: bool = False


@dataclass(frozen=True, slots=True)
class RemoteTicket:
    """A ticket as it stands there, in our words."""

    id: str
    etag: str
    """What the other side calls this state; a write against an older one is refused."""
    activity_at: datetime
    created_at: datetime
    requester: str
    fields: Mapping[str, str | None]
    """Of `FIELDS`, those that could be understood."""
    messages: tuple[str, ...]
    """Ids, oldest first."""


@dataclass(frozen=True, slots=True)
class RemotePage:
    """Some of what changed there, oldest first."""

    tickets: tuple[RemoteTicket, ...]
    cursor: str
    """Where to go on."""
    more: bool


class Verdict(StrEnum):
    """What follows from comparing one field."""

    SAME = "same"
    AGREED = "agreed"
    """Both sides say the same, which is new."""
    THEIRS = "theirs"
    OURS = "ours"
    CONFLICT = "conflict"


def judge(base: str | None, ours: str | None, theirs: str | None) -> Verdict:
    """Who changed the field since both agreed."""
    if ours == theirs:
        return Verdict.SAME if theirs == base else Verdict.AGREED
    if theirs == base:
        return Verdict.OURS
    return Verdict.THEIRS if ours == base else Verdict.CONFLICT


@dataclass(frozen=True, slots=True)
class OutItem:
    """Something on its way to the help desk."""

    id: int
    link_id: int | None
    """None while the ticket is not there yet."""
    external_id: str
    ticket_ref: str
    kind: str
    """create, field, message or retract."""
    field: str
    value: str | None
    note_id: int | None
    marker: str
    by: str
    queued_at: datetime
    state: str
    attempts: int
    error: str
    remote_id: str | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that was changed on both sides."""

    id: int
    ticket_ref: str
    subject: str
    external_id: str
    field: str
    ours: str | None
    theirs: str | None
    found_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """How the exchange with one help desk stands."""

    source: str
    tried_at: datetime | None
    ok_at: datetime | None
    next_at: datetime | None
    failures: int
    error: str
    n_in: int
    n_out: int
    linked: int
    runner: str | None
    """Which seat does it; None when nobody does."""
    creates: bool = False
    """Whether tickets logged here are made there by themselves."""
    waiting: int = 0
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class SyncView:
    """Everything that the screen and the command line show."""

    desks: tuple[SyncStatus, ...]
    outbox: tuple[OutItem, ...]
    """What waits, and what could not be sent, oldest first (bounded)."""
    conflicts: tuple[Conflict, ...]
    lately: tuple[TimelineEvent, ...] = ()
    """What was exchanged last, newest first (bounded)."""


@dataclass(frozen=True, slots=True)
class TurnResult:
    """What one turn of the exchange did."""

    came_in: int = 0
    changed: int = 0
    notes_in: int = 0
    sent: int = 0
    conflicts: int = 0
    failed: int = 0

    @property
    def idle(self) -> bool:
        """True when there was nothing to do."""
        return not any((self.came_in, self.changed, self.notes_in, self.sent, self.failed))


BACK_OFF_S = (15.0, 30.0, 60.0, 120.0, 300.0)
"""Seconds until the next try after the first, second ... failure in a row."""


def back_off_s(failures: int) -> float:
    """How long to leave a help desk alone that did not answer `failures` times."""
    return BACK_OFF_S[min(max(failures, 1), len(BACK_OFF_S)) - 1]
