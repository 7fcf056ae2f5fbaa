"""`warroom status`: the board as text, with the same figures as the dashboard."""

from __future__ import annotations

import argparse

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Json, Output
from warroom_tui.cli.parser import Parser, positive
from warroom_tui.cli.retro import card_shape
from warroom_tui.cli.shapes import (
    check_shape,
    cover_shape,
    figures_shape,
    issue_shape,
    launch_shape,
    need_shape,
    phase_shape,
    promises_shape,
    verdict_shape,
)
from warroom_tui.cli.tripwire_shapes import gauge_shape
from warroom_tui.domain.durations import countdown, short
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.monitoring.health import CheckState, format_value
from warroom_tui.domain.monitoring.watching import HOW_TO_START
from warroom_tui.domain.planning.disagreement import differing
from warroom_tui.domain.rag import Rag
from warroom_tui.domain.runsheet.day_words import STATUS_WORDS, day_words
from warroom_tui.domain.runsheet.focus import focus_cards
from warroom_tui.domain.situation import Situation, read_situation
from warroom_tui.domain.staffing.rota import level_name
from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.domain.triggers.trigger_words import last_safe_words
from warroom_tui.domain.triggers.tripwires import TriggerState

_RAG = {Rag.GREEN: ("●", "1;34"), Rag.YELLOW: ("▲", "1;33"), Rag.RED: ("✖", "1;31")}
"""Symbol and colour; the word is always printed too."""

SHOWN_NEEDS = 10
"""Needs printed as text; the JSON has all of them."""


def build(parser: Parser, _name: str) -> None:
    """Add the command."""
    parser.runs(_status)
    words = "|".join((*(rag.value for rag in Rag), "auto"))
    parser.add_argument("--set", metavar=words, help="say the status by hand; auto lifts it")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why (needed with --set)")
    parser.add_argument("--minutes", type=positive, metavar="N", help="how long it holds")


def _status(args: argparse.Namespace, context: Context) -> int:
    if args.set is not None:
        _set_by_hand(args, context)
    with context.services(read_only=True) as services:
        situation = read_situation(services.board(), services.clock.now())
        if context.out.as_json:
            board = situation.board
            day = board.launch.local(situation.now).date()
            today = figures_shape(services.desk_figures.day(day).counts)
            promises = promises_shape(services.escalations.page().levels.targets)
            told = {**situation_shape(situation), "today": today, "promises": promises}
            context.out.json(told)
            return 0
    _print(context.out, situation)
    return 0


def _set_by_hand(args: argparse.Namespace, context: Context) -> None:
    word = args.set.strip().casefold()
    known = [rag.value for rag in Rag]
    if word not in (*known, "auto"):
        raise InputError(f'"{args.set}" is no status.', f"Known: {', '.join(known)}, auto.")
    with context.services() as services:
        services.set_rag(None if word == "auto" else Rag(word), args.reason, args.minutes)


def situation_shape(now: Situation) -> dict[str, Json]:
    """Everything that the dashboard's figures say."""
    board, counts = now.board, now.board.ticket_counts
    others = differing(board.criteria)
    return {
        "at": now.now,
        "launch": launch_shape(board.launch),
        "day": board.launch.shown_day(now.day) if now.day is not None else None,
        "rag": {
            "status": now.rag.rag.value,
            "reasons": list(now.rag.reasons),
            "overridden_by": now.rag.overridden_by,
            "until": now.rag.until,
        },
        "phase": phase_shape(now.phase) if now.phase else None,
        "next_phase": phase_shape(now.next_phase) if now.next_phase else None,
        "time_left_s": now.time_left.total_seconds() if now.time_left is not None else None,
        "slip_s": now.slip.total_seconds(),
        "needs": [need_shape(need) for need in now.needs],
        "tickets": {
            "live": counts.live,
            "by_priority": dict(counts.by_priority),
            "by_state": dict(counts.by_state),
            "over_sla": now.breached,
            "at_risk": now.at_risk,
            "unowned": counts.unowned,
        },
        "health": {
            **{state.value: now.check_count(state) for state in CheckState},
            "monitor_at": board.monitor_at,
            "measured": not now.measured.blind,
            "checks": [check_shape(check) for check in now.checks],
        },
        "rota": [cover_shape(cover) for cover in now.covers],
        "issues": [issue_shape(issue) for issue in board.issues],
        "today": figures_shape(board.today),
        "focus": [card_shape(card) for card in focus_cards(board.focus, now.now)],
        "triggers": [gauge_shape(gauge) for gauge in now.gauges if gauge.is_trigger],
        "last_safe_at": now.last_safe.at if now.last_safe else None,
        "criteria": [verdict_shape(judged, others) for judged in now.verdicts],
    }


