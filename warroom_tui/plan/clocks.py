"""Clock times and clock ranges: `7:00 AM - 8:00 AM`, `6am-12pm`, `6h-12h`, `13:00+`, `8 Uhr`,
`下午2点30分`, `오전 9시`, `8 giờ sáng`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.moments import When
from warroom_tui.plan.words import Words, alternatives, bounded

_MORNING = ("上午", "早上", "早晨", "午前", "朝", "오전", "아침")
_NIGHT = ("凌晨", "晚上", "夜里", "夜", "深夜", "새벽", "밤")
_LATE = ("下午", "中午", "傍晚", "午後", "夕方", "昼", "오후", "저녁")
CLOCK_LEADS = (*_MORNING, *_NIGHT, *_LATE)
"""Words that stand before an hour and say which half of the day it is in."""
_AFTER_MORNING = ("sáng", "утра", "de la mañana", "da manhã", "du matin", "morgens")
_AFTER_LATE = (
    "trưa", "chiều", "tối", "вечера", "de la tarde", "de la noche", "da tarde", "da noite",
    "du soir", "de l'après-midi", "nachmittags", "abends",
)  # fmt: skip
_AT = re.compile(r"(?:\bà|\bàs|\bdas|\bdès|\bvers|\ba las|\bab|\bum|\bat|\bfrom|~)\s*$", re.I)
_CLOCK = (
    rf"(?:(?P<pre{{n}}>{alternatives(CLOCK_LEADS)})\s?)?(?P<h{{n}}>[01]?\d|2[0-4])"
    r"(?>(?P<sep{n}>[:.h]|\sh\s)(?P<m{n}>[0-5]\d)(?:[:.][0-5]\d(?!\d))?"
    r"|\s?(?:[時时](?![間间期代候段刻点])|[点點](?:[钟整鐘])?(?(pre{n})|(?![一-鿿]))|시(?!간)|giờ)"
    r"\s?(?P<k{n}>[0-5]?\d(?=\s?[分분]|$|\W)|半|반)?\s?[分분]?"
    r"|(?P<bare{n}>h(?!\w)))?+"
    r"(?:\s*(?P<ap{n}>[ap]\.?\s?m\.?)(?!\w)|\s*(?P<post{n}>_POST)(?!\w))?+"
    r"(?:\s*(?P<uhr{n}>uhr)\b)?+"
).replace("_POST", alternatives((*_AFTER_MORNING, *_AFTER_LATE)))
_EDGE = r"(?<![^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])(?<![:./+\-])"


class ClockReader:
    """Finds clock times; a bare number is one only beside a range end that is."""

    def __init__(self, words: Words) -> None:
        to = bounded(words.of("time", "range")) or "to"
        first = _EDGE + _CLOCK.replace("{n}", "1")
        second = _CLOCK.replace("{n}", "2")
        self._pattern = re.compile(
            rf"{first}(?:\s*(?:[-~]+|→|->|{to})\s*{second}(?!\d|[:/]\d)|(?P<open>\s?\+)(?!\d))?"
            r"(?![\d%]|:\d|/\d)",
            re.IGNORECASE,
        )

    def find(self, text: str, at_start: bool = False) -> Iterator[When]:
        """Every clock time or range in `text`; with `at_start` only one that begins it."""
        if at_start:
            match = self._pattern.match(text)
            found = _when(match) if match else None
            if found is not None:
                yield found
            return
        for match in self._pattern.finditer(text):
            found = _when(match)
            if found is not None:
                yield found


def _when(match: re.Match[str]) -> When | None:
    first = _Reading(match, "1")
    if match["h2"] is None:
        if not first.certain or (first.is_hour_mark and not _is_clock_h(match)):
            return None
        start = first.resolve(None)
        return None if start is None else _make(match, start, None)
    second = _Reading(match, "2")
    if not (first.certain or second.certain) or (second.is_hour_mark and not first.certain):
        return None
    if not second.certain and not first.half:
        return None
    start, end = first.resolve(None), second.resolve(None)
    if first.half and second.half is None and second.hour <= 12:
        end = second.resolve(first.half)
        if start is not None and end is not None and end <= start:
            end = second.resolve("p" if first.half == "a" else "a")
    if first.half is None and second.half is not None and first.hour <= 12:
        start = first.resolve(second.half)
        if start is not None and end is not None and start > end:
            start = first.resolve("a" if second.half == "p" else "p")
    if start is None or end is None:
        return None
    return _make(match, start, end)


def _is_clock_h(match: re.Match[str]) -> bool:
    """ "8h: start" and "à 8h" are clock times, "24h watch" and "a buffer of 2h" are lengths."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    if match["h1"] == "24":
        return False
    if _AT.search(before):
        return True
    return not before.strip(" (*[") and re.match(r"\s*(?:[:\-|)\]*]|$)", after) is not None


def _make(match: re.Match[str], start: time, end: time | None) -> When:
    return When(
        "clock",
        match.group(0).strip(),
        start=Anchor(at=start),
        end=None if end is None else Anchor(at=end),
        open_end=bool(match["open"]),
    )


class _Reading:
    """One end of the expression before am/pm is settled."""

    def __init__(self, match: re.Match[str], end: str) -> None:
        written = match["m" + end] or match["k" + end] or ""
        self.hour = int(match["h" + end])
        self.minute = 30 if written in ("半", "반") else int(written or 0)
        self.half = _half(match, end, self.hour)
        self.is_hour_mark = bool(match["bare" + end])
        sep = match["sep" + end] or ""
        between = match.string[match.end("h" + end) : match.end()]
        marked = re.match(r"\s?(?:[時时点點시]|giờ)", between) is not None
        hours_alone = marked and "giờ" in between[:5].lower() and not (written or self.half)
        self.certain = bool(
            (sep and sep != ".")
            or self.half
            or self.is_hour_mark
            or match["uhr" + end]
            or (marked and not hours_alone)
        )

    def resolve(self, half: str | None) -> time | None:
        """The time of day with the given half of the day where none is written."""
        chosen = self.half or half
        hour = self.hour
        if chosen and hour > 12:
            chosen = None
        if chosen == "p" and hour < 12:
            hour += 12
        elif chosen == "a" and hour == 12:
            hour = 0
        if hour == 24:
            return time(0) if self.minute == 0 else None
        return time(hour, self.minute)


def _half(match: re.Match[str], end: str, hour: int) -> str | None:
    written = match["ap" + end]
    if written:
        return written[0].lower()
    before, after = match["pre" + end], (match["post" + end] or "").lower()
    if before in _NIGHT:
        early = before in ("凌晨", "새벽") or hour == 12 or hour < 5
        return "a" if early else "p"
    if before in _MORNING or after in _AFTER_MORNING:
        return "a"
    return "p" if before in _LATE or after in _AFTER_LATE else None
