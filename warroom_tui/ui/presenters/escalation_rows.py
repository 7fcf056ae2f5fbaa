"""Escalation: calls, levels, targets and hours as lines, and each in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from warroom_tui.domain.desk.calendars import Calendar, hours_text
from warroom_tui.domain.desk.callees import Callee, open_words
from warroom_tui.domain.desk.escalation import Escalation, HeldTicket, PathStep
from warroom_tui.domain.desk.sla import SlaTarget
from warroom_tui.domain.durations import day_and_clock, short
from warroom_tui.domain.planning.disagreement import differing_promises, told_promise
from warroom_tui.domain.runsheet.hours import read_hours
from warroom_tui.domain.staffing.people import Contact
from warroom_tui.ui.presenters.prose import prose
from warroom_tui.ui.theme import Palette
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.rows import Cell, Column, Row

if TYPE_CHECKING:
    from warroom_tui.services.desk.escalation_desk import EscalationPage

COLUMNS = (
    Column("mark", width=1),
    Column("what", "level, call or promise", fraction=5),
    Column("who", "call now", fraction=5),
    Column("when", "passes on, due, open", width=25, align="right", min_total_width=66),
)
_CLOCKS = {"first_response": "reply", "resolution": "fix", "update": "update"}


def rows(page: EscalationPage, palette: Palette) -> Iterator[tuple[str, Row]]:
    """(words to be found by, row) of everything, what waits for somebody first."""
    groups: tuple[tuple[str, Sequence[tuple[str, Row]]], ...] = (
        ("Not answered yet", [_call(call, page, palette) for call in page.open]),
        ("Held too long", [_held(held, page, palette) for held in page.held]),
        ("Path", [_level(key, page, palette) for key in page.path.level_keys()]),
        ("Whatever the level", [_situation(one, page, palette) for one in page.path.situations]),
        ("Promises", [_target(n, one, page, palette) for n, one in enumerate(page.levels.targets)]),
        ("Hours", [*_hours(page, palette)]),
        ("Answered, and tests", [_call(one, page, palette) for one in page.recent if one.acked_at]),
    )
    for title, found in groups:
        if found:
            heading = Cell(title, palette.muted)
            yield "", Row(f"heading:{title}", (heading,), heading=True)
            yield from found


def _row(key: str, mark: Cell, what: Cell, who: Cell, when: Cell) -> tuple[str, Row]:
    words = " ".join((what.text, who.text, when.text))
    return words, Row(key, (mark, what, who, when))


def _call(call: Escalation, page: EscalationPage, palette: Palette) -> tuple[str, Row]:
    what = f"{call.subject_ref} {call.title}" if call.subject_type != "test" else call.title
    to = page.path.name_of(call.to_key)
    name = call.to_key if to == call.to_key else f"{call.to_key} {to}"
    if call.acked_at is not None:
        word = call.outcome or f"{call.acked_by} after {short(call.acked_at - call.at)}"
        return _row(
            f"call:{call.id}",
            Cell("●", palette.good),
            Cell(what, palette.text),
            Cell(word, palette.muted),
            Cell(day_and_clock(call.at, page.zone, page.now), palette.muted),
        )
    late = page.now > call.late_at()
    style = palette.bad if late else palette.warn
    return _row(
        f"call:{call.id}",
        Cell("✖" if late else "▲", style),
        Cell(what, style if late else palette.strong),
        Cell(f"to {name}" + (f": {call.called}" if call.called else ""), palette.text),
        Cell(f"waits {short(page.now - call.at)}", style),
    )


def _held(held: HeldTicket, page: EscalationPage, palette: Palette) -> tuple[str, Row]:
    return _row(
        f"held:{held.ref}",
        Cell("▲", palette.warn),
        Cell(f"{held.ref} {held.subject}", palette.strong),
        Cell(f"at {held.level}, {held.assignee or 'nobody'} has it", palette.text),
        Cell(f"{held.to_key} due {short(page.now - held.due_at)} ago", palette.warn),
    )


def _level(key: str, page: EscalationPage, palette: Palette) -> tuple[str, Row]:
    name = page.path.name_of(key)
    callees = page.callees(key)
    timings = page.path.timings_from(key)
    when = "; ".join(f"→ {to} {timing.removeprefix('unresolved ')}" for to, timing in timings)
    when = when.replace(", unresolved after", ", after")
    label = name if name.casefold() == key.casefold() else f"{key} {name}"
    return _row(
        f"level:{key}",
        _callee_mark(callees, palette),
        Cell(label, palette.text),
        Cell(_callee(callees), palette.text if callees else palette.warn),
        Cell(when, palette.muted),
    )


def _situation(step: PathStep, page: EscalationPage, palette: Palette) -> tuple[str, Row]:
    callees = dict(page.situations).get(step.id, ())
    called = _callee(callees) if step.who else ""
    return _row(
        f"situation:{step.id}",
        _callee_mark(callees, palette) if step.who else Cell("·", palette.muted),
        Cell(step.text, palette.text),
        Cell(called, palette.text if callees else palette.warn),
        Cell("at once", palette.muted),
    )


def _callee_mark(callees: Sequence[Callee], palette: Palette) -> Cell:
    first = callees[0] if callees else None
    if first is not None and first.reachable:
        return Cell("●", palette.good)
    return Cell("?" if first is not None and first.reachable is None else "○", palette.warn)


def _callee(callees: Sequence[Callee]) -> str:
    if not callees:
        return "nobody known"
    first = callees[0]
    reach = first.phone or first.email
    return " ".join(filter(None, (first.name or first.role, reach)))


def _target(
    number: int, target: SlaTarget, page: EscalationPage, palette: Palette
) -> tuple[str, Row]:
    whose = "on call" if target.scope == "on_call" else target.key
    limits = f" {', '.join(target.priorities)}" if target.priorities else ""
    calendar = target_hours(target, page)
    others = differing_promises(page.levels.targets).get(target, ())
    words = " ≠ ".join([target.text, *map(told_promise, others)])
    return _row(
        f"target:{number}",
        Cell("≠" if others else "·", palette.warn if others else palette.muted),
        Cell(f"{whose}{limits} {_CLOCKS[target.clock.value]}", palette.text),
        Cell(words, palette.text),
        Cell(calendar.name if calendar else "24/7", palette.muted),
    )


def target_hours(target: SlaTarget, page: EscalationPage) -> Calendar | None:
    """The hours of a target itself, whatever ticket it applies to."""
    if target.calendar:
        return page.levels.named(target.calendar)
    word = "on_call" if target.scope == "on_call" else target.key
    return next((one for one in page.levels.calendars if word in one.applies_to), None)


def _hours(page: EscalationPage, palette: Palette) -> Iterator[tuple[str, Row]]:
    for number, calendar in enumerate(page.levels.calendars):
        is_open = calendar.open_at(page.now)
        yield _row(
            f"hours:{number}",
            Cell("●" if is_open else "○", palette.good if is_open else palette.muted),
            Cell(calendar.name, palette.text),
            Cell(hours_text(calendar), palette.text),
            Cell(open_words(calendar, page.now, page.zone), palette.muted),
        )
    for contact in page.contacts:
        yield _reach(contact, page, palette)


def _reach(contact: Contact, page: EscalationPage, palette: Palette) -> tuple[str, Row]:
    read = read_hours(contact.hours)
    calendar = Calendar(contact.label, page.zone.key, read) if read is not None else None
    is_open = calendar is not None and calendar.open_at(page.now)
    mark = "?" if calendar is None else "●" if is_open else "○"
    words = open_words(calendar, page.now, page.zone) if calendar is not None else ""
    return _row(
        f"contact:{contact.id}",
        Cell(mark, palette.good if is_open else palette.muted),
        Cell(f"{contact.label}: {contact.name or 'nobody named'}", palette.text),
        Cell(contact.hours, palette.text),
        Cell(words, palette.muted),
    )


def facts(page: EscalationPage, key: str, palette: Palette) -> Text:
    """What a row says in full."""
    kind, _, number = key.partition(":")
    text = Text()
    if kind == "call":
        call = next((one for one in (*page.open, *page.recent) if str(one.id) == number), None)
        if call is not None:
            _call_facts(text, call, page, palette)
    elif kind == "held":
        _held_facts(text, number, page, palette)
    elif kind == "level":
        _level_facts(text, number, page, palette)
    elif kind == "situation":
        step = next((one for one in page.path.situations if str(one.id) == number), None)
        if step is not None:
            _title(text, step.text, _place(step.source, step.line), palette)
            _people(text, dict(page.situations).get(step.id, ()), palette)
    elif kind == "target":
        _target_facts(text, page.levels.targets[int(number)], page, palette)
    elif kind == "contact":
        found = next((one for one in page.contacts if str(one.id) == number), None)
        if found is not None:
            _contact_facts(text, found, page, palette)
    elif kind == "hours":
        _hours_facts(text, page.levels.calendars[int(number)], page, palette)
    return text


def _call_facts(text: Text, call: Escalation, page: EscalationPage, palette: Palette) -> None:
    _title(text, f"{call.subject_ref} {call.title}", "", palette)
    at = day_and_clock(call.at, page.zone, page.now)
    _line(text, "From", f"{call.from_key or '–'} by {call.by}, {at}", palette)
    _line(text, "To", f"{call.to_key} {page.path.name_of(call.to_key)}", palette)
    if call.called:
        _line(text, "To call", call.called, palette)
    if call.acked_at is not None:
        took = short(call.acked_at - call.at)
        _line(text, "Answered", f"by {call.acked_by} after {took}", palette)
    else:
        by = day_and_clock(call.late_at(), page.zone, page.now)
        _line(text, "Answer", f"nobody yet; due by {by}", palette)
    if call.outcome:
        _line(text, "Outcome", call.outcome, palette)
    if call.context:
        text.append("\n" + prose(call.context), palette.text)
    if call.acked_at is None:
        text.append("\n\n")
        _people(text, page.callees(call.to_key), palette)


def _held_facts(text: Text, ref: str, page: EscalationPage, palette: Palette) -> None:
    held = next((one for one in page.held if one.ref == ref), None)
    if held is None:
        return
    _title(text, f"{held.ref} {held.subject}", "", palette)
    since = day_and_clock(held.since, page.zone, page.now)
    _line(text, "At level", f"{held.level} since {since}", palette)
    _line(text, "Owner", held.assignee or "nobody", palette)
    _line(text, "Passes on", f"to {held.to_key} {page.path.name_of(held.to_key)}", palette)
    text.append("\ne escalates it, s leaves it where it is, with a reason.\n\n", palette.muted)
    _people(text, page.callees(held.to_key), palette)


def _level_facts(text: Text, key: str, page: EscalationPage, palette: Palette) -> None:
    for level in page.path.levels:
        if level.key == key:
            _title(text, level.name, _place(level.source, level.line), palette)
    _people(text, page.callees(key), palette)
    for step in page.path.steps_from(key):
        place = _place(step.source, step.line)
        words = f"to {step.to_key} {page.path.name_of(step.to_key)}: {step.timing}"
        _line(text, "Passes on", f"{words}{f' ({place})' if place else ''}", palette)
    handles = page.path.handled_by(key)
    if handles:
        text.append("\nHandles\n", palette.muted)
        for words in handles:
            text.append(f"  · {drawable(words)}\n", palette.text)
    tests = [one for one in page.recent if one.subject_type == "test" and one.to_key == key]
    for test in tests[:3]:
        at = day_and_clock(test.at, page.zone, page.now)
        _line(text, "Tested", f"{at} by {test.by}: {test.outcome}", palette)
    if not tests:
        _line(text, "Tested", "never; x records a test", palette)


def _target_facts(text: Text, target: SlaTarget, page: EscalationPage, palette: Palette) -> None:
    _title(text, target.text, _place(target.source, target.line), palette)
    _line(text, "For", f"{target.scope.replace('_', ' ')} {target.key}", palette)
    if target.priorities:
        _line(text, "Only", ", ".join(target.priorities), palette)
    _line(text, "Promise", target.clock.value.replace("_", " "), palette)
    for other in differing_promises(page.levels.targets).get(target, ()):
        _line(text, "Differs", told_promise(other), palette)
    seconds = target.seconds()
    length = "no duration: no clock runs" if seconds is None else f"{seconds / 60:g} min"
    if target.minutes == 0:
        length += " (how “immediate” is measured)"
    _line(text, "Measured", length, palette)
    calendar = target_hours(target, page)
    hours = f"{calendar.name}: {hours_text(calendar)}" if calendar else "24/7"
    _line(text, "Runs", hours, palette)
    share = f"from {page.levels.at_risk_pct:g} % of it on"
    _line(text, "At risk", share, palette)


def _hours_facts(text: Text, calendar: Calendar, page: EscalationPage, palette: Palette) -> None:
    _title(text, calendar.name, _place(calendar.source, calendar.line), palette)
    _line(text, "Hours", hours_text(calendar), palette)
    _line(text, "Zone", calendar.tz, palette)
    _line(text, "Now", open_words(calendar, page.now, page.zone), palette)
    _line(text, "For", ", ".join(calendar.applies_to) or "nothing yet", palette)
    if calendar.holidays:
        days = ", ".join(day.isoformat() for day in sorted(calendar.holidays))
        _line(text, "Closed", days, palette)


def _contact_facts(text: Text, contact: Contact, page: EscalationPage, palette: Palette) -> None:
    _title(text, contact.label, f"line {contact.line}" if contact.line else "", palette)
    _line(text, "Who", contact.name or "nobody named", palette)
    _line(text, "Phone", contact.phone or "–", palette)
    _line(text, "E-mail", contact.email or "–", palette)
    _line(text, "Hours", contact.hours or "–", palette)
    read = read_hours(contact.hours)
    if read is not None:
        calendar = Calendar(contact.label, page.zone.key, read)
        _line(text, "Now", open_words(calendar, page.now, page.zone), palette)


def _people(text: Text, callees: Sequence[Callee], palette: Palette) -> None:
    text.append("Call now\n", palette.muted)
    if not callees:
        text.append("  nobody known: add people with o, contacts in the plan\n", palette.warn)
    for one in callees:
        mark, style = ("●", palette.good) if one.reachable else ("○", palette.muted)
        if one.reachable is None:
            mark = "?"
        name = one.name or one.role
        role = f", {one.role}" if one.name and one.role else ""
        text.append(f"  {mark} ", style).append(drawable(name), palette.text)
        text.append(drawable(f"{role}: {one.why}"), palette.muted).append("\n")
        reach = " · ".join(filter(None, (one.phone, one.email)))
        if reach:
            text.append(f"      {drawable(reach)}\n", palette.accent)
    text.append("\n")


def _title(text: Text, title: str, place: str, palette: Palette) -> None:
    text.append(drawable(title) + "\n", palette.strong)
    if place:
        text.append(drawable(place) + "\n", palette.muted)
    text.append("\n")


def _line(text: Text, label: str, value: str, palette: Palette) -> None:
    text.append(f"{label:<10}", palette.muted).append(drawable(value) + "\n", palette.text)


def _place(source: str, line: int | None) -> str:
    return f"{source}:{line}" if source and line else source
