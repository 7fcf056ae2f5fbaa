"""`warroom phase`: the run sheet's phases, and going on to the next."""

from __future__ import annotations

import argparse

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column
from warroom_tui.cli.parser import Group, Parser
from warroom_tui.cli.shapes import phase_shape
from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.runsheet.launch import Phase


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    group.command("list", _list, "every phase with its plan and what really happened")
    advance = group.command(
        "advance", _advance, "start the next phase, or complete the running one"
    )
    advance.add_argument(
        "--force", action="store_true", help="go on although required boxes are open"
    )
    advance.add_argument("--reason", metavar="TEXT", help="why; belongs to --force")


def _list(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        phases, zone, now = (
            services.run_sheet.phases(),
            services.launch().zone,
            services.clock.now(),
        )
    columns: list[Column[Phase]] = [
        Column("STATE", lambda phase: phase.state.value.replace("_", " ")),
        Column("DONE", lambda phase: f"{phase.done}/{phase.total}", right=True),
        Column(
            "PLAN",
            lambda phase: day_and_clock(phase.starts_at, zone, now) if phase.starts_at else "–",
        ),
        Column(
            "STARTED",
            lambda phase: day_and_clock(phase.started_at, zone, now) if phase.started_at else "–",
        ),
        Column(
            "ENDED",
            lambda phase: day_and_clock(phase.ended_at, zone, now) if phase.ended_at else "–",
        ),
        Column("PHASE", lambda phase: phase.name),
    ]
    context.out.listing(phases, phase_shape, columns, "The plan has no phases.")
    return 0


def _advance(args: argparse.Namespace, context: Context) -> int:
    if args.force and not (args.reason or "").strip():
        raise InputError(
            "--force needs a reason, which goes on the timeline.", "Add: --reason TEXT"
        )
    if args.reason and not args.force:
        raise InputError("--reason belongs to --force.", "Add --force, or leave the reason out.")
    with context.services() as services:
        readiness = services.run_sheet.readiness()
        if readiness.phase is None:
            raise Refused("The run sheet is over: no phase is left.")
        phase = readiness.phase
        ended, started = services.run_sheet.advance(phase.id, args.reason, expected=phase.version)
    said = [
        f"{phase.name} is {word}."
        for phase, word in ((ended, "complete"), (started, "running"))
        if phase
    ]
    shape = {
        "ended": phase_shape(ended) if ended else None,
        "started": phase_shape(started) if started else None,
    }
    context.out.record(shape, "\n".join(said))
    return 0
