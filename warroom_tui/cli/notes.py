"""`warroom note`: wins, actions and tomorrow's focus, kept for the report."""

from __future__ import annotations

import argparse

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column
from warroom_tui.cli.parser import Group, Parser
from warroom_tui.cli.shapes import note_shape
from warroom_tui.domain.durations import clock
from warroom_tui.domain.notes import Note, NoteKind
from warroom_tui.domain.runsheet.moments import parse_day

_SUMMARIES = {
    NoteKind.WIN: "something that went well today",
    NoteKind.ACTION: "something that was done about a problem",
    NoteKind.FOCUS: "what tomorrow is about",
    NoteKind.LESSON_WELL: "a lesson: keep doing this",
    NoteKind.LESSON_IMPROVE: "a lesson: do this better",
    NoteKind.QUOTE: "what a user said",
}


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    for kind, summary in _SUMMARIES.items():
        add = group.command(kind.value.replace("_", "-"), _add, summary)
        add.add_argument("text", metavar="TEXT")
        add.set_defaults(kind=kind)
    listing = group.command("list", _list, "the notes of a day")
    listing.add_argument("--date", metavar="DAY", help="2026-12-01; else today")


def _add(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        note = services.notes.add(args.kind, args.text)
    context.out.record(note_shape(note), f"Noted as {note.kind.replace('_', ' ')}: {note.text}")
    return 0


def _list(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        launch = services.launch()
        zone = launch.zone
        day = parse_day(args.date) if args.date else launch.local(services.clock.now()).date()
        notes = services.notes.of_day(day)
    columns: list[Column[Note]] = [
        Column("ID", lambda note: str(note.id), right=True),
        Column("AT", lambda note: clock(note.at, zone)),
        Column("KIND", lambda note: note.kind.value.replace("_", " ")),
        Column("BY", lambda note: note.by),
        Column("NOTE", lambda note: note.text),
    ]
    context.out.listing(notes, note_shape, columns, f"No notes on {day.isoformat()}.")
    return 0
