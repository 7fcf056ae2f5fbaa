"""The grammar of times: headings, labels, starts of items, cells and lines of code blocks.

It never guesses: what does not match a form of the grammar is not a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from warroom_tui.domain.anchors import Anchor
from warroom_tui.plan.clocks import ClockReader
from warroom_tui.plan.dates import DateReader
from warroom_tui.plan.moments import DAY_MIN, When
from warroom_tui.plan.offsets import OffsetReader
from warroom_tui.plan.words import Words, alternatives, bounded

_DASHES = str.maketrans(
    dict.fromkeys("‐‑‒–—−－", "-")
    | {
        "\u301c": "~",
        "\uff5e": "~",
        "\uff1a": ":",
        "\uff08": "(",
        "\uff09": ")",
        "\u00a0": " ",
        "\u202f": " ",
        "\uff0b": "+",
    }
)
_HEAD = re.compile(r"^(?P<head>.{1,60}?):(?:\s|$)")
_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
_AFTER_START = re.compile(r"\s*(?:[:\-|)\].,]|$)")
_GAP = "\x00"
_REACH = 300
"""Characters of a line in which a time is looked for: nobody puts one further in."""
_ORDER = ("clock", "day", "offset", "date", "weekday", "part", "duration", "every")


def flat(text: str) -> str:
    """`text` with every kind of dash as `-`, character for character."""
    return text.translate(_DASHES)


class TimeReader:
    """All forms together. Compiled once per document."""

    def __init__(self, words: Words, day_base: int = 1, year: int | None = None) -> None:
        self.words = words
        self.offsets = OffsetReader(words, day_base)
        self.clocks = ClockReader(words)
        self.dates = DateReader(words, year)
        self._weekdays = {
            word: number for number in range(7) for word in words.of("time.weekdays", str(number))
        }
        names = bounded(self._weekdays) or "(?!)"
        self._weekday = re.compile(
            rf"(?P<a>{names})(?:\s?(?:-|~|to|bis|to)\s?(?P<b>{names}))?", re.IGNORECASE
        )
        self._weekend = re.compile(bounded(words.of("time", "weekend")) or "(?!)", re.IGNORECASE)
        parts = {w: key for key in words.keys("time.parts") for w in words.of("time.parts", key)}
        self._parts = parts
        self._part = re.compile(bounded(parts) or "(?!)", re.IGNORECASE)
        starts = [
            *self._weekdays,
            *parts,
            *words.of("time", "launch_day"),
            *(word for n in range(12) for word in words.of("time.numbers", str(n))),
            *words.of("time", "first"),
            *words.of("time", "weekend"),
        ]
        self._may_start = re.compile(
            rf"[(\[*]*(?:[TDJ]\s?[-+=0m]|T\s?(?:minus|plus)|第|\d|{alternatives(starts)}|"
            + alternatives(
                w for k in ("day", "week", "month", "before") for w in words.of("time", k)
            )
            + r")",
            re.IGNORECASE,
        )
        self._may_repeat = re.compile(alternatives(words.of("time", "every")), re.IGNORECASE)

    def title(self, text: str, line: int, bare_unit: str = "day") -> tuple[When, ...]:
        """The times of a heading or label, the most telling first."""
        whole = flat(text[:_REACH])
        head = _HEAD.match(whole)
        found = list(self._all(head["head"], bare_unit)) if head else []
        if not any(when.is_window for when in found):
            found = list(self._all(whole, bare_unit))
        if any(when.kind == "offset" for when in found):  # "4 Weeks Before Go-Live Day"
            found = [when for when in found if not _is_launch_day(when)]
        found.sort(key=lambda when: _ORDER.index(when.kind))
        if self.words.has("marks", "immediate", whole):
            found = [_as_offset(when) for when in found]
        return tuple(_at(when, line, text, whole) for when in found)

    def start(self, text: str, line: int, bare_unit: str = "day") -> tuple[When, ...]:
        """The time that an item's text begins with, and its cadence ("every 15 minutes")."""
        found: list[When] = []
        if self._may_start.match(text) is not None:
            whole = flat(text[:_REACH])
            when = self._leading(whole.lstrip("([*"), bare_unit)
            if when is not None:
                found.append(_at(when, line, text, whole))
        if self._may_repeat.search(text) is not None:
            found.extend(
                _at(when, line, text, text) for when in self.offsets.every(flat(text[:_REACH]))
            )
        return tuple(found)

    def cell(self, text: str, line: int, bare_unit: str = "day") -> tuple[When, ...]:
        """The times of a table cell or a field's value."""
        if text.strip() in ("24/7", ""):
            return ()
        whole = flat(text[:_REACH])
        return tuple(_at(when, line, text, whole) for when in self._all(whole, bare_unit))

    def duration(self, text: str) -> When | None:
        """The first length of time in `text`."""
        return next(self.offsets.lengths(flat(text[:_REACH])), None)

    def clock(self, text: str) -> When | None:
        """The first clock time or range in `text`."""
        return next(self.clocks.find(flat(text[:_REACH])), None)

    def _all(self, text: str, bare_unit: str) -> Iterator[When]:
        rest = text
        for pattern, make in self.offsets.patterns:
            rest, found = _take(pattern, rest, lambda m, make=make: make(m, bare_unit))  # type: ignore[misc]
            yield from found
        weekdays: list[When] = []
        if self._weekday.search(rest) is not None:
            rest, weekdays = _take(self._weekday, rest, self._weekday_when)
        for when in self.dates.find(rest, near_weekday=bool(weekdays)):
            rest = rest.replace(when.raw, _GAP * len(when.raw), 1)
            yield when
        yield from weekdays
        for when in self.clocks.find(rest):
            rest = rest.replace(when.raw, _GAP * len(when.raw), 1)
            yield when
        if self._weekend.search(rest):
            yield When("weekday", "Weekend", start=Anchor(weekday=5), end=Anchor(weekday=6))
        yield from self.offsets.every(rest)
        for bracket in _BRACKET.finditer(rest):
            yield from self.offsets.lengths(bracket.group(1))
        part = self._part.match(rest.lstrip(" " + _GAP))
        if part is not None:
            yield self._part_when(part)

    def _leading(self, text: str, bare_unit: str) -> When | None:
        makers: list[tuple[re.Pattern[str], Callable[[re.Match[str]], When]]] = [
            (pattern, lambda m, make=make: make(m, bare_unit))  # type: ignore[misc]
            for pattern, make in self.offsets.patterns
        ]
        makers += [(self._weekday, self._weekday_when), (self._part, self._part_when)]
        for pattern, maker in makers:
            match = pattern.match(text)
            if match is not None and _AFTER_START.match(_after_go_live(text[match.end() :])):
                return maker(match)
        for when in self.clocks.find(text, at_start=True):
            return when
        for when in self.dates.find(text[:40]):
            if text.startswith(when.raw) and _AFTER_START.match(text[len(when.raw) :]):
                return when
        return None

    def _weekday_when(self, match: re.Match[str]) -> When:
        first = Anchor(weekday=self._weekdays[_norm(match["a"])])
        second = Anchor(weekday=self._weekdays[_norm(match["b"])]) if match["b"] else None
        return When("weekday", match.group(0), start=first, end=second)

    def _part_when(self, match: re.Match[str]) -> When:
        return When("part", match.group(0), part=self._parts[_norm(match.group(0))])


