"""Ceremonies: briefings, stand-ups, debriefs, reviews, with their agendas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.document import Fence, Section
from warroom_tui.plan.draft import AgendaItemDraft, MeetingDraft
from warroom_tui.plan.drafting.anchoring import item_anchor, window_of
from warroom_tui.plan.drafting.outline import Outline
from warroom_tui.plan.markup import plain
from warroom_tui.plan.times import TimeReader

_MEETING = re.compile(
    r"meeting|briefing|debrief|review|retro|stand-?up|besprechung|réunion|reunión|reunião|会议"
    r"|会議|회의|session$",
    re.IGNORECASE,
)
_AGENDA = re.compile(r"agenda|tagesordnung|ordre du jour|orden del día|pauta", re.IGNORECASE)
_NOT_MEETING = re.compile(r"^post-|template|format$", re.IGNORECASE)
_POINT = re.compile(r"^(?:[-*•]|\d{1,2}[.)])\s+(?P<text>.+)$")
_KEY = re.compile(r"^(?P<key>[A-Z][\w ]{2,30}):\s*(?P<value>.*)$")
_IN_DAYS = re.compile(r"(?P<n>\d{1,3})-day", re.IGNORECASE)
_NEAR = 100
"""Sections looked through for the box that names a meeting's clock."""
_LISTS = re.compile(r"agenda|review|format|topics|discuss", re.IGNORECASE)


def meetings(outline: Outline, times: TimeReader) -> Iterator[MeetingDraft]:
    """Every meeting of a document, in document order."""
    seen: set[int] = set()
    for section in outline.sections:
        holder = _holder(outline, section)
        if holder is None or holder.index in seen:
            continue
        seen.add(holder.index)
        yield _meeting(outline, holder, times)


def _holder(outline: Outline, section: Section) -> Section | None:
    """The section that is the meeting: itself, or the one whose agenda it is."""
    if section.level <= 1 or _NOT_MEETING.search(section.title):
        return None
    if _AGENDA.search(section.title):
        if not _AGENDA.fullmatch(section.title.strip()):
            return section
        return next((above for above in outline.above(section) if above.level > 1), section)
    if section.kind != "meeting" or not _MEETING.search(section.title):
        return None
    children = outline.children(section)
    if any(_MEETING.search(child.title) and child.kind == "meeting" for child in children):
        return None
    return section


def _meeting(outline: Outline, holder: Section, times: TimeReader) -> MeetingDraft:
    start, end = window_of(outline, holder)
    read = _Reading(times)
    for below in outline.below(holder):
        for fence in outline.fences(below):
            if fence.to in ("agenda", "kept", "form"):
                read.fence(fence)
        wanted = below is holder or _AGENDA.search(below.title) or _LISTS.search(below.title)
        if wanted:
            read.agenda.extend(
                _point(item.text, times) for item in outline.items(below) if item.parent is None
            )
        for field in outline.fields(below):
            if field.key.lower() in ("attendees", "participants", "teilnehmer"):
                read.attendees.extend(part.strip() for part in field.value.split(","))
    start = start or _days_after(holder) or _announced(outline, holder)
    start = _end_of_week(holder, start)
    if read.clock is not None and start is not None:
        start = Anchor(day=start.day, weekday=start.weekday, on=start.on, at=read.clock.at)
    length = read.minutes or _between(start, end) or _sum(read.agenda)
    if holder.every and start is not None:
        start = Anchor(day=start.day, at=start.at, weekday=start.weekday)
    return MeetingDraft(
        title=holder.title,
        place=outline.place(holder.line),
        anchor=start,
        duration_min=length,
        every=holder.every,
        attendees=tuple(read.attendees),
        agenda=tuple(read.agenda),
    )


class _Reading:
    """Collects what the code block of a meeting says."""

    def __init__(self, times: TimeReader) -> None:
        self.times = times
        self.agenda: list[AgendaItemDraft] = []
        self.attendees: list[str] = []
        self.minutes: int | None = None
        self.clock: Anchor | None = None

    def fence(self, fence: Fence) -> None:
        """Read `Meeting: 9:00 - 11:00`, `Duration: 15 minutes`, attendees and agenda points."""
        lines = [line for line in fence.text.split("\n") if line.strip()]
        into = "agenda"
        for line in lines:
            key = _KEY.match(line)
            if key is not None and not _POINT.match(line):
                into = "attendees" if key["key"].lower() == "attendees" else "agenda"
                self._fact(key["value"])
                continue
            point = _POINT.match(line)  # indented lines explain the point above them
            if point is None:
                continue
            if into == "attendees":
                self.attendees.append(plain(point["text"]))
            else:
                self.agenda.append(_point(plain(point["text"]), self.times))

    def _fact(self, value: str) -> None:
        clock = self.times.clock(value)
        length = self.times.duration(value)
        if clock is not None and clock.start is not None:
            self.clock = clock.start
            self.minutes = _between(clock.start, clock.end) or self.minutes
        elif length is not None:
            self.minutes = length.hi_min


def _point(text: str, times: TimeReader) -> AgendaItemDraft:
    length = re.search(r"\(([^()]*)\)\s*$", text)
    minutes = times.duration(length.group(1)) if length else None
    if length is not None and minutes is not None:
        return AgendaItemDraft(text[: length.start()].strip(), minutes.hi_min)
    return AgendaItemDraft(text)


def _between(start: Anchor | None, end: Anchor | None) -> int | None:
    if start is None or end is None or start.at is None or end.at is None:
        return None
    minutes = (end.at.hour - start.at.hour) * 60 + end.at.minute - start.at.minute
    return minutes % (24 * 60) or None


def _sum(agenda: list[AgendaItemDraft]) -> int | None:
    return sum(point.minutes or 0 for point in agenda) or None


def _announced(outline: Outline, section: Section) -> Anchor | None:
    """A box of the same phase that names the meeting with its clock: "7:30 AM: briefing"."""
    words = {word.lower() for word in re.findall(r"\w{5,}", section.title)} - {"agenda"}
    if section.parent is None or not words:
        return None
    for sibling in islice(outline.below(outline.sections[section.parent]), _NEAR):
        for item in outline.items(sibling):
            if any(when.kind == "clock" for when in item.when) and any(
                word in item.text.lower() for word in words
            ):
                return item_anchor(outline, sibling, item)
    return None


def _end_of_week(section: Section, start: Anchor | None) -> Anchor | None:
    """The review of week n is held when that week is over."""
    when = next((when for when in section.when if when.start == start), None)
    if start is None or start.day is None or when is None or when.granule_days == 1:
        return start
    return Anchor(day=start.day + when.granule_days)


def _days_after(section: Section) -> Anchor | None:
    match = _IN_DAYS.search(section.title)
    return None if match is None else Anchor(day=int(match["n"]))
