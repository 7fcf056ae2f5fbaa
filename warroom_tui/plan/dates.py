"""Calendar dates in a plan: `2025-12-18`, `Dec 18, 2025`, `18. Dezember 2025`, `1/20`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from warroom_tui.domain.anchors import Anchor
from warroom_tui.plan.moments import When
from warroom_tui.plan.words import Words, bounded

_ISO = r"(?P<y1>20\d\d)[-/.年](?P<m1>\d{1,2})[-/.月](?P<d1>\d{1,2})日?(?!\d)"
_DOTTED = r"(?P<d4>\d{1,2})\.(?P<m4>\d{1,2})\.(?P<y4>20\d\d)"
_SLASHED = r"(?P<a5>\d{1,2})/(?P<b5>\d{1,2})/(?P<y5>20\d\d)"
_SHORT = r"(?<![\w./$])(?P<a6>\d{1,2})/(?P<b6>\d{1,2})(?![\w/.%]|\s*(?:%|tests?\b))"


class DateReader:
    """Finds dates; `year` completes one that names none, else it stays open."""

    def __init__(self, words: Words, year: int | None) -> None:
        self._year = year
        self._months = {
            word: number + 1
            for number in range(12)
            for word in words.of("time.months", str(number))
        }
        month = bounded(self._months) or "(?!)"
        self._pattern = re.compile(
            rf"(?<!\d)(?:{_ISO}|{_DOTTED}|{_SLASHED}"
            rf"|(?P<M2>{month})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y2>20\d\d))?(?![\w:])"
            rf"|(?P<d3>\d{{1,2}})(?:\.|st|nd|rd|th|º)?\s+(?:de\s+)?(?P<M3>{month})\.?"
            rf"(?:,?\s+(?:de\s+)?(?P<y3>20\d\d))?(?!\w)|{_SHORT})",
            re.IGNORECASE,
        )

    def find(self, text: str, near_weekday: bool = False) -> Iterator[When]:
        """Every date in `text`. A bare `1/20` needs a number over 12 or a weekday beside it."""
        for match in self._pattern.finditer(text):
            found = self._date(match, near_weekday)
            if found is not None:
                yield When("date", match.group(0), start=Anchor(on=found))

    def _date(self, match: re.Match[str], near_weekday: bool) -> date | None:
        if match["y1"]:
            return _build(match["y1"], match["m1"], match["d1"])
        if match["M2"]:
            return self._named(match["y2"], match["M2"], match["d2"])
        if match["M3"]:
            return self._named(match["y3"], match["M3"], match["d3"])
        if match["y4"]:
            return _build(match["y4"], match["m4"], match["d4"])
        if match["y5"]:
            return _slashed(int(match["y5"]), int(match["a5"]), int(match["b5"]), True)
        return self._short(int(match["a6"]), int(match["b6"]), near_weekday)

    def _named(self, year: str | None, month: str, day: str) -> date | None:
        number = self._months.get(month.lower())
        if number is None or (year is None and self._year is None):
            return None
        return _build(year or str(self._year), str(number), day)

    def _short(self, first: int, second: int, near_weekday: bool) -> date | None:
        if (first, second) == (24, 7) or self._year is None:
            return None
        return _slashed(self._year, first, second, near_weekday)


def _slashed(year: int, first: int, second: int, month_first: bool) -> date | None:
    if first > 12:
        return _build(str(year), str(second), str(first))
    if second > 12 or month_first:
        return _build(str(year), str(first), str(second))
    return None


def _build(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
