"""Values that dialogs are opened with."""

from __future__ import annotations

from datetime import UTC, datetime

from warroom_tui.domain.desk.tickets import Channel, Level, Priority, Ticket, TicketState
from warroom_tui.domain.runsheet.launch import Phase, PhaseState, Task, TaskState
from warroom_tui.domain.runsheet.readiness import Readiness
from warroom_tui.domain.staffing.rota import Person
from warroom_tui.domain.triggers.criteria import Criterion, Verdict

NOW = datetime(2026, 12, 1, 8, 47, tzinfo=UTC)


def phase(name: str, state: PhaseState, hour: int, done: int = 4, total: int = 6) -> Phase:
    """A phase that is planned for one hour."""
    at = datetime(2026, 12, 1, hour, 0, tzinfo=UTC)
    return Phase(
        id=hour,
        seq=hour,
        name=name,
        kind="go_live",
        state=state,
        outcome=None,
        starts_at=at,
        ends_at=at.replace(hour=hour + 1),
        plan_min_lo=None,
        plan_min_hi=None,
        started_at=at if state is PhaseState.IN_PROGRESS else None,
        ended_at=None,
        objective=None,
        notes="",
        override_reason=None,
        done=done,
        total=total,
        open_required=total - done,
        line=None,
        version=1,
    )


def task(number: int, text: str) -> Task:
    """An open, required task."""
    return Task(
        id=number,
        checklist_id=1,
        seq=number,
        text=text,
        state=TaskState.OPEN,
        required=True,
        parent_id=None,
        condition_text=None,
        owner="Wei Zhang",
        due_at=None,
        command=None,
        value_label=None,
        value=None,
        skip_reason=None,
        done_by=None,
        done_at=None,
        line=None,
        version=1,
    )


def criterion(text: str) -> Criterion:
    """An exit criterion that nothing measures."""
    return Criterion(1, "exit", None, None, None, 8, text, None, None, None, "", None, 1)


def readiness(*open_tasks: str, failing: str = "", started: bool = True) -> Readiness:
    """The launch hour with these tasks open and this exit criterion missed."""
    state = PhaseState.IN_PROGRESS if started else PhaseState.NOT_STARTED
    return Readiness(
        phase("Launch hour", state, 8),
        phase("Morning operations", PhaseState.NOT_STARTED, 9),
        tuple(task(number, text) for number, text in enumerate(open_tasks, start=1)),
        ((criterion(failing), Verdict.MISSED),) if failing else (),
    )


def ticket(subject: str = "Cannot pay", level: Level = Level.L1) -> Ticket:
    """An open ticket of Ana's."""
    return Ticket(
        id=7,
        ref="LAY-7",
        subject=subject,
        body="",
        requester="Store 7",
        channel=Channel.PHONE,
        category="",
        priority=Priority.P2,
        level=level,
        state=TicketState.OPEN,
        assignee="Ana",
        created_at=NOW,
        created_by="kim",
        first_response_at=None,
        resolved_at=None,
        closed_at=None,
        reopen_count=0,
        escalated_at=None,
        waiting_since=None,
        resolution="",
        csat=None,
        issue_ref=None,
        next_clock=None,
        next_due_at=None,
        next_at_risk_at=None,
        version=3,
    )


def team(*names: str) -> tuple[Person, ...]:
    """People of the first line."""
    return tuple(
        Person(number, name, "Support", "L1", "", "", 1)
        for number, name in enumerate(names, start=1)
    )
