"""Reads the query language: `p1 unassigned cat:billing due<30m "exact words" -word or mine`.

Terms beside each other must all hold; `or` separates alternatives; `-` turns a term round. What
cannot be read is said with its place, what is wrong with it and what would do.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from warroom_tui.domain.desk.queue.fields import ALIASES, BARE, FIELDS, Asker, BadValue
from warroom_tui.domain.desk.queue.query import AnyOf, Group, Query, Term, Words
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.text import clean

MAX_TERMS = 40
"""More conditions than this nobody means."""

_FIELD = re.compile(r"([A-Za-z_]+)(<=|>=|<|>|:|=)(.*)", re.DOTALL)


class QueryError(InputError):
    """A query that cannot be read; `start` and `end` are where in the text."""

    def __init__(self, message: str, hint: str, start: int, end: int) -> None:
        super().__init__(message, hint)
        self.start = start
        self.end = end


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    start: int
    end: int


def parse(text: str, asker: Asker) -> Query:
    """The query that a person typed; raises `QueryError`. Nothing typed is the whole queue."""
    text = clean(text)
    groups: list[Group] = []
    group: list[Term] = []
    count = 0
    opened: _Piece | None = None
    for piece in _pieces(text):
        count += 1
        if count > MAX_TERMS:
            raise QueryError(
                f"More than {MAX_TERMS} conditions.",
                "Leave some out.",
                piece.start,
                len(text),
            )
        if piece.text.casefold() == "or":
            if not group:
                raise _dangling(piece)
            groups.append(tuple(group))
            group, opened = [], piece
            continue
        group += _terms(piece, asker)
        opened = None
    if opened is not None:
        raise _dangling(opened)
    if group:
        groups.append(tuple(group))
    return Query(tuple(groups))


def _dangling(piece: _Piece) -> QueryError:
    return QueryError(
        "“or” needs something on both sides.",
        'As in: p1 or due<30m. In quotes "or" is a word.',
        piece.start,
        piece.end,
    )


def _pieces(text: str) -> Iterator[_Piece]:
    """What blanks separate; blanks inside quotes separate nothing."""
    start, quoted = None, False
    for index, char in enumerate(text):
        if char == '"':
            quoted = not quoted
        if char == " " and not quoted:
            if start is not None:
                yield _Piece(text[start:index], start, index)
            start = None
        elif start is None:
            start = index
    if start is not None:
        yield _Piece(text[start:], start, len(text))


def _terms(piece: _Piece, asker: Asker) -> list[Term]:
    """The conditions of one piece; several only where all must hold."""
    negated = piece.text.startswith("-") and len(piece.text) > 1
    body = piece.text[1:] if negated else piece.text
    found = _one(body, piece, asker)
    if not negated:
        return list(found)
    if len(found) == 1:
        return [Term(found[0].atom, not found[0].negated)]
    turned = tuple(Term(term.atom, not term.negated) for term in found)
    return [Term(AnyOf(turned))]


def _one(body: str, piece: _Piece, asker: Asker) -> tuple[Term, ...]:
    bare = BARE.get(body.casefold())
    if bare is not None:
        return FIELDS[bare[0]](":", bare[1], asker)
    match = None if body.startswith('"') else _FIELD.fullmatch(body)
    if match is None:
        words = body.replace('"', "").strip()
        if not words:
            return ()
        return (Term(Words(words)),)
    name, operator, value = match.groups()
    return _field(name, operator, value, piece, asker)


def _field(name: str, operator: str, value: str, piece: _Piece, asker: Asker) -> tuple[Term, ...]:
    folded = name.casefold()
    reader = FIELDS.get(ALIASES.get(folded, folded))
    if reader is None:
        raise QueryError(
            f"There is no field “{name}”.",
            f'{_nearest(folded)} In quotes it is a text: "{piece.text.strip("-")}".',
            piece.start,
            piece.end,
        )
    if value.count('"') % 2:  # somebody is still typing
        value += '"'
    if not value.strip('" '):
        raise QueryError(
            f"“{name}{operator}” needs a value.", _example(folded), piece.start, piece.end
        )
    try:
        return reader(operator, value, asker)
    except BadValue as error:
        raise QueryError(f"“{name}” {error}.", _example(folded), piece.start, piece.end) from error


def _nearest(name: str) -> str:
    near = difflib.get_close_matches(name, [*FIELDS, *ALIASES], n=1, cutoff=0.6)
    if near:
        return f"Did you mean {near[0]}?"
    return f"Fields: {', '.join(FIELDS)}."


_EXAMPLES = {
    "owner": "owner:me, owner:nobody or owner:ana",
    "state": "state:waiting, state:new,open or state:any",
    "prio": "prio:P1 or simply p1",
    "level": "level:L2 or simply L2",
    "due": "due<30m, due>18:00, due:today or due:none",
    "created": "created>yesterday, created>2h, created:today or created>close",
    "cat": "cat:billing or cat:none",
    "is": "is:late, is:risk, is:escalated, is:reopened, is:linked or is:kb",
    "age": "age>2h or age<30m",
    "stars": "stars<4",
}


def _example(name: str) -> str:
    name = ALIASES.get(name, name)
    example = _EXAMPLES.get(name)
    return f"Write it as {example}." if example else ""
