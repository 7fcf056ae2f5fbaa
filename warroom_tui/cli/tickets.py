"""`warroom ticket`: users' requests for help, from logging to resolving."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from typing import TYPE_CHECKING

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column
from warroom_tui.cli.parser import Group, Parser, one_of, positive
from warroom_tui.cli.shapes import ticket_note_shape, ticket_shape
from warroom_tui.cli.ticket_files import build_files
from warroom_tui.cli.ticket_moves import build_moves
from warroom_tui.cli.ticket_queue import add_query, build_queue, list_query
from warroom_tui.cli.ticket_stats import build_stats
from warroom_tui.domain.desk.tickets import (
    Channel,
    ClockRow,
    Level,
    NewTicket,
    Priority,
    Ticket,
)
from warroom_tui.domain.durations import countdown, day_and_clock
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.reporting.report_figures import DayRows
from warroom_tui.domain.runsheet.moments import parse_day

if TYPE_CHECKING:
    from warroom_tui.services.desk.ticket_desk import TicketDesk

_DAY_ROWS = {
    DayRows.CREATED: "logged",
    DayRows.RESOLVED: "resolved",
    DayRows.LATE: "that broke a promise",
    DayRows.KEPT: "that kept a promise",
    DayRows.SAME_DAY: "logged and resolved",
    DayRows.FIRST_CONTACT: "resolved at first contact",
    DayRows.ESCALATED: "logged, and escalated since,",
    DayRows.REOPENED: "resolved that had been reopened",
    DayRows.ANSWERED: "logged, and answered since,",
    DayRows.RATED: "resolved and rated",
}
"""The rows behind a report's figures."""

PAGE = 500
"""Tickets read at a time while listing."""


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    _build_add(group)
    listing = group.command("list", _list, "live tickets, most urgent first")
    listing.add_argument("--all", action="store_true", help="resolved and closed ones too")
    listing.add_argument("--filter", default="", metavar="WORDS", help="words that must all occur")
    add_query(listing)
    listing.add_argument("--limit", type=positive, metavar="N", help="at most N; else all")
    for which, counted in _DAY_ROWS.items():
        listing.add_argument(f"--{which.value}-on", metavar="DAY", help=f"those {counted} that day")
    build_queue(group)
    build_stats(group)
    show = group.command("show", _show, "everything about a ticket")
    show.add_argument("ref", metavar="TICKET")
    build_moves(group)
    build_files(group)


def _build_add(group: Group) -> None:
    add = group.command("add", _add, "log a ticket")
    add.add_argument("subject", metavar="SUBJECT")
    add.add_argument("--priority", type=one_of(Priority), default=Priority.P3, metavar="P1..P4")
    add.add_argument("--level", type=one_of(Level), default=Level.L1, metavar="L1..L4")
    channels = ", ".join(channel.value for channel in Channel)
    add.add_argument("--channel", type=one_of(Channel), default=Channel.PORTAL, help=channels)
    add.add_argument("--requester", default="", metavar="WHO")
    add.add_argument("--category", default="", metavar="WORD")
    add.add_argument("--body", default="", metavar="TEXT")


def _add(args: argparse.Namespace, context: Context) -> int:
    new = NewTicket(
        subject=args.subject,
        body=args.body,
        requester=args.requester,
        channel=args.channel,
        category=args.category,
        priority=args.priority,
        level=args.level,
    )
    with context.services() as services:
        ticket = services.tickets.get(services.tickets.add(new).ref)
        zone, now = services.launch().zone, services.clock.now()
    due = [
        f"{clock.clock.replace('_', ' ')} by {day_and_clock(clock.due_at, zone, now)}"
        for clock in ticket.clocks
    ]
    promise = f" ({', '.join(due)})" if due else ""
    context.out.record(ticket_shape(ticket), f"{ticket.ref} logged{promise}.")
    return 0


