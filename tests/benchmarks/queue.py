"""The next 50 tickets by due time, against raw sqlite3: `python -m tests.benchmarks.queue`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.benchmarks.place import big_launch
from tests.benchmarks.timing import Line, in_turns, print_table
from tests.services.sample import seat

QUERY = """
SELECT ticket.*, known_issue.ref FROM ticket LEFT JOIN known_issue ON known_issue.id = issue_id
WHERE ticket.state IN ('new','open','pending') ORDER BY queue_at, ticket.id LIMIT 50
"""


def measure(path: Path) -> list[Line]:
    """Raw rows against tickets as the screen gets them; then page 20 of the queue."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw, seat(path, "Ana") as ana:

        def plain() -> object:
            raw.execute("BEGIN")
            found = raw.execute(QUERY).fetchall()
            raw.execute("COMMIT")
            return found

        first = in_turns(plain, lambda: ana.tickets.search(limit=50), 200)
        last = ana.tickets.search(limit=1000)[-1]
        page = in_turns(plain, lambda: ana.tickets.search(limit=50, after=last), 200)
    return [
        Line("next 50 tickets by due time", *first, goal=2),
        Line("50 tickets after the first 1,000", *page, goal=2),
    ]


if __name__ == "__main__":
    print_table(measure(big_launch()))
