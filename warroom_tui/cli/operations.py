"""`warroom message`, `gate`, `routine`, `meeting` and `runbook`: what the plan asks for."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from warroom_tui.cli.context import Context
from warroom_tui.cli.operations_shapes import (
    evidence_shape,
    gate_shape,
    meeting_shape,
    message_shape,
    procedure_shape,
    rendered_shape,
    routine_shape,
)
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Group, Parser, one_of, positive
from warroom_tui.domain.durations import day_and_clock, short
from warroom_tui.domain.runsheet.actions import NewAction, parse_due
from warroom_tui.domain.runsheet.gates import Gate, GateState, answer_word
from warroom_tui.domain.runsheet.meetings import Meeting
from warroom_tui.domain.runsheet.messages import Message
from warroom_tui.domain.runsheet.procedures import Procedure
from warroom_tui.domain.runsheet.routines import Routine, RoutineRun


def build(parser: Parser, name: str) -> None:
    """Add the subcommands of the group `name`."""
    _BUILDERS[name](Group(parser))


def _messages(group: Group) -> None:
    listing = group.command("list", _message_list, "messages, the soonest first")
    listing.add_argument("--open", action="store_true", help="those still to send")
    for name, run, summary in (
        ("show", _message_show, "a message as it would go out now, with figures in its blanks"),
        ("sent", _message_sent, "say that somebody has sent it"),
        ("skip", _message_skip, "say that it will not go out"),
        ("hold", _message_hold, "hold it back until it is released"),
        ("release", _message_release, "let it go out again"),
    ):
        made = group.command(name, run, summary)
        made.add_argument("id", type=positive, metavar="MESSAGE")
        if name in ("skip", "hold"):
            made.add_argument("--reason", required=True, metavar="TEXT")
        elif name == "sent":
            made.add_argument("--anyway", action="store_true", help="even if held or not yet true")
        elif name == "release":
            made.add_argument("--at", metavar="WHEN", help="a new time, such as 17:00 or 2 h")
        elif name == "show":
            made.add_argument("--template", action="store_true", help="the words without figures")


def _gates(group: Group) -> None:
    group.command("list", _gate_list, "gates and sign-offs, undecided ones first")
    decide = group.command("decide", _gate_decide, "decide a gate, with the reason")
    decide.add_argument("id", type=positive, metavar="GATE")
    decide.add_argument("answer", type=one_of(GateState), metavar="go|conditional|no-go|waived")
    decide.add_argument("--reason", required=True, metavar="TEXT")


def _routines(group: Group) -> None:
    group.command("list", _routine_list, "checklists that come back, with their runs")


def _meetings(group: Group) -> None:
    listing = group.command("list", _meeting_list, "meetings, the soonest first")
    listing.add_argument("--planned", action="store_true", help="those still to come")
    held = group.command("held", _meeting_held, "say that it was held, with what came of it")
    held.add_argument("id", type=positive, metavar="MEETING")
    held.add_argument("--notes", default="", metavar="TEXT")
    held.add_argument(
        "--action", action="append", default=[], metavar="TEXT", help="what somebody does now"
    )
    skip = group.command("skip", _meeting_skip, "call it off")
    skip.add_argument("id", type=positive, metavar="MEETING")
    skip.add_argument("--reason", required=True, metavar="TEXT")


def _runbooks(group: Group) -> None:
    listing = group.command("list", _runbook_list, "procedures, the most urgent kinds first")
    listing.add_argument("words", nargs="*", metavar="WORD", help="words they must hold")
    show = group.command("show", _runbook_show, "a procedure with its steps")
    show.add_argument("id", type=positive, metavar="PROCEDURE")


_BUILDERS: dict[str, Callable[[Group], None]] = {
    "message": _messages,
    "gate": _gates,
    "routine": _routines,
    "meeting": _meetings,
    "runbook": _runbooks,
}


def _when(at: datetime | None, zone: ZoneInfo, now: datetime) -> str:
    return day_and_clock(at, zone, now) if at else "–"


def _place(source: str | None, line: int | None) -> str:
    return f"{source or 'plan'}:{line}" if line else ""


# -- messages --------------------------------------------------------------------------------


def _message_list(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        found = services.messages.all(open_only=args.open)
        launch, now = services.launch(), services.clock.now()
        live, zone = services.messages.forecast(), launch.zone

    def state(message: Message) -> str:
        if message.state.open and live is not None and live.falsifies(message.due_at):
            return f"held: {live.reason(launch)}"
        late = message.late_by(now)
        return f"{short(late)} late" if late else message.state.value

    columns: list[Column[Message]] = [
        Column("ID", lambda one: str(one.id), right=True),
        Column("DUE", lambda one: _when(one.due_at, zone, now)),
        Column("STATE", state),
        Column("TO", lambda one: (one.audience or "").replace("_", " ")),
        Column("MESSAGE", lambda one: one.title),
        Column("PLACE", lambda one: _place(one.source, one.line)),
    ]
    context.out.listing(found, message_shape, columns, "The plan names no messages.")
    return 0


def _message_show(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        told = services.messages.rendered(args.id)
    text = told.message.text if args.template else told.text
    left = "" if args.template or not told.left else f"\n\nStill blank: {', '.join(told.left)}"
    context.out.record(rendered_shape(told), text + left)
    return 0


def _message_sent(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        message = services.messages.mark_sent(args.id, anyway=args.anyway)
    context.out.record(message_shape(message), f"Marked as sent: {message.title}.")
    return 0


def _message_skip(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        message = services.messages.skip(args.id, args.reason)
    context.out.record(message_shape(message), f"Skipped: {message.title}.")
    return 0


def _message_hold(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        message = services.messages.hold(args.id, args.reason)
    context.out.record(message_shape(message), f"Held back: {message.title}.")
    return 0


def _message_release(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        at = parse_due(args.at or "", services.clock.now(), services.launch().zone)
        message = services.messages.release(args.id, at)
    context.out.record(message_shape(message), f"Released: {message.title}.")
    return 0


# -- gates -----------------------------------------------------------------------------------


def _gate_list(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        found = services.gates.all()
        known = services.gates.evidence()
        zone, now = services.launch().zone, services.clock.now()

    def shape(gate: Gate) -> Json:
        return {**gate_shape(gate), "evidence_now": evidence_shape(known[gate.kind])}

    columns: list[Column[Gate]] = [
        Column("ID", lambda gate: str(gate.id), right=True),
        Column("DUE", lambda gate: _when(gate.due_at, zone, now)),
        Column("ANSWER", lambda gate: gate.word),
        Column("BY", lambda gate: gate.decided_by or ""),
        Column("GATE", lambda gate: gate.title),
        Column("SIGNED", _signed),
        Column("EVIDENCE", lambda gate: (gate.evidence or known[gate.kind]).summary),
    ]
    context.out.listing(found, shape, columns, "This launch has no gates.")
    return 0


def _signed(gate: Gate) -> str:
    signed = len(gate.sign_offs) - len(gate.awaiting)
    return f"{signed}/{len(gate.sign_offs)}" if gate.sign_offs else ""


def _gate_decide(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        gate = services.gates.decide(args.id, args.answer, args.reason)
    word = answer_word(gate.kind, gate.state)
    evidence = gate.evidence.summary if gate.evidence else ""
    context.out.record(gate_shape(gate), f"{gate.title}: {word}. Evidence: {evidence}.")
    return 0


# -- routines and meetings -------------------------------------------------------------------


def _routine_list(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        found = services.routines.all()
        runs = services.routines.runs()
        zone, now = services.launch().zone, services.clock.now()

    def runs_of(routine: Routine) -> tuple[RoutineRun, ...]:
        return tuple(run for run in runs if run.routine_id == routine.id)

    def last(routine: Routine) -> str:
        newest = next(iter(runs_of(routine)), None)
        if newest is None:
            return ""
        return f"{newest.state.value} {newest.done}/{newest.total}"

    columns: list[Column[Routine]] = [
        Column("ID", lambda one: str(one.id), right=True),
        Column("NEXT", lambda one: _when(one.next_due_at, zone, now)),
        Column("CADENCE", lambda one: one.cadence),
        Column("LAST", last),
        Column("ROUTINE", lambda one: one.title),
        Column("PLACE", lambda one: _place(one.source, one.line)),
    ]
    context.out.listing(
        found, lambda one: routine_shape(one, runs_of(one)), columns, "The plan has no routines."
    )
    return 0


def _meeting_list(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        found = services.meetings.all(planned_only=args.planned)
        zone, now = services.launch().zone, services.clock.now()
    columns: list[Column[Meeting]] = [
        Column("ID", lambda one: str(one.id), right=True),
        Column("STARTS", lambda one: _when(one.starts_at, zone, now)),
        Column("MIN", lambda one: str(one.duration_min or ""), right=True),
        Column("EVERY", lambda one: one.every or ""),
        Column("STATE", lambda one: one.state.value),
        Column("MEETING", lambda one: one.title),
        Column("PLACE", lambda one: _place(one.source, one.line)),
    ]
    context.out.listing(found, meeting_shape, columns, "The plan names no meetings.")
    return 0


def _meeting_held(args: argparse.Namespace, context: Context) -> int:
    actions = [NewAction(text) for text in args.action]
    with context.services() as services:
        meeting = services.meetings.hold(args.id, args.notes, actions=actions)
    more = f", action items: {len(actions)}" if actions else ""
    context.out.record(meeting_shape(meeting), f"Held: {meeting.title}{more}.")
    return 0


def _meeting_skip(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        meeting = services.meetings.skip(args.id, args.reason)
    context.out.record(meeting_shape(meeting), f"Called off: {meeting.title}.")
    return 0


# -- runbooks --------------------------------------------------------------------------------


def _runbook_list(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        found = services.runbooks.all(" ".join(args.words))
    columns: list[Column[Procedure]] = [
        Column("ID", lambda one: str(one.id), right=True),
        Column("KIND", lambda one: one.kind),
        Column("STEPS", lambda one: str(len(one.steps)), right=True),
        Column("PROCEDURE", lambda one: one.title),
        Column("PLACE", lambda one: _place(one.source, one.line)),
    ]
    context.out.listing(found, procedure_shape, columns, "No procedure holds these words.")
    return 0


def _runbook_show(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        procedure = services.runbooks.get(args.id)
    lines = [procedure.title, f"{procedure.kind}  {_place(procedure.source, procedure.line)}"]
    lines += [f"{number:>3}. {step}" for number, step in enumerate(procedure.steps, 1)]
    context.out.record(procedure_shape(procedure), "\n".join(lines))
    return 0
