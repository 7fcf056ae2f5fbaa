"""A launch with a long history, made in seconds: `python -m tests.benchmarks.big_database PATH`."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from tests.services.sample import make_launch

_NUMBERS = """
WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)
"""

_AT = "strftime('%Y-%m-%d %H:%M:%S', :start, '+' || CAST({} AS INTEGER) || ' seconds')||'.000000'"

_TICKETS = (
    _NUMBERS
    + f"""
INSERT INTO ticket (id, ref, subject, body, requester, channel, category, priority, level, state,
    assignee, created_at, created_by, first_response_at, response_s, resolved_at, resolution_s,
    closed_at, reply_count, reopen_count, resolution, csat, next_clock, next_due_at,
    next_at_risk_at, queue_at, level_since, first_assignee, version)
SELECT i, printf('T-%03d', i), 'Cannot pay with card number ' || i, 'It says no.',
    'user' || (i % 5000) || '@example.org',
    CASE i % 4 WHEN 0 THEN 'email' WHEN 1 THEN 'portal' WHEN 2 THEN 'chat' ELSE 'phone' END,
    'payments', 'P' || (1 + i % 4), 'L' || (1 + i % 3),
    CASE WHEN :live THEN CASE WHEN i % 5 THEN 'open' ELSE 'new' END ELSE 'closed' END,
    CASE WHEN :live AND i % 3 = 0 THEN NULL ELSE 'Person ' || (i % 20) END,
    {_AT.format("(i - :first) * :gap")}, 'Ana',
    CASE WHEN :live THEN NULL ELSE {_AT.format("(i - :first) * :gap + 300")} END,
    CASE WHEN :live THEN NULL ELSE 300.0 END,
    CASE WHEN :live THEN NULL ELSE {_AT.format("(i - :first) * :gap + 3600")} END,
    CASE WHEN :live THEN NULL ELSE 3600.0 END,
    CASE WHEN :live THEN NULL ELSE {_AT.format("(i - :first) * :gap + 7200")} END,
    1, i % 50 = 0, CASE WHEN :live THEN '' ELSE 'Card replaced' END,
    CASE WHEN :live OR i % 3 THEN NULL ELSE 0.75 END,
    CASE WHEN :live THEN 'resolution' END,
    CASE WHEN :live THEN {_AT.format("(i - :first) * :gap + 90000")} END,
    CASE WHEN :live THEN {_AT.format("(i - :first) * :gap + 80000")} END,
    CASE WHEN :live THEN {_AT.format("(i - :first) * :gap + 90000")}
        ELSE '9999-12-31 00:00:00.000000' END,
    {_AT.format("(i - :first) * :gap")},
    CASE WHEN :live AND i % 3 = 0 THEN NULL ELSE 'Person ' || (i % 20) END,
    3
FROM n
"""  # noqa: S608 - made of constants only
)

_CLOCKS = """
INSERT INTO sla_clock (ticket_id, clock, started_at, due_at, at_risk_at, paused_s, stopped_at,
    state, target_text)
SELECT id, 'resolution', created_at, coalesce(next_due_at, closed_at),
    coalesce(next_at_risk_at, closed_at), 0.0, resolved_at,
    CASE WHEN resolved_at IS NULL THEN 'running' ELSE 'met' END, '8 hours'
FROM ticket
"""

_EVENTS = """
INSERT INTO timeline_event (at, at_real, actor, session, source, verb, subject_type, subject_ref,
    text, undoable)
SELECT created_at, created_at, 'Ana', 'big', 'user', 'logged', 'ticket', ref, 'Logged ' || ref, 0
FROM ticket
"""


def build(
    path: Path,
    *,
    closed: int = 1_000_000,
    live: int = 2_000,
    days: int = 500,
    live_days: int = 1,
    checks: int = 10,
    now: datetime | None = None,
) -> Path:
    """Make a launch at `path` with `closed` tickets over the last `days`, and `live` open ones.

    The live ones were logged over the last `live_days` and fall due from 25 hours later on.
    """
    at = now or datetime.now(UTC)
    make_launch(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-200000")
        _tickets(connection, 1, closed, at - timedelta(days=days), days * 86_400 / max(1, closed))
        last = closed + live
        start, gap = at - timedelta(days=live_days), 86_000 * live_days / live
        _tickets(connection, closed + 1, last, start, gap, live=True)
        connection.execute(_CLOCKS)
        connection.execute(_EVENTS)
        connection.execute("INSERT OR REPLACE INTO counter VALUES ('ticket', ?)", (last,))
        _checks(connection, checks, at)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def _tickets(
    connection: sqlite3.Connection,
    first: int,
    last: int,
    start: datetime,
    gap: float,
    *,
    live: bool = False,
) -> None:
    if last < first:
        return
    values = {
        "first": first,
        "last": last,
        "start": start.strftime("%Y-%m-%d %H:%M:%S"),
        "gap": gap,
        "live": live,
    }
    connection.execute(_TICKETS, values)


def _checks(connection: sqlite3.Connection, number: int, at: datetime) -> None:
    """Checks with two hours of minutes, and a status from this moment."""
    stamp = at.strftime("%Y-%m-%d %H:%M:%S.%f")
    minute = at.replace(second=0, microsecond=0)
    held = connection.execute("SELECT count(*) FROM check_def").fetchone()[0]
    connection.executemany(
        "INSERT INTO check_def (id, seq, name, kind, target, every_s, timeout_s, expect,"
        " fail_after, ok_after) VALUES (?, ?, ?, 'http', 'https://x.example/', 30, 5, '[]', 2, 1)",
        [(i, i, f"Check {i}") for i in range(held + 1, number + 1)],
    )
    ids = range(1, max(number, held) + 1)
    connection.executemany(
        "INSERT INTO check_status (check_id, state, since, last_at, last_value, last_detail,"
        " streak_state, streak) VALUES (?, 'up', ?, ?, 120, 'HTTP 200', 'up', 9)",
        [(i, stamp, stamp) for i in ids],
    )
    connection.executemany(
        "INSERT INTO check_minute (check_id, minute, n, n_down, n_value, sum_value, max_value)"
        " VALUES (?, ?, 2, 0, 2, ?, 130)",
        [
            (i, (minute - timedelta(minutes=m)).strftime("%Y-%m-%d %H:%M:%S.%f"), 200.0 + m)
            for i in ids
            for m in range(120)
        ],
    )


def main() -> None:
    """Make one where the command line says."""
    begun = perf_counter()
    path = build(Path(sys.argv[1]))
    print(f"{path}: {path.stat().st_size / 1e6:.0f} MB in {perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
