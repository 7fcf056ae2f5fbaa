"""Clock times and clock ranges: `7:00 AM - 8:00 AM`, `6am-12pm`, `6h-12h`, `13:00+`, `8 Uhr`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time

from warroom_tui.domain.anchors import Anchor
from warroom_tui.plan.moments import When
from warroom_tui.plan.words import Words, bounded

_CLOCK = (
    r"(?<![\w:./+-])(?P<h{n}>[01]?\d|2[0-4])"
    r"(?:(?P<sep{n}>[:.h時点시])(?P<m{n}>[0-5]\d)分?(?::[0-5]\d)?|(?P<bare{n}>h|[時点시])(?!\w))?"
    r"(?:\s*(?P<ap{n}>[ap]\.?\s?m\.?)(?!\w))?(?:\s*(?P<uhr{n}>uhr)\b)?"
)


class ClockReader:
    """Finds clock times; a bare number is one only beside a range end that is."""

    def __init__(self, words: Words) -> None:
        to = bounded(words.of("time", "range")) or "to"
        first = _CLOCK.format(n=1)
        second = _CLOCK.format(n=2).replace(r"(?<![\w:./+-])", "", 1)
        self._pattern = re.compile(
            rf"{first}(?:\s*(?:-|~|{to})\s*{second}(?![\d:/])|(?P<open>\s?\+)(?!\d))?(?![\d%]|:\d|/\d)",
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
    first = _reading(match, "1")
    if match["h2"] is None:
        if not first.certain:
            return None
        start = first.resolve(None)
        return None if start is None else _make(match, start, None)
    second = _reading(match, "2")
    if not (first.certain or second.certain) or (second.is_hour_mark and not first.certain):
        return None
    if not second.certain and not first.half:
        return None
    end = second.resolve(first.half if second.half is None and not second.minutes else None)
    start = first.resolve(None)
    if first.half is None and second.half is not None and first.hour <= 12:
        start = first.resolve(second.half)
        if start is not None and end is not None and start > end:
            start = first.resolve("a" if second.half == "p" else "p")
    if start is None or end is None:
        return None
    return _make(match, start, end)


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

    def __init__(self, hour: int, minute: int, half: str | None, sep: str, mark: bool) -> None:
        self.hour = hour
        self.minute = minute
        self.half = half
        self.minutes = bool(sep)
        self.is_hour_mark = mark
        self.certain = (bool(sep) and sep != ".") or half is not None or mark

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


def _reading(match: re.Match[str], end: str) -> _Reading:
    half = match["ap" + end]
    return _Reading(
        int(match["h" + end]),
        int(match["m" + end] or 0),
        half[0].lower() if half else None,
        match["sep" + end] or "",
        bool(match["bare" + end] or match["uhr" + end]),
    )
