"""Which of a plan's targets holds today: "week 1", "first month", "ongoing" by the launch day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from warroom_tui.domain.triggers.criteria import Criterion

_NUMBERED = re.compile(r"\b(day|week|month)\s*(\d{1,3})\b", re.IGNORECASE)
_FIRST = re.compile(r"\bfirst\s+(day|week|month)\b|\b(launch day)\b", re.IGNORECASE)
_LATER = re.compile(
    r"\bongoing\b|\bafter\s+(?:the\s+)?(?:first\s+)?month\b|\blong[- ]term\b|\bevery month\b",
    re.IGNORECASE,
)
_WEEKEND = re.compile(r"\bweekend\b", re.IGNORECASE)
_LAUNCH_WINDOW = re.compile(r"\b(?:launch|go-live)\s+(?:weekend|window)\b", re.IGNORECASE)
_DAYS = {"day": 1, "week": 7, "month": 30}
_FOR_EVER = 100_000


def days_of(words: str) -> tuple[int, int] | None:
    """First and last launch day (from 1) that a period's words name; None when they name none."""
    numbered = _NUMBERED.search(words)
    if numbered is not None:
        length = _DAYS[numbered[1].casefold()]
        number = int(numbered[2])
        return (number - 1) * length + 1, number * length
    first = _FIRST.search(words)
    if first is not None:
        return 1, _DAYS[(first[1] or "day").casefold()]
    if _WEEKEND.search(words):
        return 1, 2
    return (_DAYS["month"] + 1, _FOR_EVER) if _LATER.search(words) else None


def period_of(criterion: Criterion) -> tuple[int, int] | None:
    """The launch days for which a criterion's target holds; None: always."""
    return days_of(criterion.period or "") or days_of(criterion.text)


def current_target(criteria: Iterable[Criterion], metric: str, day: int | None) -> Criterion | None:
    """The target of a metric that holds on a launch day: of the shortest period with that day.

    Rollback triggers are no targets. Before day 1 the first period's target is shown.
    """
    best: tuple[int, int, Criterion] | None = None
    on = max(1, day or 1)
    for number, criterion in enumerate(criteria):
        if criterion.metric != metric or criterion.condition is None:
            continue
        if criterion.klass.startswith("rollback"):
            continue
        days = period_of(criterion) or (1, _FOR_EVER)
        if not days[0] <= on <= days[1]:
            continue
        candidate = (days[1] - days[0], number, criterion)
        if best is None or candidate[:2] < best[:2]:
            best = candidate
    return best[2] if best is not None else None


def window_of(criterion: Criterion, launch_window: timedelta | None = None) -> timedelta | None:
    """How long a criterion's period is; None when it names none.

    "During launch weekend" is the launch window where the plan has one: of Saturday 06:00 to Sunday
    18:00 those 36 hours, not two whole days.
    """
    words = f"{criterion.period or ''} {criterion.text}"
    if launch_window is not None and _LAUNCH_WINDOW.search(words):
        return launch_window
    days = period_of(criterion)
    if days is None or days[1] >= _FOR_EVER:
        return None
    return timedelta(days=days[1] - days[0] + 1)
