"""Support levels with what each handles, and the path from one to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from warroom_tui.plan.document import Item, Section
from warroom_tui.plan.draft import EscalationLevelDraft, EscalationStepDraft, Place
from warroom_tui.plan.drafting.outline import Outline, key_value
from warroom_tui.plan.drafting.service_levels import minutes_in, priority_of
from warroom_tui.plan.times import TimeReader

_ESCALATION = re.compile(
    r"escalat|eskal|escalad|escalon|эскалац|升级|エスカレ|에스컬", re.IGNORECASE
)
_LEVEL = re.compile(
    r"\b(?:tier|level|l|stufe|niveau|nivel|nível)\s?(?P<n>[1-4])\b\s*[:\-–]?\s*", re.IGNORECASE
)
_ARROW = re.compile(r"^(?P<a>.+?)\s*(?:→|->|=>|⇒)\s*(?P<b>.+)$")
_FROM_TO = re.compile(r"^from (?:the )?(?P<a>.+?) to (?:the )?(?P<b>.+)$", re.IGNORECASE)
_REMARK = re.compile(r"\s*\((?P<words>[^()]*)\)\s*$")
_USER = re.compile(r"^(?:the )?(?:end[- ])?(?:users?|customers?|requesters?|callers?)$", re.I)
_TIMED = re.compile(r"^escalat\w*\b.*\b(?:unresolved|after|within|in)\b", re.IGNORECASE)
_TO_WHOM = re.compile(
    r"^(?:immediate(?:ly)?\s+)?(?:escalat\w+ to|call(?:ed)?|notify|inform|page|phone)\s+"
    r"(?:the )?(?P<who>.+)$",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"\s+(?:(?:is|are|gets?)\s+)?(?:handles?|notified|answers?|informed|called|paged)\b.*$",
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"\b(?:call(?: to)?|phone|notify|contact|inform|page)\s+(?:the )?"
    r"(?P<who>[A-Z]\w+(?: [A-Z]\w+)*)"
)
_TICKET_LEVELS = ("L1", "L2", "L3", "L4")


def escalation(
    outline: Outline, times: TimeReader
) -> tuple[list[EscalationLevelDraft], list[EscalationStepDraft]]:
    """Levels and steps of one document; levels without a path follow one another."""
    levels, timing = _levels(outline, times)
    steps = list(_chain(outline, times))
    if not steps:
        steps = list(_implied(levels, timing))
    known = {level.key for level in levels}
    for step in steps:
        for key, name in ((step.from_key, step.from_name), (step.to_key, step.to_name)):
            if key and key not in known:
                known.add(key)
                levels.append(EscalationLevelDraft(key, name, step.place, who=name))
    return levels, steps + list(_situations(outline))


def _levels(
    outline: Outline, times: TimeReader
) -> tuple[list[EscalationLevelDraft], dict[str, tuple[str, int | None, int]]]:
    """Level sections, and per level: when to go further (words, minutes, line)."""
    levels: list[EscalationLevelDraft] = []
    timing: dict[str, tuple[str, int | None, int]] = {}
    for section in outline.sections:
        match = _LEVEL.search(section.title)
        if section.kind != "support" or match is None or not _is_level(outline, section):
            continue
        key = f"L{match['n']}"
        handles, who = [], ""
        for item in outline.items(section):
            arrow = _ARROW.match(item.text)
            text = arrow["a"] if arrow else item.text
            if arrow:
                who = _whom(arrow["b"])
            if _TIMED.match(text):
                timing[key] = (text, minutes_in(text, times), item.line)
            else:
                handles.append(text)
        name = section.title[match.end() :].strip() or section.title
        if re.match(r"support\s*(?:\(|$)", name, re.IGNORECASE):
            name = section.title
        place = outline.place(section.line)
        levels.append(EscalationLevelDraft(key, name, place, tuple(handles), who or name))
    return levels, timing


def _is_level(outline: Outline, section: Section) -> bool:
    """A level of support, not a severity that is called tier as well."""
    if any(_ESCALATION.search(above.title) for above in outline.above(section)):
        return True
    return "support" in section.title.casefold() and priority_of(section.title) is None


def _whom(words: str) -> str:
    match = _TO_WHOM.match(words)
    return match["who"].strip() if match else _DOES.sub("", words).strip()


def _implied(
    levels: list[EscalationLevelDraft], timing: dict[str, tuple[str, int | None, int]]
) -> Iterator[EscalationStepDraft]:
    for lower, upper in pairwise(levels):
        words, after, line = timing.get(lower.key, (f"{lower.name} → {upper.name}", None, 0))
        place = Place(line, upper.place.source) if line else upper.place
        yield EscalationStepDraft(
            lower.key, upper.key, place, words, after, upper.who, lower.name, upper.name
        )


def _chain(outline: Outline, times: TimeReader) -> Iterator[EscalationStepDraft]:
    for section in outline.sections:
        if section.kind != "support" or not _ESCALATION.search(section.title):
            continue
        keys: dict[str, str] = {}
        previous = ""
        for item in outline.items(section):
            match = _ARROW.match(item.text) or _FROM_TO.match(item.text)
            if match is None:
                continue
            remark = _REMARK.search(match["b"])
            to_name = _REMARK.sub("", match["b"]).strip()
            from_name = match["a"].strip()
            if from_name.casefold() == "there":
                from_name = previous
            previous = to_name
            from_key = "" if _USER.match(from_name) else _key(from_name, keys)
            to_key = _key(to_name, keys)
            words = remark["words"] if remark else ""
            if from_key:
                yield _step(outline, item, (from_key, from_name), (to_key, to_name), words, times)


def _step(
    outline: Outline,
    item: Item,
    start: tuple[str, str],
    end: tuple[str, str],
    words: str,
    times: TimeReader,
) -> EscalationStepDraft:
    after = minutes_in(words, times) if words else None
    place = outline.place(item.line)
    return EscalationStepDraft(
        start[0], end[0], place, words or item.text, after, end[1], start[1], end[1]
    )


def _key(name: str, keys: dict[str, str]) -> str:
    """L1 to L4 where the name says so, else the next free level, else a word of its own."""
    if name in keys:
        return keys[name]
    match = _LEVEL.search(name)
    if match is not None:
        key = f"L{match['n']}"
    else:
        used = [_TICKET_LEVELS.index(each) for each in keys.values() if each in _TICKET_LEVELS]
        following = max(used, default=-1) + 1
        slug = re.sub(r"\W+", "_", name.casefold()).strip("_")
        key = _TICKET_LEVELS[following] if following < len(_TICKET_LEVELS) else slug
    keys[name] = key
    return key


def _situations(outline: Outline) -> Iterator[EscalationStepDraft]:
    """`Critical issues: immediate phone call to Launch Director` of an emergency section."""
    for section in outline.sections:
        if section.kind not in ("support", "contingency") or not _ESCALATION.search(section.title):
            continue
        if _LEVEL.search(section.title):
            continue
        for item in outline.items(section):
            pair = key_value(item.text)
            if pair is None or not pair[1] or _ARROW.match(item.text):
                continue
            called = _CALLS.search(pair[1])
            who = called["who"] if called else ""
            yield EscalationStepDraft("", "", outline.place(item.line), item.text, None, who)
