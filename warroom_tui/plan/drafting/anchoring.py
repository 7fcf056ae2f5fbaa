"""Times of sections and items as anchors: the clock from the label, the day from above it."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.document import Item, Section
from warroom_tui.plan.drafting.outline import Outline
from warroom_tui.plan.moments import When

_PART_CLOCK = {
    "morning": time(9),
    "midday": time(12),
    "afternoon": time(14),
    "evening": time(18),
    "end": time(17),
}
_WEEK_REACH = 2
"""Days by which "n weeks before" is moved towards go-live before its weekdays are looked up, so
that Monday to Friday are the last whole working week that ends before go-live, whichever weekday
go-live falls on."""


def window_of(outline: Outline, section: Section) -> tuple[Anchor | None, Anchor | None]:
    """Start and end of a section's own time; both None when it has none."""
    when = outline.window(section)
    if when is None:
        return None, None
    return anchor(outline, section, when, when.start), _end(outline, section, when)


def anchor(outline: Outline, section: Section, when: When, point: Anchor | None) -> Anchor | None:
    """A point of an expression, completed with the day of the section it stands in."""
    if point is None:
        return None
    if when.kind == "clock":
        return replace(outline.day_of(section), at=point.at)
    if when.kind == "weekday":
        return Anchor(day=_week_day(outline, section), weekday=point.weekday)
    clock = next((w.start for w in section.when if w.kind == "clock" and w.start), None)
    if point.day is not None and clock is not None:
        return replace(point, at=clock.at)
    return point


def item_anchor(outline: Outline, section: Section, item: Item) -> Anchor | None:
    """When an item is due by its own words ("7:30 AM: briefing", "Day 3: update")."""
    clock = next((w.start.at for w in item.when if w.kind == "clock" and w.start), None)
    for when in sorted(item.when, key=lambda each: each.kind == "clock"):
        if when.start is not None:
            found = anchor(outline, section, when, when.start)
            if found is None or clock is None or found.offset_min is not None:
                return found
            return replace(found, at=clock)
        if when.part is not None:
            return replace(outline.day_of(section), at=_PART_CLOCK[when.part])
    return None


def part_anchor(outline: Outline, section: Section) -> Anchor | None:
    """A label that names a part of the day ("Morning", "End of Day") as a clock time."""
    for when in section.when:
        if when.part is not None:
            return replace(outline.day_of(section), at=_PART_CLOCK[when.part])
    return None


def _end(outline: Outline, section: Section, when: When) -> Anchor | None:
    start, end = when.start, when.end
    if when.kind == "clock":
        if start is None or end is None or start.at is None or end.at is None:
            return None
        day = outline.day_of(section)
        if end.at <= start.at and day.day is not None:
            day = replace(day, day=day.day + 1)
        return replace(day, at=end.at)
    if end is not None and end.day is not None:
        return Anchor(day=end.day + when.granule_days) if when.kind == "day" else end
    if end is not None:
        return end
    if when.kind == "day" and not when.open_end and start is not None and start.day is not None:
        return Anchor(day=start.day + when.granule_days)
    return None


def _week_day(outline: Outline, section: Section) -> int:
    chain = (section, *outline.above(section))
    day = outline.day_of(section).day or 0
    if day == 0 and any(outline.says("pre_launch", each) for each in chain[1:]):
        day = -7  # weekdays of a preparation that names no week: the one before launch
    return day + _WEEK_REACH if day <= -7 else day


def rough_minutes(point: Anchor | None) -> int | None:
    """Minutes from go-live at midnight, good enough to put phases in order."""
    if point is None or point.on is not None:
        return None
    if point.offset_min is not None:
        return 8 * 60 + point.offset_min
    clock = point.at.hour * 60 + point.at.minute if point.at else 0
    return (point.day or 0) * 24 * 60 + clock
