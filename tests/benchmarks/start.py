"""Opening a launch and its first board, in processes: `python -m tests.benchmarks.start`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.place import big_launch, empty_launch
from tests.benchmarks.timing import Line, in_turns, print_table

OPEN = """
import sys
from warroom_tui.bootstrap import open_services
services = open_services(sys.argv[1], actor="Ana")
services.board()
services.close()
"""


def _run(path: Path) -> None:
    subprocess.run([sys.executable, "-c", OPEN, str(path)], check=True)


def measure(big: Path, empty: Path) -> list[Line]:
    """From nothing to the first board and out again, 15 rounds in turns."""
    times = in_turns(lambda: _run(empty), lambda: _run(big), 15)
    return [Line("open, first board, leave: big against empty", *times, goal=1.1)]


if __name__ == "__main__":
    print_table(measure(big_launch(), empty_launch()))
