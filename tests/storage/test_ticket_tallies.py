"""The counts over live tickets are kept as tickets change: they must be what counting finds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from tests.conftest import FixedClock
from tests.services.sample import GO_LIVE, make_launch, seat
from warroom_tui.domain.board import TicketCounts
from warroom_tui.domain.desk.tickets import NewTicket, Priority
from warroom_tui.domain.errors import WarroomError
from warroom_tui.services.desk import ticket_import
from warroom_tui.services.warroom import Services
from warroom_tui.storage.schema import ticket

Deed = Callable[[Services, str], object]

DEEDS: dict[str, Deed] = {
    "take": lambda ana, ref: ana.tickets.take(ref),
    "hand back": lambda ana, ref: ana.tickets.assign(ref, None),
    "answer": lambda ana, ref: ana.tickets.reply(ref, "We are looking."),
    "wait": lambda ana, ref: ana.tickets.wait(ref, "their logs"),
    "resume": lambda ana, ref: ana.tickets.resume(ref),
    "raise": lambda ana, ref: ana.tickets.set_priority(ref, Priority.P1),
    "resolve": lambda ana, ref: ana.tickets.resolve(ref, "Restarted."),
    "close": lambda ana, ref: ana.tickets.close(ref),
    "reopen": lambda ana, ref: ana.tickets.reopen(ref, "Again."),
    "undo": lambda ana, _: ana.timeline.undo(),
}


def counted(ana: Services, now: datetime) -> TicketCounts:
    """The same figures, counted ticket by ticket."""
    live = text("state IN ('new','open','pending')")
    by_priority: dict[str, int] = {}
    by_state: dict[str, int] = {}
    unowned = late = 0
    with ana.context.store.reading() as connection:
        rows = connection.execute(
            select(ticket.c.priority, ticket.c.state, ticket.c.assignee, ticket.c.queue_at).where(
                live
            )
        ).all()
    for priority, state, assignee, queue_at in rows:
        by_priority[priority] = by_priority.get(priority, 0) + 1
        by_state[state] = by_state.get(state, 0) + 1
        unowned += assignee is None
        late += queue_at < now
    return TicketCounts(
        live=len(rows),
        by_priority=tuple(sorted(by_priority.items())),
        by_state=tuple(sorted(by_state.items())),
        breached=late,
        unowned=unowned,
        matching=len(rows),
    )


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 3), st.integers(0, 100)),
        max_size=14,
    )
)
def test_whatever_is_done_the_tallies_are_what_counting_finds(
    steps: list[tuple[str, int, int]],
) -> None:
    with TemporaryDirectory() as folder:
        clock = FixedClock(GO_LIVE)
        with seat(make_launch(Path(folder) / "launch.db"), "Ana", clock) as ana:
            refs = [ana.tickets.add(NewTicket("Cannot pay", priority=p)).ref for p in Priority]
            known = ana.board()
            for deed, which, minutes in steps:
                clock.move(minutes=minutes)
                with suppress(WarroomError):  # not everything can be done in every state
                    DEEDS[deed](ana, refs[which % len(refs)])
                known = ana.board(known=known)
                assert known.ticket_counts == counted(ana, clock.now())
                assert known == ana.board(), "what was kept is what would be read"


def test_an_import_that_leaves_no_event_for_each_ticket_is_seen_while_it_runs(
    launch_file: Path, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_import, "AT_ONCE", 10)
    monkeypatch.setattr(ticket_import, "BATCH", 20)
    rows = "".join(f"{number},Cannot pay {number}\n" for number in range(60))
    sheet = tmp_path / "old.csv"
    sheet.write_text("id,subject\n" + rows)
    with seat(launch_file, "Ana", clock) as ana, seat(launch_file, "Ben", clock) as ben:
        boards, desk = [ana.board()], ben.ticket_import
        store = desk._store

        def watched(*batch: Any) -> None:
            store(*batch)
            boards.append(ana.board(known=boards[-1]))

        monkeypatch.setattr(desk, "_store", watched)
        plan = desk.look(sheet)
        desk.run(plan, desk.check(plan))
        seen = [(board.ticket_counts.live, len(board.tickets)) for board in boards]
        assert seen == [(0, 0), (20, 20), (40, 40), (60, 60), (60, 60)]
        assert len({board.revision for board in boards[1:]}) == 1, "one word at its beginning"
        with ana.context.store.reading() as connection:
            assert connection.execute(select(func.count()).select_from(ticket)).scalar_one() == 60
