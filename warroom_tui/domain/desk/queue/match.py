"""Whether a ticket is what a query asks for: the meaning that storage's SQL is held against."""

from __future__ import annotations

import string
from typing import Any

from warroom_tui.domain.desk.queue.query import (
    Among,
    AnyOf,
    AtLeast,
    Atom,
    Before,
    Empty,
    Query,
    Since,
    Term,
    Words,
    means_queue,
)
from warroom_tui.domain.desk.tickets import Ticket

_FOLD = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def spellings(text: str) -> tuple[str, ...]:
    """The text as typed, and in both cases where letters beyond a-z have two of them.

    A database folds a-z alone, so other letters are looked for in each case.
    """
    if text.isascii():
        return (text,)
    return tuple(dict.fromkeys((text, text.lower(), text.upper())))


def matches(query: Query, ticket: Ticket) -> bool:
    """True when the ticket is found by the query."""
    if query.live and not ticket.state.live:
        return False
    if not query.groups:
        return True
    return any(
        all(_holds(term, ticket) for term in group)
        and (ticket.state.live or not means_queue(group))
        for group in query.groups
    )


def _holds(term: Term, ticket: Ticket) -> bool:
    return _true(term.atom, ticket) is not term.negated


def _true(atom: Atom, ticket: Ticket) -> bool:
    if isinstance(atom, AnyOf):
        return any(_holds(term, ticket) for term in atom.terms)
    if isinstance(atom, Words):
        wanted = [spelling.translate(_FOLD) for spelling in spellings(atom.text)]
        texts = [str(getattr(ticket, c.value) or "").translate(_FOLD) for c in atom.columns]
        return any(spelling in text for text in texts for spelling in wanted)
    value = getattr(ticket, atom.column.value)
    if isinstance(atom, Empty):
        return value is None or value == ""
    return value is not None and _compares(atom, value)


def _compares(atom: Among | Before | Since | AtLeast, value: Any) -> bool:
    match atom:
        case Among(values=values):
            return str(value) in values
        case Before(at=at):
            return bool(value < at)
        case Since(at=at):
            return bool(value >= at)
        case AtLeast(value=least):
            return bool(value >= least)
