"""How a figure moves: a robust slope, and when it will reach its limit.

The slope is the median of the slopes between all pairs of samples (Theil 1950, Sen 1968): one
wild sample does not bend it. A trend is only told when most pairs agree on its direction and the
line explains most of what moves; else nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from warroom_tui.domain.monitoring.health import Condition

Sample = tuple[datetime, float]
"""When, and the value then."""

LEAST_SAMPLES = 6
LEAST_SPAN = timedelta(minutes=5)
"""Fewer samples, or a shorter time, tell no trend."""
MOST_SAMPLES = 60
"""Older ones are left out: what matters is where it goes now."""
LEAST_AGREEMENT = 0.5
"""Kendall's tau that a trend needs: pairs that agree minus pairs that do not, of all pairs."""
LEAST_EXPLAINED = 0.5
"""Share of the spread that must not be left beside the line."""
FARTHEST = timedelta(hours=12)
"""A crossing farther away is not foretold."""


def slope_per_min(samples: Sequence[Sample]) -> float | None:
    """The slope in units per minute, or None when the samples fit no line."""
    points = sorted(set(samples))[-MOST_SAMPLES:]
    if len(points) < LEAST_SAMPLES or points[-1][0] - points[0][0] < LEAST_SPAN:
        return None
    start = points[0][0]
    minutes = [(at - start).total_seconds() / 60 for at, _ in points]
    values = [value for _, value in points]
    slopes = [
        (values[j] - values[i]) / (minutes[j] - minutes[i])
        for i in range(len(points))
        for j in range(i + 1, len(points))
        if minutes[j] > minutes[i]
    ]
    if not slopes:
        return None
    slope = _median(slopes)
    spread = _spread(values)
    if spread == 0:
        return 0.0 if slope == 0 else None
    rising = sum(one > 0 for one in slopes) - sum(one < 0 for one in slopes)
    if abs(rising) / len(slopes) < LEAST_AGREEMENT:
        return None
    rest = _spread([v - slope * m for v, m in zip(values, minutes, strict=True)])
    return slope if 1 - rest / spread >= LEAST_EXPLAINED else None


def _median(values: Sequence[float]) -> float:
    """The middle value. (`statistics` would cost ten modules before the first paint.)"""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _spread(values: Sequence[float]) -> float:
    """Mean distance from the median."""
    middle = _median(values)
    return sum(abs(value - middle) for value in values) / len(values)


def time_to(condition: Condition, value: float, slope: float | None) -> timedelta | None:
    """How long until the condition holds at this slope; None when it moves away or is far."""
    if slope is None or slope == 0 or condition.holds(value):
        return None
    rises = condition.op in (">", ">=")
    if condition.op == "==" or (slope > 0) is not rises:
        return None
    minutes = (condition.limit - value) / slope
    found = timedelta(minutes=minutes) if minutes < FARTHEST.total_seconds() / 60 else None
    return found if found is not None and found >= timedelta(0) else None
