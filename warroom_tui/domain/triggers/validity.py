"""For which launch days a criterion counts: "Launch Day", "Week 2", "First Month", "Ongoing".

Day 1 is the day of go-live. Weeks have seven days and months thirty, counted from day 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Validity(StrEnum):
    """Whether a criterion counts at a moment."""

    AHEAD = "ahead"
    NOW = "now"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Days:
    """Launch days on which something counts; an end that is None is open."""

    first: int | None = None
    last: int | None = None

    def at(self, day: int | None) -> Validity:
        """How it stands on a launch day; before go-live is known nothing with days counts."""
        if self.first is None and self.last is None:
            return Validity.NOW
        if day is None or (self.first is not None and day < self.first):
            return Validity.AHEAD
        return Validity.OVER if self.last is not None and day > self.last else Validity.NOW


ALWAYS = Days()

_LENGTHS = {"day": 1, "week": 7, "month": 30}
_UNITS = {
    "day": r"days?|tag|jour|d[ií]a|день|ngày",
    "week": r"weeks?|woche|semaine|semana|недел\w+|tuần",
    "month": r"months?|monat|mois|mes|mês|месяц|tháng",
}
_NAMED = "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS.items())
_NUMBER = re.compile(rf"\b(?:{_NAMED})\s*(?P<n>\d+)\b", re.IGNORECASE)
_FIRST = re.compile(
    rf"\b(?:first|erste\w*|premi\w+|primer\w*|primeir\w+)\s+(?:{_NAMED})\b", re.IGNORECASE
)
_LAUNCH_DAY = re.compile(
    r"\b(?:launch day|go-?live day|starttag|jour de lancement|d[ií]a de(?:l)? lan\w+)\b",
    re.IGNORECASE,
)
_ONGOING = re.compile(
    r"\b(?:ongoing|after (?:the )?first month|laufend|dauerhaft|en continu)\b", re.IGNORECASE
)
_AFTER_NUMBER = re.compile(r"\b(?:after|nach|après)\s+(?P<n>\d+)\s+(?:days|tagen?|jours)\b", re.I)
_AFTER = re.compile(rf"\b(?:after|nach|après|después de)\s+(?:{_NAMED})\s*(?P<n>\d+)\b", re.I)


@lru_cache(maxsize=1024)
def days_of(period: str | None, text: str = "") -> Days:
    """The days that a period's heading names, or the words "after week 1" of a trigger."""
    after = _AFTER.search(text)
    if after is not None:
        return Days(_length(after) * int(after["n"]) + 1, None)
    words = period or ""
    later = _AFTER_NUMBER.search(words)
    if later is not None:
        return Days(int(later["n"]) + 1, None)
    number = _NUMBER.search(words)
    if number is not None:
        last = _length(number) * max(1, int(number["n"]))
        return Days(last - _length(number) + 1, last)
    first = _FIRST.search(words)
    if first is not None:
        return Days(1, _length(first))
    if _LAUNCH_DAY.search(words):
        return Days(1, 1)
    return Days(_LENGTHS["month"] + 1, None) if _ONGOING.search(words) else ALWAYS


def _length(match: re.Match[str]) -> int:
    return next(days for unit, days in _LENGTHS.items() if match[unit])


def laddered(steps: Iterable[tuple[str, Days]]) -> dict[str, Days]:
    """Days by key, where targets on one figure follow each other without a gap.

    Of "week 2: 25 %" and "week 4: 50 %" the second counts from day 15 on: it is what comes next.
    Keys are told apart by what stands before their last colon (the figure's name).
    """
    by_figure: dict[str, list[tuple[str, Days]]] = {}
    for key, days in steps:
        by_figure.setdefault(key.rpartition(":")[0], []).append((key, days))
    out: dict[str, Days] = {}
    for found in by_figure.values():
        reached = 0
        for key, days in sorted(found, key=lambda one: (one[1].last or 10**9, one[1].first or 0)):
            first = days.first
            if reached and first is not None and first > reached + 1:
                first = reached + 1
            out[key] = Days(first, days.last)
            reached = max(reached, days.last or 0)
    return out
