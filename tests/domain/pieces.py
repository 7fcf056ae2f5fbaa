"""Small domain objects for tests, with everything but the point filled in."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from warroom_tui.domain.board import Board, RagOverride, TicketCounts
from warroom_tui.domain.clock import Pace
from warroom_tui.domain.desk.figures import SupportCounts
from warroom_tui.domain.desk.tickets import Channel, Level, Priority, Ticket, TicketState
from warroom_tui.domain.incident.issues import IssueState, KnownIssue, Severity
from warroom_tui.domain.monitoring.health import Check, Condition
from warroom_tui.domain.runsheet.launch import (
    Launch,
    LaunchStatus,
    Phase,
    PhaseState,
    Task,
    TaskState,
)
from warroom_tui.domain.staffing.rota import Requirement, Shift, ShiftState
from warroom_tui.domain.triggers.criteria import Criterion

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def launch(go_live: datetime | None = NOW, tz: str = "Europe/Copenhagen") -> Launch:
    return Launch(
        "ORCHID", "Orchid", LaunchStatus.IN_PROGRESS, tz, False, go_live, None, None, None, None,
        None, None, "ORCHID", None, 1,
    )  # fmt: skip


def ticket(
    number: int = 1,
    *,
    priority: Priority = Priority.P3,
    assignee: str | None = "Ana",
    due_at: datetime | None = None,
    at_risk_at: datetime | None = None,
    created_at: datetime = NOW,
    state: TicketState = TicketState.OPEN,
) -> Ticket:
    return Ticket(
        id=number, ref=f"T-{number:03d}", subject=f"Subject {number}", body="", requester="Cleo",
        channel=Channel.PORTAL, category="", priority=priority, level=Level.L1, state=state,
        assignee=assignee, created_at=created_at, created_by="Ana", first_response_at=None,
        resolved_at=None, closed_at=None, reopen_count=0, escalated_at=None, waiting_since=None,
        resolution="", csat=None, issue_ref=None,
        next_clock="first_response" if due_at else None, next_due_at=due_at,
        next_at_risk_at=at_risk_at, version=1,
    )  # fmt: skip


def task(number: int, due_at: datetime | None, state: TaskState = TaskState.OPEN) -> Task:
    return Task(
        number, 1, number, f"Task {number}", state, True, None, None, None, due_at, None, None,
        None, None, None, None, None, 1,
    )  # fmt: skip


def phase(
    number: int = 1,
    state: PhaseState = PhaseState.NOT_STARTED,
    *,
    starts_at: datetime | None = None,
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    plan_min_hi: int | None = None,
    ends_at: datetime | None = None,
) -> Phase:
    return Phase(
        id=number, seq=number, name=f"Phase {number}", kind="cutover", state=state, outcome=None,
        starts_at=starts_at, ends_at=ends_at, plan_min_lo=None, plan_min_hi=plan_min_hi,
        started_at=started_at, ended_at=ended_at, objective=None, notes="", override_reason=None,
        done=0, total=1, open_required=0, line=None, version=1,
    )  # fmt: skip


def requirement(
    heads: int,
    day_from: int = 1,
    day_to: int = 1,
    *,
    level: str = "L1",
    mode: str = "any",
    time_from: time | None = None,
    time_to: time | None = None,
) -> Requirement:
    return Requirement(
        1, level, level, day_from, day_to, time_from, time_to, heads, None, mode, None
    )


def shift(
    number: int,
    starts_at: datetime,
    ends_at: datetime,
    *,
    state: ShiftState = ShiftState.PLANNED,
    level: str = "L1",
    mode: str = "on_site",
) -> Shift:
    return Shift(
        number, number, f"Person {number}", level, starts_at, ends_at, mode, None, state, None,
        None, 1,
    )  # fmt: skip


def check(
    *,
    slow: Condition | None = None,
    down: Condition | None = None,
    fail_after: int = 2,
    ok_after: int = 1,
    every_s: float = 30,
) -> Check:
    return Check(
        1, "Shop", "http", "https://orchid.example/", every_s, 5, ("2xx",), None, slow, down,
        fail_after, ok_after, "", "", "ms",
    )  # fmt: skip


def criterion(op: str | None, limit: float, *, tier: str | None = "must") -> Criterion:
    condition = Condition(op, limit, "%") if op else None
    return Criterion(
        1, "success", tier, None, None, None, "SLA kept", condition, "sla_compliance", None, "",
        None, 1,
    )  # fmt: skip


def issue(severity: Severity, state: IssueState = IssueState.NEW) -> KnownIssue:
    return KnownIssue(
        1, "ORCHID-001", "Cards fail", severity, state, NOW, "Ana", "", "", "", "", "", None, "",
        "", None, None, 0, 1,
    )  # fmt: skip


def board(
    *,
    urgent: tuple[Ticket, ...] = (),
    due_tasks: tuple[Task, ...] = (),
    phases: tuple[Phase, ...] = (),
    issues: tuple[KnownIssue, ...] = (),
    criteria: tuple[Criterion, ...] = (),
    requirements: tuple[Requirement, ...] = (),
    shifts: tuple[Shift, ...] = (),
    counts: TicketCounts | None = None,
    today: SupportCounts | None = None,
    override: RagOverride | None = None,
    pace: Pace | None = None,
) -> Board:
    return Board(
        revision=1, read_at=NOW, launch=launch(), phases=phases, lists=(), tasks=(),
        due_tasks=due_tasks, tickets=urgent, urgent_tickets=urgent,
        ticket_counts=counts or TicketCounts(), priorities=(), checks=(),
        requirements=requirements, shifts=shifts, issues=issues, metrics=(), criteria=criteria,
        today=today or SupportCounts(), seats=(), events=(), rag_override=override, pace=pace,
        monitor_at=None,
    )  # fmt: skip
