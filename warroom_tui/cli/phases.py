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
from warroom_tui.domain.runsheet.moments import parse_moment
from warroom_tui.domain.runsheet.readiness import OUTCOMES


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    group.command("list", _list, "every phase with its plan and what really happened")
    advance = group.command(
        "advance", _advance, "start the next phase, or complete the running one"
    )
    advance.add_argument(
        "--outcome",
        choices=OUTCOMES,
        default="success",
        metavar="|".join(OUTCOMES),
        help="how the running phase ended; after a failure: what comes next",
    )
    move = group.command("go-live", _go_live, "move go-live, with all that hangs on it")
    move.add_argument("when", metavar="WHEN", help='"2026-12-01 08:00" in the launch\'s zone')
    move.add_argument(
        "--relaunch", metavar="REASON", help="after a rollback: plan anew, and what is different"
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
        ended, started = services.run_sheet.advance(
            phase.id, args.reason, args.outcome, expected=phase.version
        )
    word = "complete" if args.outcome == "success" else "failed"
    said = [
        f"{phase.name} is {word}." for phase, word in ((ended, word), (started, "running")) if phase
    ]
    shape = {
        "ended": phase_shape(ended) if ended else None,
        "started": phase_shape(started) if started else None,
    }
    context.out.record(shape, "\n".join(said))
    return 0


def _go_live(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        launch = services.launch()
        at = parse_moment(args.when, launch.zone)
        if args.relaunch is not None:
            found = services.schedule.relaunch(at, args.relaunch, launch.version)
        else:
            found = services.schedule.set_go_live(at, launch.version)
    assert found.go_live_at is not None
    context.out.record(
        {"go_live_at": found.go_live_at.isoformat(), "status": found.status.value},
        f"Go-live is {found.local(found.go_live_at):%a %d %b %Y %H:%M} ({found.zone.key}).",
    )
    return 0
