"""What a screen reads often must not grow with the history: no query walks through a long table."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, event

from tests.benchmarks.big_database import build
from tests.services.sample import seat
from warroom_tui.domain.board import BoardView
from warroom_tui.domain.desk.tickets import NewTicket, Priority
from warroom_tui.services.warroom import Services

LONG = ("ticket", "sla_clock", "timeline_event", "check_sample", "check_minute", "ticket_note")
"""Tables that grow all day."""

WALKS = {f"SCAN {name}" for name in LONG}
NEWEST_FIRST = "ORDER BY timeline_event.id DESC\n LIMIT"
"""Backwards by row id until enough are found."""


def walks(services: Services, read: object) -> list[str]:
    """Steps of the query plans of `read` that walk through a whole long table."""
    asked: list[tuple[str, object]] = []
    engine = services.context.store._engine

    @event.listens_for(engine, "before_cursor_execute")
    def _keep(
        connection: Connection,
        cursor: object,
        statement: str,
        parameters: object,
        context: object,
        many: bool,
    ) -> None:
        asked.append((statement, parameters))

    read()  # type: ignore[operator]
    event.remove(engine, "before_cursor_execute", _keep)
    found = []
    for statement, parameters in asked:
        if not statement.lstrip().startswith("SELECT"):
            continue
        steps = services.context.store.with_driver(
            lambda driver, s=statement, p=parameters: driver.execute(  # type: ignore[misc]
                f"EXPLAIN QUERY PLAN {s}", p
            ).fetchall()
        )
        found += [
            f"{step[3]}: {statement}"
            for step in steps
            if step[3] in WALKS and NEWEST_FIRST not in statement
        ]
    return found


def test_the_board_and_the_queue_walk_through_no_long_table(launch_file: Path) -> None:
    with seat(launch_file, "Ana") as ana:
        last = [ana.tickets.add(NewTicket("Cannot pay", priority=p)) for p in Priority][-1]
        assert walks(ana, ana.board) == []
        assert walks(ana, lambda: ana.board(BoardView(list_ids=frozenset({1})))) == []
        assert walks(ana, lambda: ana.tickets.search(limit=50)) == []
        assert walks(ana, lambda: ana.tickets.search(limit=50, after=last)) == []
        assert walks(ana, lambda: ana.tickets.get("T-001")) == []
        assert walks(ana, lambda: ana.tickets.notes("T-001")) == []
        assert walks(ana, lambda: ana.timeline.recent(30)) == []
        assert walks(ana, lambda: ana.timeline.recent(30, before=2)) == []


def test_a_long_history_shows_only_what_is_live(tmp_path: Path) -> None:
    with seat(build(tmp_path / "big.db", closed=500, live=30, days=5), "Ana") as ana:
        board = ana.board()
        assert (board.ticket_counts.live, len(board.tickets)) == (30, 30)
        assert len([row for row in board.checks if row.status and row.status.state == "up"]) >= 10
        assert len(ana.tickets.search(live_only=False, limit=1000)) == 530
        assert walks(ana, ana.board) == []
        assert ana.tickets.add(NewTicket("The next")).ref == "T-531"
