"""The board: one frozen picture of everything that a screen needs.

Storage reads it in one transaction when something changed; screens, status and the wall draw it.
What depends on the time of day (countdowns, lateness, RAG) is derived in `situation.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from warroom_tui.domain.clock import Pace
from warroom_tui.domain.desk.escalation import Escalation, HeldTicket
from warroom_tui.domain.desk.figures import SupportCounts
from warroom_tui.domain.desk.tickets import PriorityDefinition, Ticket
from warroom_tui.domain.incident.incidents import CallOffer, Incident
from warroom_tui.domain.incident.issues import KnownIssue
from warroom_tui.domain.incident.patterns import Pattern
from warroom_tui.domain.monitoring.alerts import Alert, Maintenance
from warroom_tui.domain.monitoring.health import Check, CheckStatus
from warroom_tui.domain.runsheet.focus import FocusNote
from warroom_tui.domain.runsheet.launch import Checklist, Launch, Phase, Task
from warroom_tui.domain.staffing.rota import Requirement, Shift
from warroom_tui.domain.timeline import TimelineEvent
from warroom_tui.domain.triggers.baseline import Baseline
from warroom_tui.domain.triggers.criteria import Criterion, Metric
from warroom_tui.domain.triggers.rollback import Rollback
from warroom_tui.domain.triggers.tripwires import Wire

if TYPE_CHECKING:
    from warroom_tui.domain.desk.queue.parse import QueryError

SPARK_POINTS = 60
"""Points of a check's sparkline: one a minute over the last hour."""


@dataclass(frozen=True, slots=True)
class BoardView:
    """What a seat looks at: which rows the board must hold."""

    phase_id: int | None = None
    """Phase whose tasks are shown; None follows the current one."""
    list_ids: frozenset[int] = frozenset()
    """Lists outside the phase that are unfolded."""
    ticket_filter: str = ""
    """Words that must all occur in ref, subject, requester, owner, category, level, state."""
    ticket_limit: int = 100
    """Rows of the panel; the Tickets screen has them all, page by page."""


@dataclass(frozen=True, slots=True)
class TicketCounts:
    """Counts over all live tickets (and today's resolved), not only the visible rows."""

    live: int = 0
    by_priority: tuple[tuple[str, int], ...] = ()
    by_state: tuple[tuple[str, int], ...] = ()
    breached: int = 0
    """Live tickets with a running promise past due when the board was read."""
    unowned: int = 0
    matching: int = 0
    """Live tickets that pass the view's filter."""
    trouble: QueryError | None = None
    """Why the filter could not be read; then its words are looked for as they stand."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check with its stored status and the last hour's values, oldest first."""

    check: Check
    status: CheckStatus | None
    spark: tuple[float | None, ...]
    alert: Alert | None = None
    """The open one: firing, acknowledged or silenced."""
    maintenance: tuple[Maintenance, ...] = ()
    """Windows that have not ended."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A running terminal."""

    session: str
    name: str
    kind: str
    heartbeat_at: datetime


@dataclass(frozen=True, slots=True)
class RagOverride:
    """A person's word over the computed RAG."""

    rag: str
    reason: str
    by: str
    at: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that is due at a time: a message, gate, meeting, routine or open run."""

    kind: str
    """message, gate, meeting, routine (its next run), run (a run that is open), action."""
    id: int
    """Of a run: the id of its checklist."""
    title: str
    at: datetime
    detail: str = ""
    """Audience of a message ("held" while it is held back), kind of a gate, rule of a routine,
    period of a meeting, owner of an action item."""
    closes_at: datetime | None = None
    """Of a run: when the clock closes it."""


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the screens of one seat need, read at one moment."""

    revision: int
    """Id of the newest timeline event: rises with every change by a person."""
    read_at: datetime
    launch: Launch
    phases: tuple[Phase, ...]
    lists: tuple[Checklist, ...]
    """Every list, in document order, with its counts."""
    tasks: tuple[Task, ...]
    """Tasks of the viewed phase and the unfolded lists, in order."""
    due_tasks: tuple[Task, ...]
    """Unsettled tasks with a due time in started phases, soonest first (bounded)."""
    tickets: tuple[Ticket, ...]
    """Live tickets that pass the filter, most urgent first (bounded by the view)."""
    urgent_tickets: tuple[Ticket, ...]
    """Most urgent live tickets whatever the filter, and every unowned P1 (bounded)."""
    ticket_counts: TicketCounts
    priorities: tuple[PriorityDefinition, ...]
    checks: tuple[CheckRow, ...]
    requirements: tuple[Requirement, ...]
    shifts: tuple[Shift, ...]
    """From a day ago to two days ahead, and everyone signed in."""
    issues: tuple[KnownIssue, ...]
    """Live known issues, worst first."""
    metrics: tuple[Metric, ...]
    criteria: tuple[Criterion, ...]
    today: SupportCounts
    seats: tuple[Seat, ...]
    events: tuple[TimelineEvent, ...]
    """The latest events, newest first (bounded)."""
    rag_override: RagOverride | None
    pace: Pace | None
    """Set in a rehearsal: how its clock runs."""
    monitor_at: datetime | None
    """Last heartbeat of the seat that probes; None when nobody does."""
    promises: tuple[Promise, ...] = ()
    """Messages, gates, meetings and routines with a time, soonest first (bounded)."""
    focus: tuple[FocusNote, ...] = ()
    """Lines of focus cards with the times of their phases (bounded)."""
    incidents: tuple[Incident, ...] = ()
    """Live incidents, worst first, then those that wait for their review (bounded)."""
    wires: tuple[Wire, ...] = ()
    """What the watch has stored of criteria and triggers."""
    baseline: Baseline | None = None
    """The newest one."""
    rollback: Rollback | None = None
    """The one that is not closed: proposed, continued, decided, running."""
    flagged: tuple[tuple[str, int], ...] = ()
    """Known issues that were ever flagged: (data_loss or security, how many)."""
    rollback_minutes: tuple[int, ...] = ()
    """How long rollbacks took that were run or rehearsed."""
    issues_reviewed: datetime | None = None
    """When the known-issue log was gone through last."""
    incident_offers: tuple[Ticket, ...] = ()
    """P1 tickets that nobody has declared an incident for, nor refused to (bounded)."""
    call_offers: tuple[CallOffer, ...] = ()
    """Live incidents for which nobody was called yet, and whom the plan would call (bounded)."""
    patterns: tuple[Pattern, ...] = ()
    """Tickets that seem to speak of one fault and wait for a person's word (bounded)."""
    escalations: tuple[Escalation, ...] = ()
    """Calls to a higher level that nobody answered yet, oldest first (bounded)."""
    held: tuple[HeldTicket, ...] = ()
    """Tickets at a level that passes them on after a time, the first to go on first (bounded)."""
    tickets_mark: int = 0
    """Rises with every ticket written, those of an import too, which leave no event each."""


_PERIOD_DAYS = {"daily": 1, "weekdays": 1, "weekly": 7, "monthly": 31, "quarterly": 92}
"""After so many days a meeting that was not held gives way to the next one."""


def next_turn(board: Board) -> datetime | None:
    """When the clock next makes or closes a routine run; None when it never does."""
    turns = [promise.closes_at for promise in board.promises if promise.closes_at is not None]
    for promise in board.promises:
        if promise.kind == "routine":
            turns.append(promise.at)
        elif promise.kind == "meeting" and promise.detail in _PERIOD_DAYS:
            turns.append(promise.at + timedelta(days=_PERIOD_DAYS[promise.detail]))
    return min(turns, default=None)
