"""Heads needed per level and day, from staffing lists and the code blocks they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time
from itertools import islice
from typing import Literal

from warroom_tui.plan.document import Section
from warroom_tui.plan.draft import RequirementDraft
from warroom_tui.plan.drafting.outline import Outline
from warroom_tui.plan.markup import is_blank_value, plain
from warroom_tui.plan.moments import When
from warroom_tui.plan.times import TimeReader

Mode = Literal["on_site", "remote", "on_call", "standby", "manager_available", "any"]

_LEVEL = re.compile(
    r"\b(?:tier|level|l)\s?(?P<a>[1-4])(?:\s?[/&]\s?(?P<b>[1-4]))?\b", re.IGNORECASE
)
_COUNT = re.compile(
    r"(?P<lo>\d{1,3})(?:\s?[-–]\s?(?P<hi>\d{1,3}))?\s+(?=staff|people|persons?|agents?"
    r"|on[- ]|tier|heads?|engineers?|developers?|remote|standby|members?)",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*,\s*(?=\d)")
_MODES: tuple[tuple[re.Pattern[str], Mode], ...] = (
    (re.compile(r"available|not full[- ]time", re.IGNORECASE), "manager_available"),
    (re.compile(r"on[- ]?call", re.IGNORECASE), "on_call"),
    (re.compile(r"stand-?by", re.IGNORECASE), "standby"),
    (re.compile(r"remote", re.IGNORECASE), "remote"),
    (re.compile(r"on[- ]?site", re.IGNORECASE), "on_site"),
)
_NEAR = 100
"""Sections looked through for the schedule that gives the hours."""
_STAFF_LINE = re.compile(r"^\s*(?:staff|staffing|personal|personnel)\s*:\s*$", re.IGNORECASE)
_OTHER_LINE = re.compile(r"^\s*[A-Z][\w /-]{2,30}:\s*$")
_FORMER = re.compile(r"\(\s*vs\.?[^)]*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Span:
    """Launch days, counted as the plan counts them, and hours."""

    day_from: int
    day_to: int
    start: time | None = None
    end: time | None = None


def requirements(outline: Outline, times: TimeReader) -> Iterator[RequirementDraft]:
    """Every requirement that the prose states with a number or a known role."""
    hours: tuple[time, time] | None = None
    for section in outline.sections:
        if section.kind != "rota" and not outline.fences(section):
            continue
        span = _span(outline, section, times)
        if span is None:
            continue
        if span.start is None and span.day_from > 1 and hours is not None:
            span = replace(span, start=hours[0], end=hours[1])
        found = list(_in_section(outline, section, span, times))
        if found and span.start is not None and span.end is not None and span.day_from > 1:
            hours = (span.start, span.end)
        yield from found


def _span(outline: Outline, section: Section, times: TimeReader) -> _Span | None:
    days = _days(outline, section)
    if days is None:
        return None
    start, end = _hours(outline, section, times)
    return _Span(days[0], days[1], start, end)


def _days(outline: Outline, section: Section) -> tuple[int, int] | None:
    for each in (section, *outline.above(section)):
        for when in each.when:
            days = _launch_days(when)
            if days is not None:
                return days
    return None


def _launch_days(when: When) -> tuple[int, int] | None:
    """Launch days of a "Day n" or "Week n" expression; 1 is launch day."""
    if when.kind != "day" or when.start is None or when.start.day is None:
        return None
    last = when.end.day if when.end is not None and when.end.day is not None else when.start.day
    return when.start.day + 1, last + when.granule_days


def _hours(
    outline: Outline, section: Section, times: TimeReader
) -> tuple[time | None, time | None]:
    for when in section.when:
        if when.kind == "clock" and when.start and when.end:
            return when.start.at, when.end.at
    heading = outline.heading_of(section)
    clocks: list[time] = []
    for sibling in islice(outline.below(heading), _NEAR):
        for fence in outline.fences(sibling):
            if fence.to == "schedule":
                for line in fence.text.split("\n"):
                    found = times.clock(line)
                    clocks += (
                        [p.at for p in (found.start, found.end) if p and p.at] if found else []
                    )
    return (min(clocks), max(clocks)) if clocks else (None, None)


def _in_section(
    outline: Outline, section: Section, span: _Span, times: TimeReader
) -> Iterator[RequirementDraft]:
    if section.kind == "rota":
        for item in outline.items(section):
            yield from _requirement(outline, item.text, item.line, span)
    for fence in outline.fences(section):
        if fence.to in ("template", "schedule", "warroom", "command", "matrix"):
            continue
        listing = section.kind == "rota"
        current = span
        for offset, raw in enumerate(fence.text.split("\n"), start=1):
            text = plain(raw.strip().lstrip("-*• "))
            if _STAFF_LINE.match(raw):
                listing = True
            elif not raw.strip():
                listing = section.kind == "rota"
            else:
                days = next((d for d in map(_launch_days, times.title(text, 0)) if d), None)
                if days is not None and text.endswith(":"):
                    current = replace(span, day_from=days[0], day_to=days[1])
                elif listing and not _OTHER_LINE.match(raw):
                    yield from _requirement(outline, text, fence.line + offset, current)


def _requirement(outline: Outline, text: str, line: int, span: _Span) -> Iterator[RequirementDraft]:
    label, _, rest = text.partition(":")
    if is_blank_value(rest) and ":" in text:
        return
    levels = _levels(text)
    body = _FORMER.sub("", rest if rest.strip() else text)
    for part in _SPLIT.split(body):
        count = _COUNT.search(_LEVEL.sub("tier", part))
        mode = _mode(part)
        if count is None and (mode == "any" or not levels):
            continue
        low = int(count["lo"]) if count else 1
        high = int(count["hi"]) if count and count["hi"] else None
        for level in levels or (_own_word(label, text),):
            yield RequirementDraft(
                level=level,
                label=label.strip() if rest.strip() else text,
                place=outline.place(line),
                day_from=span.day_from,
                day_to=span.day_to,
                time_from=span.start,
                time_to=span.end,
                min_heads=low,
                max_heads=high,
                mode=mode,
            )


def _levels(text: str) -> tuple[str, ...]:
    match = _LEVEL.search(text)
    if match is not None:
        return tuple(f"L{n}" for n in (match["a"], match["b"]) if n)
    if re.search(r"\bmanager\b", text, re.IGNORECASE):
        return ("manager",)
    if re.search(r"\bqa\b", text, re.IGNORECASE):
        return ("qa",)
    return ()


def _own_word(label: str, text: str) -> str:
    found = re.search(r"staff|agents?|engineers?|developers?|people", text, re.IGNORECASE)
    return found.group(0).lower() if found else label.strip().lower()


def _mode(text: str) -> Mode:
    return next((mode for pattern, mode in _MODES if pattern.search(text)), "any")
