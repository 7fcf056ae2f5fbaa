"""What a query asks for, as values: any of its groups, in each group every term.

Pure facts without text or SQL: `parse.py` makes them, `match.py` and storage carry them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from warroom_tui.domain.desk.tickets import TicketState

LIVE_STATES = frozenset(state.value for state in TicketState if state.live)


class Column(StrEnum):
    """What of a ticket a term looks at."""

    REF = "ref"
    SUBJECT = "subject"
    REQUESTER = "requester"
    CATEGORY = "category"
    ASSIGNEE = "assignee"
    CREATED_BY = "created_by"
    PRIORITY = "priority"
    LEVEL = "level"
    STATE = "state"
    CHANNEL = "channel"
    ISSUE = "issue_ref"
    CREATED = "created_at"
    UPDATED = "updated_at"
    RESOLVED = "resolved_at"
    CLOSED = "closed_at"
    ESCALATED = "escalated_at"
    ANSWERED = "first_response_at"
    WAITING = "waiting_since"
    DUE = "next_due_at"
    AT_RISK = "next_at_risk_at"
    REOPENED = "reopen_count"
    SATISFACTION = "csat"
    KB_NEEDED = "kb_needed"


SEARCHED = (
    Column.REF,
    Column.SUBJECT,
    Column.REQUESTER,
    Column.CATEGORY,
    Column.ASSIGNEE,
)
"""Where a bare word is looked for."""


@dataclass(frozen=True, slots=True)
class Words:
    """The text occurs in one of the columns; upper and lower case do not matter."""

    text: str
    columns: tuple[Column, ...] = SEARCHED


@dataclass(frozen=True, slots=True)
class Among:
    """The column has exactly one of these values."""

    column: Column
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing stands in the column: no owner, no category, no clock that runs."""

    column: Column


@dataclass(frozen=True, slots=True)
class Before:
    """The time stands and lies before `at`."""

    column: Column
    at: datetime


@dataclass(frozen=True, slots=True)
class Since:
    """The time stands and lies at or after `at`."""

    column: Column
    at: datetime


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The number stands and is `value` or more."""

    column: Column
    value: float


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of several holds: `owner:ana,ben`."""

    terms: tuple[Term, ...]


Atom: TypeAlias = Words | Among | Empty | Before | Since | AtLeast | AnyOf


@dataclass(frozen=True, slots=True)
class Term:
    """One condition, or its opposite."""

    atom: Atom
    negated: bool = False


Group: TypeAlias = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """Any of the groups; a query without one finds every live ticket."""

    groups: tuple[Group, ...] = ()

    @property
    def live(self) -> bool:
        """True when only live tickets can be found.

        Alternatives that say nothing of states mean the queue; those that ask for a state, or
        for when a ticket was resolved or closed, mean what they say.
        """
        return all(means_queue(group) or any(map(_live_only, group)) for group in self.groups)

    @property
    def resolved_since(self) -> bool:
        """True when every group bounds the time of resolving from below."""
        return bool(self.groups) and all(
            any(
                isinstance(term.atom, Since)
                and term.atom.column is Column.RESOLVED
                and not term.negated
                for term in group
            )
            for group in self.groups
        )


_SETTLING = (Column.STATE, Column.RESOLVED, Column.CLOSED)


def means_queue(group: Group) -> bool:
    """True when nothing is said of states: of `p1 or p2 state:closed` in the first half only."""
    return not any(map(_speaks_of_states, group))


def _speaks_of_states(term: Term) -> bool:
    atom = term.atom
    if isinstance(atom, AnyOf):
        return any(map(_speaks_of_states, atom.terms))
    if isinstance(atom, Words):
        return False
    return atom.column in _SETTLING


def _live_only(term: Term) -> bool:
    atom = term.atom
    return (
        isinstance(atom, Among)
        and not term.negated
        and atom.column is Column.STATE
        and LIVE_STATES.issuperset(atom.values)
    )
