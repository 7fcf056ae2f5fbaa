"""Meetings: when, who, what is on the agenda, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    HELD = "held"
    SKIPPED = "skipped"


SOON = timedelta(minutes=15)
"""A meeting that begins this soon is announced."""

LATE_AFTER = timedelta(minutes=10)
"""A meeting that begins is not late at once."""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One point, with its time box in minutes when the plan gives one."""

    title: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A ceremony of the plan: one time that it is held."""

    id: int
    seq: int
    title: str
    every: str | None
    """daily, weekly, monthly, quarterly; None for once."""
    starts_at: datetime | None
    duration_min: int | None
    state: MeetingState
    attendees: tuple[str, ...]
    agenda: tuple[AgendaItem, ...]
    notes: str
    held_by: str | None
    held_at: datetime | None
    source: str | None
    line: int | None
    version: int

    def late_by(self, now: datetime) -> timedelta | None:
        """How long it should have begun, or None when that is not so."""
        if self.state is not MeetingState.PLANNED or self.starts_at is None:
            return None
        late = now - self.starts_at
        return late if late > timedelta(0) else None

    @property
    def agenda_min(self) -> int:
        """Minutes that the agenda's time boxes add up to."""
        return sum(item.minutes or 0 for item in self.agenda)
