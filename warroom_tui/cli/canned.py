"""`warroom canned`: replies to begin with."""

from __future__ import annotations

import argparse

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Group, Parser
from warroom_tui.domain.desk.replies import CannedReply


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    group.command("list", _list, "canned replies: the saved ones, then the plan's")
    show = group.command("show", _show, "a reply filled in for a ticket; records nothing")
    show.add_argument("title", metavar="TITLE")
    show.add_argument("ticket", metavar="TICKET")
    save = group.command("save", _save, "keep a reply; one of that title is replaced")
    save.add_argument("title", metavar="TITLE")
    save.add_argument(
        "body", metavar="TEXT", help="may say {{ agent }}, {{ requester }}, {{ ref }}"
    )
    drop = group.command("drop", _drop, "forget a saved reply")
    drop.add_argument("title", metavar="TITLE")


def _shape(reply: CannedReply) -> dict[str, Json]:
    return {"title": reply.title, "body": reply.body, "source": reply.source}


def _list(_: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        found = services.replies.all()
    columns: list[Column[CannedReply]] = [
        Column("REPLY", lambda reply: reply.title),
        Column("FROM", lambda reply: reply.source),
        Column("BEGINS", lambda reply: reply.body.split("\n", 1)[0]),
    ]
    context.out.listing(list(found), _shape, columns, "No canned replies.")
    return 0


def _show(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        reply = services.replies.find(args.title)
        text = services.replies.rendered(reply, args.ticket)
    context.out.record({"title": reply.title, "ticket": args.ticket, "text": text}, text)
    return 0


def _save(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        reply = services.replies.save(args.title, args.body)
    context.out.record(_shape(reply), f"Saved the canned reply {reply.title}.")
    return 0


def _drop(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        reply = services.replies.drop(args.title)
    context.out.record(_shape(reply), f"Dropped the canned reply {reply.title}.")
    return 0
