"""The same change to many tickets: one transaction, one event, one undo.

Each ticket goes through the desk's own rules; one that they refuse is left as it is and reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from warroom_tui.domain.desk.tickets import Level, Priority, TicketState
from warroom_tui.domain.errors import InputError, Refused, WarroomError
from warroom_tui.domain.text import clean
from warroom_tui.services.context import Context
from warroom_tui.services.desk.ticket_desk import TicketDesk
from warroom_tui.storage.desk.tickets import normal_ref
from warroom_tui.storage.transaction import Transaction

BULK_LIMIT = 500
"""Tickets changed at once: other seats wait while it is written."""

NAMED = 40
"""Tickets named in the sentence of the timeline."""

One = Callable[[TicketDesk, str, "int | None"], object]
"""What is done to one ticket: desk, reference, version that the person saw."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A change for many tickets, and how the timeline tells it."""

    verb: str
    """ "Assigned", before the number of tickets."""
    tail: str
    """ "to Ana", behind it."""
    one: One

    def sentence(self, refs: Sequence[str]) -> str:
        """ "Assigned 3 tickets to Ana: T-001, T-002, T-003"."""
        named = ", ".join(refs[:NAMED]) + ("…" if len(refs) > NAMED else "")
        count = "1 ticket" if len(refs) == 1 else f"{len(refs)} tickets"
        return " ".join(part for part in (self.verb, count, self.tail) if part) + f": {named}"


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of each ticket."""

    done: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    """Reference and reason."""
    sentence: str


def assigning(name: str | None, level: Level | None = None) -> Deed:
    """Give them to a person (None: nobody), and to a level when one is given."""
    tail = f"to {name or 'nobody'}" + (f" ({level})" if level else "")
    return Deed("Assigned", tail, lambda d, ref, v: d.assign(ref, name, level, v))


def prioritising(priority: Priority) -> Deed:
    """Change their priority."""
    tail = f"to {priority}"
    return Deed("Set", tail, lambda d, ref, v: d.set_priority(ref, priority, v))


def categorising(category: str) -> Deed:
    """Change their category."""
    word = clean(category, limit=80).strip()
    tail = f"to category {word}" if word else "to no category"
    return Deed("Set", tail, lambda d, ref, v: d.edit(ref, category=word, expected=v))


def linking(issue: str | None) -> Deed:
    """Point them to a known issue, or to none."""
    verb, tail = ("Linked", f"to {issue}") if issue else ("Unlinked", "")
    return Deed(verb, tail, lambda d, ref, v: d.link(ref, issue, v))


def moving(state: TicketState, text: str = "") -> Deed:
    """Move them to a state; `text` is the reason, or the solution when they are resolved."""
    deeds = {
        TicketState.OPEN: Deed("Opened", "", lambda d, ref, v: _open(d, ref, text, v)),
        TicketState.PENDING: Deed(
            "Set", "to waiting", lambda d, ref, v: d.wait(ref, text, expected=v)
        ),
        TicketState.RESOLVED: Deed(
            "Resolved", "", lambda d, ref, v: d.resolve(ref, text, expected=v)
        ),
        TicketState.CLOSED: Deed("Closed", "", lambda d, ref, v: d.close(ref, v)),
    }
    deed = deeds.get(state)
    if deed is None:
        raise InputError(f"Tickets cannot be made {state} again.")
    if state is TicketState.RESOLVED and not text.strip():
        raise InputError("Resolved tickets need their solution.")
    return deed


def replying(text: str) -> Deed:
    """Record the same reply on each."""
    return Deed("Replied on", "", lambda d, ref, v: d.reply(ref, text, v))


def _open(desk: TicketDesk, ref: str, reason: str, expected: int | None) -> object:
    ticket = desk.get(ref)
    if ticket.state is TicketState.PENDING:
        return desk.resume(ref, expected)
    return desk.reopen(ref, reason, expected)


@dataclass(frozen=True, slots=True)
class _Joined(Context):
    """A context whose writes all belong to one transaction that is open already."""

    transaction: Transaction | None = None

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """The transaction that is open."""
        assert self.transaction is not None
        yield self.transaction


class TicketBulk:
    """Changes many tickets."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def apply(self, tickets: Sequence[tuple[str, int | None]], deed: Deed) -> BulkResult:
        """Do it to each (reference, version seen); raises Refused when no ticket took it."""
        wanted = list({normal_ref(ref): version for ref, version in tickets}.items())
        if not wanted:
            raise InputError("No ticket is marked.", "Mark some with space.")
        if len(wanted) > BULK_LIMIT:
            raise InputError(
                f"{len(wanted)} tickets are too many at once.", f"Mark at most {BULK_LIMIT}."
            )
        done: list[str] = []
        refused: list[tuple[str, str]] = []
        with self._context.writing() as tx:
            joined = _Joined(self._context.store, self._context.clock, tx.actor, tx)
            desk = TicketDesk(joined)
            for ref, version in wanted:
                try:
                    with tx.part():
                        deed.one(desk, ref, version)
                        tx.take_event()
                except (Refused, InputError) as error:
                    refused.append((ref, error.message))
                else:
                    done.append(ref)
            if not done:
                raise _nobody_took_it(refused)
            sentence = deed.sentence(done)
            tx.event("changed", "tickets", ", ".join(done), sentence)
        return BulkResult(tuple(done), tuple(refused), sentence)


def _nobody_took_it(refused: list[tuple[str, str]]) -> WarroomError:
    reasons = list(dict.fromkeys(reason for _, reason in refused))
    more = f" (and {len(reasons) - 3} more reasons)" if len(reasons) > 3 else ""
    return Refused("Nothing was changed. " + " ".join(reasons[:3]) + more)
