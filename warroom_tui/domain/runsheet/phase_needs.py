"""Phases that are late: past their time, or due to have begun."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from warroom_tui.domain.board import Board
from warroom_tui.domain.durations import short
from warroom_tui.domain.needs import Need, Weight
from warroom_tui.domain.runsheet.launch import LaunchStatus, Phase, PhaseState, current_phase


def late_phases(board: Board, now: datetime) -> Iterator[tuple[Phase, timedelta]]:
    """Phases past their time, and the current one when it should have begun: (phase, by what)."""
    if board.launch.status in (LaunchStatus.ROLLED_BACK, LaunchStatus.CANCELLED):
        return  # the run sheet has stopped
    current = current_phase(board.phases)
    for phase in board.phases:
        late = phase.overrun(now)
        if late is None and phase is current and phase.state is PhaseState.NOT_STARTED:
            late = phase.start_slip(now)
        if late is not None:
            yield phase, late


def phase_needs(board: Board, now: datetime) -> list[Need]:
    """What late phases want of a person."""
    return [_need(phase, late, now) for phase, late in late_phases(board, now)]


def told_late(phase: Phase, late: timedelta) -> str:
    """How late it is: "12 min over its time", "should have begun 4 min ago"."""
    if phase.state is PhaseState.NOT_STARTED:
        return f"should have begun {short(late)} ago"
    return f"{short(late)} over its time"


def _need(phase: Phase, late: timedelta, now: datetime) -> Need:
    begun = phase.state is not PhaseState.NOT_STARTED
    return Need(
        key=f"phase:{phase.id}",
        weight=Weight.PHASE_OVERRUN,
        bad=False,
        tag="OVER" if begun else "START",
        what=f"{phase.name}: {phase.done} of {phase.total} done",
        why=told_late(phase, late),
        panel="checklist",
        row=f"phase:{phase.id}",
        hint="p advance" if begun else "p start",
        since=now - late,
    )
