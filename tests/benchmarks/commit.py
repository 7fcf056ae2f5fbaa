"""Committing a ticket with its event, against raw sqlite3: `python -m tests.benchmarks.commit`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from tests.benchmarks.place import folder
from tests.benchmarks.timing import Line, in_turns, print_table
from tests.services.sample import make_launch, seat
from warroom_tui.domain.desk.tickets import NewTicket

TICKET = """
INSERT INTO ticket (ref, subject, channel, priority, level, state, created_at, created_by,
    queue_at, version) VALUES (?, 'Cannot pay', 'portal', 'P3', 'L1', 'new', ?, 'Ana', ?, 1)
"""
EVENT = """
INSERT INTO timeline_event (at, at_real, actor, session, source, verb, subject_type, subject_ref,
    text, before, after, undoable)
VALUES (?, ?, 'Ana', 'raw', 'user', 'logged', 'ticket', ?, 'Logged', '[]', '[]', 1)
"""
CLOCK = """
INSERT INTO sla_clock (ticket_id, clock, started_at, due_at, at_risk_at, paused_s, state, version)
VALUES (?, ?, ?, ?, ?, 0.0, 'running', 1)
"""


def measure(where: Path) -> list[Line]:
    """One acknowledged ticket with two clocks and its event, then one reply, each fully synced."""
    path = where / "commit.db"
    for old in where.glob("commit.db*"):
        old.unlink()
    make_launch(path)
    numbers = count(1)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw, seat(path, "Ana") as ana:
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA foreign_keys=ON")

        def plain_ticket() -> object:
            at = datetime.now(UTC).isoformat(sep=" ")
            raw.execute("BEGIN IMMEDIATE")
            ref = f"R-{next(numbers)}"
            row = raw.execute(TICKET, (ref, at, at)).lastrowid
            for name in ("first_response", "resolution"):
                raw.execute(CLOCK, (row, name, at, at, at))
            raw.execute(EVENT, (at, at, ref))
            raw.execute("COMMIT")
            return row

        def plain_note() -> object:
            at = datetime.now(UTC).isoformat(sep=" ")
            raw.execute("BEGIN IMMEDIATE")
            raw.execute(
                "INSERT INTO ticket_note (ticket_id, at, by, kind, text, version)"
                " VALUES (1, ?, 'Ana', 'note', 'x', 1)",
                (at,),
            )
            raw.execute(EVENT, (at, at, "T-001"))
            raw.execute("COMMIT")
            return at

        ticket = in_turns(plain_ticket, lambda: ana.tickets.add(NewTicket("Cannot pay")), 300)
        note = in_turns(plain_note, lambda: ana.tickets.note("T-001", "x"), 300)
    return [
        Line("commit a ticket, two clocks and its event", *ticket, goal=3),
        Line("commit a note and its event", *note, goal=3),
    ]


if __name__ == "__main__":
    print_table(measure(folder()))
