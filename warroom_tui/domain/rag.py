"""Red, yellow, green: one definition, with its reasons always printed.

Red: an immediate rollback trigger tripped, a P1 incident or critical known issue live, a
must-criterion missed. Yellow: a consider trigger tripped, a check down or slow, nobody measuring
while the product is out, a promise broken (a ticket's, incident's, message's, gate's, meeting's,
task's, routine's, action's), a P1 open, cover short, a must-criterion at risk, SLA under its goal,
a phase that runs over or should have begun. Else green, which says what it does not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from warroom_tui.domain.board import Board
from warroom_tui.domain.durations import short
from warroom_tui.domain.incident.issues import Severity
from warroom_tui.domain.monitoring.health import CheckState
from warroom_tui.domain.monitoring.watching import UNTOLD, Measured
from warroom_tui.domain.runsheet.launch import PhaseState
from warroom_tui.domain.runsheet.phase_needs import late_phases, told_late
from warroom_tui.domain.staffing.rota import Cover, level_name
from warroom_tui.domain.triggers.criteria import Criterion, Verdict
from warroom_tui.domain.triggers.gauges import Gauge, is_armed
from warroom_tui.domain.triggers.trigger_words import tripped
from warroom_tui.domain.triggers.tripwires import TriggerState


class Rag(StrEnum):
    """The launch in one word."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class RagStatus:
    """The word with its reasons, most serious first."""

    rag: Rag
    reasons: tuple[str, ...]
    overridden_by: str | None = None
    until: datetime | None = None
    """When a status that was set by hand ends; None: when somebody lifts it."""
    caveat: str = ""
    """What is not known, for a green that has no reasons against it."""

    @property
    def first_reason(self) -> str:
        """The reason that the title bar prints."""
        if self.reasons:
            return self.reasons[0]
        if self.caveat:
            return f"no promise is broken; {self.caveat}"
        return "no promise is broken, nothing down or short"


LATE_TASK_GRACE = timedelta(minutes=15)
"""A task, message or gate this late is an overdue promise."""

SLA_GOAL_PCT = 90.0
"""SLA compliance goal when the plan names none (LWS week 1)."""


def judge_rag(
    board: Board,
    now: datetime,
    bad_checks: tuple[tuple[str, CheckState, datetime | None], ...],
    covers: tuple[Cover, ...],
    verdicts: tuple[tuple[Criterion, float | None, Verdict], ...],
    breached: int,
    gauges: tuple[Gauge, ...] = (),
    measured: Measured = UNTOLD,
) -> RagStatus:
    """The computed status, or a person's override while it holds."""
    live = tripped(gauges)
    red = (
        *(_trigger(one) for one in live if one.group == "immediate"),
        *_red(board, verdicts),
    )
    yellow = (
        *(_trigger(one) for one in live if one.group == "consider"),
        *_unmeasured(board, now, measured),
        *_yellow(board, now, bad_checks, covers, verdicts, breached),
    )
    computed = Rag.RED if red else Rag.YELLOW if yellow else Rag.GREEN
    override = board.rag_override
    if override is not None and (override.until is None or now < override.until):
        reasons = (override.reason, *red, *yellow)
        return RagStatus(Rag(override.rag), reasons, override.by, override.until)
    return RagStatus(computed, (*red, *yellow), caveat=measured.caveat)


def _unmeasured(board: Board, now: datetime, measured: Measured) -> tuple[str, ...]:
    """That nothing is known, once the product is out; before, green says it beside the word."""
    return (measured.words,) if measured.blind and is_armed(board, now) else ()


def _trigger(gauge: Gauge) -> str:
    acknowledged = gauge.state is TriggerState.ACKNOWLEDGED
    word = "acknowledged" if acknowledged else "tripped"
    return f"rollback trigger {word}: {gauge.criterion.text}"


def _red(
    board: Board, verdicts: tuple[tuple[Criterion, float | None, Verdict], ...]
) -> tuple[str, ...]:
    incidents = tuple(
        f"{one.ref} {one.title}: {one.priority} incident {one.state.value}"
        for one in board.incidents
        if one.live and one.p1
    )
    told = {one.issue_ref for one in board.incidents if one.live and one.p1}
    critical = tuple(
        f"{issue.ref} {issue.title} is critical"
        for issue in board.issues
        if issue.severity is Severity.CRITICAL and issue.state.live and issue.ref not in told
    )
    missed = tuple(
        f"must-have missed: {criterion.text}"
        for criterion, _, verdict in verdicts
        if criterion.tier == "must" and verdict is Verdict.MISSED
    )
    return incidents + critical + missed


def _yellow(
    board: Board,
    now: datetime,
    bad_checks: tuple[tuple[str, CheckState, datetime | None], ...],
    covers: tuple[Cover, ...],
    verdicts: tuple[tuple[Criterion, float | None, Verdict], ...],
    breached: int,
) -> tuple[str, ...]:
    reasons = [f"{name} is {state}" for name, state, _ in bad_checks if state is CheckState.DOWN]
    p1 = dict(board.ticket_counts.by_priority).get("P1", 0)
    if p1:
        reasons.append(f"{p1} P1 open")
    if breached:
        reasons.append(f"{breached} over SLA")
    reasons += [f"{name} is {state}" for name, state, _ in bad_checks if state is CheckState.SLOW]
    reasons += [
        f"{level_name(cover.level)} {cover.here} of {cover.need}" for cover in covers if cover.gap
    ]
    reasons += [
        f"must-have at risk: {criterion.text}"
        for criterion, _, verdict in verdicts
        if criterion.tier == "must" and verdict is Verdict.AT_RISK
    ]
    late = [
        task for task in board.due_tasks if (task.late_by(now) or timedelta(0)) > LATE_TASK_GRACE
    ]
    if late:
        reasons.append(f"{len(late)} tasks late" if len(late) > 1 else f"late: {late[0].text}")
    reasons += [
        f"{one.ref}: the update promised is {short(over)} late"
        for one in board.incidents
        if (over := one.update_late(now)) is not None
    ]
    reasons += _broken_promises(board, now)
    reasons += [
        f"{phase.name} {told_late(phase, late)}"
        for phase, late in late_phases(board, now)
        if phase.state is not PhaseState.NOT_STARTED or late > LATE_TASK_GRACE
    ]
    sla = board.today.sla_pct
    if sla is not None and sla < SLA_GOAL_PCT:
        reasons.append(f"SLA {sla:.0f} %, goal {SLA_GOAL_PCT:.0f} %")
    return tuple(reasons)


def _broken_promises(board: Board, now: datetime) -> list[str]:
    """Gates, messages, routines, meetings and actions that are past their time."""
    out = []
    # The run of a routine stays until the clock closes it, also when every box of it is ticked.
    ticked = {item.id for item in board.lists if item.done >= item.total}
    for kind, told in (
        ("gate", "gate not decided in time"),
        ("message", "message not sent in time"),
        ("run", "routine not done in time"),
        ("meeting", "meeting not held in time"),
        ("action", "action not done in time"),
    ):
        late = [
            one
            for one in board.promises
            if one.kind == kind
            and now - one.at > LATE_TASK_GRACE
            and not (kind == "run" and one.id in ticked)
        ]
        if late:
            more = f", and {len(late) - 1} more" if len(late) > 1 else ""
            out.append(f"{told}: {late[0].title}{more}")
    return out
