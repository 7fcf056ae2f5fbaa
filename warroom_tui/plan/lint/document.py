"""Findings about one document, as it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time

from warroom_tui.plan.document import PlanDocument, Problem, Section
from warroom_tui.plan.draft import CriterionDraft, MeetingDraft, ThresholdDraft
from warroom_tui.plan.drafting.bindings import bound
from warroom_tui.plan.drafting.criteria import criteria
from warroom_tui.plan.drafting.directory import directory
from warroom_tui.plan.drafting.meetings import meetings
from warroom_tui.plan.drafting.outline import Outline
from warroom_tui.plan.drafting.service_levels import service_levels
from warroom_tui.plan.drafting.staffing import requirements
from warroom_tui.plan.drafting.watch import thresholds
from warroom_tui.plan.lint.calendar import calendar_problems
from warroom_tui.plan.times import TimeReader
from warroom_tui.plan.words import Words

_SLOT = re.compile(r"\[[A-Z][^\]\n]{0,60}\](?!\()")
_CHOICE = re.compile(r"\S\s*☐.*\S\s*☐")
_TO_MS = {"ms": 1.0, "s": 1_000.0, "min": 60_000.0, "h": 3_600_000.0}
_NEAR = 100
_WEEK_MIN = 7 * 24 * 60.0


def lint(document: PlanDocument, words: Words, times: TimeReader) -> tuple[Problem, ...]:
    """Every finding about one document, by line."""
    outline = Outline(document, 0, words)
    found = [
        *calendar_problems(outline),
        *_placeholders(document),
        *_tiers(outline, times),
        *_targets(outline, times),
        *_overlaps(outline, times),
        *_quotes(document),
    ]
    return tuple(sorted(found, key=lambda problem: (problem.line, problem.code)))


def _placeholders(document: PlanDocument) -> Iterator[Problem]:
    """Slots and choices look like boxes; say once that they were not taken for any."""
    slots = [
        fence.line
        for fence in document.fences
        for _ in _SLOT.finditer(fence.text)
        if fence.to != "warroom"
    ]
    slots += [
        item.line
        for item in document.items
        if item.kind == "step" and _SLOT.fullmatch(item.text.strip())
    ]
    if slots:
        yield Problem(
            min(slots),
            "info",
            "slots",
            f"{len(slots)} slots such as [X] are read as blanks to fill in, none as a task",
        )
    choices = [field.line for field in document.fields if _CHOICE.search(field.value)]
    if choices:
        yield Problem(
            min(choices),
            "info",
            "choices",
            f"{len(choices)} choices (Go ☐ No-Go ☐) are read as decisions, none as a task",
        )
    blanks = [field.line for field in document.fields if "___" in field.value]
    if blanks:
        yield Problem(
            min(blanks),
            "info",
            "blanks",
            f"{len(blanks)} values (____) are left blank: they are asked for as work goes on",
        )


def _tiers(outline: Outline, times: TimeReader) -> Iterator[Problem]:
    priorities, targets = service_levels(outline, times)
    severe = [p for p in priorities if re.search(r"\btier\b", p.title, re.IGNORECASE)]
    levels = [t for t in targets if t.scope == "level"]
    if severe:
        yield Problem(
            severe[0].place.line,
            "info",
            "tier-is-severity",
            f'"{severe[0].title}" is a severity: imported as {severe[0].priority}',
        )
    if severe and levels:
        yield Problem(
            levels[0].place.line,
            "warning",
            "tier-two-meanings",
            "here a tier is a support level, elsewhere in this plan a severity",
        )
    for target in targets:
        if target.minutes is None:
            yield Problem(
                target.place.line,
                "info",
                "not-a-duration",
                f'{target.key}: "{target.text}" is not a length of time, so no clock runs for it',
            )


def _targets(outline: Outline, times: TimeReader) -> Iterator[Problem]:
    goals = list(bound(tuple(criteria(outline)), outline.document))
    for alert in thresholds(outline):
        yield from _loose_alert(alert, goals)
    yield from _loose_triggers(goals, _window_min(outline, times))
    scores = {goal.unit: goal for goal in goals if goal.metric == "csat" and goal.unit}
    if len(scores) > 1:
        first, second = sorted(scores.values(), key=lambda goal: goal.place.line)[:2]
        yield Problem(
            second.place.line,
            "info",
            "two-scales",
            f"satisfaction is counted in {second.unit} here and in {first.unit} "
            f"in line {first.place.line}: compare them on one scale only",
        )


def _loose_alert(alert: ThresholdDraft, goals: list[CriterionDraft]) -> Iterator[Problem]:
    for goal in goals:
        if goal.metric != alert.subject or goal.value is None or goal.unit is None:
            continue
        limit, target = _common(alert.value, alert.unit), _common(goal.value, goal.unit)
        upper = alert.op.startswith(">") and (goal.op or "").startswith("<")
        lower = alert.op.startswith("<") and (goal.op or "").startswith(">")
        if limit[1] == target[1] and (
            (upper and limit[0] > target[0]) or (lower and limit[0] < target[0])
        ):
            yield Problem(
                alert.place.line,
                "warning",
                "alert-looser-than-target",
                f"the alert ({alert.op} {_show(alert.value, alert.unit)}) is looser than the "
                f"target in line {goal.place.line} ({goal.op} {_show(goal.value, goal.unit)}): "
                "it can be missed without an alert",
            )
            return


def _loose_triggers(goals: list[CriterionDraft], window_min: float) -> Iterator[Problem]:
    uptime = next(
        (
            g
            for g in goals
            if g.metric == "uptime"
            and g.unit == "percent"
            and g.value is not None
            and g.klass in ("success", "exit")
        ),
        None,
    )
    for goal in goals:
        if uptime is None or uptime.value is None or goal.metric != "unavailable":
            continue
        if not goal.klass.startswith("rollback") or goal.value is None or goal.unit not in _TO_MS:
            continue
        allowed = (100 - uptime.value) / 100 * window_min
        tripped = goal.value * _TO_MS[goal.unit] / _TO_MS["min"]
        if tripped > allowed:
            yield Problem(
                goal.place.line,
                "warning",
                "trigger-looser-than-target",
                f"rollback at {tripped:g} minutes unavailable; the uptime target in line "
                f"{uptime.place.line} ({uptime.value:g} %) is missed after {allowed:.1f}: it is "
                "lost long before anybody rolls back",
            )


def _window_min(outline: Outline, times: TimeReader) -> float:
    """The launch window in minutes when the plan names one in weekdays, else a week."""
    from warroom_tui.plan.drafting.facts import window

    for field in outline.document.fields:
        if outline.words.matches("fields", "window", field.key):
            start, end = window(field.value, times)
            if start and end and start.weekday is not None and end.weekday is not None:
                days = (end.weekday - start.weekday) % 7
                return days * 24 * 60.0 + _minute(end.at) - _minute(start.at)
    return _WEEK_MIN


def _overlaps(outline: Outline, times: TimeReader) -> Iterator[Problem]:
    held = list(meetings(outline, times))
    needs = list(requirements(outline, times))
    first_day = [need for need in needs if need.day_from == 1 and need.time_from and need.time_to]
    by_line = {section.line: section for section in outline.sections if section.level}
    for meeting in held:
        yield from _inside_operations(outline, by_line[meeting.place.line])
        yield from _longer_than_slot(outline, meeting, by_line[meeting.place.line])
    if not first_day:
        return
    opens = min(_minute(need.time_from) for need in first_day)
    closes = max(_minute(need.time_to) for need in first_day)
    for meeting in held:
        at = meeting.anchor.at if meeting.anchor is not None and meeting.anchor.day == 0 else None
        if at is not None and meeting.duration_min and _minute(at) + meeting.duration_min > closes:
            yield Problem(
                meeting.place.line,
                "warning",
                "overlap",
                f"{meeting.title} takes {meeting.duration_min} minutes; the team is planned until "
                f"{_clock(closes)}, so who must stay longer is not said",
            )
    _, contacts, _ = directory(outline)
    for contact in contacts:
        hours = times.clock(contact.hours) if contact.hours else None
        start = hours.start.at if hours is not None and hours.start is not None else None
        if start is not None and "manager" in contact.label.lower() and _minute(start) > opens:
            yield Problem(
                contact.place.line,
                "warning",
                "overlap",
                f"{contact.label} is there from {_clock(_minute(start))}; the team begins at "
                f"{_clock(opens)}, so nobody leads it until then",
            )


def _longer_than_slot(
    outline: Outline, meeting: MeetingDraft, section: Section
) -> Iterator[Problem]:
    """An agenda, or a length, that does not fit into the time that stands beside it."""
    agenda = sum(point.minutes or 0 for point in meeting.agenda)
    own = outline.window(section)
    slot, words = meeting.duration_min, "it is given"
    if own is not None and own.kind == "clock" and own.start and own.end:
        slot = (_minute(own.end.at) - _minute(own.start.at)) % (24 * 60) or slot
        words = "its slot has"
    longest = max(agenda, meeting.duration_min or 0)
    if slot and longest > slot:
        what = "its agenda adds up to" if agenda == longest else "it takes"
        yield Problem(
            section.line,
            "warning",
            "meeting-longer-than-slot",
            f"{meeting.title}: {what} {longest} minutes, {words} {slot}: cut points or begin "
            "earlier",
        )


def _inside_operations(outline: Outline, section: Section) -> Iterator[Problem]:
    """A meeting of the whole team during the hours that it has to cover."""
    own = outline.window(section)
    if own is None or own.kind != "clock" or own.start is None or own.start.at is None:
        return
    if section.parent is None:
        return
    for sibling in outline.children(outline.sections[section.parent])[:_NEAR]:
        other = outline.window(sibling)
        if sibling is section or other is None or other.kind != "clock":
            continue
        if other.start is None or other.end is None or not other.start.at or not other.end.at:
            continue
        if other.start.at < own.start.at < other.end.at:
            yield Problem(
                section.line,
                "warning",
                "overlap",
                f"{section.title} falls into {sibling.title} (line {sibling.line}): say who keeps "
                "the desk meanwhile",
            )


def _quotes(document: PlanDocument) -> Iterator[Problem]:
    lines = [
        item.line
        for item in document.items
        if item.text.startswith("> ") and item.kind == "step" and re.match(r"> \d", item.text)
    ]
    if lines:
        yield Problem(
            lines[0],
            "info",
            "quote-damage",
            f"{len(lines)} items begin with > as a comparison, which Markdown shows as a quote; "
            "they are read as targets",
        )


def _common(value: float, unit: str) -> tuple[float, str]:
    return (value * _TO_MS[unit], "time") if unit in _TO_MS else (value, unit)


def _show(value: float, unit: str) -> str:
    return f"{value:g} %" if unit == "percent" else f"{value:g} {unit}"


def _minute(at: time | None) -> int:
    return 0 if at is None else at.hour * 60 + at.minute


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
