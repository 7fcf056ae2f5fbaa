"""All storage benchmarks in one table: `python -m tests.benchmarks`."""

from __future__ import annotations

from tests.benchmarks import board, commit, queue, start
from tests.benchmarks.place import big_launch, empty_launch, folder
from tests.benchmarks.timing import print_table


def main() -> None:
    """Measure and print."""
    big, empty = big_launch(), empty_launch()
    print_table(
        [
            *queue.measure(big),
            *commit.measure(folder()),
            *board.measure(big, empty),
            *start.measure(big, empty),
        ]
    )


if __name__ == "__main__":
    main()
