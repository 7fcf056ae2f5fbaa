"""Calendar dates in a plan: `2025-12-18`, `Dec 18, 2025`, `12.-16. Januar`, `1月20日`, `1/20`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.moments import When
from warroom_tui.plan.words import Words, bounded

_ISO = (
    r"(?P<y1>20\d\d)\s?[-/.年년]\s?(?P<m1>\d{1,2})\s?[-/.月월]\s?(?P<d1>\d{1,2})\s?[日号일]?(?!\d)"
)
_DOTTED = r"(?P<d4>\d{1,2})\.\s?(?P<m4>\d{1,2})\.\s?(?P<y4>20\d\d)"
_SLASHED = r"(?P<a5>\d{1,2})[/-](?P<b5>\d{1,2})[/-](?P<y5>20\d\d)"
_SHORT = r"(?<![\w./$])(?P<a6>\d{1,2})/(?P<b6>\d{1,2})(?![\w/.%]|\s*(?:%|tests?\b))"
_EAST = r"(?P<m7>\d{1,2})\s?[月월]\s?(?P<d7>\d{1,2})\s?[日号일](?!目|차)"
_VIET = r"ngày\s(?P<d8>\d{1,2})\stháng\s(?P<m8>\d{1,2})(?:\snăm\s(?P<y8>20\d\d))?"
_DOTTED_SHORT = r"(?<![\w.])(?P<d9>\d{1,2})\.(?P<m9>\d{1,2})\.(?!\d)"
_YEARS = ("y1", "y2", "y3", "y4", "y5", "y8")
_PAIR = re.compile(r"\d\s?[-/.]\s?\d")
"""Every date in digits has two numbers with a sign between them."""
_RUN = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"20\d\d")
_REACH = 300
_NTH = r"(?:\.|st|nd|rd|th|º|er)?"


_WRITTEN = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})/20\d\d(?!\d)")
_DAY_FIRST_TONGUE = re.compile(
    r"\b(?:und|der|für|nach|les|des|pour|avant|los|las|para|antes|em|não|uma|và|các|của|trước)\b"
    r"|[а-яё]{3}",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"\b(?:the|and|of|to|for|with|all|before)\b", re.IGNORECASE)


def day_first(text: str) -> bool | None:
    """How a plan writes 5/1/2026: by a number over 12 in any such date, else by its language."""
    pairs = [(int(a), int(b)) for a, b in _WRITTEN.findall(text)]
    if not pairs:
        return None
    if any(first > 12 for first, _ in pairs) != any(second > 12 for _, second in pairs):
        return any(first > 12 for first, _ in pairs)
    sample = text[:20_000]
    foreign = sum(1 for _ in _DAY_FIRST_TONGUE.finditer(sample))
    return True if foreign > sum(1 for _ in _ENGLISH.finditer(sample)) else None


class DateReader:
    """Finds dates; `year` completes one that names none, else it stays open.

    `near` is a date that the plan names in full: around New Year a date without a year is the one
    nearest to it. `day_first` says how the plan writes `5/1/2026`; None when nothing in it tells.
    """

    def __init__(
        self,
        words: Words,
        year: int | None,
        day_first: bool | None = None,
        near: date | None = None,
    ) -> None:
        self._year = year
        self._near = near
        self._day_first = day_first
        self._months = {
            word: number + 1
            for number in range(12)
            for word in words.of("time.months", str(number))
        }
        self._month_runs = frozenset(r for month in self._months for r in _RUN.findall(month))
        month = bounded(self._months) or "(?!)"
        self._pattern = re.compile(
            rf"(?<!\d)(?:{_ISO}|{_DOTTED}|{_SLASHED}|{_EAST}|{_VIET}"
            rf"|(?P<M2>{month})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?"
            rf"(?:\s?-\s?(?P<e2>\d{{1,2}})(?:st|nd|rd|th)?)?(?:,?\s+(?P<y2>20\d\d))?(?!\w|:\d)"
            rf"|(?P<d3>\d{{1,2}}){_NTH}(?:\s?(?:-|to|bis|au|al?|à|по)\s?(?P<e3>\d{{1,2}}){_NTH})?"
            rf"\s+(?:de\s+)?(?P<M3>{month})\.?"
            rf"(?:,?\s+(?:del?\s+)?(?P<y3>20\d\d))?(?!\w)|{_DOTTED_SHORT}|{_SHORT})",
            re.IGNORECASE,
        )

    def find(self, text: str, weekday: int | None = None) -> Iterator[When]:
        """Every date in `text`. A bare `1/20` needs a number over 12 or the weekday beside it."""
        if not self._may_hold(text):
            return
        for match in self._pattern.finditer(text):
            found = self._date(match, weekday)
            if found is not None:
                found = self._nearest(match, found)
                yield When("date", match.group(0), start=Anchor(on=found), end=_end(match, found))

    def _may_hold(self, text: str) -> bool:
        """A quick no for text without two numbers side by side and without any month."""
        if not text.isascii() or _PAIR.search(text) is not None:
            return True
        return not self._month_runs.isdisjoint(_RUN.findall(text.lower()))

    def first_full(self, text: str) -> date | None:
        """The first date of a plan that is written with its year."""
        for line in text.split("\n"):
            if _YEAR.search(line) is None:
                continue
            for match in self._pattern.finditer(line[:_REACH]):
                found = self._date(match, None)
                if found is not None and any(match[group] for group in _YEARS):
                    return found
        return None

    def without_yearless(self, text: str, gap: str) -> str:
        """`text` without days of months ("3월 2일") that no year makes a date: they are no
        lengths of time."""
        if text.isascii():  # both forms are written in letters of other scripts
            return text
        return self._pattern.sub(lambda m: gap * len(m[0]) if m["m7"] or m["m8"] else m[0], text)

    def _nearest(self, match: re.Match[str], found: date) -> date:
        if any(match[group] for group in _YEARS) or self._near is None:
            return found
        years = (found.year + shift for shift in (0, 1, -1))
        others = [each for y in years if (each := _build(y, str(found.month), str(found.day)))]
        near = self._near
        return min(others, key=lambda each: abs((each - near).days))

    def _date(self, match: re.Match[str], weekday: int | None) -> date | None:  # noqa: PLR0911 - one answer per form
        if match["y1"]:
            return _build(match["y1"], match["m1"], match["d1"])
        if match["M2"]:
            return self._named(match["y2"], match["M2"], match["d2"])
        if match["M3"]:
            return self._named(match["y3"], match["M3"], match["d3"])
        if match["y4"]:
            return _build(match["y4"], match["m4"], match["d4"])
        if match["m7"]:
            return _build(self._year, match["m7"], match["d7"])
        if match["m8"]:
            return _build(match["y8"] or self._year, match["m8"], match["d8"])
        if match["m9"]:
            found = _build(self._year, match["m9"], match["d9"])
            return found if found and found.weekday() == weekday else None
        if match["y5"]:
            ordered = self._day_first if self._day_first is not None else False
            return _slashed(int(match["y5"]), match["a5"], match["b5"], weekday, ordered)
        if (match["a6"], match["b6"]) == ("24", "7") or self._year is None:
            return None
        return _slashed(self._year, match["a6"], match["b6"], weekday, self._day_first)

    def _named(self, year: str | None, month: str, day: str) -> date | None:
        number = self._months.get(month.lower())
        return None if number is None else _build(year or self._year, str(number), day)


def _end(match: re.Match[str], start: date) -> Anchor | None:
    """The last day of "January 12-16"."""
    last = match["e2"] or match["e3"]
    found = _build(start.year, str(start.month), last) if last else None
    return Anchor(on=found) if found is not None and found > start else None


def _slashed(
    year: int, first: str, second: str, weekday: int | None, day_first: bool | None
) -> date | None:
    """The reading that the numbers, else the weekday beside it, else the plan's habit allows."""
    american, other = _build(year, first, second), _build(year, second, first)
    if american is None or other is None or american == other:
        return american or other
    if weekday is not None:
        fitting = [each for each in (american, other) if each.weekday() == weekday]
        return fitting[0] if len(fitting) == 1 else american if day_first is None else None
    return None if day_first is None else other if day_first else american


def _build(year: str | int | None, month: str, day: str) -> date | None:
    if year is None:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
