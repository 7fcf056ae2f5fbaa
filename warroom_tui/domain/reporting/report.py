"""What a report says: the facts of one launch day, and the report as shown and as issued.

The facts are gathered once (`DayRecord`, one read transaction), turned into words and figures
(`DailyFacts`) and handed to a template. What was issued is frozen (`IssuedReport`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from warroom_tui.domain.board import Board
from warroom_tui.domain.desk.figures import SupportCounts
from warroom_tui.domain.incident.incidents import NO_PROMISES, Incident, PromisesKept
from warroom_tui.domain.incident.issues import KnownIssue
from warroom_tui.domain.monitoring.day_table import FilledTable
from warroom_tui.domain.notes import Note
from warroom_tui.domain.rag import Rag
from warroom_tui.domain.reporting.report_lines import (
    DutyLine,
    IncidentLine,
    IssueLine,
    PhaseLine,
    TicketSummary,
    TimelineLine,
    TriggerLine,
    VerdictLine,
)
from warroom_tui.domain.staffing.people import Contact
from warroom_tui.domain.staffing.rota import Shift
from warroom_tui.domain.timeline import TimelineEvent
from warroom_tui.domain.triggers.criteria import Metric
from warroom_tui.domain.triggers.rollback import Rollback

NOTABLE = frozenset(
    {"phase", "issue", "launch", "check", "criterion", "incident", "gate", "rollback"}
)
"""Subjects whose events a stakeholder cares about; single boxes and tickets are counted instead."""


class ReportKind(StrEnum):
    """Which report."""

    DAILY = "daily"
    MIDDAY = "midday"

    @property
    def what(self) -> str:
        """One line for a menu."""
        return _KIND_WORDS[self]


_KIND_WORDS = {
    ReportKind.DAILY: "End-of-day summary: status, figures, wins, issues, actions, tomorrow",
    ReportKind.MIDDAY: "Mid-day figures: status, figures so far, open issues",
}


class ReportFormat(StrEnum):
    """How it is written."""

    MD = "md"
    HTML = "html"
    TXT = "txt"
    EML = "eml"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its provenance."""

    key: str
    label: str
    value: float | None
    """None while there is nothing to compute it from."""
    unit: str
    text: str
    """The value as printed, with its unit."""
    definition: str
    """How it is computed, or who recorded it and when."""
    rows_query_hint: str
    """The command that lists the rows behind it."""


@dataclass(frozen=True, slots=True)
class CheckUptime:
    """Seconds that a check spent up, down and unobserved on a day."""

    name: str
    observed_s: float
    """Seconds with a known state: up, slow or down."""
    down_s: float
    unknown_s: float
    """Seconds without a result: shown, never counted as up."""
    maintenance_s: float = 0.0
    """Seconds under maintenance: shown, counted neither as up nor as down."""

    @property
    def percent(self) -> float | None:
        """1 - down / observed, percent (data model, derived figures); None if never observed."""
        if self.observed_s <= 0:
            return None
        return 100.0 * (1 - self.down_s / self.observed_s)


@dataclass(frozen=True, slots=True)
class Briefing:
    """The next meeting to which questions can be brought."""

    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DayRecord:
    """Everything that a report of one day needs, read in one transaction."""

    board: Board
    """The board as it stands now, whichever day is reported."""
    day: date
    """The reported launch-local day."""
    counts: SupportCounts
    """Counts of `day`; equal to `board.today` when it is today."""
    notes: tuple[Note, ...] = ()
    """Notes of `day`, in the order of writing."""
    issues: tuple[KnownIssue, ...] = ()
    """All known issues, live or not."""
    metrics: tuple[Metric, ...] = ()
    """Each with its latest value before the end of `day`."""
    uptimes: tuple[CheckUptime, ...] = ()
    day_tables: tuple[FilledTable, ...] = ()
    """Tables that the plan leaves blank for days and weeks, filled."""
    shifts: tuple[Shift, ...] = ()
    """Every shift that overlaps `day`."""
    events: tuple[TimelineEvent, ...] = ()
    """Events of `day` about `NOTABLE` subjects, oldest first (bounded by the reader)."""
    contacts: tuple[Contact, ...] = ()
    briefing: Briefing | None = None
    """The first meeting after `day`, when the plan names one."""
    issued: tuple[IssuedReport, ...] = ()
    """Reports issued about `day`, oldest first."""
    rollbacks: tuple[Rollback, ...] = ()
    """Every question "do we roll back?", newest first."""
    incidents: tuple[Incident, ...] = ()
    """Incidents that were live at some time of `day`, oldest first."""
    promises: PromisesKept = NO_PROMISES
    """Updates of incidents that were promised for `day`."""


