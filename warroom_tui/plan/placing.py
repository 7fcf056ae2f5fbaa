"""Where a time stands in its title, and what the chapters above make of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.document import Section
from warroom_tui.plan.moments import When

_BEFORE = re.compile(r"(?:^\W*|[-–—:：,;|(（\[]\s*)$")
_WEEK = 7


def is_set_off(raw: str, title: str) -> bool:
    """Whether a time begins or ends a label, or stands behind a bracket, colon or dash.

    "Before the T-48h timeline starts" speaks of a time, and is not at that time.
    """
    at = title.find(raw)
    if at < 0:
        return True
    return not title[at + len(raw) :].strip(" .*)）]") or _BEFORE.search(title[:at]) is not None


def counted_within(
    when: tuple[When, ...], sections: Sequence[Section], parent: int
) -> tuple[When, ...]:
    """ "Week 1" below "4 Weeks Before Launch" is the first of those four weeks."""
    if not any(each.kind == "day" and each.granule_days == _WEEK for each in when):
        return when
    at: int | None = parent
    while at is not None:
        first = next((w.start for w in sections[at].when if w.is_window), None)
        if first is not None:
            begins = first.day
            if begins is None or begins >= 0:
                return when
            return tuple(_moved(each, begins) for each in when)
        at = sections[at].parent
    return when


def _moved(when: When, days: int) -> When:
    counts = when.kind == "day" and when.granule_days == _WEEK and "-" not in when.raw[:-2]
    if not counts or when.start is None or when.start.day is None or when.start.day + days >= 0:
        return when
    end = when.end
    if end is not None and end.day is not None:
        end = Anchor(day=end.day + days)
    return replace(when, start=Anchor(day=when.start.day + days), end=end)
