"""The launch itself: name, code, go-live, window, deadlines, open questions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import available_timezones

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.draft import Place, Question
from warroom_tui.plan.drafting.outline import Outline
from warroom_tui.plan.drafting.statements import stated
from warroom_tui.plan.machine import FrontMatter
from warroom_tui.plan.markup import is_blank_value
from warroom_tui.plan.times import TimeReader

_ISSUE_ID = re.compile(r"\b(?P<code>[A-Z][A-Z0-9]{1,11})-0*1\b")
_TITLE_TAIL = re.compile(
    r"\s*(?:[-–—:]\s*)?(?:production\s+|post-launch\s+)?"
    r"(?:launch week support|go-live|rollout|support|launch|release|deployment|cutover|migration)?"
    r"\s*(?:support\s+)?(?:plan|runbook|checklist|playbook|guide)s?\s*$",
    re.IGNORECASE,
)
_ZONES = {
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "PT": "America/Los_Angeles",
    "MST": "America/Denver",
    "CST": "America/Chicago",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "ET": "America/New_York",
    "UTC": "UTC",
    "GMT": "Europe/London",
    "BST": "Europe/London",
    "CET": "Europe/Paris",
    "CEST": "Europe/Paris",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "AEST": "Australia/Sydney",
}
_PICTURES = re.compile(r"^[^\w(\[<{]+")
_SAY_LITTLE = frozenset(
    (
        "go",
        "live",
        "launch",
        "plan",
        "checklist",
        "runbook",
        "release",
        "deployment",
        "production",
        "cutover",
        "rollout",
        "day",
        "de",
        "del",
        "do",
        "da",
        "di",
        "du",
        "des",
        "la",
        "le",
        "el",
        "lancement",
        "lancamento",
        "lanzamiento",
        "checkliste",
        "plano",
        "final",
    )
)
"""Words of titles that tell no launch from another."""
_ALL_TIMES = re.compile(
    r"(?i:\ball times)\s+(?:are\s+)?(?:in\s+)?(?P<z>[A-Z]{2,4}|[A-Z][a-z]+/[A-Z]\w+)\b"
    r"|\((?P<z2>PST|PDT|UTC|EST|EDT|CET|CEST|GMT|BST|JST)\)",
)


_KEYS = ("go_live", "window", "rollback_deadline", "rollback_minutes", "hypercare", "timezone")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the documents say about the launch as a whole."""

    name: str
    code: str
    go_live: datetime | None = None
    timezone: str | None = None
    window_start: Anchor | None = None
    window_end: Anchor | None = None
    rollback_deadline: Anchor | None = None
    rollback_minutes: int | None = None
    decision_minutes: int | None = None
    hypercare_days: int | None = None
    day_1_is_go_live: bool = True
    product_url: str | None = None
    questions: tuple[Question, ...] = ()


def facts(outlines: Sequence[Outline], times: TimeReader) -> Facts:
    """Gather from every document; front matter wins over prose, the first document over later."""
    first = outlines[0]
    name = _name(first)
    found = Facts(
        name,
        _code(outlines, name),
        day_1_is_go_live=all(o.document.day_base == 1 for o in outlines),
    )
    for outline in reversed(outlines):
        found = _from_prose(outline, times, found)
    for outline in reversed(outlines):
        found = _from_front(outline.document.machine.front, times, found)
    return replace(found, questions=tuple(_questions(outlines, found)))


def _name(outline: Outline) -> str:
    title = next((section.title for section in outline.sections if section.level), "")
    title = _PICTURES.sub("", title)
    short = _TITLE_TAIL.sub("", title).strip(" -–—:")
    return short or title or re.sub(r"\.\w+$", "", outline.document.name)


def _code(outlines: Sequence[Outline], name: str) -> str:
    for outline in outlines:
        for fence in outline.document.fences:
            match = _ISSUE_ID.search(fence.text)
            if match is not None:
                return match["code"]
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = [
        word for word in re.findall(r"[A-Za-z0-9]+", folded) if word.lower() not in ("the", "a")
    ]
    telling = [word for word in words if word.lower() not in _SAY_LITTLE]
    return str((telling or words or ["LAUNCH"])[0]).upper()[:12]


def _from_prose(outline: Outline, times: TimeReader, found: Facts) -> Facts:
    document = outline.document
    for name, value in reversed(list(stated(document))):
        key = next((k for k in _KEYS if outline.words.matches("fields", k, name)), None)
        if key is not None and not is_blank_value(value):
            found = _apply(key, value, times, found)
    found = _with_clock(outline, times, found)
    text = " ".join(
        [section.title for section in document.sections] + [prose.text for prose in document.prose]
    )
    zone = _ALL_TIMES.search(text)
    if zone is not None and found.timezone is None:
        found = replace(found, timezone=_zone(zone["z"] or zone["z2"]))
    return found


