"""`warroom sync`: the exchange of tickets with a help desk."""

from __future__ import annotations

import argparse
import signal
import threading
from datetime import datetime
from types import FrameType
from typing import TYPE_CHECKING

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Group, Parser, positive
from warroom_tui.domain.desk.sync import Conflict, OutItem, SyncStatus, SyncView, TurnResult
from warroom_tui.domain.durations import short
from warroom_tui.domain.errors import Refused

if TYPE_CHECKING:
    from warroom_tui.services.desk.sync_runner import SyncRunner


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    group.command("status", _status, "how the exchange stands, and what waits to be sent")
    run = group.command("run", _run, "one turn now; exit code 1 when the help desk says no")
    run.add_argument("--follow", action="store_true", help="go on until it is stopped")
    group.command("conflicts", _conflicts, "what was changed on both sides")
    resolve = group.command("resolve", _resolve, "say whose value holds")
    resolve.add_argument("number", type=positive, metavar="CONFLICT")
    resolve.add_argument("side", choices=("mine", "theirs"))
    create = group.command("create", _create, "make tickets of here on the help desk too")
    create.add_argument("refs", nargs="+", metavar="TICKET")
    group.command("retry", _retry, "send again what the help desk refused")


def _status(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        view, now = services.sync.view(), services.context.store.real_now()
    if context.out.as_json:
        context.out.json(_view_shape(view))
        return 0
    if not view.desks:
        context.out.line("No help desk was ever spoken to.")
    for desk in view.desks:
        context.out.line(_told(desk, now))
    if view.outbox:
        columns: list[Column[OutItem]] = [
            Column("TICKET", lambda item: item.ticket_ref),
            Column("THERE", lambda item: item.external_id or "–"),
            Column("WHAT", lambda item: item.field or item.kind),
            Column("STATE", lambda item: item.state),
            Column("SINCE", lambda item: short(now - item.queued_at), right=True),
            Column("WHY", lambda item: item.error or "–"),
        ]
        context.out.listing(view.outbox, _out_shape, columns, "")
    return 0


def _told(desk: SyncStatus, now: datetime) -> str:
    last = f"last {short(now - desk.ok_at)} ago" if desk.ok_at else "never done"
    by = f"by {desk.runner}" if desk.runner else "nobody does it now"
    lines = [
        f"{desk.source}: {last}, {by}",
        f"{desk.linked} tickets on both sides, {desk.n_in} changes in, {desk.n_out} out, "
        f"{desk.waiting} waiting, {desk.conflicts} to settle",
        "tickets logged here are made there too"
        if desk.creates
        else "tickets logged here stay here",
    ]
    if desk.failures:
        times = "once" if desk.failures == 1 else f"{desk.failures} times"
        lines.append(f"failed {times}: {desk.error}")
    return "\n".join(lines)


def _run(args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.bootstrap import sync_runner_for

    with context.services(kind="sync") as services:
        runner = sync_runner_for(services, context.settings.help_desk)
        if args.follow:
            _follow(runner)
            return 0
        result = runner.once()
    if result is None:
        raise Refused("Another seat exchanges the tickets now.", "See: warroom sync status.")
    shape: dict[str, Json] = {
        "came_in": result.came_in,
        "changed": result.changed,
        "notes_in": result.notes_in,
        "sent": result.sent,
        "conflicts": result.conflicts,
        "failed": result.failed,
    }
    context.out.record(shape, _turn_told(result))
    return 1 if result.failed or result.conflicts else 0


def _follow(runner: SyncRunner) -> None:
    """Exchange until the process is told to stop."""
    stop = threading.Event()

    def leave(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    before = signal.signal(signal.SIGTERM, leave)
    runner.start()
    try:
        stop.wait()
    finally:
        runner.stop()
        signal.signal(signal.SIGTERM, before)


def _turn_told(result: TurnResult) -> str:
    parts = [
        f"{number} {what}"
        for number, what in (
            (result.came_in, "new here"),
            (result.changed, "changed here"),
            (result.notes_in, "messages in"),
            (result.sent, "sent"),
            (result.conflicts, "to settle: warroom sync conflicts"),
            (result.failed, "refused: warroom sync status"),
        )
        if number
    ]
    return ", ".join(parts) or "Nothing has changed on either side."


def _conflicts(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        found = services.sync.view().conflicts
    columns: list[Column[Conflict]] = [
        Column("CONFLICT", lambda one: str(one.id), right=True),
        Column("TICKET", lambda one: one.ticket_ref),
        Column("FIELD", lambda one: one.field),
        Column("MINE", lambda one: one.ours or "nobody"),
        Column("THEIRS", lambda one: one.theirs or "nobody"),
        Column("SUBJECT", lambda one: one.subject),
    ]
    context.out.listing(found, _conflict_shape, columns, "Nothing was changed on both sides.")
    return 0


def _resolve(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        settled = services.sync.settle(args.number, args.side)
    value = settled.theirs if args.side == "theirs" else settled.ours
    told = f"{settled.ticket_ref}: {settled.field} is {value or 'nobody'}."
    context.out.record({**_conflict_shape(settled), "settled": args.side}, told)
    return 0


def _create(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        number = services.sync.make_there(args.refs)
    told = "1 ticket" if number == 1 else f"{number} tickets"
    context.out.record({"queued": number}, f"{told} will be made on the help desk.")
    return 0


def _retry(_args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        number = services.sync.try_again()
    context.out.record({"retried": number}, f"{number} will be sent again.")
    return 0


def _view_shape(view: SyncView) -> Json:
    return {
        "help_desks": [
            {
                "source": desk.source,
                "tried_at": desk.tried_at,
                "ok_at": desk.ok_at,
                "next_at": desk.next_at,
                "failures": desk.failures,
                "error": desk.error,
                "in": desk.n_in,
                "out": desk.n_out,
                "linked": desk.linked,
                "runner": desk.runner,
                "creates": desk.creates,
            }
            for desk in view.desks
        ],
        "outbox": [_out_shape(item) for item in view.outbox],
        "conflicts": [_conflict_shape(one) for one in view.conflicts],
    }


def _out_shape(item: OutItem) -> dict[str, Json]:
    return {
        "id": item.id,
        "ticket": item.ticket_ref,
        "external_id": item.external_id or None,
        "kind": item.kind,
        "field": item.field or None,
        "value": item.value,
        "by": item.by,
        "queued_at": item.queued_at,
        "state": item.state,
        "attempts": item.attempts,
        "error": item.error,
    }


def _conflict_shape(one: Conflict) -> dict[str, Json]:
    return {
        "id": one.id,
        "ticket": one.ticket_ref,
        "external_id": one.external_id,
        "field": one.field,
        "mine": one.ours,
        "theirs": one.theirs,
        "found_at": one.found_at,
        "version": one.version,
    }
