"""Runs of routines: made by the clock, ticked by people, closed by the clock."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

from tests.conftest import FixedClock
from tests.services.sample import seat
from warroom_tui.domain.board import BoardView, next_turn
from warroom_tui.domain.runsheet.routines import ROUTINE_RUN, RunState
from warroom_tui.domain.situation import read_situation
from warroom_tui.services.warroom import Services


def run_tasks(services: Services) -> list[int]:
    """Ids of the tasks of the open run."""
    board = services.board()
    ids = frozenset(item.id for item in board.lists if item.kind == ROUTINE_RUN)
    tasks = services.board(BoardView(list_ids=ids)).tasks
    return [task.id for task in tasks if task.checklist_id in ids]


def test_a_run_comes_due_with_a_fresh_list_and_its_event(ana: Services) -> None:
    turn = next_turn(ana.board())
    assert turn == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert ana.routines.sweep()
    (run,) = ana.routines.runs()
    assert (run.title, run.state, run.done, run.total) == ("Morning round", RunState.DUE, 0, 2)
    event = ana.timeline.recent(1)[0]
    assert (event.actor, event.source) == ("the clock", "scheduler")
    assert event.text == "Due: Morning round"
    assert not ana.routines.sweep()


def test_only_the_clock_decides_what_was_missed(ana: Services, clock: FixedClock) -> None:
    ana.routines.sweep()
    first, second = run_tasks(ana)
    ana.run_sheet.tick(first)
    ana.run_sheet.tick(second)
    clock.move(days=1)
    ana.routines.sweep()
    ana.run_sheet.tick(run_tasks(ana)[0])
    clock.move(days=1)
    ana.routines.sweep()
    clock.move(days=1)
    ana.routines.sweep()
    assert [(run.state, run.done) for run in ana.routines.runs()] == [
        (RunState.DUE, 0),
        (RunState.MISSED, 0),
        (RunState.PARTIAL, 1),
        (RunState.COMPLETE, 2),
    ]


def test_days_that_nobody_watched_are_missed_and_never_better(
    ana: Services, clock: FixedClock
) -> None:
    clock.move(days=3)
    ana.routines.sweep()
    runs = ana.routines.runs()
    assert [run.state.value for run in runs] == ["due", "missed", "missed", "missed"]
    assert runs[1].checklist_id is None
    assert "Missed: Morning round ×3" in ana.timeline.recent(1)[0].text


def test_ended_runs_are_history_and_no_longer_on_the_board(
    ana: Services, clock: FixedClock
) -> None:
    for _ in range(5):
        ana.routines.sweep()
        clock.move(days=1)
    ana.routines.sweep()
    board = ana.board()
    assert sum(item.kind == ROUTINE_RUN for item in board.lists) == 1
    assert len(ana.routines.runs()) == 6


def test_a_late_run_needs_you_until_it_is_ticked(ana: Services, clock: FixedClock) -> None:
    ana.routines.sweep()
    clock.move(minutes=10)
    assert not [n for n in read_situation(ana.board(), clock.now()).needs if n.tag == "DUE"]
    clock.move(minutes=10)
    (need,) = [n for n in read_situation(ana.board(), clock.now()).needs if n.tag == "DUE"]
    assert (need.what, need.why) == ("Morning round", "20 min late, 0 of 2 done")
    for task in run_tasks(ana):
        ana.run_sheet.tick(task)
    assert not [n for n in read_situation(ana.board(), clock.now()).needs if n.tag == "DUE"]


def test_two_seats_at_the_same_moment_make_one_run(launch_file: Path, clock: FixedClock) -> None:
    made: list[bool] = []
    start = threading.Barrier(6)

    def sweep(number: int) -> None:
        with seat(launch_file, f"seat {number}", clock) as services:
            start.wait()
            made.append(services.routines.sweep())

    threads = [threading.Thread(target=sweep, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made.count(True) == 1
    with seat(launch_file, "Ana", clock) as services:
        assert len(services.routines.runs()) == 1


def test_moving_go_live_moves_runs_to_come_and_keeps_those_that_were(
    ana: Services, clock: FixedClock
) -> None:
    ana.routines.sweep()
    ana.schedule.set_go_live(datetime(2026, 12, 8, 8, tzinfo=UTC))
    (routine,) = ana.routines.all()
    assert routine.next_due_at == datetime(2026, 12, 8, 8, tzinfo=UTC)
    assert len(ana.routines.runs()) == 1
    ana.timeline.undo()
    (routine,) = ana.routines.all()
    assert routine.next_due_at == datetime(2026, 12, 2, 8, tzinfo=UTC)


def test_a_read_only_seat_makes_nothing(launch_file: Path, clock: FixedClock) -> None:
    from warroom_tui.domain.timeline import Actor
    from warroom_tui.services.context import Context
    from warroom_tui.storage.store import Store

    context = Context(Store.open(launch_file, read_only=True), clock, Actor("wall", "w"))
    services = Services(context)
    assert not services.routines.sweep()
    assert services.routines.runs() == ()
    services.close()
