"""What a screen derives each second: cheap, but never behind what has happened."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import FixedClock
from tests.services.sample import make_launch, seat
from warroom_tui.domain.desk.tickets import NewTicket, Priority
from warroom_tui.domain.situation import SLOW_S, read_situation


def test_within_ten_seconds_only_what_changed_is_derived_anew(
    tmp_path: Path, clock: FixedClock
) -> None:
    with seat(make_launch(tmp_path / "orchid.db"), "Ana", clock) as ana:
        ana.tickets.add(NewTicket("Cannot pay", priority=Priority.P1))
        board = ana.board()
        first = read_situation(board, clock.now())
        soon = read_situation(board, clock.move(seconds=SLOW_S - 1), first)
        assert (soon.covers, soon.gauges, soon.needs) == (first.covers, first.gauges, first.needs)
        assert soon.needs is first.needs
        later = read_situation(board, clock.move(seconds=1), soon)
        assert later == read_situation(board, clock.now())


def test_a_promise_that_breaks_is_told_in_the_same_second(
    tmp_path: Path, clock: FixedClock
) -> None:
    with seat(make_launch(tmp_path / "orchid.db"), "Ana", clock) as ana:
        due = ana.tickets.add(NewTicket("Cannot pay", priority=Priority.P1)).next_due_at
        assert due is not None
        clock.at = due
        clock.move(seconds=-2)
        board = ana.board()
        before = read_situation(board, clock.now())
        after = read_situation(board, clock.move(seconds=3), before)
        assert (before.breached, after.breached) == (0, 1)
        assert "due in" in before.needs[0].why
        assert after.needs == read_situation(board, clock.now()).needs
        assert "over" in after.needs[0].why
