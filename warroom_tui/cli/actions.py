"""`warroom action`: what people said they would do, by when."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Group, Parser, one_of, positive
from warroom_tui.domain.durations import day_and_clock, short
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.runsheet.actions import (
    DUE_FORMS,
    ActionItem,
    ActionSource,
    ActionState,
    NewAction,
    overdue,
    parse_due,
)

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    add = group.command("add", _add, "write an action item down")
    add.add_argument("text", metavar="TEXT")
    add.add_argument("--owner", metavar="NAME")
    add.add_argument("--due", metavar="WHEN", help=DUE_FORMS.replace("%", "%%"))
    add.add_argument("--meeting", type=positive, metavar="ID", help="the meeting it comes from")
    sources = ", ".join(source.value for source in ActionSource)
    add.add_argument("--source", type=one_of(ActionSource), help=sources)
    add.add_argument("--ref", default="", metavar="REF", help="of the incident, retro …")
    listing = group.command("list", _list, "open ones, the soonest due first")
    listing.add_argument("--all", action="store_true", help="done and dropped ones too")
    listing.add_argument("--late", action="store_true", help="only those past due")
    listing.add_argument("--owner", metavar="NAME", help="only this person's")
    edit = group.command("edit", _edit, "change text, owner or due time")
    edit.add_argument("ref", metavar="ACTION")
    edit.add_argument("--text", metavar="TEXT")
    edit.add_argument("--owner", metavar="NAME", help="an empty name takes the owner away")
    edit.add_argument("--due", metavar="WHEN", help="an empty one takes the time away")
    done = group.command("done", _done, "say that it is done")
    done.add_argument("ref", metavar="ACTION")
    done.add_argument("--outcome", default="", metavar="TEXT", help="what came of it")
    drop = group.command("drop", _drop, "say that it will not be done")
    drop.add_argument("ref", metavar="ACTION")
    drop.add_argument("--reason", required=True, metavar="TEXT")
    reopen = group.command("reopen", _reopen, "it is to do again")
    reopen.add_argument("ref", metavar="ACTION")


def action_shape(item: ActionItem) -> dict[str, Json]:
    """An action item with where it was agreed."""
    return {
        "ref": item.ref,
        "text": item.text,
        "owner": item.owner,
        "due_at": item.due_at,
        "state": item.state.value,
        "source": item.source.value,
        "source_ref": item.source_ref,
        "source_title": item.source_title,
        "outcome": item.outcome,
        "created_at": item.created_at,
        "created_by": item.created_by,
        "closed_at": item.closed_at,
        "closed_by": item.closed_by,
        "version": item.version,
    }


def _add(args: argparse.Namespace, context: Context) -> int:
    if args.meeting is not None and (args.source is not None or args.ref):
        raise InputError("Give --meeting, or --source with --ref, not both.")
    with context.services() as services:
        source, ref, title = args.source or ActionSource.MANUAL, args.ref, ""
        if args.meeting is not None:
            meeting = services.meetings.get(args.meeting)
            source, ref, title = ActionSource.MEETING, str(meeting.id), meeting.title
        item = services.actions.add(
            NewAction(args.text, args.owner, _due(services, args.due), source, ref, title)
        )
    context.out.record(action_shape(item), f"{item.ref} written down: {item.text}")
    return 0


def _list(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        found = services.actions.all(open_only=not args.all)
        zone, now = services.launch().zone, services.clock.now()
    if args.late:
        found = tuple(item for item in found if item.late_by(now) is not None)
    if args.owner is not None:
        name = args.owner.strip().casefold()
        found = tuple(item for item in found if (item.owner or "").casefold() == name)

    def state(item: ActionItem) -> str:
        late = item.late_by(now)
        return f"{short(late)} late" if late else item.state.value

    columns: list[Column[ActionItem]] = [
        Column("REF", lambda item: item.ref),
        Column("DUE", lambda item: day_and_clock(item.due_at, zone, now) if item.due_at else "–"),
        Column("STATE", state),
        Column("OWNER", lambda item: item.owner or "nobody"),
        Column("ACTION", lambda item: item.text),
        Column("FROM", lambda item: item.origin),
    ]
    context.out.listing(found, action_shape, columns, "No action items.")
    if found and not context.out.as_json:
        still = sum(item.state is ActionState.OPEN for item in found)
        context.out.line(f"{still} open, {overdue(found, now)} late")
    return 0


def _edit(args: argparse.Namespace, context: Context) -> int:
    if args.text is None and args.owner is None and args.due is None:
        raise InputError("Say what changes: --text, --owner or --due.")
    with context.services() as services:
        item = services.actions.edit(
            args.ref,
            text=args.text,
            owner=args.owner,
            due_at=_due(services, args.due),
            no_due=args.due is not None,
        )
    context.out.record(action_shape(item), f"{item.ref} changed.")
    return 0


def _due(services: Services, text: str | None) -> datetime | None:
    zone, now = services.launch().zone, services.clock.now()
    return parse_due(text or "", now, zone)


def _done(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        item = services.actions.done(args.ref, args.outcome)
    context.out.record(action_shape(item), f"{item.ref} is done: {item.text}")
    return 0


def _drop(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        item = services.actions.drop(args.ref, args.reason)
    context.out.record(action_shape(item), f"{item.ref} is dropped: {item.text}")
    return 0


def _reopen(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        item = services.actions.reopen(args.ref)
    context.out.record(action_shape(item), f"{item.ref} is open again: {item.text}")
    return 0
