"""The launch, its phases, checklists and tasks: states, legal moves, progress, lateness."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class LaunchStatus(StrEnum):
    """The life of a launch, shown in the title bar."""

    PLANNING = "planning"
    READY = "ready"
    IN_PROGRESS = "in_progress"
    HYPERCARE = "hypercare"
    COMPLETE = "complete"
    POSTPONED = "postponed"
    ROLLED_BACK = "rolled_back"
    CANCELLED = "cancelled"


class PhaseState(StrEnum):
    """Where a phase stands."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    COMPLETE = "complete"
    FAILED = "failed"
    SKIPPED = "skipped"
    ROLLED_BACK = "rolled_back"

    @property
    def ended(self) -> bool:
        """True when the phase will not go on."""
        return self in _ENDED_PHASES


_ENDED_PHASES = frozenset(
    {PhaseState.COMPLETE, PhaseState.FAILED, PhaseState.SKIPPED, PhaseState.ROLLED_BACK}
)


class TaskState(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    NA = "na"

    @property
    def settled(self) -> bool:
        """True when nobody needs to do it any more."""
        return self in _SETTLED_TASKS


_SETTLED_TASKS = frozenset({TaskState.DONE, TaskState.SKIPPED, TaskState.NA})


@dataclass(frozen=True, slots=True)
class Launch:
    """One product launch. Times are UTC; `tz` is the launch's own zone."""

    code: str
    name: str
    status: LaunchStatus
    tz: str
    rehearsal: bool
    go_live_at: datetime | None
    window_start: datetime | None
    window_end: datetime | None
    rollback_deadline: datetime | None
    rollback_estimate_min: int | None
    decision_margin_min: int | None
    hypercare_days: int | None
    issue_prefix: str
    product_url: str | None
    version: int
    day_1_is_go_live: bool = True
    """False when the plan calls the day after launch day its first ("Day 0" is launch day)."""

    @property
    def zone(self) -> ZoneInfo:
        """The launch's own zone."""
        return ZoneInfo(self.tz)

    def local(self, at: datetime) -> datetime:
        """`at` in the launch's zone."""
        return at.astimezone(self.zone)

    def day_number(self, at: datetime) -> int | None:
        """Launch day counted from 1 (0 is the day before); None while go-live is unknown."""
        if self.go_live_at is None:
            return None
        days = (self.local(at).date() - self.local(self.go_live_at).date()).days
        return days + 1

    def shown_day(self, number: int) -> int:
        """A launch day as the plan counts it; `number` is 1 on launch day."""
        return number if self.day_1_is_go_live else number - 1

    def date_of_day(self, number: int) -> date | None:
        """The calendar date of launch day `number`."""
        if self.go_live_at is None:
            return None
        return self.local(self.go_live_at).date() + timedelta(days=number - 1)

    def day_bounds(self, day: date) -> tuple[datetime, datetime]:
        """Start and end (exclusive) of a local calendar day, in UTC."""
        start = datetime(day.year, day.month, day.day, tzinfo=self.zone)
        after = day + timedelta(days=1)
        end = datetime(after.year, after.month, after.day, tzinfo=self.zone)
        return start.astimezone(UTC), end.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Task:
    """One box of a checklist."""

    id: int
    checklist_id: int
    seq: int
    text: str
    state: TaskState
    required: bool
    parent_id: int | None
    condition_text: str | None
    owner: str | None
    due_at: datetime | None
    command: str | None
    value_label: str | None
    value: str | None
    skip_reason: str | None
    done_by: str | None
    done_at: datetime | None
    line: int | None
    version: int

    def late_by(self, now: datetime) -> timedelta | None:
        """How long it is overdue, or None when it is not."""
        if self.state.settled or self.due_at is None or now <= self.due_at:
            return None
        return now - self.due_at


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list of tasks; belongs to a phase, or stands by itself (routine, roll-up, upkeep)."""

    id: int
    seq: int
    phase_id: int | None
    title: str
    kind: str
    starts_at: datetime | None
    duplicate_of: str | None
    """Title of an earlier list with the same boxes."""
    done: int
    """Settled tasks."""
    total: int
    open_required: int
    line: int | None


@dataclass(frozen=True, slots=True)
class Phase:
    """A step of the run sheet with its planned window and what really happened."""

    id: int
    seq: int
    name: str
    kind: str
    state: PhaseState
    outcome: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    plan_min_lo: int | None
    plan_min_hi: int | None
    started_at: datetime | None
    ended_at: datetime | None
    objective: str | None
    notes: str
    override_reason: str | None
    done: int
    total: int
    open_required: int
    line: int | None
    version: int

    def planned_end(self) -> datetime | None:
        """When it should end: the plan's window, else actual start plus the longest planned run."""
        if self.started_at and self.plan_min_hi:
            return self.started_at + timedelta(minutes=self.plan_min_hi)
        return self.ends_at

    def overrun(self, now: datetime) -> timedelta | None:
        """How far a running phase is past its planned end, or None."""
        end = self.planned_end()
        if self.state is not PhaseState.IN_PROGRESS or end is None or now <= end:
            return None
        return now - end

    def start_slip(self, now: datetime) -> timedelta | None:
        """Actual (or overdue) minus planned start; negative is early; None when not yet due."""
        if self.starts_at is None:
            return None
        if self.started_at is not None:
            return self.started_at - self.starts_at
        if self.state is PhaseState.NOT_STARTED and now > self.starts_at:
            return now - self.starts_at
        return None

    def duration(self) -> timedelta | None:
        """Actual run time of an ended phase."""
        if self.started_at is None or self.ended_at is None:
            return None
        return self.ended_at - self.started_at


def current_phase(phases: tuple[Phase, ...]) -> Phase | None:
    """The phase being run: the first in progress or blocked, else the first not started."""
    for phase in phases:
        if phase.state in (PhaseState.IN_PROGRESS, PhaseState.BLOCKED):
            return phase
    for phase in phases:
        if phase.state is PhaseState.NOT_STARTED:
            return phase
    return None


def next_phase(phases: tuple[Phase, ...], after: Phase | None) -> Phase | None:
    """The first phase after `after` that has not started."""
    seen = after is None
    for phase in phases:
        if seen and phase.state is PhaseState.NOT_STARTED:
            return phase
        if after is not None and phase.id == after.id:
            seen = True
    return None


def day_slip(phase: Phase | None, now: datetime) -> timedelta:
    """How late the run sheet is: the running phase's late start or overrun, else zero."""
    if phase is None:
        return timedelta(0)
    slips = [slip for slip in (phase.overrun(now), phase.start_slip(now)) if slip is not None]
    return max([timedelta(0), *slips])