def _norm(text: str) -> str:
    return " ".join(text.lower().split())


def _after_go_live(text: str) -> str:
    """What follows an offset, without the words that only say what it is counted from."""
    return re.sub(
        r"^\s*(?:the\s+)?(?:go-?\s?live|launch|release|start|cutover)\b",
        "",
        text,
        flags=re.IGNORECASE,
    )


def _is_launch_day(when: When) -> bool:
    return when.kind == "day" and when.start == Anchor(day=0) and not when.raw[-1:].isdigit()


def _as_offset(when: When) -> When:
    """ "Immediate (24-48 Hours)" places a span after go-live rather than measuring one."""
    if when.kind != "duration" or when.lo_min is None or when.hi_min is None:
        return when
    if when.lo_min < DAY_MIN // 2:
        return when
    low, high = (_after(minutes) for minutes in (when.lo_min, when.hi_min))
    return When("offset", when.raw, start=low, end=high if high != low else None)


def _after(minutes: int) -> Anchor:
    if minutes % DAY_MIN == 0 and minutes > 2 * DAY_MIN:
        return Anchor(day=minutes // DAY_MIN)
    return Anchor(offset_min=minutes)


def _at(when: When, line: int, text: str, whole: str) -> When:
    """The same expression with its line and its words as they stand in the source."""
    place = whole.find(when.raw)
    raw = text[place : place + len(when.raw)] if place >= 0 else when.raw
    return replace(when, line=line, raw=raw)


def _take(
    pattern: re.Pattern[str], text: str, make: Callable[[re.Match[str]], When]
) -> tuple[str, list[When]]:
    """Every match made into a `When`, and the text with the matches blanked out."""
    found: list[When] = []

    def swallow(match: re.Match[str]) -> str:
        if not match.group(0):
            return ""
        found.append(make(match))
        return _GAP * len(match.group(0))

    return pattern.sub(swallow, text), found
