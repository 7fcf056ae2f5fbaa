"""People, contacts, channels and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time
from typing import Literal

from warroom_tui.domain.triggers.rollback_team import PREFIX
from warroom_tui.plan.document import Section, Table
from warroom_tui.plan.draft import ChannelDraft, ContactDraft, PersonDraft, ShiftDraft
from warroom_tui.plan.drafting.outline import Outline, key_value
from warroom_tui.plan.markup import is_blank_value, plain

ContactKind = Literal["support", "management", "emergency", "team"]

_RANKS: tuple[Literal["primary", "secondary"], ...] = ("primary", "secondary")
_LEVEL = re.compile(r"\b(?:tier|level|l)\s?(?P<n>[1-4])\b", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+?\d[\d ()/.-]{5,}\d")
_CHANNELS = re.compile(
    r"channel|link|slack|contact support|email support|support$|hotline|kanäle|canaux|canales"
    r"|渠道|窓口|채널",
    re.IGNORECASE,
)
_EXTERNAL = re.compile(
    r"external|users?\b|customers?|business support|email support", re.IGNORECASE
)
_INTERNAL = re.compile(r"internal|team|technical", re.IGNORECASE)
_ROLE_LIST = re.compile(r"\bteam\b|contact", re.IGNORECASE)
_REMARK = re.compile(r"\s*\([^()]*\)$")
_NOT_ADDRESS = re.compile(r"^(?:daily|weekly|response time|available|hours)\b", re.IGNORECASE)


def directory(
    outline: Outline,
) -> tuple[list[PersonDraft], list[ContactDraft], list[ChannelDraft]]:
    """Named people, contact rows (also without a name) and ways to reach someone."""
    people: list[PersonDraft] = []
    contacts: list[ContactDraft] = []
    channels: list[ChannelDraft] = []
    for section in outline.sections:
        for table in outline.tables(section):
            if table.kind == "people":
                contacts.extend(_rows(outline, section, table))
        people.extend(_on_call(outline, section))
        contacts.extend(_role_list(outline, section))
        contacts.extend(_role_fields(outline, section))
        channels.extend(_channel_list(outline, section))
    for contact in contacts:
        if contact.name is not None:
            match = _LEVEL.search(contact.label)
            people.append(
                PersonDraft(
                    contact.name,
                    contact.place,
                    role=contact.label,
                    level=f"L{match['n']}" if match else None,
                    email=contact.email,
                    phone=contact.phone,
                )
            )
    return people, contacts, channels


def _rows(outline: Outline, section: Section, table: Table) -> Iterator[ContactDraft]:
    kind = _kind(section, table)
    for row in table.rows:
        cells = dict(zip(table.columns, map(plain, row.cells), strict=False))
        label = cells.get("situation") or cells.get("role") or cells.get("name") or ""
        if not label or is_blank_value(label):
            continue
        yield ContactDraft(
            kind,
            label,
            outline.place(row.line),
            name=_given(cells.get("name")),
            email=_given(cells.get("email")),
            phone=_given(cells.get("phone")),
            hours=_given(cells.get("hours")),
        )


def _on_call(outline: Outline, section: Section) -> Iterator[PersonDraft]:
    """`Week | Primary | Secondary` rows with names as weeks on call round the clock."""
    for table in outline.tables(section):
        if table.kind != "rota":
            continue
        items = {item.line: item for item in outline.all_items(section)}
        for row in table.rows:
            when = next((w for w in items[row.line].when if w.kind == "day" and w.start), None)
            if when is None or when.start is None or when.start.day is None:
                continue
            last = when.end.day if when.end and when.end.day is not None else when.start.day
            days = tuple(range(when.start.day + 1, last + when.granule_days + 1))
            cells = dict(zip(table.columns, map(plain, row.cells), strict=False))
            for rank in _RANKS:
                name = cells.get(rank, "")
                if is_blank_value(name):
                    continue
                shift = ShiftDraft(days, time(0), time(0), "on_call", rank)
                yield PersonDraft(name, outline.place(row.line), shifts=(shift,))


def _kind(section: Section, table: Table) -> ContactKind:
    title = section.title.lower()
    if "situation" in table.columns or "emergency" in title or "notfall" in title:
        return "emergency"
    if "management" in title:
        return "management"
    return "support" if "support" in title else "team"


def _given(value: str | None) -> str | None:
    return None if value is None or is_blank_value(value) else value


def _role_list(outline: Outline, section: Section) -> Iterator[ContactDraft]:
    """`- Deployment Lead: ____` below a label that names a team."""
    if not _ROLE_LIST.search(section.title) or section.kind not in ("people", "rollback"):
        return
    for item in outline.items(section):
        pair = key_value(item.text)
        if pair is None or item.kind != "step" or item.parent is not None:
            continue
        rollback = "rollback" in section.title.lower()
        # A role of the rollback team stays a role, whatever somebody wrote for its person.
        if not rollback and not is_blank_value(pair[1]) and not _looks_like_name(pair[1]):
            continue
        # "Lead" alone says nothing in a directory: whose lead it is stands in the heading.
        label = f"{PREFIX} {pair[0]}" if rollback else pair[0]
        yield ContactDraft("team", label, outline.place(item.line), name=_name(pair[1]))


def _role_fields(outline: Outline, section: Section) -> Iterator[ContactDraft]:
    """`**Launch Director:** [Name] - [Phone] - [Email]` below a contact heading."""
    if section.kind not in ("people", "meta"):
        return
    wanted = re.compile(
        r"manager|lead|director|sponsor|owner|hotline|admin|engineer", re.IGNORECASE
    )
    for field in outline.fields(section):
        if not wanted.search(field.key) or (section.kind == "meta" and section.level <= 1):
            continue
        hotline = "hotline" in field.key.lower()
        mail, phone = _MAIL.search(field.value), _PHONE.search(field.value)
        yield ContactDraft(
            "emergency" if hotline else "team",
            field.key,
            outline.place(field.line),
            name=None if hotline else _name(re.split(r"\s+[-–]\s+", field.value)[0]),
            email=mail.group(0) if mail else None,
            phone=phone.group(0) if phone else None,
        )


def _name(value: str) -> str | None:
    text = value.strip()
    return text if not is_blank_value(text) and _looks_like_name(text) else None


def _looks_like_name(text: str) -> bool:
    words = text.split()
    return 1 < len(words) <= 4 and all(word[:1].isupper() for word in words)


def _channel_list(outline: Outline, section: Section) -> Iterator[ChannelDraft]:
    if section.kind not in ("support", "people", "meta", "comms"):
        return
    chain = (section, *outline.above(section))[:2]
    if not any(_CHANNELS.search(each.title) for each in chain if each.level > 1):
        return
    if "escalation" in section.title.lower():
        return
    links = any("link" in each.title.lower() for each in chain)
    for item in outline.items(section):
        pair = key_value(item.text)
        if pair is None or item.kind != "step" or _NOT_ADDRESS.match(pair[0]):
            continue
        if _NOT_ADDRESS.match(pair[1]):
            continue
        audience: Literal["internal", "external", "link"] = "link"
        if not links:
            audience = "external"
            if _INTERNAL.search(section.title) and not _EXTERNAL.search(section.title):
                audience = "internal"
        address = _REMARK.sub("", pair[1]).strip("<> ")
        yield ChannelDraft(pair[0], _given(address), outline.place(item.line), audience)
