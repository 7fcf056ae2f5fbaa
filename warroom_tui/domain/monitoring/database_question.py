"""What a database check asks, and the one who can answer it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from warroom_tui.domain.monitoring.health import Measurement


@dataclass(frozen=True, slots=True)
class DatabaseQuestion:
    """One connection to one database; lives only as long as the probe."""

    url: str = field(repr=False)
    """SQLAlchemy URL, credentials filled in."""
    user: str | None = field(repr=False)
    password: str | None = field(repr=False)
    query: str | None
    measure: str
    """time (ms), connections (% of capacity) or value."""
    timeout_s: float


Ask = Callable[[DatabaseQuestion], Measurement]
"""Connects, asks and hangs up; blocks, and never raises for what the database does."""