def _with_clock(outline: Outline, times: TimeReader, found: Facts) -> Facts:
    """ "Launch Time: 9 AM" beside "Launch Date: March 15"."""
    if found.go_live is None or found.go_live.time() != time(0):
        return found
    for name, value in stated(outline.document):
        if outline.words.matches("fields", "go_live_time", name):
            clock = times.clock(value)
            if clock is not None and clock.start is not None and clock.start.at is not None:
                return replace(found, go_live=datetime.combine(found.go_live, clock.start.at))
    return found


def _apply(key: str, value: str, times: TimeReader, found: Facts) -> Facts:  # noqa: PLR0911 - one answer per rule, in order
    if key == "go_live":
        at = local_moment(value, times)
        return found if at is None else replace(found, go_live=at)
    if key == "window":
        start, end = window(value, times)
        return found if start is None else replace(found, window_start=start, window_end=end)
    if key == "rollback_deadline":
        point = weekday_clock(value, times)
        return found if point is None else replace(found, rollback_deadline=point)
    if key == "timezone":
        return replace(found, timezone=_zone(value) or found.timezone)
    length = times.duration(value)
    if length is None or length.hi_min is None:
        return found
    if key == "rollback_minutes":
        return replace(found, rollback_minutes=length.hi_min)
    return replace(found, hypercare_days=max(1, length.hi_min // (24 * 60)))


def _from_front(front: FrontMatter, times: TimeReader, found: Facts) -> Facts:
    if front.launch:
        found = replace(found, name=front.launch)
    if front.code:
        found = replace(found, code=front.code)
    if front.window is not None:
        start, end = window(" - ".join(front.window), times)
        found = replace(found, window_start=start, window_end=end)
    if front.rollback_deadline is not None:
        found = replace(found, rollback_deadline=weekday_clock(front.rollback_deadline, times))
    return replace(
        found,
        go_live=front.go_live or found.go_live,
        timezone=front.timezone or found.timezone,
        rollback_minutes=_given(front.rollback_minutes, found.rollback_minutes),
        decision_minutes=_given(front.decision_minutes, found.decision_minutes),
        hypercare_days=_given(front.hypercare_days, found.hypercare_days),
        day_1_is_go_live=(
            found.day_1_is_go_live if front.day_1_is_go_live is None else front.day_1_is_go_live
        ),
        product_url=front.product_url or found.product_url,
    )


def _given(value: int | None, other: int | None) -> int | None:
    return other if value is None else value


def local_moment(text: str, times: TimeReader) -> datetime | None:
    """A date with its clock time as naive local time; midnight when no clock is given."""
    found = times.cell(text, 0)
    day = next((w.start.on for w in found if w.start is not None and w.start.on), None)
    if day is None:
        return None
    clock = next((w.start.at for w in found if w.kind == "clock" and w.start and w.start.at), None)
    return datetime.combine(day, clock or time(0))


def window(text: str, times: TimeReader) -> tuple[Anchor | None, Anchor | None]:
    """ "Saturday 06:00 - Sunday 18:00" as two anchors in the week of launch day."""
    parts = re.split(r"\s+(?:[-–—]|to|until|bis)\s+", text, maxsplit=1)
    start = weekday_clock(parts[0], times)
    if start is None:
        return None, None
    end = weekday_clock(parts[1], times) if len(parts) > 1 else None
    if end is not None and end.on is None and end.weekday is None and start.weekday is not None:
        end = Anchor(day=0, weekday=start.weekday, at=end.at)
    return start, end


def weekday_clock(text: str, times: TimeReader) -> Anchor | None:
    """A weekday, date or offset with its clock time."""
    day: Anchor | None = None
    clock: time | None = None
    for when in times.cell(text, 0):
        if when.kind == "clock" and clock is None and when.start is not None:
            clock = when.start.at
        elif when.kind == "weekday" and day is None and when.start is not None:
            day = Anchor(day=0, weekday=when.start.weekday)
        elif when.start is not None and day is None:
            day = when.start
    if day is None:
        return None if clock is None else Anchor(day=0, at=clock)
    return day if clock is None or day.offset_min is not None else replace(day, at=clock)


def _zone(text: str) -> str | None:
    word = text.strip().strip("()")
    if word.upper() in _ZONES:
        return _ZONES[word.upper()]
    return word if "/" in word and word in available_timezones() else None


def _questions(outlines: Sequence[Outline], found: Facts) -> Iterator[Question]:
    if found.go_live is None:
        text = "When is go-live? The plan leaves the date open."
        yield Question("go_live", text, _left_open(outlines, "go_live"))
    if found.timezone is None:
        text = "In which time zone do the plan's times count?"
        yield Question("timezone", text, _left_open(outlines, "timezone"))


def _left_open(outlines: Sequence[Outline], key: str) -> Place:
    """Where a plan names what it does not say ("**Go-Live Date**: [Date]"), else its first line."""
    for outline in outlines:
        for field in outline.document.fields:
            if outline.words.matches("fields", key, field.key):
                return outline.place(field.line)
    return outlines[0].place(1)
