"""500 checks every ten seconds: `python -m tests.benchmarks.checks [CHECKS] [SECONDS]`.

One in twenty hangs. Runs `warroom monitor` as a process of its own against a server in another one,
and prints the share of a core that it takes, its memory, and how well the schedule is kept.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import closing
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from warroom_tui.bootstrap import import_plans, read_plan_files
from warroom_tui.domain.clock import SystemClock
from warroom_tui.services.planning.launch_import import ImportAnswers

PERIOD_S = 10
SETTLED_S = 12.0
"""Seconds after the start at which counting begins."""

SERVER = """
import asyncio
async def answer(reader, writer):
    try:
        head = await reader.readuntil(b"\\r\\n\\r\\n")
        if b"/hang" in head:
            await asyncio.sleep(60)
        writer.write(b"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\nok")
        await writer.drain()
    except (OSError, asyncio.IncompleteReadError):
        pass
    writer.close()
async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


def cpu_s(pid: int) -> float:
    """Seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> float:
    """Resident memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def make_launch(folder: Path, port: int, checks: int) -> Path:
    """A live launch with that many checks."""
    lines = ["# Load", "", "```warroom", "checks:"]
    for number in range(checks):
        path = "hang" if number % 20 == 0 else "ok"
        url = f"http://127.0.0.1:{port}/{path}"
        lines.append(f"  - {{name: C{number}, http: '{url}', every: {PERIOD_S}s, timeout: 5s}}")
    plan = folder / "load.md"
    plan.write_text("\n".join([*lines, "```", ""]), "utf-8")
    answers = ImportAnswers(go_live=SystemClock().now())
    import_plans(read_plan_files([plan]), folder / "load.db", answers, actor="benchmark")
    return folder / "load.db"


def deviations(db: Path) -> list[float]:
    """Seconds by which two runs of a check that answers were too near or too far."""
    stamps: dict[int, list[datetime]] = defaultdict(list)
    with closing(sqlite3.connect(db)) as connection:
        for check_id, at in connection.execute(
            "SELECT check_id, at FROM check_sample JOIN check_def ON id = check_id"
            " WHERE kind = 'http' AND state = 'up' ORDER BY at"
        ):
            stamps[check_id].append(datetime.fromisoformat(at))
    return sorted(
        abs((after - before).total_seconds() - PERIOD_S)
        for times in stamps.values()
        for before, after in pairwise(times[1:])
    )


def main(checks: int = 500, seconds: float = 40.0) -> None:
    """Measure and print."""
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE)
    assert server.stdout is not None
    port = int(server.stdout.readline())
    with tempfile.TemporaryDirectory(prefix="warroom-checks-") as name:
        db = make_launch(Path(name), port, checks)
        command = [sys.executable, "-m", "warroom_tui.cli.main", "--db", str(db), "monitor"]
        monitor = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            time.sleep(SETTLED_S)
            used, begun = cpu_s(monitor.pid), time.monotonic()
            time.sleep(seconds)
            share = 100 * (cpu_s(monitor.pid) - used) / (time.monotonic() - begun)
            memory = memory_mb(monitor.pid)
        finally:
            monitor.terminate()
            monitor.wait()
            server.kill()
            server.wait()
        late = deviations(db)
    print(f"{checks} checks every {PERIOD_S} s: {share:.1f} % of a core, {memory:.0f} MB")
    print(f"off schedule: median {statistics.median(late):.3f} s, most {late[-1]:.3f} s")
    print(f"machine: load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
