"""`warroom ticket list --query`, and the views and categories of the queue."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Group, Parser, one_of
from warroom_tui.cli.shapes import ticket_shape
from warroom_tui.domain.desk.queue.views import CHOICES, VIEWS, Order, QueueView
from warroom_tui.domain.desk.tickets import Priority, Ticket, TicketState
from warroom_tui.domain.errors import InputError

if TYPE_CHECKING:
    from warroom_tui.services.desk.ticket_bulk import Deed

PAGE = 500
"""Tickets read at a time while listing."""

QUERY_HELP = (
    'such as: p1 unassigned state:waiting cat:billing due<30m created>yesterday "two words" '
    "-without or owner:me"
)


def add_query(listing: Parser) -> None:
    """Let a listing be asked for by query or by view, in an order."""
    listing.add_argument("--query", metavar="QUERY", help=QUERY_HELP)
    listing.add_argument("--view", metavar="NAME", help="a view of the queue: ticket views")
    orders = ", ".join(order.value for order in CHOICES)
    listing.add_argument("--sort", type=one_of(Order), metavar="ORDER", help=orders)


def build_queue(group: Group) -> None:
    """Add the subcommands about views and categories."""
    group.command("views", _views, "the views of the queue, the saved ones too")
    save = group.command("save-view", _save, "keep a query under a name")
    save.add_argument("name", metavar="NAME")
    save.add_argument("query", metavar="QUERY", help=QUERY_HELP)
    save.add_argument("--sort", type=one_of(Order), default=Order.SLA, metavar="ORDER")
    drop = group.command("drop-view", _drop, "forget a saved view")
    drop.add_argument("name", metavar="NAME")
    _build_bulk(group)
    categories = group.command("categories", _categories, "categories with their live tickets")
    categories.add_argument("--define", metavar="WORDS", help='comma separated, such as "a, b"')


def _build_bulk(group: Group) -> None:
    bulk = group.command("bulk", _bulk, "the same change to many tickets: one event, one undo")
    bulk.add_argument("refs", metavar="TICKET", nargs="*", help="or ask for them with --query")
    bulk.add_argument("--query", metavar="QUERY", help=QUERY_HELP)
    one = bulk.add_mutually_exclusive_group(required=True)
    one.add_argument("--assign", metavar="NAME", help='"" for nobody')
    one.add_argument("--priority", type=one_of(Priority), metavar="P1..P4")
    one.add_argument("--category", metavar="WORD", help='"" for none')
    one.add_argument("--link", metavar="ISSUE", help='"" removes the link')
    one.add_argument("--reply", metavar="TEXT", help="record the same reply on each")
    one.add_argument("--state", type=one_of(TicketState), help="open, pending, resolved, closed")
    bulk.add_argument("--text", default="", metavar="TEXT", help="the solution, or the reason")


def _bulk(args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.services.desk.ticket_bulk import BULK_LIMIT  # loads SQLAlchemy

    if bool(args.refs) == (args.query is not None):
        raise InputError("Name tickets, or ask for them with --query.")
    with context.services() as services:
        wanted: list[tuple[str, int | None]] = [(ref, None) for ref in args.refs]
        if args.query is not None:
            found = services.queue.page(args.query, limit=BULK_LIMIT + 1).tickets
            wanted = [(ticket.ref, ticket.version) for ticket in found]
        if not wanted:
            raise InputError("No ticket matches.")
        result = services.bulk.apply(wanted, _deed(args))
    lines = [f"{result.sentence}.", *(f"{ref}: {reason}" for ref, reason in result.refused)]
    shape: dict[str, Json] = {
        "changed": list(result.done),
        "refused": [{"ref": ref, "reason": reason} for ref, reason in result.refused],
    }
    context.out.record(shape, "\n".join(lines))
    return 1 if result.refused else 0


def _deed(args: argparse.Namespace) -> Deed:
    from warroom_tui.services.desk import ticket_bulk as bulk  # loads SQLAlchemy

    if args.assign is not None:
        return bulk.assigning(args.assign or None)
    if args.priority is not None:
        return bulk.prioritising(args.priority)
    if args.category is not None:
        return bulk.categorising(args.category)
    if args.link is not None:
        return bulk.linking(args.link or None)
    if args.reply is not None:
        return bulk.replying(args.reply)
    return bulk.moving(args.state, args.text)


def list_query(
    args: argparse.Namespace,
    context: Context,
    columns: Callable[[datetime], list[Column[Ticket]]],
) -> int:
    """Print what a query or a view finds."""
    if args.filter or args.all:
        raise InputError("Give --query without --filter and --all.", "state:any finds all.")
    with context.services(read_only=True) as services:
        queue = services.queue
        view = _view(args.view, queue.views()) if args.view is not None else QueueView("", "")
        query = " ".join(part for part in (view.query, args.query) if part)
        if view.query and args.query and " or " in f" {query} ":
            raise InputError("A view and a query with “or” cannot be joined.", "Give one of them.")
        order, found = args.sort or view.order, list[Ticket]()
        while args.limit is None or len(found) < args.limit:
            size = PAGE if args.limit is None else min(PAGE, args.limit - len(found))
            page = queue.page(query, order, limit=size, after=found[-1] if found else None)
            found += page.tickets
            if len(page.tickets) < size:
                break
        now = services.clock.now()
    context.out.listing(found, ticket_shape, columns(now), "No ticket matches.")
    return 0


def _view(name: str, saved: tuple[QueueView, ...]) -> QueueView:
    known = {view.name.casefold(): view for view in (*VIEWS.values(), *saved)}
    view = VIEWS.get(name) or known.get(name.strip().casefold())
    if view is None:
        raise InputError(f"There is no view “{name}”.", f"Views: {', '.join(known)}.")
    return view


def view_shape(view: QueueView) -> Json:
    """A view of the queue as JSON."""
    return {
        "name": view.name,
        "query": view.query,
        "sort": view.order.value,
        "saved_by": view.by or None,
    }


def _views(_: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        views = [*VIEWS.values(), *services.queue.views()]
    columns: list[Column[QueueView]] = [
        Column("VIEW", lambda view: view.name),
        Column("QUERY", lambda view: view.query or "–"),
        Column("SORT", lambda view: view.order.value),
        Column("SAVED BY", lambda view: view.by or "–"),
    ]
    context.out.listing(views, view_shape, columns, "No views.")
    return 0


def _save(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        view = services.queue.save_view(args.name, args.query, args.sort)
    context.out.record(view_shape(view), f"Saved {view.name}: {view.query or 'everything live'}.")
    return 0


def _drop(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        view = services.queue.drop_view(args.name)
    context.out.record(view_shape(view), f"Dropped {view.name}.")
    return 0


def _categories(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=args.define is None) as services:
        if args.define is not None:
            services.queue.define_categories(args.define.split(","))
        found = services.queue.categories()
    columns: list[Column[tuple[str, int]]] = [
        Column("TICKETS", lambda pair: str(pair[1]), right=True),
        Column("CATEGORY", lambda pair: pair[0] or "–"),
    ]
    context.out.listing(
        list(found),
        lambda pair: {"category": pair[0], "tickets": pair[1]},
        columns,
        "No categories.",
    )
    return 0
