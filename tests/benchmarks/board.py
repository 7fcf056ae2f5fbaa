"""Reading the board, a big launch against an empty one: `python -m tests.benchmarks.board`."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.place import big_launch, crowded_launch, empty_launch
from tests.benchmarks.timing import Line, in_turns, print_table
from tests.services.sample import seat
from warroom_tui.domain.situation import read_situation
from warroom_tui.storage.store import ChangeWatch


def measure(big: Path, empty: Path) -> list[Line]:
    """The board, what is derived from it each second, and a look whether anything changed."""
    with seat(big, "Ana") as full, seat(empty, "Ana") as bare:
        reading = in_turns(bare.board, full.board, 60)
        board, none = full.board(), bare.board()
        deriving = in_turns(
            lambda: read_situation(none, bare.clock.now()),
            lambda: read_situation(board, full.clock.now()),
            60,
        )
        watches = ChangeWatch(empty), ChangeWatch(big)
        looking = in_turns(watches[0].changed, watches[1].changed, 1000)
        for watch in watches:
            watch.close()
    with seat(crowded_launch(), "Ana") as crowd, seat(empty, "Ana") as bare:
        crowded = in_turns(bare.board, crowd.board, 30)
    return [
        Line("board, 1,000,000 closed + 2,000 open", *reading, goal=15, absolute=True),
        Line("board, 1,000,000 closed + 100,000 open", *crowded, goal=50, absolute=True),
        Line("situation derived from it", *deriving, goal=5, absolute=True),
        Line("look whether anything changed", *looking, goal=0.05, absolute=True),
    ]


if __name__ == "__main__":
    print_table(measure(big_launch(), empty_launch()))
