"""Alerts: what fires when a check turns bad, who looks after it, and when nobody is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AlertState(StrEnum):
    """How an alert stands."""

    FIRING = "firing"
    ACKNOWLEDGED = "acknowledged"
    SILENCED = "silenced"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Alert:
    """One outage of one check, from its first failure that counts to its recovery."""

    id: int
    check_id: int
    state: AlertState
    severity: str
    """The worst state it has had: slow or down."""
    since: datetime
    resolved_at: datetime | None
    held_by: str | None
    """Who acknowledged or silenced it."""
    held_at: datetime | None
    reason: str
    silence_until: datetime | None
    """None while silenced: until it recovers."""
    version: int
    flaps: int = 0
    """How often it failed again soon after it had recovered: still one alert."""
    reminded_at: datetime | None = None
    """When it was last said that nobody has acknowledged it."""

    def quiet(self, now: datetime) -> bool:
        """True while somebody has taken it on or silenced it."""
        if self.state is AlertState.ACKNOWLEDGED:
            return True
        if self.state is not AlertState.SILENCED:
            return False
        return self.silence_until is None or now < self.silence_until


@dataclass(frozen=True, slots=True)
class Maintenance:
    """A time in which a check may fail: no alert, and no part of the uptime."""

    id: int
    check_id: int | None
    """None: every check."""
    starts_at: datetime
    ends_at: datetime
    reason: str
    by: str

    def covers(self, check_id: int, at: datetime) -> bool:
        """True when the check is under maintenance at `at`."""
        return self.check_id in (None, check_id) and self.starts_at <= at < self.ends_at