def _print(out: Output, now: Situation) -> None:
    launch = now.board.launch
    symbol, colour = _RAG[now.rag.rag]
    day = STATUS_WORDS.get(launch.status) or day_words(launch, now.day, now.now)
    local = launch.local(now.now)
    when = f"{local:%a} {local.day} {local:%b %H:%M} {launch.tz}"
    mode = "  REHEARSAL" if launch.rehearsal else ""
    head = f"{symbol} {now.rag.rag.value.upper()}  {launch.code}  {launch.name}  {day}  {when}"
    out.bold(head + mode, colour)
    reasons = now.rag.reasons or (now.rag.first_reason,)
    for reason in reasons:
        out.line(f"  {reason}")
    for title, text in _lines(now):
        out.line(f"{title:<10} {text}")
    out.line(f"Needs you  {len(now.needs) or 'nothing'}")
    for need in now.needs[:SHOWN_NEEDS]:
        out.line(f"  {need.tag:<5} {need.what}" + (f" ({need.why})" if need.why else ""))
    if len(now.needs) > SHOWN_NEEDS:
        out.line(f"  and {len(now.needs) - SHOWN_NEEDS} more: warroom status --json")


def _lines(now: Situation) -> list[tuple[str, str]]:
    lines = [
        ("Phase", _phase(now)),
        ("Tickets", _tickets(now)),
        ("Health", _health(now)),
        ("Rota", _rota(now)),
        ("Issues", f"{len(now.board.issues)} live"),
        ("Today", _today(now)),
        ("Criteria", _criteria(now)),
        ("Triggers", _triggers(now)),
        ("Rollback", last_safe_words(now.last_safe, now.now) if now.last_safe else ""),
    ]
    return [(title, text) for title, text in lines if text]


def _phase(now: Situation) -> str:
    if now.phase is None:
        return "no phase is left" if now.board.phases else "the plan has none"
    phase = now.phase
    parts = [f"{phase.name}: {phase.state.replace('_', ' ')}, {phase.done} of {phase.total} done"]
    if now.time_left is not None and phase.started_at is not None:
        over = now.time_left.total_seconds() < 0
        parts.append(f"{short(now.time_left)} {'over its time' if over else 'left'}")
    if now.slip.total_seconds() >= 60:
        parts.append(f"the day runs {short(now.slip)} late")
    if now.next_phase is not None:
        parts.append(f"next: {now.next_phase.name}")
    return "; ".join(parts)


def _tickets(now: Situation) -> str:
    counts = now.board.ticket_counts
    parts = [f"{counts.live} live"]
    parts += [f"{name} {number}" for name, number in counts.by_priority if number]
    parts += [f"{now.breached} over SLA"] if now.breached else []
    parts += [f"{now.at_risk} at risk"] if now.at_risk else []
    parts += [f"{counts.unowned} without owner"] if counts.unowned else []
    if now.board.tickets and now.board.tickets[0].next_due_at is not None:
        first = now.board.tickets[0]
        parts.append(f"next {first.ref} in {countdown(now.board.tickets[0].next_due_at - now.now)}")
    return ", ".join(parts)


def _health(now: Situation) -> str:
    if not now.checks:
        return "no checks"
    parts = [f"{now.check_count(state)} {state.value}" for state in CheckState]
    bad = [
        f"{check.row.check.name} {check.state.value}"
        + (
            f" {format_value(check.row.status.last_value, check.row.check.unit)}"
            if check.row.status and check.row.status.last_value is not None
            else ""
        )
        for check in now.checks
        if check.bad
    ]
    silent = [f"nobody runs the checks: {HOW_TO_START}"] if now.measured.nobody else []
    return "; ".join([", ".join(parts), *bad, *silent])


def _rota(now: Situation) -> str:
    return ", ".join(
        f"{level_name(cover.level)} {cover.here} of {cover.need}"
        + (f" (short by {cover.gap})" if cover.gap else "")
        for cover in now.covers
        if cover.need or cover.here
    )


def _today(now: Situation) -> str:
    today = now.board.today
    parts = [f"{today.created} tickets logged", f"{today.resolved} resolved"]
    for name, value in (("SLA", today.sla_pct), ("first contact", today.first_contact_pct)):
        parts += [f"{name} {value:.0f} %"] if value is not None else []
    parts += [f"satisfaction {today.csat_of_5:.1f} of 5"] if today.csat_of_5 is not None else []
    return ", ".join(parts)


def _criteria(now: Situation) -> str:
    told = [verdict for _, _, verdict in now.verdicts]
    return ", ".join(
        f"{told.count(verdict)} {verdict.value.replace('_', ' ')}"
        for verdict in Verdict
        if told.count(verdict)
    )


def _triggers(now: Situation) -> str:
    found = [gauge.state for gauge in now.gauges if gauge.state is not None and gauge.counts]
    return ", ".join(
        f"{found.count(state)} {state.value}" for state in TriggerState if found.count(state)
    )
