"""Hours as people write them: "8am - 6pm", "Mon-Fri 09:00-17:00", "24/7"."""

from __future__ import annotations

import re

from warroom_tui.domain.desk.calendars import DAY_MIN, OpenHours

EVERY_DAY = tuple(range(7))
_ALWAYS = re.compile(r"\b24\s*/\s*7\b|\b24\s*(?:hours|h)\b|round the clock|around the clock", re.I)
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?m?\.?"
_SPAN = re.compile(rf"(?<![\d+]){_CLOCK}\s*(?:-|–|—|to|until)\s*{_CLOCK}(?![\d/])", re.IGNORECASE)
_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = r"(mon|tue|wed|thu|fri|sat|sun)\w*"
_DAY_SPAN = re.compile(rf"\b{_DAY}\s*(?:-|–|to)\s*{_DAY}|\b{_DAY}\b", re.IGNORECASE)
_GROUPS = (
    (re.compile(r"week\s?days|working days|business days", re.I), tuple(range(5))),
    (re.compile(r"week\s?ends?", re.I), (5, 6)),
)


def read_hours(text: str) -> tuple[OpenHours, ...] | None:
    """The hours that a text states; empty is round the clock, None when it states none."""
    if _ALWAYS.search(text):
        return ()
    found = []
    rest = 0
    for match in _SPAN.finditer(text):
        start, end = _minute(match[1], match[2], match[3]), _minute(match[4], match[5], match[6])
        bare = not (match[2] or match[3] or match[5] or match[6])
        if start is None or end is None or bare or start == DAY_MIN:
            continue
        if match[6] and not match[3] and match[6].casefold() == "p" and start < end - 12 * 60:
            start = start if start >= 6 * 60 else start + 12 * 60  # "2 - 6 pm"
        found.append(OpenHours(_days(text[rest : match.start()]), start, end))
        rest = match.end()
    return tuple(found) or None


def read_days(text: str) -> tuple[int, ...] | None:
    """Weekdays (0 is Monday) that a text names; None when it names none."""
    days: set[int] = set()
    for pattern, group in _GROUPS:
        if pattern.search(text):
            days.update(group)
    for match in _DAY_SPAN.finditer(text):
        if match[3]:
            days.add(_DAY_NAMES.index(match[3].casefold()))
            continue
        first, last = (_DAY_NAMES.index(match[n].casefold()) for n in (1, 2))
        days.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return tuple(sorted(days)) or None


def _days(before: str) -> tuple[int, ...]:
    return read_days(before) or EVERY_DAY


def _minute(hour: str, minute: str | None, half: str | None) -> int | None:
    hours, minutes = int(hour), int(minute or 0)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.casefold() == "p" else 0)
    total = hours * 60 + minutes
    return total if minutes < 60 and total <= DAY_MIN else None
