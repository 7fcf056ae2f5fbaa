"""What the board means at a given moment: RAG, needs, coverage, time left.

Pure and cheap (it runs once a second on the screen's loop): board and time in, situation out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from warroom_tui.domain.board import Board, CheckRow
from warroom_tui.domain.desk.figures import SUPPORT_METRICS, support_metric
from warroom_tui.domain.desk.sla import Urgency, urgency
from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.incident.incident_needs import incident_needs
from warroom_tui.domain.incident.incident_takeover import incident_takeovers
from warroom_tui.domain.monitoring.alerts import Maintenance
from warroom_tui.domain.monitoring.health import CheckState, is_stale
from warroom_tui.domain.monitoring.watching import UNTOLD, Measured, measured_now
from warroom_tui.domain.monitoring.watching_needs import unmeasured_needs
from warroom_tui.domain.needs import Need, needs_you
from warroom_tui.domain.rag import Rag, RagStatus, judge_rag
from warroom_tui.domain.runsheet.launch import (
    LaunchStatus,
    Phase,
    current_phase,
    day_slip,
    next_phase,
)
from warroom_tui.domain.runsheet.phase_needs import phase_needs
from warroom_tui.domain.staffing.rota import Cover, Gap, cover_now, gaps_ahead
from warroom_tui.domain.takeover import Takeover, in_order
from warroom_tui.domain.triggers.criteria import Criterion, Verdict
from warroom_tui.domain.triggers.gauges import Gauge, read_gauges
from warroom_tui.domain.triggers.last_safe import LastSafe, last_safe_moment
from warroom_tui.domain.triggers.readings import RECENT_MINUTES, ProbeNow
from warroom_tui.domain.triggers.trigger_needs import trigger_needs
from warroom_tui.domain.triggers.trigger_words import takeovers

AHEAD = timedelta(hours=4)
"""How far ahead coverage gaps are looked for."""

SLOW_S = 10
"""Seconds for which what tells minutes may stay as it was derived."""


@dataclass(frozen=True, slots=True)
class CheckNow:
    """A check as it stands now: silence for three periods makes it unknown."""

    row: CheckRow
    state: CheckState
    since: datetime | None
    maintenance: Maintenance | None = None
    """The window that it stands in."""
    quiet: bool = False
    """True while somebody has acknowledged or silenced its alert."""

    @property
    def bad(self) -> bool:
        """True when it fails and is not being worked on by plan."""
        return self.state in (CheckState.DOWN, CheckState.SLOW) and self.maintenance is None

    @property
    def held(self) -> str:
        """In a word, why nobody is called: acknowledged, silenced, maintenance; or nothing."""
        if self.maintenance is not None:
            return "maintenance"
        if self.quiet and self.bad and self.row.alert is not None:
            return self.row.alert.state.value
        return ""


@dataclass(frozen=True, slots=True)
class Situation:
    """The board at a moment."""

    now: datetime
    board: Board
    day: int | None
    """Launch day, from 1."""
    phase: Phase | None
    next_phase: Phase | None
    time_left: timedelta | None
    """Until the running phase should end; negative when overrun."""
    slip: timedelta
    """How late the day runs: forecast minus plan (never negative)."""
    checks: tuple[CheckNow, ...]
    covers: tuple[Cover, ...]
    gaps: tuple[Gap, ...]
    verdicts: tuple[tuple[Criterion, float | None, Verdict], ...]
    """Targets that count now; triggers are no targets."""
    breached: int
    """Live tickets past a promise."""
    at_risk: int
    needs: tuple[Need, ...]
    rag: RagStatus
    gauges: tuple[Gauge, ...] = ()
    """Every criterion and trigger, whether it counts now or not, the most serious group first."""
    last_safe: LastSafe | None = None
    """When a rollback must have begun; None without a deadline or while nothing can be saved."""
    takeovers: tuple[Takeover, ...] = ()
    """What takes the screen over, the most serious first."""
    measured: Measured = UNTOLD
    """How much of what should be measured is known."""

    def check_count(self, state: CheckState) -> int:
        """How many checks stand in `state`."""
        return sum(1 for check in self.checks if check.state is state)


def ticket_urgency(ticket: Ticket, now: datetime) -> Urgency:
    """How a ticket's next promise stands; paused while it waits on its requester."""
    if ticket.next_due_at is None:
        return Urgency.PAUSED if ticket.waiting_since else Urgency.NONE
    return urgency(ticket.next_due_at, ticket.next_at_risk_at, now)


def check_now(row: CheckRow, now: datetime, speed: float = 1.0) -> CheckNow:
    """The check's state at `now`; `speed` is that of a rehearsal's clock."""
    status = row.status
    window = next((w for w in row.maintenance if w.covers(row.check.id, now)), None)
    quiet = row.alert is not None and row.alert.quiet(now)
    if status is None:
        return CheckNow(row, CheckState.UNKNOWN, None, window)
    if is_stale(row.check, status.last_at, now, speed):
        return CheckNow(row, CheckState.UNKNOWN, status.last_at, window, quiet)
    return CheckNow(row, status.state, status.since, window, quiet)


