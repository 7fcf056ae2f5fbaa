"""`warroom criteria`, `criterion`, `trigger`, `baseline` and `rollback`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Group, Parser, one_of, positive
from warroom_tui.cli.tripwire_shapes import baseline_shape, gauge_shape, rollback_shape
from warroom_tui.domain.durations import day_and_clock, short
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.runsheet.launch import LaunchStatus
from warroom_tui.domain.situation import Situation
from warroom_tui.domain.triggers.baseline import Baseline
from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.domain.triggers.gauges import Gauge
from warroom_tui.domain.triggers.readings import told_limit, told_value
from warroom_tui.domain.triggers.rollback import DECISION_WORDS, Decision, Rollback, RollbackState
from warroom_tui.domain.triggers.trigger_words import last_safe_words, trip_words


def build(parser: Parser, name: str) -> None:
    """Add the subcommands of the group `name`."""
    _BUILDERS[name](Group(parser))


def _criteria(group: Group) -> None:
    listing = group.command("list", _criteria_list, "targets and triggers as gauges")
    listing.add_argument("--now", action="store_true", help="only those that count now")


def _criterion(group: Group) -> None:
    put = group.command("set", _set, "judge by hand, or change how it is measured")
    put.add_argument("id", type=positive, metavar="ID")
    put.add_argument("--verdict", metavar="met|at_risk|missed|waived|auto")
    put.add_argument("--evidence", default="", metavar="TEXT", help="needed for a verdict")
    put.add_argument("--hold", type=_minutes, metavar="MIN", help="how long a limit must be passed")
    put.add_argument("--limit", metavar='"> 5"', help="operator and number")
    put.add_argument("--metric", metavar="KEY", help="the figure that decides")
    put.add_argument("--period", metavar="DAYS", help='when it counts: "week 1", "48 hours"')


def _decision(text: str) -> Decision:
    """Both orders of the words: people say fix forward, the list says forward fix."""
    swapped = text.strip().casefold().replace("-", "_") == "fix_forward"
    return Decision.FORWARD_FIX if swapped else one_of(Decision)(text)


def _triggers(group: Group) -> None:
    group.command("list", _trigger_list, "rollback triggers, the most serious first")
    for name, run, summary in (
        ("raise", _raise, "say that what the plan feared is the case"),
        ("ack", _ack, "take a tripped trigger on; the decision stays open"),
        ("clear", _clear, "say that it is over"),
    ):
        made = group.command(name, run, summary)
        made.add_argument("id", type=positive, metavar="ID")
        made.add_argument("--reason", required=True, metavar="TEXT")


def _baselines(group: Group) -> None:
    group.command("list", _baseline_list, "baselines, the newest first")
    record = group.command("record", _baseline_record, "freeze every figure under a name")
    record.add_argument("name", metavar="NAME")


def _rollbacks(group: Group) -> None:
    group.command("list", _rollback_list, "questions, decisions and rollbacks, newest first")
    plan = group.command("plan", _plan, "show or set deadline, length and time to decide")
    when = '"2026-12-06 12:00" in the launch\'s zone, 16:30, or +120 for minutes'
    plan.add_argument("--deadline", metavar="WHEN", help=when)
    plan.add_argument("--estimate", type=_minutes, metavar="MIN", help="how long it takes")
    plan.add_argument("--margin", type=_minutes, metavar="MIN", help="time to decide")
    measured = group.command("measured", _measured, "how long one took in a rehearsal")
    measured.add_argument("minutes", type=positive, metavar="MIN")
    measured.add_argument("--note", default="", metavar="TEXT")
    ask = group.command("propose", _propose, "ask the question without a trigger")
    ask.add_argument("--reason", required=True, metavar="TEXT")
    decide = group.command("decide", _decide, "roll back, continue until a time, or fix forward")
    choices = "|".join(decision.value for decision in Decision)
    decide.add_argument("decision", type=_decision, metavar=choices)
    decide.add_argument("--reason", required=True, metavar="TEXT")
    decide.add_argument("--until", metavar="WHEN", help="16:30, or +45 for minutes")
    decide.add_argument("--force", action="store_true", help="after the last safe moment")
    start = group.command("start", _start, "begin the rollback that was decided")
    start.add_argument("--procedure", type=positive, metavar="ID", help="see: warroom runbook list")
    for name, run, summary in (
        ("verify", _verify, "the old state is back and works"),
        ("communicate", _communicate, "everybody has been told"),
        ("close", _close, "end it; how long it took counts from now on"),
    ):
        made = group.command(name, run, summary)
        made.add_argument("--note", required=True, metavar="TEXT")


_BUILDERS: dict[str, Callable[[Group], None]] = {
    "criteria": _criteria,
    "criterion": _criterion,
    "trigger": _triggers,
    "baseline": _baselines,
    "rollback": _rollbacks,
}


def _minutes(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 6:
        return int(text)
    raise argparse.ArgumentTypeError(f'"{text}" is no number of minutes')


# -- criteria and triggers ---------------------------------------------------------------------


def _columns() -> list[Column[Gauge]]:
    def value(gauge: Gauge) -> str:
        condition = gauge.criterion.condition
        if gauge.value is None or condition is None:
            return "–"
        return told_value(gauge.value, condition.unit)

    def state(gauge: Gauge) -> str:
        return str(gauge.state or gauge.verdict).replace("_", " ")

    def limit(gauge: Gauge) -> str:
        return told_limit(gauge.criterion) or "–"

    return [
        Column("ID", lambda gauge: str(gauge.criterion.id), right=True),
        Column("GROUP", lambda gauge: gauge.group),
        Column("STATE", state),
        Column("COUNTS", lambda gauge: gauge.validity.value),
        Column("VALUE", value, right=True),
        Column("LIMIT", limit),
        Column("TREND", trip_words),
        Column("CRITERION", lambda gauge: gauge.criterion.text),
    ]


def _criteria_list(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        gauges = [g for g in services.triggers.gauges() if g.counts or not args.now]
    context.out.listing(gauges, gauge_shape, _columns(), "The plan has no criteria.")
    return 0


def _trigger_list(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        gauges = [gauge for gauge in services.triggers.gauges() if gauge.is_trigger]
    context.out.listing(gauges, gauge_shape, _columns(), "The plan has no rollback triggers.")
    return 0


def _tell(context: Context, gauge: Gauge) -> int:
    state = str(gauge.state or gauge.verdict).replace("_", " ")
    context.out.record(gauge_shape(gauge), f"{gauge.criterion.text}: {state}.")
    return 0


def _raise(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        return _tell(context, services.triggers.raise_trigger(args.id, args.reason))


def _ack(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        return _tell(context, services.triggers.acknowledge(args.id, args.reason))


def _clear(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        return _tell(context, services.triggers.clear(args.id, args.reason))


def _set(args: argparse.Namespace, context: Context) -> int:
    op, number = _limit(args.limit) if args.limit else (None, None)
    changes = (args.hold, args.limit, args.metric, args.period)
    if args.verdict is None and all(change is None for change in changes):
        raise InputError("Nothing to set was given.", "See: warroom criterion set --help")
    with context.services() as services:
        gauge = None
        if any(change is not None for change in changes):
            gauge = services.triggers.configure(
                args.id,
                hold_min=args.hold,
                op=op,
                threshold=number,
                metric=args.metric,
                period=args.period,
            )
        if args.verdict is not None:
            gauge = services.triggers.judge(args.id, _verdict(args.verdict), args.evidence)
        assert gauge is not None
        return _tell(context, gauge)


def _verdict(text: str) -> Verdict | None:
    word = text.strip().casefold().replace("-", "_")
    if word == "auto":
        return None
    known = [verdict.value for verdict in Verdict if verdict is not Verdict.NO_DATA]
    if word not in known:
        raise InputError(f'"{text}" is no verdict.', f"Known: {', '.join(known)}, auto.")
    return Verdict(word)


def _limit(text: str) -> tuple[str, float]:
    words = text.strip().replace("≤", "<=").replace("≥", ">=")
    op = next((sign for sign in ("<=", ">=", "==", "<", ">") if words.startswith(sign)), None)
    try:
        number = float(words.removeprefix(op or "").strip().rstrip("%"))
    except ValueError:
        number = float("nan")
    if op is None or number - number != 0:
        raise InputError(f'"{text}" is no limit.', 'Write it as "> 5" or "<= 2.5".')
    return op, number


# -- baselines ---------------------------------------------------------------------------------


def _baseline_list(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        found = services.triggers.baselines()
        zone, now = services.launch().zone, services.clock.now()
    columns: list[Column[Baseline]] = [
        Column("NAME", lambda one: one.name),
        Column("AT", lambda one: day_and_clock(one.at, zone, now)),
        Column("BY", lambda one: one.by),
        Column("FIGURES", lambda one: ", ".join(f"{k} {v:g}" for k, v in one.values.items())),
    ]
    context.out.listing(found, baseline_shape, columns, "No baseline is recorded.")
    return 0


def _baseline_record(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        found = services.triggers.record_baseline(args.name)
    told = f"Baseline “{found.name}”: {len(found.values)} figures."
    context.out.record(baseline_shape(found), told)
    return 0


# -- rollback ----------------------------------------------------------------------------------


def _rollback_list(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        found = services.rollback.all()
        zone, now = services.launch().zone, services.clock.now()
    columns: list[Column[Rollback]] = [
        Column("STATE", lambda one: one.state.value),
        Column("DECISION", lambda one: DECISION_WORDS[one.decision] if one.decision else "–"),
        Column("ASKED", lambda one: day_and_clock(one.proposed_at, zone, now)),
        Column("BY", lambda one: one.decided_by or "–"),
        Column("UNTIL", lambda one: _until(one, zone, now)),
        Column("WHY", lambda one: one.title),
        Column("REASON", lambda one: one.reason),
    ]
    context.out.listing(found, rollback_shape, columns, "Nobody has asked to roll back.")
    return 0


def _until(one: Rollback, zone: ZoneInfo, now: datetime) -> str:
    return day_and_clock(one.recheck_at, zone, now) if one.recheck_at is not None else "–"


def _plan(args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.services.triggers.trigger_desk import deadline_at

    given = (args.deadline, args.estimate, args.margin)
    shows = all(value is None for value in given)
    with context.services(read_only=shows) as services:
        if not shows:
            deadline = None
            if args.deadline:
                now, known = services.clock.now(), services.triggers.situation()
                deadline = deadline_at(args.deadline, now, known)
            services.rollback.plan(
                deadline=deadline,
                estimate_min=args.estimate,
                margin_min=args.margin,
            )
        situation, team = services.triggers.situation(), services.triggers.team()
    launch, safe = situation.board.launch, situation.last_safe
    shape: dict[str, Json] = {
        "deadline": launch.rollback_deadline,
        "estimate_min": launch.rollback_estimate_min,
        "margin_min": launch.decision_margin_min,
        "measured_min": list(situation.board.rollback_minutes),
        "last_safe_at": safe.at if safe else None,
        "team": [{"role": one.role, "name": one.name, "duty": one.duty.value} for one in team],
    }
    if safe is None:
        told = _no_last_safe(situation)
    else:
        left = last_safe_words(safe, situation.now)
        told = f"{left[:1].upper()}{left[1:]}: {launch.local(safe.at):%a %d %b %H:%M}, a rollback"
        told += f" takes {safe.rollback_min} min ({safe.source})."
    told += "".join(f"\n{one.role}: {one.name or '–'}, {one.duty.value}" for one in team)
    context.out.record(shape, told)
    return 0


def _no_last_safe(situation: Situation) -> str:
    """Why nothing counts down: one runs or is over, or nobody has said until when."""
    launch, asked = situation.board.launch, situation.board.rollback
    if asked is not None and asked.state.under_way and asked.started_at is not None:
        return f"A rollback is under way since {launch.local(asked.started_at):%H:%M}."
    if launch.status in (LaunchStatus.ROLLED_BACK, LaunchStatus.CANCELLED):
        return f"The launch is {launch.status.value.replace('_', ' ')}: nothing is left to save."
    at = launch.rollback_deadline
    if at is not None and launch.rollback_estimate_min is None:
        when = f"{launch.local(at):%a %d %b %H:%M}"
        return f"The deadline is {when}, but nobody has said how long a rollback takes: --estimate."
    if at is None and launch.rollback_estimate_min is not None:
        return "There is no last safe moment without a deadline: --deadline."
    return "There is no last safe moment: set --deadline and --estimate."


def _measured(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        services.rollback.measured(args.minutes, args.note)
    context.out.record({"minutes": args.minutes}, f"A rollback took {args.minutes} min.")
    return 0


def _said(context: Context, found: Rollback) -> int:
    word = DECISION_WORDS[found.decision] if found.decision else "asked"
    told = f"{found.title}: {word}, {found.state.value}."
    if found.state is RollbackState.CONTINUED and found.recheck_at is not None:
        with context.services(read_only=True) as services:
            until = day_and_clock(found.recheck_at, services.launch().zone, services.clock.now())
        told = f"{found.title}: continue until {until}; then it is asked again."
    if found.state is RollbackState.CLOSED and found.started_at and found.ended_at:
        told = f"{found.title}: closed after {short(found.ended_at - found.started_at)}."
    context.out.record(rollback_shape(found), told)
    return 0


def _propose(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        return _said(context, services.rollback.propose(args.reason))


def _decide(args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.services.triggers.trigger_desk import due_at

    with context.services() as services:
        until = None
        if args.until:
            until = due_at(args.until, services.clock.now(), services.triggers.situation())
        found = services.rollback.decide(
            args.decision, args.reason, recheck_at=until, force=args.force
        )
        return _said(context, found)


def _start(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        return _said(context, services.rollback.start(args.procedure))


def _verify(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        return _said(context, services.rollback.verify(args.note))


def _communicate(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        return _said(context, services.rollback.communicate(args.note))


def _close(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        return _said(context, services.rollback.close(args.note))
