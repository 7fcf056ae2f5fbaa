"""Action items: what somebody said they would do, by when, and where it was agreed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from warroom_tui.domain.errors import InputError
from warroom_tui.domain.runsheet.moments import parse_day, parse_moment


class ActionState(StrEnum):
    """Where an action item stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ActionSource(StrEnum):
    """Where it was agreed."""

    MANUAL = "manual"
    MEETING = "meeting"
    INCIDENT = "incident"
    POSTMORTEM = "postmortem"
    RETRO = "retro"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class NewAction:
    """What is needed to write one down; only the text must be there."""

    text: str
    owner: str | None = None
    due_at: datetime | None = None
    source: ActionSource = ActionSource.MANUAL
    source_ref: str = ""
    """The id or reference of the meeting, incident …; empty for a manual one."""
    source_title: str = ""
    """Its name at that time, for people."""


@dataclass(frozen=True, slots=True)
class ActionItem:
    """One thing to do."""

    id: int
    ref: str
    text: str
    owner: str | None
    due_at: datetime | None
    state: ActionState
    source: ActionSource
    source_ref: str
    source_title: str
    outcome: str
    """What came of it, or why it was dropped."""
    created_at: datetime
    created_by: str
    closed_at: datetime | None
    closed_by: str | None
    version: int

    @property
    def open(self) -> bool:
        """True while it waits to be done."""
        return self.state is ActionState.OPEN

    @property
    def origin(self) -> str:
        """Where it comes from, in words."""
        name = self.source_title or self.source_ref
        if self.source is ActionSource.MANUAL:
            return "added here"
        return f"{self.source.value}: {name}" if name else self.source.value

    def late_by(self, now: datetime) -> timedelta | None:
        """How long it is past due, or None when it is not."""
        if not self.open or self.due_at is None or now <= self.due_at:
            return None
        return now - self.due_at


def overdue(items: tuple[ActionItem, ...], now: datetime) -> int:
    """How many are open and past due."""
    return sum(item.late_by(now) is not None for item in items)


_AHEAD = re.compile(r"\+? ?(\d{1,4}) ?(min|h|d|w)", re.ASCII)
_UNITS = {"min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_CLOCK = re.compile(r"\d{2}:\d{2}", re.ASCII)
DUE_FORMS = '"17:00" (today), "2 h", "3 d", "2026-12-05" or "2026-12-05 14:00"'
"""The forms of a due time, for messages."""


def parse_due(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When something is due, as people type it; None for an empty text.

    A day, and a number of days or weeks, mean the end of that day. Raises InputError with the
    forms that work.
    """
    words = text.strip()
    if not words:
        return None
    local = now.astimezone(zone)
    try:
        ahead = _AHEAD.fullmatch(words)
        if ahead is not None:
            span = timedelta(**{_UNITS[ahead[2]]: int(ahead[1])})
            return now + span if ahead[2] in ("min", "h") else _end_of(local + span)
        if _CLOCK.fullmatch(words):
            return parse_moment(f"{local.date().isoformat()} {words}", zone)
        if words.casefold() in ("today", "tomorrow"):
            return _end_of(local + timedelta(days=words.casefold() == "tomorrow"))
        if "T" in words or " " in words:
            return parse_moment(words, zone)
        day = parse_day(words)
        return _end_of(datetime(day.year, day.month, day.day, tzinfo=zone))
    except (InputError, OverflowError) as error:
        raise InputError(f'"{words[:60]}" is no time to be due.', f"Write {DUE_FORMS}.") from error


def _end_of(local: datetime) -> datetime:
    """The last minute of a local day, as aware time."""
    return datetime.combine(local.date(), time(23, 59), local.tzinfo)
