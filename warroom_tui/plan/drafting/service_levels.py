"""The priority matrix and the response and resolution targets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, cast

from warroom_tui.domain.desk.promises import channel_of
from warroom_tui.plan.document import Fence, Section, Table
from warroom_tui.plan.draft import Place, PriorityDraft, SlaTargetDraft
from warroom_tui.plan.drafting.outline import Outline, key_value
from warroom_tui.plan.markup import plain
from warroom_tui.plan.times import TimeReader

Priority = Literal["P1", "P2", "P3", "P4"]
Clock = Literal["first_response", "resolution", "update"]
Scope = Literal["priority", "level", "channel", "on_call"]

_SEVERITY: tuple[tuple[str, Priority], ...] = (
    (r"critical|urgent|kritisch|critique|crítico|критич|紧急|緊急|긴급", "P1"),
    (r"\bhigh\b|major|hoch|élevé|alta?\b|высок", "P2"),
    (r"\bmedium\b|moderate|normal|mittel|moyen|media?\b|média|средн", "P3"),
    (r"\blow\b|minor|niedrig|faible|baja?\b|baixa|низк", "P4"),
)
_P = re.compile(r"\bP(?P<n>[1-4])\b|\bSEV[- ]?(?P<s>[1-4])\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\b(?:tier|level|l|severity|stufe|niveau|nivel|nível)\s?(?P<n>[1-4])\b", re.IGNORECASE
)
_IMMEDIATE = re.compile(
    r"immediate|at once|sofort|immédiat|inmediat|imediat|немедленно|立即|即時|즉시", re.IGNORECASE
)
_CASE = re.compile(r"(?P<text>[^,;()]+)\((?P<case>[^()]+)\)")
_ELSE = re.compile(
    r"^(?P<text>.+?)\s+(?:when|if|for)\s+(?P<case>[^,;]+)[,;]\s*(?:else|otherwise)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_REST = re.compile(r"\bnon[- ]?(?=\w)|\b(?:other|others|rest|everything else)\b", re.IGNORECASE)
_UPDATE = re.compile(r"^(?:updates?|status updates?|update every|next update)$", re.IGNORECASE)
_HEAD = re.compile(r"^(?P<title>\S.*?)\s*:\s*$")
_ARROW = re.compile(r"^\s*(?:→|->|=>)\s*(?P<text>.+)$")


def priority_of(text: str) -> Priority | None:
    """The priority that a title names: P1, Sev 2, or a word such as Critical."""
    match = _P.search(text)
    if match is not None:
        return cast(Priority, f"P{match['n'] or match['s']}")
    return next((p for source, p in _SEVERITY if re.search(source, text, re.IGNORECASE)), None)


def minutes_in(text: str, times: TimeReader) -> int | None:
    """A target in minutes: 0 for immediate, the longest when several are given, else None."""
    lengths = [when.hi_min for when in times.offsets.lengths(text) if when.hi_min is not None]
    if lengths:
        return max(lengths)
    return 0 if _IMMEDIATE.search(text) else None


def service_levels(
    outline: Outline, times: TimeReader
) -> tuple[list[PriorityDraft], list[SlaTargetDraft]]:
    """Priorities with their examples, and all targets."""
    priorities: list[PriorityDraft] = []
    targets: list[SlaTargetDraft] = []
    for section in outline.sections:
        for fence in outline.fences(section):
            if fence.to == "matrix":
                _matrix(outline, fence, times, priorities, targets)
        for table in outline.tables(section):
            if table.kind == "sla":
                _table(outline, table, times, priorities, targets)
        if section.kind == "support" and not section.level <= 1:
            _section(outline, section, times, priorities, targets)
        if section.kind in ("support", "rota"):
            listed = list(_channels(outline, section, times))
            targets += listed
            priorities += _listed_priorities(outline, section, listed)
    return priorities, targets


def _matrix(
    outline: Outline,
    fence: Fence,
    times: TimeReader,
    priorities: list[PriorityDraft],
    targets: list[SlaTargetDraft],
) -> None:
    title, line = "", fence.line
    examples: list[str] = []
    for offset, raw in enumerate(fence.text.split("\n"), start=1):
        head, arrow = _HEAD.match(raw), _ARROW.match(raw)
        if arrow is not None and title:
            priority = priority_of(title)
            if priority is not None:
                place = outline.place(line)
                text = plain(arrow["text"])
                priorities.append(PriorityDraft(priority, title, tuple(examples), place, text))
                targets += _targets("priority", priority, "first_response", text, times, place)
            title = ""
        elif head is not None and not raw.lstrip().startswith(("-", "*")):
            title, line, examples = plain(head["title"]), fence.line + offset, []
        elif raw.strip():
            examples.append(plain(raw.strip().lstrip("-*• ")))


def _table(
    outline: Outline,
    table: Table,
    times: TimeReader,
    priorities: list[PriorityDraft],
    targets: list[SlaTargetDraft],
) -> None:
    for row in table.rows:
        cells = dict(zip(table.columns, map(plain, row.cells), strict=False))
        priority = priority_of(cells.get("severity", ""))
        if priority is None:
            continue
        place = outline.place(row.line)
        response = cells.get("response")
        priorities.append(PriorityDraft(priority, cells["severity"], (), place, response))
        if response:
            targets += _targets("priority", priority, "first_response", response, times, place)
        if cells.get("resolution"):
            text = cells["resolution"]
            targets += _targets("priority", priority, "resolution", text, times, place)


def _section(
    outline: Outline,
    section: Section,
    times: TimeReader,
    priorities: list[PriorityDraft],
    targets: list[SlaTargetDraft],
) -> None:
    """`Tier 1: Critical Issues` is a priority, `Tier 1 Support` a support level."""
    number = _NUMBERED.search(section.title)
    fields = [
        (clock, field)
        for field in outline.fields(section)
        if (clock := _clock(outline, field.key)) is not None
    ]
    if not fields:
        return
    severe = priority_of(section.title)
    place = outline.place(section.line)
    if severe is not None:
        examples = tuple(item.text for item in outline.items(section))
        response = next((f.value for clock, f in fields if clock == "first_response"), None)
        priorities.append(PriorityDraft(severe, section.title, examples, place, response))
        scope: Scope = "priority"
        key: str = severe
    elif number is not None:
        scope, key = "level", f"L{number['n']}"
    else:
        return
    for clock, field in fields:
        stated = Place(field.line, outline.source)
        targets += _targets(scope, key, clock, field.value, times, stated)


def _targets(
    scope: Scope, key: str, clock: Clock, text: str, times: TimeReader, place: Place
) -> list[SlaTargetDraft]:
    """One target, or one for each case: "immediate (critical), < 1 week (non-critical)"."""
    either = _ELSE.match(text)
    parts = [(match["text"].strip(), match["case"]) for match in _CASE.finditer(text)]
    if either is not None:
        parts = [(either["text"], either["case"]), (either["rest"], f"non-{either['case']}")]
    cases = [(words, limits) for words, case in parts if (limits := priorities_in(case))]
    if len(cases) < 2:
        limits = priorities_in(text) if scope in ("on_call", "channel", "level") else ()
        cases = [(text, limits)]
    return [
        SlaTargetDraft(scope, key, clock, minutes_in(words, times), text, place, priorities=limits)
        for words, limits in cases
    ]


def priorities_in(text: str) -> tuple[str, ...]:
    """The priorities that a remark names: "critical", "non-critical", "P1 and P2"."""
    named = tuple(f"P{match['n'] or match['s']}" for match in _P.finditer(text))
    if named:
        return named
    if _REST.search(text):
        rest = priority_of(_REST.sub("", text)) or "P1"
        return tuple(each for each in ("P1", "P2", "P3", "P4") if each != rest)
    found = priority_of(text)
    return (found,) if found else ()


def _clock(outline: Outline, key: str) -> Clock | None:
    if outline.words.matches("fields", "response", key):
        return "first_response"
    if outline.words.matches("fields", "resolution", key):
        return "resolution"
    return "update" if _UPDATE.match(key.strip()) else None


def _channels(outline: Outline, section: Section, times: TimeReader) -> Iterator[SlaTargetDraft]:
    for item in outline.items(section):
        pair = key_value(item.text)
        if pair is None:
            continue
        clock = _clock(outline, pair[0])
        if clock is None:
            continue
        holder = outline.document.items[item.parent].text if item.parent is not None else None
        place = outline.place(item.line)
        scope, key = _whose(section, holder or section.title)
        yield from _targets(scope, key, clock, pair[1], times, place)


def _whose(section: Section, holder: str) -> tuple[Scope, str]:
    """What a listed promise is for: "P1: Critical" is a priority, "Tier 2" a level, else it is
    the channel that the words above it name."""
    if section.kind == "rota":
        return "on_call", holder
    severe = priority_of(holder)
    if severe is not None and channel_of(holder) is None:
        return "priority", severe
    number = _NUMBERED.search(holder)
    if number is not None and channel_of(holder) is None:
        return "level", f"L{number['n']}"
    return "channel", holder


def _listed_priorities(
    outline: Outline, section: Section, listed: list[SlaTargetDraft]
) -> Iterator[PriorityDraft]:
    """The priority of a section that lists its promises, with its other points as examples."""
    severe = priority_of(section.title)
    items = [item for item in outline.items(section) if item.parent is None]
    promised = {target.place.line for target in listed if target.key == severe}
    if severe is None or promised.isdisjoint(item.line for item in items):
        return
    examples = tuple(item.text for item in items if item.line not in promised)
    response = next((t.text for t in listed if t.clock == "first_response"), None)
    yield PriorityDraft(severe, section.title, examples, outline.place(section.line), response)
