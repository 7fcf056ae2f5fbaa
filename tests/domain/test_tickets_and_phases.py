"""Legal moves of tickets; where the run sheet stands and how late it is."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from tests.domain.pieces import NOW, minutes, phase, task
from warroom_tui.domain.desk.figures import SupportCounts, csat_from_5
from warroom_tui.domain.desk.tickets import EscalationContext, TicketState, check_move
from warroom_tui.domain.errors import Refused
from warroom_tui.domain.runsheet.launch import PhaseState, TaskState, current_phase, next_phase
from warroom_tui.domain.situation import day_slip

ALLOWED = {
    ("new", "open"), ("new", "pending"), ("new", "resolved"),
    ("open", "pending"), ("open", "resolved"),
    ("pending", "open"), ("pending", "resolved"),
    ("resolved", "closed"), ("resolved", "open"),
    ("closed", "open"),
}  # fmt: skip


@pytest.mark.parametrize(("current", "target"), itertools.product(TicketState, TicketState))
def test_a_ticket_moves_only_as_it_may(current: TicketState, target: TicketState) -> None:
    if (current, target) in ALLOWED:
        check_move("T-001", current, target)
        return
    with pytest.raises(Refused, match=f"T-001 is {current}; it cannot become {target}") as told:
        check_move("T-001", current, target)
    for state in (b for a, b in ALLOWED if a == current):
        assert state in told.value.hint


def test_an_escalation_leaves_out_what_was_not_said() -> None:
    assert EscalationContext("No pay", "One bank", "Retry").as_text() == (
        "Problem: No pay\nKnown so far: One bank\nTried: Retry"
    )


def test_the_running_phase_is_current_even_after_a_skipped_start() -> None:
    phases = (
        phase(1, PhaseState.NOT_STARTED),
        phase(2, PhaseState.IN_PROGRESS),
        phase(3, PhaseState.NOT_STARTED),
    )
    assert current_phase(phases) == phases[1]
    assert next_phase(phases, phases[1]) == phases[2]
    assert next_phase(phases, None) == phases[0]
    ended = tuple(phase(number, PhaseState.COMPLETE) for number in (1, 2))
    assert (current_phase(ended), next_phase(ended, ended[1])) == (None, None)


def test_how_late_a_phase_runs() -> None:
    running = phase(1, PhaseState.IN_PROGRESS, starts_at=NOW, started_at=NOW, plan_min_hi=30)
    assert running.overrun(NOW + minutes(30)) is None
    assert running.overrun(NOW + minutes(31)) == minutes(1)
    late = phase(1, starts_at=NOW)
    assert late.start_slip(NOW) is None
    assert day_slip(late, NOW + minutes(12)) == minutes(12)
    early = phase(1, PhaseState.IN_PROGRESS, starts_at=NOW, started_at=NOW - minutes(5))
    assert (early.start_slip(NOW), day_slip(early, NOW)) == (minutes(-5), timedelta(0))
    ended = phase(1, PhaseState.COMPLETE, started_at=NOW, ended_at=NOW + minutes(9), plan_min_hi=1)
    assert (ended.duration(), ended.overrun(NOW + minutes(60))) == (minutes(9), None)


def test_a_settled_task_is_never_late() -> None:
    for state in TaskState:
        late = task(1, NOW - minutes(1), state).late_by(NOW)
        assert (late is None) == (state in (TaskState.DONE, TaskState.SKIPPED, TaskState.NA))
    assert task(1, None).late_by(NOW) is None


def test_figures_without_anything_to_count_are_unknown_not_zero() -> None:
    empty = SupportCounts()
    assert empty.sla_pct is None
    assert empty.first_contact_pct is None
    assert empty.mean_response_min is None
    assert empty.csat_of_5 is None


def test_satisfaction_comes_back_on_its_own_scale() -> None:
    for stars in (1, 2, 3, 4, 5):
        assert SupportCounts(csat_n=2, csat_sum=2 * csat_from_5(stars)).csat_of_5 == stars
