"""`warroom rota`: who is on duty, signing in and out."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column
from warroom_tui.cli.parser import Group, Parser
from warroom_tui.cli.shapes import shift_shape
from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.errors import NotFound, Refused
from warroom_tui.domain.staffing.rota import Person, Shift, ShiftState, level_name

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

_ON_DUTY = (ShiftState.SIGNED_IN, ShiftState.ON_BREAK)


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    listing = group.command("list", _list, "shifts with their state, in time order")
    listing.add_argument("--now", action="store_true", help="only who is due or here now")
    sign_in = group.command("sign-in", _sign_in, "a person starts work")
    sign_in.add_argument("person", metavar="PERSON", help="the name, or a part that only one has")
    sign_in.add_argument(
        "--level", metavar="LEVEL", help="without a planned shift; else the person's own"
    )
    sign_out = group.command("sign-out", _sign_out, "a person goes home")
    sign_out.add_argument("person", metavar="PERSON")


def _list(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        shifts, zone, now = services.rota.shifts(), services.launch().zone, services.clock.now()
    if args.now:
        shifts = tuple(s for s in shifts if s.covers(now) or s.state in _ON_DUTY)
    shifts = tuple(sorted(shifts, key=lambda shift: (shift.starts_at, shift.level, shift.person)))
    empty = "Nobody is on duty now." if args.now else "No shifts are planned."
    context.out.listing(shifts, shift_shape, _columns(zone, now), empty)
    return 0


def _columns(zone: ZoneInfo, now: datetime) -> list[Column[Shift]]:
    return [
        Column("STATE", lambda shift: shift.state.value.replace("_", " ")),
        Column("LEVEL", lambda shift: level_name(shift.level)),
        Column("FROM", lambda shift: day_and_clock(shift.starts_at, zone, now)),
        Column("TO", lambda shift: day_and_clock(shift.ends_at, zone, now)),
        Column("MODE", lambda shift: shift.mode.replace("_", " ")),
        Column("PERSON", lambda shift: shift.person),
    ]


def _sign_in(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        person = _person(services, args.person)
        for shift in services.rota.shifts():
            if shift.person_id == person.id and shift.state in _ON_DUTY:
                raise Refused(f"{person.name} is signed in already.")
        shift = services.rota.sign_in_person(person.id, args.level or "")
    return _said(context, shift)


def _sign_out(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        person = _person(services, args.person)
        for shift in services.rota.shifts():
            if shift.person_id == person.id and shift.state in _ON_DUTY:
                return _said(context, services.rota.sign_out(shift.id))
    raise Refused(f"{person.name} is not signed in.", "See: warroom rota list --now")


def _person(services: Services, words: str) -> Person:
    """The one person whose name is `words`, or holds them."""
    people, wanted = services.rota.people(), words.strip().casefold()
    exact = [person for person in people if person.name.casefold() == wanted]
    found = exact or [person for person in people if wanted and wanted in person.name.casefold()]
    if len(found) == 1:
        return found[0]
    names = ", ".join(person.name for person in (found or people)[:8])
    if not found:
        raise NotFound(f'Nobody on the team is called "{words}".', f"The team: {names or 'nobody'}")
    raise NotFound(f'"{words}" fits {len(found)} people.', f"Say which: {names}")


def _said(context: Context, shift: Shift) -> int:
    text = f"{shift.person} ({level_name(shift.level)}) is {shift.state.replace('_', ' ')}."
    context.out.record(shift_shape(shift), text)
    return 0