@dataclass(frozen=True, slots=True)
class DailyFacts:
    """Everything that a template may print. Each field is a name in the template."""

    kind: ReportKind
    title: str
    """ "Day 1 summary"; before go-live "T-7 summary"; without a date "Daily summary"."""
    launch: str
    code: str
    rehearsal: bool
    tz: str
    day: date
    day_number: int | None
    """As the plan counts its days; None without a date."""
    launch_day: int
    """The number that the plan gives to launch day: 1, or 0."""
    as_of: datetime
    """When the figures were read, UTC."""
    rag: Rag | None
    """None for a past day of which no report was issued."""
    rag_reason: str
    rag_more: tuple[str, ...]
    """Further reasons."""
    rag_by: str | None
    """Who set the status by hand, if anybody did."""
    business: tuple[Figure, ...]
    """What the product did: recorded metrics."""
    support: tuple[Figure, ...]
    """What the desk did: computed from tickets and issues."""
    uptimes: tuple[Figure, ...]
    """Uptime of each check."""
    wins: tuple[str, ...]
    actions: tuple[str, ...]
    focus: tuple[str, ...]
    issues: tuple[IssueLine, ...]
    phases: tuple[PhaseLine, ...]
    criteria: tuple[VerdictLine, ...]
    on_duty: tuple[DutyLine, ...]
    tickets: TicketSummary | None
    timeline: tuple[TimelineLine, ...]
    briefing: Briefing | None
    signature_name: str
    signature_role: str
    left_out: tuple[str, ...]
    """What was cut to keep the report readable: "12 issues"."""
    day_tables: tuple[FilledTable, ...] = ()
    """Day and week tables of the plan, filled; in the end-of-day report only."""
    triggers: tuple[TriggerLine, ...] = ()
    """Rollback triggers as they stand; of today only."""
    decisions: tuple[str, ...] = ()
    """What was decided about rolling back on that day."""
    incidents: tuple[IncidentLine, ...] = ()
    """Incidents that were live on the day."""
    promises: PromisesKept = NO_PROMISES
    """Updates of incidents promised for the day: `due`, and `kept` in time."""
    in_short: str = ""
    """How the day went in a few sentences; empty for a day that has not come yet."""

    @property
    def recorded(self) -> tuple[Figure, ...]:
        """The business figures that have a value."""
        return tuple(figure for figure in self.business if figure.value is not None)

    @property
    def unrecorded(self) -> tuple[str, ...]:
        """Names of the business figures that nobody has recorded yet."""
        return tuple(figure.label for figure in self.business if figure.value is None)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of the report, in printed order."""
        return self.business + self.support + self.uptimes

    @property
    def rag_symbol(self) -> str:
        """The status symbol; never shown without its word."""
        return rag_mark(self.rag)[0]

    @property
    def rag_word(self) -> str:
        """The status word."""
        return rag_mark(self.rag)[1]


def rag_mark(rag: Rag | None) -> tuple[str, str]:
    """Symbol and word of a status; they read without colour."""
    if rag is None:
        return ("◌", "NOT RECORDED")
    return {Rag.GREEN: ("●", "GREEN"), Rag.YELLOW: ("▲", "YELLOW"), Rag.RED: ("✖", "RED")}[rag]


@dataclass(frozen=True, slots=True)
class RenderedReport:
    """A report ready to be read, written or sent; nothing is stored yet."""

    kind: ReportKind
    day: date
    format: ReportFormat
    title: str
    text: str
    facts: DailyFacts


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """A report as it was issued: frozen."""

    id: int
    """0 until stored."""
    kind: ReportKind
    day: date
    rag: Rag | None
    rag_reason: str
    facts_json: str
    """The facts with every figure's value, definition and row hint."""
    body: str
    format: ReportFormat
    path: str
    issued_at: datetime
    issued_by: str
    sha256: str
    """Of `body` in UTF-8: what stands in the file."""