def _list(args: argparse.Namespace, context: Context) -> int:
    if args.query is not None or args.view is not None:
        return list_query(args, context, _columns)
    chosen = _of_day(args)
    with context.services(read_only=True) as services:
        now = services.clock.now()
        if chosen is None:
            found = _found(services.tickets, args.filter, live_only=not args.all, most=args.limit)
        else:
            from warroom_tui.services.desk.figure_rows import FigureRows  # loads SQLAlchemy

            found = list(FigureRows(services.context).tickets(*chosen))[: args.limit]
    empty = "No ticket matches." if args.filter or chosen else "No tickets."
    context.out.listing(found, ticket_shape, _columns(now), empty)
    return 0


def _found(desk: TicketDesk, words: str, *, live_only: bool, most: int | None) -> list[Ticket]:
    """At most `most` tickets (None: all), read page by page."""
    found: list[Ticket] = []
    while most is None or len(found) < most:
        size = PAGE if most is None else min(PAGE, most - len(found))
        after = found[-1] if found else None
        page = desk.search(words, live_only=live_only, limit=size, after=after)
        found += page
        if len(page) < size:
            break
    return found


def _of_day(args: argparse.Namespace) -> tuple[DayRows, date] | None:
    """Which tickets of which day are asked for; None for the ordinary list."""
    given = {which: getattr(args, f"{which.value}_on".replace("-", "_")) for which in DayRows}
    days = [(which, parse_day(text)) for which, text in given.items() if text is not None]
    if days and (len(days) > 1 or args.filter or args.all):
        raise InputError("Ask for the tickets of one day alone, without --filter and --all.")
    return days[0] if days else None


def _columns(now: datetime) -> list[Column[Ticket]]:
    def due(ticket: Ticket) -> str:
        if ticket.next_due_at is not None:
            return countdown(ticket.next_due_at - now)
        return "waiting" if ticket.waiting_since else "–"

    return [
        Column("DUE IN", due, right=True),
        Column("TICKET", lambda ticket: ticket.ref),
        Column("PRIO", lambda ticket: ticket.priority.value),
        Column("LVL", lambda ticket: ticket.level.value),
        Column("STATE", lambda ticket: ticket.state.word),
        Column("OWNER", lambda ticket: ticket.assignee or "–"),
        Column("SUBJECT", lambda ticket: ticket.subject),
    ]


def _terms(clock: ClockRow) -> str:
    """In which hours it runs, where it is promised, who broke it."""
    broken = f"broken under {clock.owner or 'nobody'}" if clock.owner is not None else ""
    parts = (clock.calendar or "", clock.source, broken)
    return "".join(f"; {part}" for part in parts if part)


def _show(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        ticket = services.tickets.get(args.ref)
        notes = services.tickets.notes(args.ref)
        zone, now = services.launch().zone, services.clock.now()
    lines = [
        f"{ticket.ref}  {ticket.subject}",
        f"{ticket.priority}  {ticket.level}  {ticket.state.word}  "
        f"owner {ticket.assignee or 'nobody'}",
        f"from {ticket.requester or 'unknown'} by {ticket.channel.word}, "
        f"logged {day_and_clock(ticket.created_at, zone, now)} by {ticket.created_by}",
    ]
    lines += [f"known issue {ticket.issue_ref}"] if ticket.issue_ref else []
    lines += [
        f"{clock.clock.replace('_', ' ')}: {clock.state}, due "
        f"{day_and_clock(clock.due_at, zone, now)} ({clock.target_text}{_terms(clock)})"
        for clock in ticket.clocks
    ]
    lines += [
        f"{name.replace('_', ' ')}: {words} ({place})"
        for name, words, place in ticket.promised_words
    ]
    lines += [
        f"{name.replace('_', ' ')}: the plans differ: {words}"
        for name, words in ticket.other_promises
    ]
    lines += ["", ticket.body] if ticket.body else []
    for note in notes:
        lines += ["", f"{day_and_clock(note.at, zone, now)}  {note.kind} by {note.by}", note.text]
    shape = {**ticket_shape(ticket), "notes": [ticket_note_shape(note) for note in notes]}
    context.out.record(shape, "\n".join(lines))
    return 0
