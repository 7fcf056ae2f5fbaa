"""Phases that advance and tasks that are ticked, with two seats at once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.services.sample import seat
from warroom_tui.domain.errors import InputError, NotFound, Refused, StaleWrite, WarroomError
from warroom_tui.domain.runsheet.launch import LaunchStatus, Phase, PhaseState, TaskState
from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.services.warroom import Services


def phase(services: Services) -> Phase:
    found = services.run_sheet.readiness().phase
    assert found is not None
    return found


def task_id(services: Services, words: str) -> int:
    return next(task.id for task in services.run_sheet.all_tasks() if words in task.text)


def finish_freeze(services: Services) -> None:
    services.run_sheet.advance(phase(services).id)
    services.run_sheet.tick(task_id(services, "Announce"))
    services.run_sheet.tick(task_id(services, "commit"), "4f2a")


def test_the_first_advance_starts_the_first_phase(ana: Services, clock: FixedClock) -> None:
    ready = ana.run_sheet.readiness()
    assert (ready.starts, ready.blocked) == (True, False)
    ended, started = ana.run_sheet.advance(phase(ana).id)
    assert ended is None
    assert started is not None
    assert (started.name, started.state, started.started_at) == (
        "Freeze",
        PhaseState.IN_PROGRESS,
        clock.now(),
    )


def test_open_required_tasks_stop_the_launch(ana: Services) -> None:
    ana.run_sheet.advance(phase(ana).id)
    ready = ana.run_sheet.readiness()
    assert [task.text for task in ready.open_required] == ["Announce the freeze", "Note the commit"]
    with pytest.raises(Refused, match="Freeze: 2 required tasks open") as told:
        ana.run_sheet.advance(phase(ana).id)
    assert "reason" in told.value.hint


def test_a_failing_exit_criterion_stops_the_launch(ana: Services) -> None:
    finish_freeze(ana)
    ana.run_sheet.advance(phase(ana).id)
    ana.run_sheet.tick(task_id(ana, "Flip"))
    with pytest.raises(Refused, match="Switch: 1 exit criteria not met"):
        ana.run_sheet.advance(phase(ana).id)
    ana.health.set_verdict(ana.health.criteria()[0].id, Verdict.WAIVED, "agreed with Ben")
    ended, started = ana.run_sheet.advance(phase(ana).id)
    assert ended is not None
    assert (ended.state, ended.override_reason) == (PhaseState.COMPLETE, None)
    assert started is not None
    assert started.name == "First week"


def test_advancing_against_the_rules_keeps_the_reason(ana: Services) -> None:
    ana.run_sheet.advance(phase(ana).id)
    ended, _ = ana.run_sheet.advance(phase(ana).id, "Ben agreed by phone")
    assert ended is not None
    assert ended.override_reason == "Ben agreed by phone"
    assert "overridden: Ben agreed by phone" in ana.timeline.recent()[0].text


def test_a_reason_that_was_not_needed_is_not_kept_as_an_override(ana: Services) -> None:
    finish_freeze(ana)
    ended, _ = ana.run_sheet.advance(phase(ana).id, "just in case")
    assert ended is not None
    assert ended.override_reason is None


def test_the_launch_status_follows_its_phases(ana: Services) -> None:
    seen = [ana.launch().status]
    for _ in range(3):
        ana.run_sheet.advance(phase(ana).id, "on")
        seen.append(ana.launch().status)
    assert seen == [
        LaunchStatus.PLANNING,
        LaunchStatus.PLANNING,
        LaunchStatus.IN_PROGRESS,
        LaunchStatus.HYPERCARE,
    ]


def test_a_failed_phase_says_so(ana: Services) -> None:
    ana.run_sheet.advance(phase(ana).id)
    ended, _ = ana.run_sheet.advance(phase(ana).id, "rolled back", "failed", "disk\nfull")
    assert ended is not None
    assert (ended.state, ended.outcome, ended.notes) == (PhaseState.FAILED, "failed", "disk\nfull")


def test_after_the_last_phase_there_is_nothing_to_advance(ana: Services) -> None:
    for _ in range(4):
        last = phase(ana)
        ana.run_sheet.advance(last.id, "on")
    with pytest.raises(Refused, match="run sheet is over"):
        ana.run_sheet.advance(last.id, "on")


def test_the_second_seat_does_not_advance_twice(ana: Services, ben: Services) -> None:
    finish_freeze(ana)
    seen = phase(ben)
    ana.run_sheet.advance(seen.id)
    with pytest.raises(Refused, match="Another seat advanced first: Switch"):
        ben.run_sheet.advance(seen.id, "me too")
    assert phase(ana).state is PhaseState.IN_PROGRESS


def test_starting_what_was_just_started_does_not_complete_it(ana: Services, ben: Services) -> None:
    seen = phase(ben)
    ana.run_sheet.advance(seen.id)
    with pytest.raises(StaleWrite, match="Ana changed it first: Started Freeze"):
        ben.run_sheet.advance(seen.id, "go", expected=seen.version)
    assert phase(ana).name == "Freeze"


def test_eight_seats_that_advance_at_once_advance_once(
    launch_file: Path, ana: Services, clock: FixedClock
) -> None:
    finish_freeze(ana)
    seen = phase(ana)
    gate = threading.Barrier(8)
    told: list[str] = []

    def press(number: int) -> None:
        with seat(launch_file, f"Seat {number}", clock) as services:
            gate.wait()
            try:
                services.run_sheet.advance(seen.id)
            except WarroomError as error:
                told.append(error.message)

    threads = [threading.Thread(target=press, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 7
    assert all("Another seat advanced first: Switch" in message for message in told)
    states = [item.state.value for item in ana.run_sheet.phases()]
    assert states == ["complete", "in_progress", "not_started"]


def test_a_task_that_asks_for_a_value_wants_it(ana: Services, clock: FixedClock) -> None:
    wanted = task_id(ana, "commit")
    with pytest.raises(InputError, match="Commit hash"):
        ana.run_sheet.tick(wanted)
    with pytest.raises(InputError, match="Commit hash"):
        ana.run_sheet.tick(wanted, "   ")
    task = ana.run_sheet.tick(wanted, "4f2a")
    assert (task.state, task.value, task.done_by, task.done_at) == (
        TaskState.DONE,
        "4f2a",
        "Ana",
        clock.now(),
    )


def test_a_task_is_ticked_once(ana: Services, ben: Services) -> None:
    task = ana.run_sheet.tick(task_id(ana, "Flip"))
    with pytest.raises(Refused, match=r"done already \(Ana\)"):
        ben.run_sheet.tick(task.id)


def test_a_late_tick_is_told_who_skipped_it(ana: Services, ben: Services) -> None:
    seen = ana.run_sheet.task(task_id(ana, "Flip"))
    ben.run_sheet.skip(seen.id, "night shift did")
    with pytest.raises(StaleWrite, match="Ben changed it first: Skipped"):
        ana.run_sheet.tick(seen.id, expected=seen.version)


def test_skipping_what_is_required_needs_a_reason(ana: Services) -> None:
    with pytest.raises(InputError, match="needs a reason"):
        ana.run_sheet.skip(task_id(ana, "Flip"), "  ")
    assert ana.run_sheet.skip(task_id(ana, "plants"), "").state is TaskState.SKIPPED


def test_unticking_an_open_task_is_refused(ana: Services) -> None:
    with pytest.raises(Refused, match="is open"):
        ana.run_sheet.untick(task_id(ana, "Flip"))


def test_an_added_task_stands_last_and_is_required(ana: Services) -> None:
    ana.run_sheet.add_task(1, "Call the bank", "Ben")
    last = ana.run_sheet.tasks(1)[-1]
    assert (last.text, last.owner, last.required) == ("Call the bank", "Ben", True)
    with pytest.raises(InputError, match="needs a text"):
        ana.run_sheet.add_task(1, " ")
    with pytest.raises(NotFound):
        ana.run_sheet.add_task(99, "Nowhere")
