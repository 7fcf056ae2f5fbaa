"""The dashboard against a minimal Textual app in the same run: `python -m tests.benchmarks.screen`.

The launch is the demo's morning with its clock running; both programs run in turns.
"""

from __future__ import annotations

import statistics
import sys
from datetime import date

from tests.benchmarks.place import folder
from tests.benchmarks.terminal import Terminal
from tests.benchmarks.timing import Line, print_table
from warroom_tui.bootstrap import open_rehearsal

MINIMAL = (
    "from textual.app import App\n"
    "from textual.widgets import Static\n"
    "class Minimal(App):\n"
    "    def compose(self):\n"
    "        yield Static('hello')\n"
    "Minimal().run()\n"
)
ROUNDS = 15
KEYS = 60
IDLE_S = 15.0


def measure() -> list[Line]:
    """Start, keys, idle cost and memory."""
    path = folder() / "screen.db"
    services, _ = open_rehearsal(
        "layby-launch-week", path, "http://127.0.0.1:9", actor="lead", today=date(2026, 11, 30)
    )
    services.close()
    ours = [sys.executable, "-m", "warroom_tui.cli.main", "open", "--db", str(path)]
    plain = [sys.executable, "-c", MINIMAL]
    base, first, live = [], [], []
    for _ in range(ROUNDS + 1):
        with Terminal(plain) as minimal:
            base.append(minimal.until(b"hello"))
        with Terminal(ours) as warroom:
            first.append(warroom.until(b"opening"))
            live.append(warroom.until(b"Checklist"))
    ready = statistics.median(base[1:])
    lines = [
        Line("first paint", ready, statistics.median(first[1:]), 1.3),
        Line("live data in all panels", ready, statistics.median(live[1:]), 2.0),
    ]
    with Terminal(ours) as warroom:
        warroom.until(b"Checklist")
        warroom.quiet()
        keys = sorted(warroom.key(b"\x1b[A" if n % 2 else b"\x1b[B") for n in range(KEYS))
        cpu, bytes_s = warroom.idle(IDLE_S)
        memory = warroom.memory_mb()
    lines += [
        Line("key to paint, median ms", 1.0, keys[KEYS // 2], 4.0, absolute=True),
        Line("key to paint, p95 ms", 1.0, keys[KEYS * 95 // 100], 8.0, absolute=True),
    ]
    print(f"idle: {cpu:.1f} % of a core, {bytes_s / 1000:.1f} kB/s; memory {memory:.0f} MB")
    return lines


if __name__ == "__main__":
    print_table(measure())