def metric_value(board: Board, key: str) -> float | None:
    """The latest value of a computed or recorded metric."""
    if key in SUPPORT_METRICS:
        return support_metric(board.today, key)
    return next((metric.value for metric in board.metrics if metric.key == key), None)


def read_situation(board: Board, now: datetime, before: Situation | None = None) -> Situation:
    """Derive everything that depends on the time of day.

    `before` is an earlier one of the same board: what tells minutes (cover, gauges, needs) is taken
    from it for up to `SLOW_S`, as long as no check and no promise stands otherwise.
    """
    phase = current_phase(board.phases)
    end = phase.planned_end() if phase else None
    speed = board.pace.speed if board.pace is not None else 1.0
    checks = tuple(check_now(row, now, speed) for row in board.checks)
    if before is not None and before.board is board and _slot(before.now) == _slot(now):
        covers, gaps, gauges = before.covers, before.gaps, before.gauges
    else:
        before = None
        covers, gaps = _cover(board, now)
        gauges = read_gauges(board, now, probes_now(checks))
    verdicts = _verdicts(gauges)
    safe = last_safe_now(board)
    taking = in_order([*takeovers(board, gauges, safe, now), *incident_takeovers(board, now)])
    states = [ticket_urgency(ticket, now) for ticket in board.urgent_tickets]
    breached = max(board.ticket_counts.breached, states.count(Urgency.BREACHED))
    bad = tuple((c.row.check.name, c.state, c.since) for c in checks if c.bad)
    measured = measured_now(board, ((c.row, c.state) for c in checks), now)
    seen = Situation(
        now=now,
        board=board,
        day=board.launch.day_number(now),
        phase=phase,
        next_phase=next_phase(board.phases, phase),
        time_left=end - now if end is not None else None,
        slip=day_slip(phase, now),
        checks=checks,
        covers=covers,
        gaps=gaps,
        verdicts=verdicts,
        breached=breached,
        at_risk=states.count(Urgency.AT_RISK),
        needs=(),
        rag=judge_rag(board, now, bad, covers, verdicts, breached, gauges, measured),
        gauges=gauges,
        last_safe=safe,
        takeovers=taking,
        measured=measured,
    )
    return replace(seen, needs=_needs(seen, before))


def _needs(seen: Situation, before: Situation | None) -> tuple[Need, ...]:
    """What waits for a person; that of before while no check and no promise stands otherwise."""
    if before is not None and (before.checks, before.breached, before.at_risk) == (
        seen.checks,
        seen.breached,
        seen.at_risk,
    ):
        return before.needs
    board, now = seen.board, seen.now
    found = [
        *trigger_needs(board, seen.gauges, seen.last_safe, now),
        *incident_needs(board, now),
        *phase_needs(board, now),
        *unmeasured_needs(seen.measured, board, now),
    ]
    calling = [c for c in seen.checks if c.bad and not c.quiet]
    urgent = tuple((c.row.check.name, c.state, c.since) for c in calling)
    return needs_you(board, now, urgent, seen.covers, seen.gaps, found)


def _verdicts(
    gauges: tuple[Gauge, ...],
) -> tuple[tuple[Criterion, float | None, Verdict], ...]:
    """How the targets that count now stand."""
    return tuple(
        (one.criterion, one.value, one.verdict)
        for one in gauges
        if one.verdict is not None and one.counts
    )


def _slot(at: datetime) -> int:
    return int(at.timestamp()) // SLOW_S


def _cover(board: Board, now: datetime) -> tuple[tuple[Cover, ...], tuple[Gap, ...]]:
    """Who covers what now, and where nobody will."""
    soon = now + timedelta(minutes=15)
    gaps = gaps_ahead(board.launch, board.requirements, board.shifts, soon, now + AHEAD)
    return cover_now(board.launch, board.requirements, board.shifts, now), gaps


def probes_now(checks: tuple[CheckNow, ...]) -> tuple[ProbeNow, ...]:
    """The checks as criteria see them; one under maintenance says nothing."""
    return tuple(
        ProbeNow(
            name=one.row.check.name,
            kind=one.row.check.kind,
            state=one.state if one.maintenance is None else CheckState.UNKNOWN,
            since=one.since,
            recent=_recent(one.row.spark),
        )
        for one in checks
    )


def _recent(spark: tuple[float | None, ...]) -> float | None:
    values = [value for value in spark[-RECENT_MINUTES:] if value is not None]
    return sum(values) / len(values) if values else None


def last_safe_now(board: Board) -> LastSafe | None:
    """The last safe moment of a launch that can still be rolled back."""
    if board.launch.status in (LaunchStatus.ROLLED_BACK, LaunchStatus.CANCELLED):
        return None
    if board.rollback is not None and board.rollback.state.under_way:
        return None
    return last_safe_moment(board.launch, board.rollback_minutes)


__all__ = [
    "CheckNow",
    "Rag",
    "Situation",
    "check_now",
    "day_slip",
    "metric_value",
    "read_situation",
    "ticket_urgency",
]
