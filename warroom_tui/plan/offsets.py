"""Times counted from go-live: `T-7 Days`, `D+1`, `4 Weeks Before`, `Day 2-7`, `First 24 Hours`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.moments import DAY_MIN, When
from warroom_tui.plan.offset_forms import (
    CJK,
    EDGE,
    anchored,
    calendar_days,
    day_offset,
    dense,
    eve,
    launch_day,
    morrow,
    t_hmm,
    unit_source,
    zero,
)
from warroom_tui.plan.spans import flat
from warroom_tui.plan.words import Words, alternatives, bounded

_Make = Callable[[re.Match[str], str], When]
_Form = tuple[str, _Make]
"""A regular expression and what its match, with the unit of a bare number, means."""
_UNIT_MIN = {"minute": 1, "hour": 60, "day": DAY_MIN, "week": 7 * DAY_MIN, "month": 30 * DAY_MIN}
_SIGNED = re.compile(r"[TDJ]\s?(?:[-+=\d]|minus|plus)", re.IGNORECASE)
_RUN = re.compile(r"[^\W\d_]+")
_WORD_KEYS = (
    "hour", "day", "week", "month", "before", "after", "after_in_front", "day_before", "day_after",
    "first", "first_counted", "launch_day", "origin",
)  # fmt: skip
"""The lists of words of which an offset without a sign must hold one."""
_SIGNS_TO = ("to", "until", "through", "den", "->", "→", "...", "…")


def counts_minutes(numbers: Collection[int]) -> bool:
    """Whether bare numbers behind T are minutes: all of them fives, and one that is no usual
    count of days ("T-45", "T+15", "T-120")."""
    return (
        len(numbers) > 1 and all(n % 5 == 0 for n in numbers) and not _MINUTES.isdisjoint(numbers)
    )


_MINUTES = frozenset({5, 15, 45, 75, 105, 120, 150, 180, 240})


class OffsetReader:
    """Finds offsets. `day_base` is the number that the plan gives to launch day (0 or 1)."""

    def __init__(self, words: Words, day_base: int = 1) -> None:
        self._words = words
        self.day_base = day_base
        self._units = {word: key for key in _UNIT_MIN for word in words.of("time.units", key)}
        self._numbers = {
            word: number + 1
            for number in range(12)
            for word in words.of("time.numbers", str(number))
        }
        self._unit = unit_source(self._units)
        range_words = alternatives([*_SIGNS_TO, *words.of("time", "range")])
        self.to = rf"\s*(?:[-~]+|{range_words})\s*"
        """What stands between the two ends of a range, as a regular expression."""
        self.patterns = self._build()
        listed = [*self._units, *(w for key in _WORD_KEYS for w in words.of("time", key))]
        parts = (_RUN.findall(word.lower()) for word in listed if word.isascii())
        self._runs = frozenset(max(part, key=len) for part in parts if part)
        self._every = self._compile(self._every_source())
        self._length = self._compile(
            rf"(?<![\w.:/])(?P<n>\d+(?:\.\d+)?)(?:\s?[-~]\s?(?P<n2>\d+(?:\.\d+)?))?[\s-]?{self._unit}"
        )

    def _build(self) -> tuple[tuple[re.Pattern[str], _Make], ...]:
        """Every form with what it means, in the order in which they are tried."""
        sources = [
            *self._t_forms(),
            *self._counted_forms(),
            *self._span_forms(),
            *self._nth_forms(),
            *self._day_forms(),
        ]
        return tuple((self._compile(source), make) for source, make in sources)

    @property
    def _spelled(self) -> str:
        return "|".join([r"\d+", alternatives(self._numbers)]) if self._numbers else r"\d+"

    @property
    def _count(self) -> str:
        return rf"(?P<n>{self._spelled})(?:{self.to}(?P<n2>{self._spelled}))?"

    @property
    def _working(self) -> str:
        return rf"(?:(?P<working>{self._words.source('time', 'working')})\s+)?"

    def may_hold(self, text: str) -> bool:
        """A quick no: a form has a T, D or J with a sign, or a unit or another word of time."""
        if not text.isascii():  # in scripts without blanks a word does not show where it begins
            return True
        if _SIGNED.search(text) is not None:
            return True
        return not self._runs.isdisjoint(_RUN.findall(text.lower()))

    def _t_forms(self) -> Iterator[_Form]:
        """`T0`, `T-0:30`, `T-7 days`, `D-7`, `Go-Live + 2h`."""
        to, number = self.to, EDGE + self._count
        hmm = r"(?P<h>\d{1,3})[:h](?P<mm>[0-5]\d)"
        yield rf"{EDGE}T\s?[-+=]?\s?0(?:\s?h)?(?!\w|[:.]\d|\s?-?\d)", zero
        yield (
            rf"{EDGE}T\s?(?P<s>[-+])\s?{hmm}(?:{to}T?\s?(?P<s2>[-+])?\s?"
            r"(?P<h2>\d{1,3})[:h](?P<mm2>[0-5]\d))?",
            t_hmm,
        )
        yield (
            rf"{EDGE}T\s?(?P<s>-\s?minus|minus|plus|[-+])\s?{number}"
            rf"(?:{to}T?\s?(?P<s3>[-+])\s?(?P<n3>\d+))?"
            rf"(?:\s?-?{self._working}{self._unit}|(?!\w|[:.]\d|%))"
            rf"(?:{to}T?\s?(?P<s4>[-+])\s?(?P<n4>\d+)\s?(?P<u4>\w+)?)?",
            self._t,
        )
        yield (
            rf"{EDGE}[DJ]\s?(?P<s>[-+])\s?(?P<n>\d+)(?!\d)"
            rf"(?:{to}[DJ]?\s?(?P<s2>[-+])?\s?(?P<n2>\d+))?"
            rf"(?:\s?(?:{alternatives(self._words.of('time.units', 'day'))}))?(?!\w|[:.]\d)",
            day_offset,
        )
        origin = alternatives(self._words.of("time", "origin"))
        yield (
            rf"{EDGE}(?:{origin})(?:\s?(?P<s>\+)\s?|(?P<minus>\s?minus\s|-))"
            rf"{self._count}\s?-?{self._unit}",
            self._from_origin,
        )

    def _counted_forms(self) -> Iterator[_Form]:
        """`4 weeks before`, `上线前1天`, `2 Tage nach`, `after 2 hours`."""
        words, number = self._words, EDGE + self._count
        before, after = words.of("time", "before"), words.of("time", "after")
        unit = rf"{number}\s?-?{self._working}{self._unit}"
        yield rf"{unit}\s?(?:{bounded(before)})", self._before
        yield rf"(?:{dense(before)})\s?{self._count}\s?{self._unit}", self._before
        yield rf"{unit}\s?(?:{bounded(after)})", self._after
        yield (
            rf"(?:{bounded(words.of('time', 'after_in_front'))}|{dense(after)})"
            rf"\s?{self._count}\s?{self._unit}",
            self._after,
        )
        yield rf"(?:{bounded(words.of('time', 'day_before'))})", eve
        yield rf"(?:{bounded(words.of('time', 'day_after'))})", morrow

    def _span_forms(self) -> Iterator[_Form]:
        """`First 24 Hours`, `前3天`."""
        yield (
            rf"(?:{bounded(self._words.of('time', 'first'))})\s?(?:(?P<n>\d+)\s?-?)?{self._unit}",
            self._first,
        )
        yield (
            rf"(?<![{CJK}])(?:{bounded(self._words.of('time', 'first_counted'))})"
            rf"\s?(?P<n>\d+)\s?{self._unit}",
            self._first,
        )

    def _nth_forms(self) -> Iterator[_Form]:
        """`Day 2-7`, `Week 6+`, `第2周`, `3日目`."""
        named = [w for k in ("hour", "day", "week", "month") for w in self._words.of("time", k)]
        to = self.to
        months = [w for n in range(12) for w in self._words.of("time.months", str(n))]
        month = rf"\.?\s+(?:de\s+)?(?:{alternatives(months)})\b" if months else "(?!)"
        yield (
            rf"(?<!\w)(?P<word>{alternatives(named)})\s?(?P<neg>[-+](?=\d))?"
            rf"(?P<n>{self._spelled}|zero)"
            rf"(?:(?:{to}|\s?(?:&|and)\s?)(?P<neg2>[-+])?(?P<n2>\d+)(?!{month}))?(?P<open>\+)?"
            r"(?![\w%/]|[:.]\d|\s+tháng)",
            self._nth,
        )
        yield (
            rf"第\s?(?P<n>{self._spelled})(?:\s?[-~至到、]\s?(?:第\s?)?(?P<n2>{self._spelled}))?"
            r"\s?(?:个)?(?P<word>天|日|周|週|月)",
            self._nth,
        )
        yield (
            r"(?<!\w)(?P<n>\d+)(?:\s?[-~]\s?(?P<n2>\d+))?\s?(?P<word>日目|週目|일차|주차)",
            self._nth,
        )

    def _day_forms(self) -> Iterator[_Form]:
        """`D-0`, launch day by its names, `the week before launch`."""
        launch = bounded(self._words.of("time", "launch_day"))
        yield rf"{EDGE}D[-+]?0(?!\w)|{launch}", launch_day
        yield (
            rf"(?<!\w){self._single_unit()}\s?(?:{bounded(self._words.of('time', 'before'))})",
            self._one_before,
        )

    def _every_source(self) -> str:
        return rf"(?:{bounded(self._words.of('time', 'every'))})\s?(?:(?P<n>\d+)\s?)?{self._unit}"

    @staticmethod
    def _compile(source: str) -> re.Pattern[str]:
        return re.compile(source, re.IGNORECASE)

    def every(self, text: str) -> Iterator[When]:
        """Cadences: "every 15 minutes"."""
        for match in self._every.finditer(text):
            minutes = self._int(match["n"] or "1") * self._minutes(match["u"])
            if minutes:
                yield When("every", match.group(0), lo_min=minutes, hi_min=minutes)

    def bare_numbers(self, text: str) -> list[int]:
        """The numbers of every T that names no unit: "T-14", "T+15"."""
        pattern = next(pattern for pattern, make in self.patterns if make == self._t)
        numbers: list[int] = []
        for match in pattern.finditer(flat(text)):
            if match["u"] is None:
                numbers += [self._int(match[n]) for n in ("n", "n2", "n3") if match[n]]
        return [number for number in numbers if number]

    def lengths(self, text: str) -> Iterator[When]:
        """Durations: "(15-30 minutes)", "1.5 hours"."""
        for match in self._length.finditer(text):
            unit = self._minutes(match["u"])
            low = round(float(match["n"]) * unit)
            high = round(float(match["n2"] or match["n"]) * unit)
            yield When("duration", match.group(0), lo_min=min(low, high), hi_min=max(low, high))

    def _int(self, text: str) -> int:
        lowered = text.lower()
        return 0 if lowered == "zero" else self._numbers.get(lowered) or int(text)

    def _minutes(self, unit: str | None) -> int:
        return _UNIT_MIN[self._units.get(" ".join((unit or "day").lower().split()), "day")]

    def _t(self, match: re.Match[str], bare: str) -> When:
        sign = 1 if match["s"] in ("+", "plus") else -1
        in_working_days = match["working"] or (match["u"] is None and bare == "working day")
        unit = _UNIT_MIN[bare.removeprefix("working ")]
        if match["u"] is not None:
            unit = self._minutes(match["u"])
        first = sign * self._int(match["n"])
        second = None if match["n2"] is None else sign * self._int(match["n2"])
        if match["n3"] is not None:
            second = (1 if match["s3"] == "+" else -1) * int(match["n3"])
        if in_working_days:
            first = calendar_days(first)
            second = None if second is None else calendar_days(second)
        end = None if second is None else anchored(second * unit, unit)
        if match["n4"] is not None and end is None:
            unit4 = (
                self._minutes(match["u4"]) if (match["u4"] or "").lower() in self._units else unit
            )
            end = anchored((1 if match["s4"] == "+" else -1) * int(match["n4"]) * unit4, unit4)
        return When(
            "offset",
            match.group(0),
            start=anchored(first * unit, unit),
            end=end,
            unit_assumed=match["u"] is None,
            granule_days=max(1, unit // DAY_MIN),
        )

    def _before(self, match: re.Match[str], _bare: str) -> When:
        unit = self._minutes(match["u"])
        counts = [self._int(match["n"])] + ([self._int(match["n2"])] if match["n2"] else [])
        if "working" in match.re.groupindex and match["working"]:
            counts = [calendar_days(count) for count in counts]
        start = anchored(-max(counts) * unit, unit)
        end = anchored(-min(counts) * unit, unit) if len(counts) > 1 else None
        return When(
            "offset", match.group(0), start=start, end=end, granule_days=max(1, unit // DAY_MIN)
        )

    def _single_unit(self) -> str:
        """Units that stand without a number, in the singular: "the week before launch"."""
        words = (w for k in ("day", "week", "month") for w in self._words.of("time.units", k))
        return rf"(?P<u>{alternatives(w for w in words if len(w) > 2 and not w.endswith('s'))})"

    def _one_before(self, match: re.Match[str], _bare: str) -> When:
        unit = self._minutes(match["u"])
        return When(
            "offset",
            match.group(0),
            start=anchored(-unit, unit),
            granule_days=max(1, unit // DAY_MIN),
        )

    def _from_origin(self, match: re.Match[str], bare: str) -> When:
        return self._before(match, bare) if match["minus"] else self._after(match, bare)

    def _after(self, match: re.Match[str], _bare: str) -> When:
        unit = self._minutes(match["u"])
        end = anchored(self._int(match["n2"]) * unit, unit) if match["n2"] else None
        return When(
            "offset",
            match.group(0),
            start=anchored(self._int(match["n"]) * unit, unit),
            end=end,
            granule_days=max(1, unit // DAY_MIN),
        )

    def _first(self, match: re.Match[str], _bare: str) -> When:
        unit = self._minutes(match["u"])
        length = self._int(match["n"] or "1") * unit
        zero = Anchor(day=0) if unit > DAY_MIN // 24 and unit != 60 else Anchor(offset_min=0)
        end = Anchor(day=length // DAY_MIN - 1) if zero.day == 0 else Anchor(offset_min=length)
        return When("offset", match.group(0), start=zero, end=end)

    def _nth(self, match: re.Match[str], _bare: str) -> When:
        if match["word"].lower() in self._words.of("time", "hour"):
            return self._nth_hour(match)
        days = self._granule(match["word"])
        sign = match["neg"] if "neg" in match.re.groupindex else None
        day = self._nth_day(match["n"], days, sign, False)
        end = None
        if match["n2"] is not None:
            sign2 = match["neg2"] if "neg2" in match.re.groupindex else None
            end = Anchor(day=self._nth_day(match["n2"], days, sign2, sign == "-"))
        opened = "open" in match.re.groupindex and bool(match["open"])
        return When(
            "day",
            match.group(0),
            start=Anchor(day=day),
            end=end,
            open_end=opened,
            granule_days=days,
        )

    def _nth_hour(self, match: re.Match[str]) -> When:
        """ "Hour 4" is counted in elapsed hours: the first one begins at "Hour 0"."""
        end = None if match["n2"] is None else Anchor(offset_min=60 * self._int(match["n2"]))
        start = Anchor(offset_min=60 * self._int(match["n"]) * (-1 if match["neg"] == "-" else 1))
        return When("offset", match.group(0), start=start, end=end, open_end=bool(match["open"]))

    def _nth_day(self, written: str, days: int, sign: str | None, from_zero: bool) -> int:
        number = self._int(written)
        if sign:  # "Week -1", "Day +3": counted from go-live itself
            return (-number if sign == "-" else number) * days
        base = 0 if from_zero and number == 0 else self.day_base if days == 1 else 1
        late = max(self.day_base - 1, 0)  # launch is on day 30: week 1 begins 29 days before it
        return max(number - base, 0) * days - late if days > 1 else number - base

    def _granule(self, word: str) -> int:
        lowered = word.lower()
        if lowered in self._words.of("time", "week") or word in ("周", "週", "週目", "주차"):
            return 7
        return 30 if lowered in self._words.of("time", "month") or word == "月" else 1
