"""`warroom timeline` and `warroom undo`: what happened, and taking the last of it back."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column
from warroom_tui.cli.parser import Parser, positive
from warroom_tui.cli.shapes import event_shape
from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.runsheet.moments import parse_since
from warroom_tui.domain.timeline import TimelineEvent

if TYPE_CHECKING:
    from warroom_tui.services.chronicle import Chronicle

PAGE = 1000
"""Events read at a time."""


def build(parser: Parser, name: str) -> None:
    """Add the arguments of the command called `name`."""
    if name == "undo":
        parser.runs(_undo)
        return
    parser.add_argument("--since", metavar="TIME", help='"08:00" today, "2 h" ago, or a date')
    parser.add_argument(
        "--limit", type=positive, metavar="N", help="the latest N; else 200, with --since all"
    )
    parser.runs(_timeline)


def _timeline(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        zone, now = services.launch().zone, services.clock.now()
        since = parse_since(args.since, now, zone) if args.since else None
        limit = args.limit or (None if since else 200)
        events = _latest(services.timeline, since, limit)
    columns: list[Column[TimelineEvent]] = [
        Column("AT", lambda event: day_and_clock(event.at, zone, now)),
        Column("WHO", lambda event: event.actor),
        Column("WHAT", _told),
    ]
    context.out.listing(events, event_shape, columns, "Nothing happened yet.")
    return 0


def _latest(
    timeline: Chronicle, since: datetime | None, limit: int | None
) -> tuple[TimelineEvent, ...]:
    """The latest `limit` events (None: all) since then, oldest first, read page by page."""
    found: list[TimelineEvent] = []
    while limit is None or len(found) < limit:
        size = PAGE if limit is None else min(PAGE, limit - len(found))
        before = found[-1].id if found else None
        page = timeline.recent(limit=size, before=before, since=since)
        found += page
        if len(page) < size:
            break
    return tuple(reversed(found))


def _told(event: TimelineEvent) -> str:
    return f"{event.text} (undone)" if event.undone_by else event.text


def _undo(_args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        event = services.timeline.undo()
    context.out.record(event_shape(event), f"Undone: {event.text}")
    return 0
