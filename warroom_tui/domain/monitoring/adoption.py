"""The adoption ladder: how many should use the new system by when, and how many do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.domain.triggers.criteria import Criterion
from warroom_tui.domain.triggers.periods import days_of

_SPEAKS = re.compile(
    r"adopt|on ?board|\bstaff\b|\bcustomers?\b|\busers?\b|business|custod|portal", re.IGNORECASE
)
NO_TIME = "the plan names none"
"""Where a rung has no time: nobody has said by when."""
_HOURS = re.compile(r"\b(\d{1,3})\s*(?:h|hours?)\b", re.IGNORECASE)
REACHED, UNDER_WAY, MISSED, NO_DATA = "reached", "under way", "missed", "no data"


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: a target by a time."""

    text: str
    metric: str
    target: float
    unit: str
    due_at: datetime | None
    value: float | None
    """The value by its time, or now while that lies ahead."""
    state: str


def is_rung(criterion: Criterion) -> bool:
    """A target from below, on a figure of people who use what was launched."""
    condition = criterion.condition
    if condition is None or criterion.metric is None or condition.op not in (">", ">="):
        return False
    if criterion.klass not in ("success", "exit"):
        return False
    words = f"{criterion.metric.replace('_', ' ')} {criterion.text}"
    counted = condition.unit in ("percent", "%") or days_of(criterion.text) is not None
    return counted and _SPEAKS.search(words) is not None and "satisf" not in words.casefold()


def due_of(criterion: Criterion, launch: Launch) -> datetime | None:
    """When a rung must be reached: the end of its period, or so many hours after go-live."""
    if launch.go_live_at is None:
        return None
    hours = _HOURS.search(criterion.period or "") or _HOURS.search(criterion.text)
    if hours is not None:
        return launch.go_live_at + timedelta(hours=int(hours[1]))
    days = days_of(criterion.period or "") or days_of(criterion.text)
    if days is None or days[1] > 10_000:
        return None
    day = launch.date_of_day(days[1])
    return launch.day_bounds(day)[1] if day is not None else None


def names_time(words: str) -> bool:
    """True when words name days or hours by which a target counts."""
    return days_of(words) is not None or _HOURS.search(words) is not None


def state_of(value: float | None, criterion: Criterion, due: datetime | None, now: datetime) -> str:
    """How a rung stands."""
    condition = criterion.condition
    if value is None or condition is None:
        return NO_DATA
    if condition.holds(value):
        return REACHED
    return MISSED if due is not None and now >= due else UNDER_WAY


def in_order(steps: Sequence[Step]) -> tuple[Step, ...]:
    """By time; those without one last, lower targets first."""
    far = datetime.max.replace(tzinfo=UTC)
    return tuple(sorted(steps, key=lambda step: (step.due_at or far, step.target)))
