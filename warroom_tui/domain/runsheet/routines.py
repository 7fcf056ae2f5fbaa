"""Routines: checklists that come back, and the ladder of checks that relaxes with time.

Days, weeks and months are counted by the services on wall-clock time; here is what needs no
calendar: states of a run, how long it may be done, and repetitions by the minute.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from warroom_tui.domain.runsheet.launch import Checklist

DEFAULT_CLOCK = time(9)
"""When a routine is due whose plan names no time of day."""


class RunState(StrEnum):
    """Where one run of a routine stands; before it is due there is no run yet."""

    DUE = "due"
    COMPLETE = "complete"
    PARTIAL = "partial"
    MISSED = "missed"


class Rule(StrEnum):
    """How a routine comes back."""

    ONCE = "once"
    DAILY = "daily"
    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    MINUTES = "minutes"


_OPEN_DAYS = {Rule.WEEKLY: 2, Rule.MONTHLY: 7, Rule.QUARTERLY: 14}
"""Days that a run stays open when that is longer than its own day."""


@dataclass(frozen=True, slots=True)
class Routine:
    """A checklist of the plan that comes back."""

    id: int
    seq: int
    title: str
    rule: Rule
    at: time | None
    weekday: int | None
    """0 = Monday; None when the plan names none."""
    every_min: int | None
    """Minutes between two runs of rule `minutes`."""
    active_from: datetime | None
    """First moment; None while go-live is not known."""
    active_to: datetime | None
    """End, exclusive; None for ever."""
    next_due_at: datetime | None
    """The next run to come; None when there is none."""
    steps: tuple[tuple[str, bool], ...]
    """What each run holds: (text, required)."""
    source: str | None
    line: int | None
    version: int

    @property
    def cadence(self) -> str:
        """How it comes back, in words."""
        if self.rule is Rule.MINUTES and self.every_min:
            whole = self.every_min % 60 == 0
            return f"every {self.every_min // 60} h" if whole else f"every {self.every_min} min"
        at = f" {self.at:%H:%M}" if self.at else ""
        if self.weekday is not None:
            return f"{_DAYS[self.weekday]}{at}"
        return f"{self.rule.value}{at}"


_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


@dataclass(frozen=True, slots=True)
class RoutineRun:
    """One run of a routine: a fresh copy of its list, due at one time."""

    id: int
    routine_id: int
    title: str
    due_at: datetime
    closes_at: datetime
    """When the clock closes it: as missed, partial or complete."""
    state: RunState
    checklist_id: int | None
    """None when it was missed while nobody watched."""
    done: int = 0
    total: int = 0

    def late_by(self, now: datetime) -> timedelta | None:
        """How long it is overdue, or None when it is not."""
        if self.state is not RunState.DUE or (self.total and self.done >= self.total):
            return None
        return now - self.due_at if now > self.due_at else None


def closed_state(done: int, total: int) -> RunState:
    """What a run is called when its time is over."""
    if total and done >= total:
        return RunState.COMPLETE
    return RunState.PARTIAL if done else RunState.MISSED


def open_days(rule: Rule) -> int:
    """Local days (from the day it is due) in which a run may be done."""
    return _OPEN_DAYS.get(rule, 1)


def next_by_minutes(
    start: datetime, every_min: int, end: datetime | None, after: datetime
) -> datetime | None:
    """The first repetition strictly after `after`: elapsed time, so no clock change matters.

    The first one is a whole period after `start`.
    """
    period = timedelta(minutes=max(every_min, 1))
    passed = max((after - start) // period, 0)
    at = start + period * (passed + 1)
    return at if end is None or at <= end else None


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a cadence ladder: this check, this often, in this stretch of time."""

    text: str
    every_min: int
    from_min: int
    """Minutes after go-live."""
    to_min: int


_NOISE = frozenset(
    {"monitor", "monitored", "monitoring", "check", "checked", "checks", "every", "the", "a"}
    | {"minutes", "minute", "min", "hours", "hour", "and", "of", "for", "are", "is", "to"}
)


def subject_of(text: str) -> frozenset[str]:
    """The words that say what is checked: "Error logs monitored every 15 minutes" → error, logs."""
    return frozenset(re.findall(r"[^\W\d_]+", text.casefold())) - _NOISE


def ladder(rungs: Iterable[Rung]) -> tuple[Rung, ...]:
    """The rungs in time order, each beginning where the shorter one of its subject ends.

    A plan says "every 30 min in the first 4 hours" beside "every 15 min in the first hour" and
    means hours 2 to 4.
    """
    out: list[Rung] = []
    for rung in sorted(rungs, key=lambda rung: (rung.to_min, rung.every_min)):
        subject = subject_of(rung.text)
        ends = [
            other.to_min
            for other in out
            if subject & subject_of(other.text) == min(subject, subject_of(other.text), key=len)
            and rung.from_min < other.to_min < rung.to_min
        ]
        start = max(ends, default=rung.from_min)
        out.append(Rung(rung.text, rung.every_min, start, rung.to_min))
    return tuple(out)


def open_runs(lists: Iterable[Checklist]) -> tuple[Checklist, ...]:
    """The lists that are runs still open, soonest due first."""
    runs = [item for item in lists if item.kind == ROUTINE_RUN]
    return tuple(sorted(runs, key=lambda item: (item.starts_at is None, item.starts_at, item.id)))


ROUTINE_RUN = "routine_run"
"""Kind of a checklist that is one run of a routine."""
TEMPLATE = "routine_template"
"""Kind of a checklist that runs are copied from: nobody ticks it itself."""
PROCEDURE_RUN = "procedure_run"
"""Kind of a checklist that is a procedure being followed."""
