"""The grammar of times: headings, labels, starts of items, cells and lines of code blocks.

It never guesses: what does not match a form of the grammar is not a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.clocks import CLOCK_LEADS, ClockReader
from warroom_tui.plan.dates import DateReader
from warroom_tui.plan.moments import DAY_MIN, When, WhenKind
from warroom_tui.plan.offsets import OffsetReader
from warroom_tui.plan.spans import GAP, Placed, at_source, blank, flat, take
from warroom_tui.plan.words import Words, alternatives, bounded

_HEAD = re.compile(r"^(?P<head>.{1,60}?):(?:\s|$)")
_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
_AT_END = re.compile(r"[(\[][^()\[\]]{1,60}[)\]]\s*$")
_AFTER_START = re.compile(r"\s*(?:[:\-|)\].,]|$)")
_REACH = 300
"""Characters of a line in which a time is looked for: nobody puts one further in."""
_ONE_LENGTH = re.compile(
    r"[(\[]\s*(?:(?:ca\.?|approx\.?|about|env\.?|circa)\s|[≥≤<>~≈±]\s?)?([^()\[\]:]{1,30}?)\s*[)\]]",
    re.I,
)
_UNMISTAKABLE = re.compile(r"[TDJ]\s?[-+=]\s?\d")
_BEFORE_TIME = re.compile(
    r"^(?:[^\w\s(\[*+\-<>≤≥=/.,:;!?#%&|$€\"'`]+\s*)?"
    r"(?:(?:at|um|ab|gegen|à|às|a las|в|с)\s+(?=\d))?",
    re.IGNORECASE,
)
"""A picture or "at" in front of the time that an item begins with."""
_THEN = re.compile(r"[\s,(\-]*(?:(?:at|um|ab|à|às|a las|в)\s+)?", re.IGNORECASE)
_PART = re.compile(r"\w+")
_NUMBER_OR_DENSE = re.compile(r"[\d\u0e00-\u1dff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_START_WORDS = (
    "launch_day", "first", "first_counted", "weekend", "day", "week", "month", "hour",
    "before", "after", "after_in_front", "day_before", "day_after", "origin",
)  # fmt: skip
_FAMILY: dict[WhenKind, str] = {
    "offset": "day", "day": "day", "date": "date", "clock": "clock", "weekday": "weekday",
    "part": "part", "duration": "", "every": "",
}  # fmt: skip
_ORDER = ("clock", "day", "offset", "date", "weekday", "part", "duration", "every")


class TimeReader:
    """All forms together. Compiled once per document."""

    def __init__(
        self,
        words: Words,
        day_base: int = 1,
        year: int | None = None,
        day_first: bool | None = None,
        near: date | None = None,
    ) -> None:
        self.words = words
        self.offsets = OffsetReader(words, day_base)
        self.clocks = ClockReader(words)
        self.dates = DateReader(words, year, day_first, near)
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
            *CLOCK_LEADS,
            *(w for key in _START_WORDS for w in words.of("time", key)),
            *(word for n in range(12) for word in words.of("time.numbers", str(n))),
            *(word for n in range(12) for word in words.of("time.months", str(n))),
        ]
        self._may_start = re.compile(
            rf"[(\[*`]*(?:[TDJ]\s?[-+=0m]|T\s?(?:minus|plus)|第|\d|{alternatives(starts)})",
            re.IGNORECASE,
        )
        self._time_words = frozenset(
            part
            for word in (*starts, *words.of("time", "every"), "minus", "plus")
            for part in _PART.findall(word)
        )
        self._range = re.compile(self.offsets.to, re.IGNORECASE)
        self._may_repeat = re.compile(alternatives(words.of("time", "every")), re.IGNORECASE)

    def title(self, text: str, line: int, bare_unit: str = "day") -> tuple[When, ...]:
        """The times of a heading or label, the most telling first."""
        whole = flat(text[:_REACH])
        head = _HEAD.match(whole)
        found = list(self._all(head["head"], bare_unit)) if head else []
        if not any(when.is_window for when in found):
            found = list(self._all(whole, bare_unit))
        elif head is not None:
            found += self._after_head(whole[head.end() :], found)
        if any(when.kind == "offset" for when in found):  # "4 Weeks Before Go-Live Day"
            found = [when for when in found if not _is_launch_day(when)]
        found.sort(key=lambda when: _ORDER.index(when.kind))
        if self.words.has("marks", "immediate", whole):
            found = [_as_offset(when) for when in found]
        return tuple(at_source(when, line, text, whole) for when in found)

    def _after_head(self, rest: str, found: list[When]) -> list[When]:
        """What a title adds after "Day 1:": its date, and what stands in brackets at its end."""
        if _NUMBER_OR_DENSE.search(rest) is None:
            return []
        kinds = {when.kind for when in found}
        bracket = _AT_END.search(rest)
        more = [when for when in self._all(rest, "day") if when.kind == "date"]
        if bracket is not None:
            more += [w for w in self._all(bracket[0], "day") if w.kind in ("clock", "duration")]
        return [when for when in more if when.kind not in kinds]

    def start(self, text: str, line: int, bare_unit: str = "day") -> tuple[When, ...]:
        """The time that an item's text begins with, and its cadence ("every 15 minutes")."""
        found: list[When] = []
        whole = text if text.isascii() else flat(text[:_REACH])
        head = _BEFORE_TIME.sub("", whole[:_REACH], count=1)
        if self._may_start.match(head) is not None:
            whole = flat(text[:_REACH])
            head = _BEFORE_TIME.sub("", whole, count=1).lstrip("([*`")
            when = self._leading(head, bare_unit)
            if when is not None:
                clock = self._clock_after(head, when)
                both = (when,) if clock is None else (when, clock)
                found += [at_source(each, line, text, whole) for each in both]
        if self._may_repeat.search(text) is not None:
            found.extend(
                at_source(when, line, text, text)
                for when in self.offsets.every(flat(text[:_REACH]))
            )
        return tuple(found)

    def cell(self, text: str, line: int, bare_unit: str = "day") -> tuple[When, ...]:
        """The times of a table cell or a field's value."""
        if text.strip() in ("24/7", ""):
            return ()
        whole = flat(text[:_REACH])
        return tuple(at_source(when, line, text, whole) for when in self._all(whole, bare_unit))

    def counts(self, title: str) -> bool:
        """Whether a column's title is a unit that its bare numbers count ("Week", "Day")."""
        return any(self.words.matches("time", key, title) for key in ("day", "week", "month"))

    def duration(self, text: str) -> When | None:
        """The first length of time in `text`."""
        return next(self.offsets.lengths(flat(text[:_REACH])), None)

    def clock(self, text: str) -> When | None:
        """The first clock time or range in `text`."""
        return next(self.clocks.find(flat(text[:_REACH])), None)

    def _all(self, text: str, bare_unit: str) -> Iterator[When]:
        if not self._may_hold(text):
            return
        rest = text
        placed: list[Placed] = []
        counted = self.offsets.patterns if self.offsets.may_hold(text) else ()
        for pattern, make in counted:
            rest = take(pattern, rest, lambda m, make=make: make(m, bare_unit), placed)  # type: ignore[misc]
        before = len(placed)
        if self._weekday.search(rest) is not None:
            rest = take(self._weekday, rest, self._weekday_when, placed)
        weekday = placed[before][1].start if len(placed) > before else None
        for when in self.dates.find(rest, weekday.weekday if weekday else None):
            rest = blank(rest, when, placed)
        rest = self.dates.without_yearless(rest, GAP)
        rest, lengths = self._bracketed_lengths(rest)
        for when in self.clocks.find(rest):
            rest = blank(rest, when, placed)
        yield from self._joined(text, placed)
        if self._weekend.search(rest):
            yield When("weekday", "Weekend", start=Anchor(weekday=5), end=Anchor(weekday=6))
        yield from self.offsets.every(rest)
        yield from lengths
        for bracket in _BRACKET.finditer(rest):
            yield from self.offsets.lengths(bracket.group(1))
        part = self._part.match(rest.lstrip(" " + GAP))
        if part is not None:
            yield self._part_when(part)

    def _may_hold(self, text: str) -> bool:
        """A quick no for titles without a number or any word of time."""
        if _NUMBER_OR_DENSE.search(text) is not None:
            return True
        return not self._time_words.isdisjoint(_PART.findall(text.lower()))

    def _bracketed_lengths(self, text: str) -> tuple[str, list[When]]:
        """ "(1h)" alone in a bracket measures; "1h" elsewhere may be a clock time in French."""
        found: list[When] = []
        for bracket in _ONE_LENGTH.finditer(text):
            lengths = list(self.offsets.lengths(bracket.group(1)))
            if len(lengths) == 1 and lengths[0].raw == bracket.group(1).strip():
                found += lengths
                text = text[: bracket.start()] + GAP * len(bracket[0]) + text[bracket.end() :]
        return text, found

    def _joined(self, text: str, placed: list[Placed]) -> Iterator[When]:
        """In the order of the text, with "T+1 bis T+7" or "12 Jan - 16 Jan" made one range."""
        held: Placed | None = None
        for at, when in sorted(placed, key=lambda pair: pair[0]):
            if held is not None:
                joined = self._join(text, held, (at, when))
                if joined is None:
                    yield held[1]
                held = joined or (at, when)
            else:
                held = (at, when)
        if held is not None:
            yield held[1]

    def _join(self, text: str, first: Placed, second: Placed) -> Placed | None:
        (at, one), (then, other) = first, second
        if one.end or other.end or one.open_end or _FAMILY[one.kind] != _FAMILY[other.kind]:
            return None
        if self._range.fullmatch(text[at + len(one.raw) : then]) is None:
            return None
        raw = text[at : then + len(other.raw)]
        assumed = one.unit_assumed or other.unit_assumed
        return at, replace(one, raw=raw, end=other.start, unit_assumed=assumed)

    def _leading(self, text: str, bare_unit: str) -> When | None:
        first = self._first(text, bare_unit)
        if first is None:
            return None
        rest = text[len(first.raw) :]
        to = self._range.match(rest)
        if to is not None and text.startswith(first.raw):
            second = self._first(rest[to.end() :], bare_unit)
            if second is not None and rest[to.end() :].startswith(second.raw):
                joined = self._join(text, (0, first), (len(first.raw) + to.end(), second))
                if joined is not None:
                    return joined[1]
        return first if self._ends_well(text, first) else None

    def _clock_after(self, text: str, day: When) -> When | None:
        """The clock time beside a day: "Thu 14:00", "Jan 20 at 9 AM"."""
        rest = text[len(day.raw) :]
        gap = _THEN.match(rest)
        if day.kind not in ("day", "date", "weekday", "offset") or not gap or not gap.group(0):
            return None
        return next(self.clocks.find(rest[gap.end() :], at_start=True), None)

    def _ends_well(self, text: str, when: When) -> bool:
        """Whether a time at the start is set off from the words ("Day 3: ..."); a clock needs no
        sign after it."""
        if when.kind == "clock" or (when.kind == "offset" and _UNMISTAKABLE.match(when.raw)):
            after = text[len(when.raw) : len(when.raw) + 2]
            return not after[:1].isalnum() or (after[:1] == "Z" and not after[1:].isalnum())
        if self._clock_after(text, when) is not None:
            return True
        return _AFTER_START.match(_after_go_live(text[len(when.raw) :])) is not None

    def _first(self, text: str, bare_unit: str) -> When | None:
        makers: list[tuple[re.Pattern[str], Callable[[re.Match[str]], When]]] = [
            (pattern, lambda m, make=make: make(m, bare_unit))  # type: ignore[misc]
            for pattern, make in (self.offsets.patterns if self.offsets.may_hold(text) else ())
        ]
        makers.append((self._weekday, self._weekday_when))
        for pattern, maker in makers:
            match = pattern.match(text)
            if match is not None and match.group(0):
                found = maker(match)
                if self._ends_well(text, found) or self._range.match(text[match.end() :]):
                    return found
        for when in self.clocks.find(text, at_start=True):
            return when
        for when in self.dates.find(text[:40]):
            if text.startswith(when.raw):
                return when
        match = self._part.match(text)
        return None if match is None else self._part_when(match)

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
