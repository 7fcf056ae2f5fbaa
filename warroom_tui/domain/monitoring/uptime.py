"""Uptime, latency percentiles and error budget of a check over any window: one definition.

Uptime is 1 - down / observed, in percent, by whole minutes. A minute counts as down by the share
of its results that were; minutes without a known result are unknown and never counted as up;
minutes under maintenance are left out, and told (data model, "derived figures").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from warroom_tui.domain.monitoring.spread import Spread, percentile


@dataclass(frozen=True, slots=True)
class Tally:
    """What one check saw in a window, in minutes."""

    check_id: int
    name: str
    first: datetime
    """The first observed minute: nothing is asked of a check before it was there."""
    last: datetime
    """The newest observed minute (or hour)."""
    observed: float
    down: float
    slow: float
    unknown: float
    maintenance: float
    n_value: int = 0
    sum_value: float = 0.0
    max_value: float | None = None
    spread: Spread = field(default_factory=dict)

    @property
    def uptime(self) -> float | None:
        """Percent; None when nothing was observed."""
        return 100.0 * (1 - self.down / self.observed) if self.observed else None

    @property
    def mean(self) -> float | None:
        """Mean value, in the check's unit."""
        return self.sum_value / self.n_value if self.n_value else None

    def percentile(self, share: float) -> float | None:
        """p50 is 0.5, p95 is 0.95, p99 is 0.99; never above the greatest value that was seen."""
        found = percentile(self.spread, share)
        if found is None or self.max_value is None:
            return found
        return min(found, self.max_value)


@dataclass(frozen=True, slots=True)
class ErrorBudget:
    """How many minutes a target allows to be down in its window, and how many are used."""

    target_pct: float
    window: timedelta
    used_min: float

    @property
    def allowed_min(self) -> float:
        """Minutes that may be down in the whole window."""
        return allowed_minutes(self.target_pct, self.window)

    @property
    def left_min(self) -> float:
        """Minutes left; negative when it is overdrawn."""
        return self.allowed_min - self.used_min

    @property
    def left_share(self) -> float:
        """What is left as a share of what is allowed, never below zero."""
        allowed = self.allowed_min
        return max(0.0, self.left_min / allowed) if allowed else float(self.used_min == 0)


def allowed_minutes(target_pct: float, window: timedelta) -> float:
    """The error budget of a target over a window: 99.5 % of 7 days are 50.4 minutes."""
    return (100.0 - target_pct) / 100.0 * window.total_seconds() / 60.0
