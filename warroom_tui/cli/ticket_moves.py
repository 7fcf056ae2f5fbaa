"""What `warroom ticket` does with one ticket: take, reply, wait, escalate, resolve, correct."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from warroom_tui.cli.context import Context
from warroom_tui.cli.parser import Group, Parser, one_of
from warroom_tui.cli.shapes import ticket_shape
from warroom_tui.domain.desk.satisfaction import Scale, parse_rating
from warroom_tui.domain.desk.tickets import Channel, EscalationContext, Level, Priority, Ticket
from warroom_tui.domain.errors import InputError

if TYPE_CHECKING:
    from warroom_tui.services.desk.ticket_desk import TicketDesk

Move = Callable[["TicketDesk", argparse.Namespace], Ticket]
"""One call of the desk with what was given."""


def build_moves(group: Group) -> None:
    """Add a subcommand for everything that can be done with one ticket."""
    _move(group, "take", _take, "make it yours")
    assign = _move(group, "assign", _assign, "hand it to somebody")
    assign.add_argument("name", metavar="NAME", help='the new owner; "" for nobody')
    assign.add_argument("--level", type=one_of(Level), metavar="L1..L4")
    reply = _move(group, "reply", _reply, "answer the requester; stops the response clock")
    reply.add_argument("text", metavar="TEXT")
    note = _move(group, "note", _note, "an internal note")
    note.add_argument("text", metavar="TEXT")
    wait = _move(group, "wait", _wait, "wait for the requester; the clocks stand still")
    wait.add_argument("--reason", default="", metavar="TEXT")
    _move(group, "resume", _resume, "the requester answered; the clocks run again")
    _build_escalate(group)
    resolve = _move(group, "resolve", _resolve, "say how it was solved")
    resolve.add_argument("solution", metavar="SOLUTION")
    resolve.add_argument("--stars", type=_rating, metavar="1..5", help="the rating, or 80%%")
    _move(group, "close", _close, "close a resolved ticket")
    reopen = _move(group, "reopen", _reopen, "it was not solved after all")
    reopen.add_argument("--reason", default="", metavar="TEXT")
    priority = _move(group, "priority", _priority, "change the priority; the clocks follow")
    priority.add_argument("priority", type=one_of(Priority), metavar="P1..P4")
    _build_edit(group)
    rate = _move(group, "rate", _rate, "the requester's satisfaction")
    rate.add_argument("stars", type=_rating, metavar="1..5", help="or a percentage: 80%%")
    link = _move(group, "link", _link, "point it to a known issue")
    link.add_argument("issue", metavar="ISSUE", help='the issue\'s id; "" removes the link')


def _move(group: Group, name: str, move: Move, summary: str) -> Parser:
    def run(args: argparse.Namespace, context: Context) -> int:
        with context.services() as services:
            ticket = move(services.tickets, args)
        owner = ticket.assignee or "nobody"
        text = (
            f"{ticket.ref} is {ticket.state.word}, {ticket.priority} {ticket.level}, owner {owner}."
        )
        context.out.record(ticket_shape(ticket), text)
        return 0

    parser = group.command(name, run, summary)
    parser.add_argument("ref", metavar="TICKET")
    return parser


def _build_escalate(group: Group) -> None:
    escalate = _move(group, "escalate", _escalate, "raise it to a higher level, with context")
    escalate.add_argument("level", type=one_of(Level), metavar="L2..L4")
    escalate.add_argument("--summary", required=True, metavar="TEXT", help="the problem")
    escalate.add_argument(
        "--information", required=True, metavar="TEXT", help="what is known so far"
    )
    escalate.add_argument("--tried", required=True, metavar="TEXT", help="what was tried")
    escalate.add_argument("--reachable", default="", metavar="TEXT", help="how to reach you")
    escalate.add_argument("--follow-up", default="", metavar="TEXT", help="what is expected next")


def _build_edit(group: Group) -> None:
    edit = _move(group, "edit", _edit, "correct what was typed")
    edit.add_argument("--subject", metavar="TEXT")
    edit.add_argument("--body", metavar="TEXT")
    edit.add_argument("--requester", metavar="WHO")
    edit.add_argument("--category", metavar="WORD")
    edit.add_argument("--channel", type=one_of(Channel), metavar="CHANNEL")


def _rating(text: str) -> tuple[float, Scale]:
    """An argument type: a rating from 1 to 5, or in percent."""
    try:
        return parse_rating(text)
    except InputError as error:
        raise argparse.ArgumentTypeError(f'"{text}" is no rating from 1 to 5 or in %') from error


def _take(desk: TicketDesk, args: argparse.Namespace) -> Ticket:
    return desk.take(args.ref)


def _assign(desk: TicketDesk, args: argparse.Namespace) -> Ticket:
    return desk.assign(args.ref, args.name or None, args.level)


def _reply(desk: TicketDesk, args: argparse.Namespace) -> Ticket:
    return desk.reply(args.ref, args.text)


def _note(desk: TicketDesk, args: argparse.Namespace) -> Ticket:
    return desk.note(args.ref, args.text)


def _wait(desk: TicketDesk, args: argparse.Namespace) -> Ticket:
    return desk.wait(args.ref, args.reason)


def _resume(desk: TicketDesk, args: argparse.Namespace) -> Ticket:
    return desk.resume(args.ref)


def _escalate(desk: TicketDesk, args: argparse.Namespace) -> Ticket:
    why = EscalationContext(
        summary=args.summary,
        information=args.information,
        steps_tried=args.tried,
        reachable=args.reachable,
        follow_up=args.follow_up,
    )
    return desk.escalate(args.ref, args.level, why)


def _resolve(desk: TicketDesk, args: argparse.Namespace) -> Ticket:
    given, scale = args.stars or (None, Scale.OF_5)
    return desk.resolve(args.ref, args.solution, given, scale=scale)


def _close(desk: TicketDesk, args: argparse.Namespace) -> Ticket:
    return desk.close(args.ref)


def _reopen(desk: TicketDesk, args: argparse.Namespace) -> Ticket:
    return desk.reopen(args.ref, args.reason)


def _priority(desk: TicketDesk, args: argparse.Namespace) -> Ticket:
    return desk.set_priority(args.ref, args.priority)


def _edit(desk: TicketDesk, args: argparse.Namespace) -> Ticket:
    fields = (args.subject, args.body, args.requester, args.category, args.channel)
    if all(field is None for field in fields):
        raise InputError("Nothing to change was given.", "See: warroom ticket edit --help")
    return desk.edit(
        args.ref,
        subject=args.subject,
        body=args.body,
        requester=args.requester,
        category=args.category,
        channel=args.channel,
    )


def _rate(desk: TicketDesk, args: argparse.Namespace) -> Ticket:
    return desk.rate(args.ref, *args.stars)


def _link(desk: TicketDesk, args: argparse.Namespace) -> Ticket:
    return desk.link(args.ref, args.issue or None)
