"""What people and the product do in a scenario, one small value per kind of act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from warroom_tui.domain.desk.tickets import Level, NewTicket
from warroom_tui.domain.incident.incidents import IncidentState
from warroom_tui.domain.incident.issues import IssueState, Severity
from warroom_tui.domain.notes import NoteKind


@dataclass(frozen=True, slots=True)
class FileTicket:
    """A customer's request arrives; `id` names it inside the scenario."""

    id: str
    new: NewTicket


@dataclass(frozen=True, slots=True)
class Take:
    """Somebody takes a ticket."""

    ticket: str


@dataclass(frozen=True, slots=True)
class Assign:
    """Somebody gives a ticket to a colleague."""

    ticket: str
    to: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; from the requester it ends a wait."""

    ticket: str
    text: str


@dataclass(frozen=True, slots=True)
class Wait:
    """The ticket waits on its requester."""

    ticket: str
    text: str


@dataclass(frozen=True, slots=True)
class Escalate:
    """The ticket goes to a higher level with its context."""

    ticket: str
    to: Level
    info: str
    tried: str


@dataclass(frozen=True, slots=True)
class Resolve:
    """The case is solved; `stars` 1 to 5 from the requester."""

    ticket: str
    text: str
    stars: float | None = None
    kb: bool = False
    """An article should be written."""


@dataclass(frozen=True, slots=True)
class Reopen:
    """The requester says that it is not solved."""

    ticket: str
    text: str


@dataclass(frozen=True, slots=True)
class LogIssue:
    """A known issue is logged; with an id that is known already it is updated."""

    id: str
    title: str
    severity: Severity
    state: IssueState
    text: str
    impact: str
    workaround: str
    ticket: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """A ticket points to a known issue."""

    ticket: str
    issue: str


@dataclass(frozen=True, slots=True)
class Declare:
    """A major incident begins; ids of the scenario name its ticket and known issue."""

    title: str
    severity: Severity
    impact: str
    workaround: str
    conditions: str
    actions: str
    of_ticket: str | None
    of_issue: str | None


@dataclass(frozen=True, slots=True)
class Tell:
    """An update on the incident that the person declared."""

    text: str
    state: IncidentState | None
    conditions: str | None
    actions: str | None


@dataclass(frozen=True, slots=True)
class Tick:
    """Boxes are ticked; each text is part of one box."""

    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Skip:
    """A box does not apply."""

    task: str
    reason: str


@dataclass(frozen=True, slots=True)
class Advance:
    """The phase whose name holds the text ends, and earlier ones still open."""

    phase: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class SignIn:
    """Comes on duty, or back from a break."""


@dataclass(frozen=True, slots=True)
class SignOut:
    """Goes off duty, or on a break."""

    on_break: bool


@dataclass(frozen=True, slots=True)
class Jot:
    """A line for the daily report."""

    kind: NoteKind
    text: str


@dataclass(frozen=True, slots=True)
class Agree:
    """An action item is written down, due `within` from then."""

    text: str
    owner: str
    within: timedelta


@dataclass(frozen=True, slots=True)
class Misbehave:
    """The product has trouble for a while where a check looks."""

    check: str
    latency_ms: float
    status: int | None
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class Behave:
    """The trouble is over."""

    check: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric has a value."""

    key: str
    value: float


@dataclass(frozen=True, slots=True)
class Send:
    """The message whose title holds the text is marked as sent."""

    message: str


@dataclass(frozen=True, slots=True)
class Hold:
    """The meeting whose title holds the text has been held."""

    meeting: str
    notes: str


Act = (
    FileTicket
    | Agree
    | Take
    | Assign
    | Reply
    | Wait
    | Escalate
    | Resolve
    | Reopen
    | LogIssue
    | Link
    | Declare
    | Tell
    | Tick
    | Skip
    | Advance
    | SignIn
    | SignOut
    | Jot
    | Misbehave
    | Behave
    | Measure
    | Send
    | Hold
)


@dataclass(frozen=True, slots=True)
class Step:
    """One act of one person at a time counted from the scenario's start."""

    at: timedelta
    by: str
    act: Act
