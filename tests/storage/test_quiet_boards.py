"""What machines write all day must cost a seat next to nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event
from textual.message import Message

from tests.services.sample import seat
from warroom_tui.domain.board import BoardView
from warroom_tui.domain.clock import Clock
from warroom_tui.domain.desk.tickets import NewTicket, Priority
from warroom_tui.domain.monitoring.health import Measurement
from warroom_tui.domain.notes import NoteKind
from warroom_tui.services.warroom import Services
from warroom_tui.ui.feed import BoardRead, Feed


class Screen:
    """Takes what a feed has read."""

    def __init__(self) -> None:
        self.boards: list[BoardRead] = []

    def post_message(self, message: Message) -> bool:
        """Keep it."""
        assert isinstance(message, BoardRead)
        self.boards.append(message)
        return True


def asked(services: Services, read: Callable[[], object]) -> int:
    """How many statements `read` takes."""
    engine, seen = services.context.store._engine, []

    @event.listens_for(engine, "before_cursor_execute")
    def _count(*about: object) -> None:
        seen.append(about)

    read()
    event.remove(engine, "before_cursor_execute", _count)
    return len(seen)


def measure(services: Services) -> None:
    """One result of every check, and nothing new in it."""
    now = services.clock.now()
    services.health.record(
        [(check, Measurement(True, 80.0, "HTTP 200"), now) for check in services.health.checks()]
    )


def test_a_board_after_samples_alone_is_the_whole_board(launch_file: Path, clock: Clock) -> None:
    with seat(launch_file, "Ana", clock) as ana, seat(launch_file, "Ben", clock) as ben:
        measure(ben)
        ana.tickets.add(NewTicket("Cannot pay", priority=Priority.P1))
        first = ana.board()
        measure(ben)
        ben.seats.beat()
        after = ana.board(known=first)
        assert replace(after, read_at=first.read_at) == replace(ana.board(), read_at=first.read_at)
        assert [one.name for one in after.seats] == ["Ben"]
        assert after.lists is first.lists
        spared = asked(ana, ana.board) - asked(ana, lambda: ana.board(known=first))
        assert spared >= 12

        task = first.tasks[0]
        ben.run_sheet.tick(task.id)
        fresh = ana.board(known=first)
        assert fresh == replace(ana.board(), read_at=fresh.read_at)
        assert (fresh.tasks[0].state.settled, fresh.revision) == (True, first.revision + 1)


def test_samples_wait_for_each_other_and_people_do_not(launch_file: Path, clock: Clock) -> None:
    with seat(launch_file, "Ana", clock) as ana, seat(launch_file, "Ben", clock) as ben:
        screen, watch = Screen(), ana.watch()
        feed = Feed(ana, screen)
        feed._read()
        ben.seats.beat()
        assert watch.changed()
        assert feed._is_news(watch), "a check without a result yet is waited for"

        measure(ben)
        feed._read()
        measure(ben)
        assert watch.changed()
        assert not feed._is_news(watch)
        ben.notes.add(NoteKind.WIN, "First order")
        assert feed._is_news(watch)
        feed._read()
        assert not feed._is_news(watch)
        feed._read_at -= timedelta(seconds=6).total_seconds()
        assert feed._is_news(watch), "in the end samples are shown too"
        feed.look_at(BoardView(ticket_filter="pay"))
        assert feed._wanted
        assert [one.board.revision for one in screen.boards[1:]] == [
            screen.boards[0].board.revision,
            screen.boards[0].board.revision + 1,
        ]
        watch.close()
