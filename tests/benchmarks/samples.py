"""A launch with millions of samples: `python -m tests.benchmarks.samples PATH [SAMPLES]`.

Adds the history of 500 checks that ran every ten seconds to the launch at PATH (made when it is not
there), none of it rolled up or forgotten yet, and prints what tidying it up takes, step by step.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from tests.benchmarks.big_database import build
from warroom_tui.bootstrap import open_services

CHECKS, EVERY_S = 500, 10
TARGET = "http://127.0.0.1:18765/"

_SAMPLES = """
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :last)
INSERT INTO check_sample (check_id, at, state, value)
SELECT :check_id, strftime('%Y-%m-%d %H:%M:%f', :start, '+' || (i * 10) || ' seconds') || '000',
    CASE WHEN i % 997 = 0 THEN 'down' ELSE 'up' END, 80 + abs(random()) % 90 FROM n
"""
_MINUTES = """
INSERT OR REPLACE INTO check_minute (check_id, minute, n, n_down, n_value, sum_value, max_value)
SELECT check_id, substr(at, 1, 17) || '00.000000', count(*), sum(state = 'down'), count(*),
    sum(value), max(value) FROM check_sample WHERE check_id = :check_id GROUP BY 2
"""
_STATUS = """
INSERT OR REPLACE INTO check_status (check_id, state, since, last_at, last_value, last_detail,
    streak_state, streak)
SELECT check_id, 'up', min(at), max(at), 120, 'HTTP 200', 'up', 9 FROM check_sample
WHERE check_id = :check_id
"""


def fill(path: Path, samples: int, now: datetime) -> None:
    """Add the samples, each with its minute."""
    each = samples // CHECKS
    start = now - timedelta(seconds=each * EVERY_S)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-400000")
        held = connection.execute("SELECT max(id) FROM check_def").fetchone()[0]
        connection.executemany(
            "INSERT INTO check_def (id, seq, name, kind, target, every_s, timeout_s, expect,"
            " fail_after, ok_after) VALUES (?, ?, ?, 'http', ?, ?, 5, '[]', 2, 1)",
            [(i, i, f"Check {i}", TARGET, EVERY_S) for i in range(held + 1, held + CHECKS + 1)],
        )
        for check_id in range(held + 1, held + CHECKS + 1):
            values = {"check_id": check_id, "last": each - 1, "start": f"{start:%Y-%m-%d %H:%M:%S}"}
            connection.execute(_SAMPLES, values)
            connection.execute(_MINUTES, values)
            connection.execute(_STATUS, values)
        connection.execute("DELETE FROM setting WHERE key = 'health_rolled_to'")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def tidy(path: Path) -> None:
    """Do what the monitor does between its probes until nothing is left to do."""
    services = open_services(str(path), actor="benchmark")
    steps: list[float] = []
    more = True
    while more and len(steps) < 20_000:
        begun = perf_counter()
        more = services.health.tidy()
        steps.append(perf_counter() - begun)
    services.close()
    steps.sort()
    print(
        f"tidied up in {len(steps)} steps, {sum(steps):.0f} s together:"
        f" median {1000 * steps[len(steps) // 2]:.0f} ms, longest {1000 * steps[-1]:.0f} ms"
    )


def main() -> None:
    """Make it, and say how large it is and what tidying takes."""
    path, samples = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000_000
    if not path.exists():
        build(path)
    before, begun = path.stat().st_size, perf_counter()
    fill(path, samples, datetime.now(UTC))
    added = path.stat().st_size - before
    print(f"{samples} samples: {added / 1e6:.0f} MB more in {perf_counter() - begun:.0f} s")
    if "--keep" not in sys.argv:
        tidy(path)


if __name__ == "__main__":
    main()
