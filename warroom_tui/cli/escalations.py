"""`warroom escalation`: the path, whom to call now, calls and who answered them."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Group, Parser, positive
from warroom_tui.domain.desk.callees import Callee
from warroom_tui.domain.desk.escalation import Escalation, HeldTicket
from warroom_tui.domain.durations import day_and_clock, short

if TYPE_CHECKING:
    from warroom_tui.services.desk.escalation_desk import EscalationPage


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    listing = group.command("list", _list, "calls that nobody answered yet")
    listing.add_argument("--all", action="store_true", help="answered ones and tests too")
    group.command("held", _held, "tickets that their level has held too long")
    group.command("path", _path, "the levels, when they pass on, and whom to call now")
    ack = group.command("ack", _ack, "the called level answered")
    ack.add_argument("id", type=positive, metavar="CALL")
    ack.add_argument("--who", default="", metavar="NAME", help="who answered; else you")
    above = group.command("call", _call, "call a level for a ticket (it stays put) or incident")
    above.add_argument("ref", metavar="TICKET|INCIDENT")
    above.add_argument("level", metavar="LEVEL", help="as the path names it: executive")
    above.add_argument("--why", required=True, metavar="TEXT")
    keep = group.command("keep", _keep, "leave a ticket at its level for now")
    keep.add_argument("ref", metavar="TICKET")
    keep.add_argument("--reason", required=True, metavar="TEXT")
    test = group.command("test", _test, "record that a step of the path was tried")
    test.add_argument("level", metavar="LEVEL")
    test.add_argument("--outcome", required=True, metavar="TEXT", help='"answered in 4 min"')


def _list(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        found = services.escalations.calls(open_only=not args.all)
        now, zone = services.clock.now(), services.launch().zone
    columns: tuple[Column[Escalation], ...] = (
        Column("Call", lambda call: str(call.id)),
        Column("For", lambda call: call.subject_ref),
        Column("To", lambda call: call.to_key),
        Column("At", lambda call: day_and_clock(call.at, zone, now)),
        Column("By", lambda call: call.by),
        Column("Answered", lambda call: _answer(call, now)),
        Column("What", lambda call: call.title),
    )
    context.out.listing(list(found), call_shape, columns, "Nobody waits for an answer.")
    return 0


def _held(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        page, now = services.escalations.page(), services.clock.now()
    columns: tuple[Column[HeldTicket], ...] = (
        Column("Ticket", lambda held: held.ref),
        Column("Level", lambda held: held.level),
        Column("Passes on to", lambda held: held.to_key),
        Column("Held for", lambda held: short(now - held.since)),
        Column("Owner", lambda held: held.assignee or "nobody"),
        Column("What", lambda held: held.subject),
    )
    context.out.listing(list(page.held), _held_shape, columns, "No level holds a ticket too long.")
    return 0


def _held_shape(held: HeldTicket) -> dict[str, Json]:
    return {
        "ref": held.ref,
        "subject": held.subject,
        "priority": held.priority,
        "assignee": held.assignee,
        "level": held.level,
        "passes_on_to": held.to_key,
        "since": held.since,
        "due_at": held.due_at,
    }


def _answer(call: Escalation, now: datetime) -> str:
    if call.acked_at is None:
        return f"no, for {short(now - call.at)}"
    return f"{call.acked_by} after {short(call.acked_at - call.at)}"


def _path(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        page = services.escalations.page()
    levels = [
        _Level(key, page.path.name_of(key), _timing(page, key), page)
        for key in page.path.level_keys()
    ]
    situations = [_Level("", step.text, "at once", page, step.id) for step in page.path.situations]
    columns: tuple[Column[_Level], ...] = (
        Column("Level", lambda level: level.key or "any"),
        Column("Name", lambda level: level.name),
        Column("Passes on", lambda level: level.timing),
        Column("Call now", lambda level: level.call_now()),
    )
    empty = "The plan names no support levels."
    context.out.listing([*levels, *situations], _Level.shape, columns, empty)
    return 0


def _timing(page: EscalationPage, key: str) -> str:
    return "; ".join(f"to {to}: {timing}" for to, timing in page.path.timings_from(key))


class _Level:
    """A row of the path."""

    def __init__(
        self, key: str, name: str, timing: str, page: EscalationPage, step: int | None = None
    ) -> None:
        self.key, self.name, self.timing = key, name, timing
        self._page = page
        self.callees = page.callees(key) if step is None else dict(page.situations)[step]

    def call_now(self) -> str:
        """The first to call, in words."""
        if not self.callees:
            return "nobody known"
        first = self.callees[0]
        return " ".join(filter(None, (first.name or first.role, first.phone, f"({first.why})")))

    def shape(self) -> dict[str, Json]:
        """As JSON."""
        return {
            "level": self.key or None,
            "name": self.name,
            "passes_on": self.timing,
            "handles": list(self._page.path.handled_by(self.key)) if self.key else [],
            "call": [callee_shape(one) for one in self.callees],
        }


def callee_shape(callee: Callee) -> dict[str, Json]:
    """Somebody to call."""
    return {
        "name": callee.name or None,
        "role": callee.role,
        "phone": callee.phone or None,
        "email": callee.email or None,
        "why": callee.why,
        "reachable": callee.reachable,
    }


def call_shape(call: Escalation) -> dict[str, Json]:
    """A call to a higher level."""
    return {
        "id": call.id,
        "for": call.subject_type,
        "ref": call.subject_ref,
        "title": call.title,
        "from_level": call.from_key,
        "to_level": call.to_key,
        "at": call.at,
        "by": call.by,
        "context": call.context,
        "called": call.called,
        "due_at": call.due_at,
        "acked_by": call.acked_by,
        "acked_at": call.acked_at,
        "outcome": call.outcome,
        "version": call.version,
    }


def _ack(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        call = services.escalations.acknowledge(args.id, args.who)
    context.out.record(call_shape(call), f"{call.acked_by} answered for {call.to_key}.")
    return 0


def _call(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        call = services.escalations.raise_above(args.ref, args.level, args.why)
    whom = f": {call.called}" if call.called else ""
    context.out.record(call_shape(call), f"Call {call.id} to {call.to_key}{whom}.")
    return 0


def _keep(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        ticket = services.escalations.keep(args.ref, args.reason)
    context.out.record(
        {"ref": ticket.ref, "level": ticket.level.value}, f"{ticket.ref} stays at {ticket.level}."
    )
    return 0


def _test(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        call = services.escalations.test(args.level, args.outcome)
    context.out.record(call_shape(call), f"{call.title}: {call.outcome}.")
    return 0
