"""Contradictions about the calendar: on which weekday is launch day?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from warroom_tui.plan.document import Problem, Section
from warroom_tui.plan.drafting.outline import Outline

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_IN_DAYS = re.compile(
    r"\b(?:launch\w*|live|go-?live)\b[^.]{0,20}\bin (?P<n>\d{1,2}) days?\b", re.IGNORECASE
)
_TOMORROW = re.compile(r"\b(?:live|launch\w*|go-?live)\b[^.]{0,20}\btomorrow\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Claim:
    """One place that fixes launch day's weekday."""

    line: int
    weekday: int
    words: str


def calendar_problems(outline: Outline) -> Iterator[Problem]:
    """Every place that puts launch day on another weekday than the first place does."""
    claims = sorted(_claims(outline), key=lambda claim: claim.line)
    if not claims:
        return
    first = claims[0]
    for claim in claims[1:]:
        if claim.weekday != first.weekday:
            yield Problem(
                claim.line,
                "warning",
                "contradiction",
                f"{claim.words} puts launch day on {_NAMES[claim.weekday]}; "
                f"line {first.line}, {first.words}, on {_NAMES[first.weekday]}",
            )


def _claims(outline: Outline) -> Iterator[_Claim]:
    for section in outline.sections:
        yield from _of_title(section)
        weekday = next(
            (w.start.weekday for w in section.when if w.start and w.start.weekday is not None), None
        )
        if weekday is None:
            continue
        for item in outline.items(section):
            ahead = _IN_DAYS.search(item.text)
            if ahead is not None:
                days = int(ahead["n"])
                yield _Claim(
                    item.line, (weekday + days) % 7, f'"in {days} days" on {_NAMES[weekday]}'
                )
            elif _TOMORROW.search(item.text):
                yield _Claim(item.line, (weekday + 1) % 7, f'"tomorrow" on {_NAMES[weekday]}')


def _of_title(section: Section) -> Iterator[_Claim]:
    """ "Monday (Day 8)" and "Day 6-7 (Weekend)"."""
    day = next(
        (
            w
            for w in section.when
            if w.kind == "day" and w.granule_days == 1 and w.start and w.start.day is not None
        ),
        None,
    )
    weekday = next((w for w in section.when if w.kind == "weekday" and w.start is not None), None)
    if day is None or weekday is None or day.start is None or weekday.start is None:
        return
    if day.start.day is None or weekday.start.weekday is None:
        return
    yield _Claim(section.line, (weekday.start.weekday - day.start.day) % 7, f'"{section.title}"')
