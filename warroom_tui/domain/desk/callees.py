"""Whom to call now: from the rota first, then from the directory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from warroom_tui.domain.desk.calendars import WEEK, Calendar
from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.runsheet.hours import read_hours
from warroom_tui.domain.staffing.people import Contact
from warroom_tui.domain.staffing.rota import Person, Shift, ShiftState

MOST = 6
"""Callees shown of one level."""

_LEVEL = re.compile(r"\b(?:tier|level|l)\s?([1-4])\b", re.IGNORECASE)
_GONE = (ShiftState.SIGNED_OUT, ShiftState.ABSENT, ShiftState.COVERED)


@dataclass(frozen=True, slots=True)
class Callee:
    """Somebody to call, and why them."""

    name: str
    role: str
    phone: str
    email: str
    why: str
    """on duty until 20:00, on call, reachable 24/7, closed until 09:00 …"""
    reachable: bool | None
    """False when they are known to be off; None when nothing is known."""


@dataclass(frozen=True, slots=True)
class People:
    """Rota and directory at a moment."""

    shifts: tuple[Shift, ...]
    persons: tuple[Person, ...]
    contacts: tuple[Contact, ...]
    now: datetime
    zone: ZoneInfo


def whom_to_call(key: str, roles: Sequence[str], people: People) -> tuple[Callee, ...]:
    """Callees of a level, those who can be reached first."""
    found: dict[str, Callee] = {}
    for callee in (
        *_on_duty(key, people),
        *_in_directory(key, roles, people),
        *_on_team(key, roles, people),
    ):
        found.setdefault((callee.name or callee.role).casefold(), callee)
    order = {True: 0, None: 1, False: 2}
    return tuple(sorted(found.values(), key=lambda one: order[one.reachable])[:MOST])


def _on_duty(key: str, people: People) -> Iterable[Callee]:
    """People whose shift of that level runs now: signed in first, primary before secondary."""
    wanted = (key, "manager") if key == "L4" else (key,)
    known = {person.id: person for person in people.persons}
    now = [
        shift
        for shift in people.shifts
        if shift.level in wanted
        and shift.state not in _GONE
        and (shift.covers(people.now) or shift.state is ShiftState.SIGNED_IN)
    ]
    now.sort(key=lambda shift: (shift.signed_in_at is None, shift.rank == "secondary"))
    for shift in now:
        person = known.get(shift.person_id)
        mode = "on call" if shift.mode in ("on_call", "standby") else "on duty"
        rank = f", {shift.rank}" if shift.rank else ""
        until = day_and_clock(shift.ends_at, people.zone, people.now)
        yield Callee(
            shift.person,
            person.role if person else "",
            person.phone if person else "",
            person.email if person else "",
            f"{mode}{rank} until {until}",
            True,
        )


def _in_directory(key: str, roles: Sequence[str], people: People) -> Iterable[Callee]:
    known = {person.name.casefold(): person for person in people.persons}
    for contact in people.contacts:
        managers = contact.kind == "management" and _manages(roles)
        if not managers and not _means(contact.label, key, roles):
            continue
        person = known.get(contact.name.casefold())
        why, reachable = _reach(contact.hours, people)
        yield Callee(
            contact.name,
            contact.label,
            contact.phone or (person.phone if person else ""),
            contact.email or (person.email if person else ""),
            why if contact.name else "nobody named",
            reachable if contact.name else False,
        )


def _on_team(key: str, roles: Sequence[str], people: People) -> Iterable[Callee]:
    """Team members of the level or role who are not on duty now."""
    for person in people.persons:
        leads = person.level == "manager" and _manages(roles)
        if leads or person.level == key or (person.role and _means(person.role, key, roles)):
            yield Callee(
                person.name, person.role, person.phone, person.email, "not on duty now", None
            )


def _manages(roles: Sequence[str]) -> bool:
    """Whether the plan calls the management, whoever that is."""
    return any(role.casefold().startswith("manage") for role in roles)


def _means(label: str, key: str, roles: Sequence[str]) -> bool:
    """Whether a label of the directory names the level or one of its roles."""
    match = _LEVEL.search(label)
    if match is not None:
        return f"L{match[1]}" == key
    words = label.casefold()
    return any(_same(role.casefold(), words) for role in roles)


def _same(role: str, label: str) -> bool:
    own = role.strip()
    return len(own) > 3 and (own in label or label in own)


def _reach(hours: str, people: People) -> tuple[str, bool | None]:
    """What stated hours mean now."""
    read = read_hours(hours) if hours else None
    if read is None:
        return hours or "in the directory", None
    calendar = Calendar("", people.zone.key, read)
    return open_words(calendar, people.now, people.zone), calendar.open_at(people.now)


def open_words(calendar: Calendar, now: datetime, zone: ZoneInfo) -> str:
    """Open or closed now, and until when."""
    turn = calendar.turns_at(now)
    if turn is None:
        return "open 24/7" if calendar.open_at(now) else "closed"
    local = turn.astimezone(zone)
    today = local.date() == now.astimezone(zone).date()
    at = f"{local:%H:%M}" if today else f"{WEEK[local.weekday()]} {local:%H:%M}"
    return f"open until {at}" if calendar.open_at(now) else f"opens {at}"
