"""Measuring two ways of doing the same thing in turns, so that a noisy machine hits both."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table that a benchmark prints."""

    what: str
    base_ms: float
    """The plain way, median milliseconds."""
    ours_ms: float
    """Our way, median milliseconds."""
    goal: float
    """Largest ratio (or milliseconds, when `absolute`) that is good enough."""
    absolute: bool = False

    @property
    def reached(self) -> float:
        """What is held against the goal."""
        return self.ours_ms if self.absolute else self.ours_ms / self.base_ms


def in_turns(
    base: Callable[[], object], ours: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """Median milliseconds of both after a warm-up."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 5):
        for act, kept in ((base, times[0]), (ours, times[1])):
            begun = perf_counter()
            act()
            if number >= 5:
                kept.append((perf_counter() - begun) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def print_table(lines: Sequence[Line]) -> None:
    """The ratios, as they stand in the documentation."""
    print(f"{'what':<52} {'plain ms':>9} {'ours ms':>9} {'ratio':>7} {'goal':>9}")
    for line in lines:
        goal = f"{line.goal:g} ms" if line.absolute else f"{line.goal:g}x"
        mark = "ok" if line.reached <= line.goal else "MISSED"
        ratio = line.ours_ms / line.base_ms
        print(
            f"{line.what:<52} {line.base_ms:>9.3f} {line.ours_ms:>9.3f} {ratio:>6.2f}x"
            f" {goal:>9} {mark}"
        )
