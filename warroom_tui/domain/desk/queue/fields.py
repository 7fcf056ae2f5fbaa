"""The fields of the query language: their names, and how each reads its value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from warroom_tui.domain.desk.queue.query import (
    Among,
    AnyOf,
    AtLeast,
    Atom,
    Before,
    Column,
    Empty,
    Since,
    Term,
    Words,
)
from warroom_tui.domain.desk.tickets import Channel, Level, Priority, TicketState
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.runsheet.moments import parse_moment


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and when: what "me", "today" and "30m" mean."""

    me: str
    now: datetime
    zone: ZoneInfo
    closed_at: datetime
    """When support last closed for the day: since then it is "overnight"."""


class BadValue(Exception):
    """A value that a field cannot read; the message says what it can."""


Reader = Callable[[str, str, Asker], tuple[Term, ...]]
"""Operator, value, who asks → terms that must all hold."""

_SPAN = re.compile(r"(\d{1,5}(?:\.\d{1,2})?) ?(m|min|h|d|w)", re.ASCII)
_CLOCK = re.compile(r"\d{1,2}:\d{2}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_UNITS = {"m": 60, "min": 60, "h": 3600, "d": 86400, "w": 604800}
_NOTHING = ("none", "nobody", "no")
TIMES = "30m, 2h, 3d, 14:30, today, yesterday, close, 2026-12-01 or 2026-12-01T14:30"

STATE_WORDS: dict[str, tuple[str, ...]] = {
    **{state.value: (state.value,) for state in TicketState},
    "working": ("open",),
    "waiting": ("pending",),
    "live": ("new", "open", "pending"),
    "done": ("resolved", "closed"),
    "settled": ("resolved", "closed"),
    "any": tuple(state.value for state in TicketState),
    "all": tuple(state.value for state in TicketState),
}


def parts(value: str) -> list[str]:
    """The pieces of a list with commas; a quoted value is one piece."""
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return [value[1:-1]]
    return [piece for piece in (part.strip().strip('"') for part in value.split(",")) if piece]


def _only_equals(operator: str, example: str) -> None:
    if operator not in (":", "="):
        raise BadValue(f"has no order; write it as {example}")


def choice(column: Column, known: Mapping[str, tuple[str, ...]], example: str) -> Reader:
    """A field with a closed set of values."""

    def read(operator: str, value: str, _: Asker) -> tuple[Term, ...]:
        _only_equals(operator, example)
        values: list[str] = []
        for piece in parts(value):
            found = known.get(piece.casefold().replace("-", "_"))
            if found is None:
                raise BadValue(f"does not know “{piece}”: {', '.join(known)}")
            values += found
        if not values:
            raise BadValue(f"needs a value: {', '.join(known)}")
        return (Term(Among(column, tuple(dict.fromkeys(values)))),)

    return read


def text(column: Column, example: str, *, person: bool = False) -> Reader:
    """A field that contains a text, or is empty."""

    def one(piece: str, asker: Asker) -> Atom:
        if piece.casefold() in _NOTHING:
            return Empty(column)
        if person and piece.casefold() == "me":
            return Among(column, (asker.me,))
        return Words(piece, (column,))

    def read(operator: str, value: str, asker: Asker) -> tuple[Term, ...]:
        _only_equals(operator, example)
        atoms = [one(piece, asker) for piece in parts(value)]
        if not atoms:
            raise BadValue(f"needs a value, such as {example}")
        return (either(atoms),)

    return read


def either(atoms: Iterable[Atom]) -> Term:
    """One term for one or several conditions of which one must hold."""
    found = tuple(atoms)
    return Term(found[0]) if len(found) == 1 else Term(AnyOf(tuple(map(Term, found))))


def moment(column: Column, *, ahead: bool = False) -> Reader:
    """A time: `<` is before, `>` since; with `:` the whole day. Spans are ago, or `ahead`."""

    def read(operator: str, value: str, asker: Asker) -> tuple[Term, ...]:
        value = value.strip('"')
        if operator in (":", "="):
            if value.casefold() in _NOTHING:
                return (Term(Empty(column)),)
            start = _day(value, asker)
            if start is None:
                raise BadValue("takes today, yesterday, a date or none after “:”; else < or >")
            return (
                Term(Since(column, start)),
                Term(Before(column, _local_midnight(start, asker, days=1))),
            )
        at = _at(value, asker, ahead=ahead)
        return (Term(Before(column, at) if operator[0] == "<" else Since(column, at)),)

    return read


def span(column: Column) -> Reader:
    """How long ago: `age>2h` is older than two hours."""

    def read(operator: str, value: str, asker: Asker) -> tuple[Term, ...]:
        length = _length(value.strip('"'))
        if length is None or operator in (":", "="):
            raise BadValue("compares a length of time, such as age>2h or age<30m")
        at = _back(asker.now, length)
        return (Term(Before(column, at) if operator[0] == ">" else Since(column, at)),)

    return read


def number(column: Column, scale: float = 1.0) -> Reader:
    """A number; `scale` is what 1 as typed is as stored."""

    def read(operator: str, value: str, _: Asker) -> tuple[Term, ...]:
        try:
            typed = float(value)
        except ValueError:
            raise BadValue("compares a number, such as stars<4 or reopened>0") from None
        if not 0 <= typed <= 1_000_000:
            raise BadValue("compares a number from 0 to 1000000")
        step = 1.0 if scale == 1.0 else 0.01
        stored = typed if scale == 1.0 else (typed - 1) / 4
        least, above = AtLeast(column, stored), AtLeast(column, stored + step)
        match operator:
            case ">=":
                return (Term(least),)
            case ">":
                return (Term(above),)
            case "<":
                return (Term(AtLeast(column, -1.0)), Term(least, negated=True))
            case "<=":
                return (Term(AtLeast(column, -1.0)), Term(above, negated=True))
        return (Term(least), Term(above, negated=True))

    return read


def flag(operator: str, value: str, asker: Asker) -> tuple[Term, ...]:
    """`is:late`, `is:escalated`: things that hold or do not."""
    _only_equals(operator, "is:late")
    known: dict[str, tuple[Term, ...]] = {
        "late": (Term(Before(Column.DUE, asker.now)),),
        "risk": (
            Term(Before(Column.AT_RISK, asker.now)),
            Term(Before(Column.DUE, asker.now), negated=True),
        ),
        "unassigned": (Term(Empty(Column.ASSIGNEE)),),
        "mine": (Term(Among(Column.ASSIGNEE, (asker.me,))),),
        "escalated": (Term(Empty(Column.ESCALATED), negated=True),),
        "answered": (Term(Empty(Column.ANSWERED), negated=True),),
        "reopened": (Term(AtLeast(Column.REOPENED, 1)),),
        "linked": (Term(Empty(Column.ISSUE), negated=True),),
        "rated": (Term(AtLeast(Column.SATISFACTION, 0)),),
        "overnight": (Term(Since(Column.CREATED, asker.closed_at)),),
        "kb": (Term(AtLeast(Column.KB_NEEDED, 1)),),
    }
    word = value.strip('"').casefold()
    if word in known:
        return known[word]
    if word in STATE_WORDS:
        return (Term(Among(Column.STATE, STATE_WORDS[word])),)
    raise BadValue(f"does not know “{value}”: {', '.join([*known, *STATE_WORDS])}")


def _at(value: str, asker: Asker, *, ahead: bool) -> datetime:
    length = _length(value)
    if length is not None:
        return _back(asker.now, -length if ahead else length)
    folded = value.casefold()
    if folded == "now":
        return asker.now
    if folded in ("close", "closing"):
        return asker.closed_at
    day = _day(value, asker)
    if day is not None:
        return day
    if _CLOCK.fullmatch(value):
        today = asker.now.astimezone(asker.zone).date().isoformat()
        return _moment(f"{today} {value:0>5}", asker)
    return _moment(value, asker)


def _moment(value: str, asker: Asker) -> datetime:
    try:
        return parse_moment(value, asker.zone)
    except InputError as error:
        raise BadValue(f"takes a time: {TIMES}") from error


def _day(value: str, asker: Asker) -> datetime | None:
    """The beginning of a day by name or date; None when it is neither."""
    folded = value.casefold()
    if folded == "today":
        return _local_midnight(asker.now, asker)
    if folded == "yesterday":
        return _local_midnight(asker.now, asker, days=-1)
    if folded == "tomorrow":
        return _local_midnight(asker.now, asker, days=1)
    if _DAY.fullmatch(value):
        noon = _moment(f"{value} 12:00", asker)
        return _local_midnight(noon, asker)
    return None


def _local_midnight(at: datetime, asker: Asker, days: int = 0) -> datetime:
    local = at.astimezone(asker.zone)
    day = local.date() + timedelta(days=days)
    midnight = datetime(day.year, day.month, day.day, tzinfo=asker.zone)
    return midnight.astimezone(at.tzinfo)


def _length(value: str) -> timedelta | None:
    if value == "0":
        return timedelta(0)
    match = _SPAN.fullmatch(value)
    return timedelta(seconds=float(match[1]) * _UNITS[match[2]]) if match else None


def _back(now: datetime, length: timedelta) -> datetime:
    try:
        return now - length
    except OverflowError:
        raise BadValue("reaches too far away") from None


_LETTERS = {letter: (priority.value,) for priority in Priority for letter in (priority.lower(),)}
_LEVELS = {level.value.lower(): (level.value,) for level in Level}
_CHANNELS = {channel.value: (channel.value,) for channel in Channel}

FIELDS: dict[str, Reader] = {
    "prio": choice(Column.PRIORITY, _LETTERS, "prio:P1,P2"),
    "level": choice(Column.LEVEL, _LEVELS, "level:L2"),
    "state": choice(Column.STATE, STATE_WORDS, "state:waiting"),
    "channel": choice(Column.CHANNEL, _CHANNELS, "channel:phone"),
    "owner": text(Column.ASSIGNEE, "owner:me", person=True),
    "cat": text(Column.CATEGORY, "cat:billing"),
    "from": text(Column.REQUESTER, "from:store"),
    "by": text(Column.CREATED_BY, "by:me", person=True),
    "subject": text(Column.SUBJECT, "subject:menu"),
    "ref": text(Column.REF, "ref:T-042"),
    "issue": text(Column.ISSUE, "issue:LAYBY-001"),
    "due": moment(Column.DUE, ahead=True),
    "created": moment(Column.CREATED),
    "updated": moment(Column.UPDATED),
    "resolved": moment(Column.RESOLVED),
    "closed": moment(Column.CLOSED),
    "escalated": moment(Column.ESCALATED),
    "answered": moment(Column.ANSWERED),
    "age": span(Column.CREATED),
    "idle": span(Column.UPDATED),
    "waiting": span(Column.WAITING),
    "stars": number(Column.SATISFACTION, 4),
    "reopened": number(Column.REOPENED),
    "is": flag,
}
"""Every field by its shortest name."""

ALIASES = {
    "p": "prio",
    "pri": "prio",
    "priority": "prio",
    "lvl": "level",
    "l": "level",
    "status": "state",
    "via": "channel",
    "assignee": "owner",
    "category": "cat",
    "requester": "from",
    "logged": "created",
    "known": "issue",
    "csat": "stars",
}

BARE: dict[str, tuple[str, str]] = {
    **{priority.value.lower(): ("prio", priority.value) for priority in Priority},
    **{level.value.lower(): ("level", level.value) for level in Level},
    "unassigned": ("is", "unassigned"),
    "unowned": ("is", "unassigned"),
    "mine": ("is", "mine"),
    "overnight": ("is", "overnight"),
}
"""Words that mean a field by themselves; in quotes they are only words."""
