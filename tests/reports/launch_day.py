"""A launch day on which something of everything happened, and one on which nothing did."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from warroom_tui.domain.board import Board, TicketCounts
from warroom_tui.domain.desk.figures import SupportCounts
from warroom_tui.domain.incident.issues import IssueState, KnownIssue, Severity
from warroom_tui.domain.monitoring.health import Condition
from warroom_tui.domain.notes import Note, NoteKind
from warroom_tui.domain.reporting.report import Briefing, CheckUptime, DayRecord, IssuedReport
from warroom_tui.domain.runsheet.launch import Launch, LaunchStatus, Phase, PhaseState
from warroom_tui.domain.staffing.people import Contact
from warroom_tui.domain.staffing.rota import Shift, ShiftState
from warroom_tui.domain.timeline import TimelineEvent
from warroom_tui.domain.triggers.criteria import Criterion, Metric, Verdict

DAY = date(2026, 12, 1)
EVENING = datetime(2026, 12, 1, 19, 5, tzinfo=UTC)
"""20:05 in Copenhagen."""


def at(hour: int, minute: int = 0, day: int = 1) -> datetime:
    """A time of December 2026 in UTC; Copenhagen is an hour ahead."""
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


LAUNCH = Launch(
    code="LAYBY",
    name="Layby Launch",
    status=LaunchStatus.IN_PROGRESS,
    tz="Europe/Copenhagen",
    rehearsal=False,
    go_live_at=at(7),
    window_start=None,
    window_end=None,
    rollback_deadline=None,
    rollback_estimate_min=None,
    decision_margin_min=None,
    hypercare_days=14,
    issue_prefix="LAYBY",
    product_url=None,
    version=1,
)

COUNTS = SupportCounts(
    created=40,
    resolved=30,
    same_day=28,
    first_contact=24,
    escalated=4,
    reopened=1,
    clocks_met=57,
    clocks_breached=3,
    responses=38,
    response_s=38 * 720.0,
    resolutions=30,
    resolution_s=30 * 5400.0,
    csat_n=10,
    csat_sum=8.25,
    response_p90_s=1500.0,
    resolution_p90_s=14_400.0,
    critical_issues=1,
)


def issue(number: int, title: str, severity: Severity, state: IssueState) -> KnownIssue:
    """A known issue of this morning."""
    return KnownIssue(
        id=number,
        ref=f"LAYBY-{number:03d}",
        title=title,
        severity=severity,
        state=state,
        reported_at=at(9, number),
        reported_by="Asha",
        description="",
        steps="",
        expected="",
        actual="",
        impact="",
        affected_n=None,
        workaround="Ask them to reload the page." if state.live else "",
        resolution="",
        resolved_at=None if state.live else at(12),
        resolved_by=None if state.live else "Ben",
        tickets=number + 1,
        version=1,
    )


def phase(seq: int, name: str, state: PhaseState, hours: tuple[int, int], late: int) -> Phase:
    """A phase planned for these hours (UTC) that started `late` minutes late."""
    started = None if state is PhaseState.NOT_STARTED else at(hours[0], late)
    return Phase(
        id=seq,
        seq=seq,
        name=name,
        kind="go_live",
        state=state,
        outcome=None,
        starts_at=at(hours[0]),
        ends_at=at(hours[1]),
        plan_min_lo=None,
        plan_min_hi=None,
        started_at=started,
        ended_at=at(hours[1], late) if state.ended else None,
        objective=None,
        notes="",
        override_reason=None,
        done=5 if state.ended else 2,
        total=5,
        open_required=0,
        line=None,
        version=1,
    )


def shift(number: int, person: str, level: str, state: ShiftState, mode: str = "on_site") -> Shift:
    """Duty from 08:00 to 20:00 in Copenhagen."""
    came = None if state in (ShiftState.PLANNED, ShiftState.ABSENT) else at(7, 2)
    return Shift(
        number, number, person, level, at(7), at(19), mode, None, state, came, None, version=1
    )


def criterion(number: int, text: str, metric: str | None, op: str, limit: float) -> Criterion:
    """A must-have of launch day in percent."""
    return Criterion(
        id=number,
        klass="success",
        tier="must",
        group=None,
        period="Launch day",
        phase_id=None,
        text=text,
        condition=Condition(op, limit, "%") if metric else None,
        metric=metric,
        manual_verdict=None if metric else Verdict.MET,
        evidence="" if metric else "Seen at the 18:00 debrief",
        line=None,
        version=1,
    )


def metric(key: str, name: str, value: float | None) -> Metric:
    """A figure typed in at 18:30 in Copenhagen."""
    return Metric(key, name, "count", True, "manual", value, at(17, 30), "Asha")


def event(number: int, subject: str, text: str, undone_by: int | None = None) -> TimelineEvent:
    """Something that happened in the morning."""
    return TimelineEvent(
        number, at(8, number), "Asha", "s1", "user", "did", subject, "1", text, undone_by, True
    )


def board(counts: SupportCounts, **parts: object) -> Board:
    """A quiet board with these parts."""
    quiet = Board(
        revision=1,
        read_at=EVENING,
        launch=LAUNCH,
        phases=(),
        lists=(),
        tasks=(),
        due_tasks=(),
        tickets=(),
        urgent_tickets=(),
        ticket_counts=TicketCounts(),
        priorities=(),
        checks=(),
        requirements=(),
        shifts=(),
        issues=(),
        metrics=(),
        criteria=(),
        today=counts,
        seats=(),
        events=(),
        rag_override=None,
        pace=None,
        monitor_at=None,
    )
    return replace(quiet, **parts)  # type: ignore[arg-type]


def full_day() -> DayRecord:
    """Day 1 with something of everything."""
    issues = (
        issue(1, "Card payments time out", Severity.HIGH, IssueState.IN_PROGRESS),
        issue(2, "Wrong logo on the receipt", Severity.LOW, IssueState.RESOLVED),
    )
    metrics = (
        metric("laybys_created", "Laybys created", 412.0),
        metric("payments_recorded", "Payments recorded", 1204.0),
        metric("adoption", "Adoption", None),
    )
    return DayRecord(
        board=board(
            COUNTS,
            phases=(
                phase(1, "Launch hour", PhaseState.COMPLETE, (7, 8), 12),
                phase(2, "Morning", PhaseState.COMPLETE, (8, 11), 0),
                phase(3, "Evening", PhaseState.IN_PROGRESS, (18, 20), 0),
            ),
            ticket_counts=TicketCounts(
                live=12, by_priority=(("P1", 0), ("P2", 3), ("P3", 9)), breached=1, unowned=2
            ),
            criteria=(
                criterion(1, "SLA at least 90 %", "sla_compliance", ">=", 90),
                criterion(2, "First contact at least 85 %", "first_contact", ">=", 85),
                criterion(3, "No data was lost", None, "==", 0),
            ),
            issues=tuple(one for one in issues if one.state.live),
            metrics=metrics,
        ),
        day=DAY,
        counts=COUNTS,
        notes=(
            Note(1, NoteKind.WIN, "First layby sold after four minutes", at(7, 4), "Asha"),
            Note(2, NoteKind.ACTION, "Doubled the payment workers", at(9, 40), "Ben"),
            Note(3, NoteKind.FOCUS, "Watch card payments from 09:00", at(18, 50), "Asha"),
            Note(4, NoteKind.QUOTE, "Finally!", at(10), "Asha"),
        ),
        issues=issues,
        metrics=metrics,
        uptimes=(
            CheckUptime("Shop", 43_200.0, 43.2, 600.0),
            CheckUptime("Payments API", 0.0, 0.0, 43_200.0),
        ),
        shifts=(
            shift(1, "Asha Patel", "L1", ShiftState.SIGNED_OUT),
            shift(2, "Ben Vogt", "L1", ShiftState.ABSENT),
            shift(3, "Chidi Okafor", "L3", ShiftState.PLANNED, "on_call"),
        ),
        events=(
            event(1, "phase", "Started Launch hour"),
            event(2, "task", "Ticked a box"),
            event(3, "issue", "Logged LAYBY-001"),
            event(4, "phase", "Advanced by mistake", undone_by=5),
        ),
        contacts=(
            Contact(1, "support", "Support Team Lead", "Asha Patel", "", "", "", None),
            Contact(2, "support", "Tier 2", "Ben Vogt", "", "", "", None),
        ),
        briefing=Briefing("Morning briefing", at(7, 30, day=2)),
    )


def empty_day() -> DayRecord:
    """Day 1 of a launch in which nothing was planned and nothing happened."""
    return DayRecord(board=board(SupportCounts()), day=DAY, counts=SupportCounts())


class MemoryStore:
    """Keeps one day and what was issued about it."""

    def __init__(self, record: DayRecord) -> None:
        self.record = record
        self.rows: list[IssuedReport] = []
        self.events: list[str] = []
        self.broken: Exception | None = None

    def launch(self) -> Launch:
        return self.record.board.launch

    def read_day(self, day: date) -> DayRecord:
        about = tuple(row for row in self.rows if row.day == day)
        return replace(self.record, day=day, issued=about)

    def issued(self) -> tuple[IssuedReport, ...]:
        return tuple(reversed(self.rows))

    def freeze(self, report: IssuedReport, text: str) -> IssuedReport:
        if self.broken is not None:
            raise self.broken
        stored = replace(report, id=len(self.rows) + 1)
        self.rows.append(stored)
        self.events.append(text)
        return stored


def later(days: int) -> datetime:
    """The evening some days after launch day."""
    return EVENING + timedelta(days=days)
