"""A failed phase offers a rollback, a contingency plan or another try; a rollback a relaunch."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.conftest import FixedClock
from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.runsheet.launch import LaunchStatus, PhaseState
from warroom_tui.domain.triggers.rollback import Decision
from warroom_tui.services.warroom import Services

NEW_DATE = datetime(2026, 12, 8, 8, tzinfo=UTC)


def switching(ana: Services) -> int:
    """Go on to the switch, with its box ticked; the id of that phase."""
    sheet = ana.run_sheet
    freeze, switch = sheet.phases()[:2]
    sheet.advance(freeze.id)
    sheet.advance(freeze.id, reason="all agreed")
    box = next(t for t in sheet.all_tasks() if t.text == "Flip it")
    sheet.tick(box.id)
    return switch.id


def states(ana: Services) -> list[PhaseState]:
    return [phase.state for phase in ana.run_sheet.phases()]


DONE, LOST = PhaseState.COMPLETE, PhaseState.FAILED
RUNS, AHEAD = PhaseState.IN_PROGRESS, PhaseState.NOT_STARTED


@pytest.mark.parametrize(
    ("outcome", "then", "asked"),
    [
        ("rollback", [DONE, LOST, AHEAD], True),
        ("contingency", [DONE, LOST, AHEAD], False),
        ("retry", [DONE, RUNS, AHEAD], False),
        ("failed", [DONE, LOST, RUNS], True),
    ],
)
def test_what_comes_after_a_failure_is_chosen(
    ana: Services, clock: FixedClock, outcome: str, then: list[PhaseState], asked: bool
) -> None:
    switch = switching(ana)
    clock.move(minutes=20)
    ana.run_sheet.advance(switch, outcome=outcome, notes="cards refused")
    assert states(ana) == then
    assert (ana.rollback.current() is not None) is asked
    phase = ana.run_sheet.phases()[1]
    if outcome == "retry":
        assert (phase.done, phase.started_at) == (0, clock.now())
    undone = ana.timeline.undo()
    if outcome == "retry":
        assert "failed after 20 min; tried again: cards refused" in undone.text
    assert states(ana) == [DONE, RUNS, AHEAD]
    assert ana.run_sheet.phases()[1].done == 1


def test_a_launch_that_was_rolled_back_is_planned_anew(ana: Services, clock: FixedClock) -> None:
    switching(ana)
    with pytest.raises(Refused, match="was not rolled back"):
        ana.schedule.relaunch(NEW_DATE, "cards mended")
    ana.rollback.decide(Decision.ROLL_BACK, "cards refused")
    ana.rollback.start()
    with pytest.raises(Refused, match="not closed"):
        ana.schedule.relaunch(NEW_DATE, "cards mended")
    run = ana.rollback.current()
    assert run is not None
    for task in ana.run_sheet.all_tasks():
        if task.state.value == "open":
            ana.run_sheet.skip(task.id, "not needed")
    ana.rollback.verify("old shop answers")
    ana.rollback.communicate("mail to all")
    ana.rollback.close("cards were refused")
    with pytest.raises(InputError, match="reason"):
        ana.schedule.relaunch(NEW_DATE, " ")
    with pytest.raises(InputError, match="has passed"):
        ana.schedule.relaunch(clock.now(), "cards mended")
    launch = ana.schedule.relaunch(NEW_DATE, "cards mended")
    assert (launch.status, launch.go_live_at) == (LaunchStatus.PLANNING, NEW_DATE)
    assert states(ana) == [DONE, AHEAD, AHEAD]
    switch = ana.run_sheet.phases()[1]
    assert (switch.done, switch.starts_at, switch.started_at) == (0, NEW_DATE, None)
    ana.timeline.undo()
    assert ana.launch().status is LaunchStatus.ROLLED_BACK
