"""Who has which ticket open right now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A ticket that a seat has open."""

    ref: str
    name: str
    session: str
    since: datetime
    """The launch's time."""
