"""The last safe moment: when a rollback must have begun to be over before its deadline.

deadline - max(estimate, p90 of measured rollbacks) - time to decide. After it only forward fixes
are left, unless somebody forces it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from warroom_tui.domain.runsheet.launch import Launch


@dataclass(frozen=True, slots=True)
class LastSafe:
    """The moment with what it is made of."""

    at: datetime
    deadline: datetime
    rollback_min: int
    measured: bool
    """True when rollbacks that were run say how long one takes, False when it is an estimate."""
    margin_min: int

    def left(self, now: datetime) -> timedelta:
        """Until the moment; negative once it has passed."""
        return self.at - now

    def passed(self, now: datetime) -> bool:
        """True when a rollback that begins now would not be over in time."""
        return now > self.at

    @property
    def source(self) -> str:
        """Where the length comes from, in a word."""
        return "measured" if self.measured else "estimated"


def p90(minutes: Sequence[int]) -> int | None:
    """The smallest measured length that nine of ten did not exceed (nearest rank)."""
    ordered = sorted(minutes)
    return ordered[ceil(0.9 * len(ordered)) - 1] if ordered else None


def rollback_minutes(launch: Launch, measured: Sequence[int]) -> tuple[int, bool] | None:
    """How long a rollback takes, and whether that was measured; None when nobody knows."""
    rehearsed = p90(measured)
    estimate = launch.rollback_estimate_min
    if rehearsed is None:
        return None if estimate is None else (estimate, False)
    return (rehearsed, True) if estimate is None or rehearsed >= estimate else (estimate, False)


def last_safe_moment(launch: Launch, measured: Sequence[int] = ()) -> LastSafe | None:
    """The moment, or None when the launch has no deadline or no length."""
    length = rollback_minutes(launch, measured)
    if launch.rollback_deadline is None or length is None:
        return None
    margin = launch.decision_margin_min or 0
    minutes, was_measured = length
    at = launch.rollback_deadline - timedelta(minutes=minutes + margin)
    return LastSafe(at, launch.rollback_deadline, minutes, was_measured, margin)
