"""Needs you: the one list of everything that waits for a person, most urgent first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum

from warroom_tui.domain.board import Board, Promise
from warroom_tui.domain.desk.sla import Urgency, urgency
from warroom_tui.domain.desk.tickets import Priority, Ticket
from warroom_tui.domain.durations import short
from warroom_tui.domain.monitoring.health import CheckState
from warroom_tui.domain.runsheet.holding import GoLiveForecast, go_live_forecast
from warroom_tui.domain.staffing.rota import Cover, Gap, level_name


class Weight(IntEnum):
    """The order of kinds: what hurts users most stands first. In tens, to leave room between."""

    DECIDE = 0
    """A trigger has tripped and nobody has decided; a review of such a decision is due."""
    INCIDENT_LATE = 10
    P1_UNOWNED = 20
    INCIDENT_OFFER = 30
    CALL_OFFER = 35
    CHECK_DOWN = 40
    SLA_BREACHED = 50
    INCIDENT_SOON = 60
    TRIGGER_NEAR = 65
    SLA_AT_RISK = 70
    PATTERN = 80
    COVER_GAP = 90
    CHECK_SLOW = 100
    MESSAGE_LATE = 110
    GATE_LATE = 120
    TASK_LATE = 130
    ROUTINE_LATE = 140
    POSTMORTEM_LATE = 150
    MEETING = 160
    PHASE_OVERRUN = 170
    GAP_AHEAD = 180
    ACTION_LATE = 190
    ISSUE_REVIEW = 200


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits for a person."""

    key: str
    """Stable over time: kind and reference."""
    weight: Weight
    bad: bool
    """True when it is already broken, False when it is about to be."""
    tag: str
    """P1, DOWN, LATE …: one short word."""
    what: str
    why: str
    """How late, how long: changes with the clock."""
    panel: str
    """Which panel has it (tickets, health, rota, checklist) or screen (messages, gates, plan)."""
    row: str
    """Key of the row in that panel."""
    hint: str
    """The key that acts on it, and its word: "t take"."""
    since: datetime


def needs_you(
    board: Board,
    now: datetime,
    bad_checks: tuple[tuple[str, CheckState, datetime | None], ...],
    covers: tuple[Cover, ...],
    gaps: tuple[Gap, ...],
    more: Iterable[Need] = (),
) -> tuple[Need, ...]:
    """Merge everything that waits for a person: worst kind first, within a kind oldest first.

    `more` are needs that other rules have found (phases, triggers, incidents, patterns).
    """
    found = [
        *more,
        *_tickets(board, now),
        *(_check(name, state, since, now) for name, state, since in bad_checks),
        *_cover(covers, gaps, now),
        *_tasks(board, now),
        *_promises(board, now),
        *escalation_needs(board, now),
    ]
    return tuple(sorted(found, key=lambda need: (need.weight, need.since, need.key)))


def escalation_needs(board: Board, now: datetime) -> list[Need]:
    """Calls that nobody answered, and tickets that their level has held too long."""
    out = []
    for call in board.escalations:
        late = now > call.late_at()
        over = f", due {short(now - call.late_at())} ago" if late and call.due_at else ""
        out.append(
            Need(
                key=f"escalation:{call.id}",
                weight=Weight.SLA_BREACHED if late else Weight.SLA_AT_RISK,
                bad=late,
                tag="CALL",
                what=f"{call.subject_ref} to {call.to_key}: {call.title}",
                why=f"not answered for {short(now - call.at)}{over}",
                panel="escalations",
                row=f"call:{call.id}",
                hint="E answer",
                since=call.at,
            )
        )
    for held in board.held:
        if held.due_at > now:
            break
        out.append(
            Need(
                key=f"held:{held.ref}",
                weight=Weight.SLA_AT_RISK,
                bad=True,
                tag="HELD",
                what=f"{held.ref} {held.subject}",
                why=f"at {held.level} for {short(now - held.since)}, {held.to_key} is due",
                panel="tickets",
                row=held.ref,
                hint="e escalate",
                since=held.due_at,
            )
        )
    return out


def _tickets(board: Board, now: datetime) -> list[Need]:
    out = []
    for ticket in board.urgent_tickets:
        need = _ticket(ticket, now)
        if need is not None:
            out.append(need)
    return out


def _ticket(ticket: Ticket, now: datetime) -> Need | None:
    state = urgency(ticket.next_due_at, ticket.next_at_risk_at, now)
    unowned_p1 = ticket.priority is Priority.P1 and ticket.assignee is None
    if not unowned_p1 and state not in (Urgency.BREACHED, Urgency.AT_RISK):
        return None
    promise = (ticket.next_clock or "").replace("_", " ")
    if state is Urgency.BREACHED and ticket.next_due_at is not None:
        why = f"{promise} {short(now - ticket.next_due_at)} over"
    elif ticket.next_due_at is not None:
        why = f"{promise} due in {short(ticket.next_due_at - now)}"
    else:
        why = f"open for {short(now - ticket.created_at)}"
    weight = Weight.SLA_BREACHED if state is Urgency.BREACHED else Weight.SLA_AT_RISK
    if unowned_p1:
        weight, why = Weight.P1_UNOWNED, f"no owner, {why}"
    return Need(
        key=f"ticket:{ticket.ref}",
        weight=weight,
        bad=unowned_p1 or state is Urgency.BREACHED,
        tag=ticket.priority.value,
        what=f"{ticket.ref} {ticket.subject}",
        why=why,
        panel="tickets",
        row=ticket.ref,
        hint="t take" if ticket.assignee is None else "enter open",
        since=ticket.next_due_at or ticket.created_at,
    )


def _check(name: str, state: CheckState, since: datetime | None, now: datetime) -> Need:
    down = state is CheckState.DOWN
    return Need(
        key=f"check:{name}",
        weight=Weight.CHECK_DOWN if down else Weight.CHECK_SLOW,
        bad=down,
        tag="DOWN" if down else "SLOW",
        what=name,
        why=f"for {short(now - since)}" if since else "",
        panel="health",
        row=name,
        hint="a ack",
        since=since or now,
    )


def _cover(covers: tuple[Cover, ...], gaps: tuple[Gap, ...], now: datetime) -> list[Need]:
    short_now = {cover.level for cover in covers if cover.gap}
    out = [
        Need(
            key=f"cover:{cover.level}",
            weight=Weight.COVER_GAP,
            bad=True,
            tag="SHORT",
            what=f"{level_name(cover.level)}: {cover.here} of {cover.need} here",
            why=_who_is_missing(cover),
            panel="rota",
            row=cover.level,
            hint="o sign in",
            since=now,
        )
        for cover in covers
        if cover.gap
    ]
    seen: set[str] = set(short_now)
    for gap in gaps:
        if gap.level in seen:
            continue
        seen.add(gap.level)
        out.append(
            Need(
                key=f"gap:{gap.level}",
                weight=Weight.GAP_AHEAD,
                bad=False,
                tag="COVER",
                what=f"{level_name(gap.level)} falls to {gap.planned} of {gap.need}",
                why=f"in {short(gap.starts_at - now)}",
                panel="rota",
                row=gap.level,
                hint="o rota",
                since=gap.starts_at,
            )
        )
    return out


def _who_is_missing(cover: Cover) -> str:
    if cover.missing:
        return "not signed in: " + ", ".join(cover.missing[:3]) + ("…" if cover.missing[3:] else "")
    if cover.on_break:
        return "on a break: " + ", ".join(cover.on_break[:3])
    return "nobody planned"


def _tasks(board: Board, now: datetime) -> list[Need]:
    out = []
    for task in board.due_tasks:
        late = task.late_by(now)
        if late is None or task.due_at is None:
            continue
        out.append(
            Need(
                key=f"task:{task.id}",
                weight=Weight.TASK_LATE,
                bad=late > timedelta(minutes=15),
                tag="LATE",
                what=task.text,
                why=f"{short(late)} late" + (f", {task.owner}" if task.owner else ""),
                panel="checklist",
                row=f"task:{task.id}",
                hint="enter go",
                since=task.due_at,
            )
        )
    return out


FORGOTTEN = timedelta(hours=24)
"""What is late for longer is told in one line for all of its kind."""

_KINDS: dict[str, tuple[Weight, str, str, str]] = {
    "message": (Weight.MESSAGE_LATE, "SEND", "messages", "m messages"),
    "gate": (Weight.GATE_LATE, "GATE", "gates", "g decide"),
    "meeting": (Weight.MEETING, "MEET", "plan", "enter open"),
    "run": (Weight.ROUTINE_LATE, "DUE", "checklist", "enter go"),
    "conflict": (Weight.MESSAGE_LATE, "SYNC", "sync", "X settle"),
    "unsent": (Weight.MESSAGE_LATE, "SYNC", "sync", "X look"),
    "silence": (Weight.MESSAGE_LATE, "SYNC", "sync", "X look"),
    "action": (Weight.ACTION_LATE, "TODO", "actions", "A actions"),
}
"""Kind of a promise: weight, tag, where it is, the key that acts on it."""


_STANDING = frozenset({"conflict", "unsent", "silence"})
"""Kinds that were never due at a time: they stand until somebody has settled them."""


def _promises(board: Board, now: datetime) -> list[Need]:
    """Messages to send, gates to decide, meetings to hold, routine lists to tick."""
    out: list[Need] = []
    old: dict[str, list[Promise]] = {}
    counts = {item.id: (item.done, item.total) for item in board.lists}
    live = go_live_forecast(board.launch, board.phases, now)
    for promise in board.promises:
        if promise.kind not in _KINDS:
            continue
        late = now - promise.at
        if promise.kind == "run":
            done, total = counts.get(promise.id, (0, 0))
            if late > ROUTINE_GRACE and done < total:
                out.append(_promise(promise, f"{short(late)} late, {done} of {total} done", True))
        elif promise.kind == "message" and (why := _held(board, promise, live, late)) is not None:
            out += [replace(_promise(promise, why, False), tag="HOLD")] if why else []
        elif promise.kind in _STANDING:
            out.append(_promise(promise, f"for {short(late)}", True))
        elif late > FORGOTTEN:
            old.setdefault(promise.kind, []).append(promise)
        elif promise.kind == "meeting":
            if late > -MEETING_SOON:
                ahead = late < timedelta(0)
                why = f"begins in {short(late)}" if ahead else f"since {short(late)}, hold or skip"
                out.append(_promise(promise, why, late > MEETING_SOON))
        elif late > timedelta(0):
            out.append(_promise(promise, f"{short(late)} late{_for_whom(promise)}", True))
    out += [_forgotten(found, now) for found in old.values()]
    return out


def _for_whom(promise: Promise) -> str:
    """The audience of a message, the owner of an action item."""
    if promise.kind == "action":
        return f", {promise.detail or 'no owner'}"
    if promise.kind == "message" and promise.detail:
        return f", to {promise.detail.replace('_', ' ')}"
    return ""


def _held(
    board: Board, promise: Promise, live: GoLiveForecast | None, late: timedelta
) -> str | None:
    """Why a message is held back; empty while nobody needs to know, None when it is not."""
    if live is not None and live.falsifies(promise.at):
        return live.reason(board.launch) if late > -HOLD_AHEAD else ""
    if promise.detail == "held":
        return f"held back, was due {short(late)} ago" if late > timedelta(0) else ""
    return None


HOLD_AHEAD = timedelta(hours=1)
"""A message that would be false is told of that long before it is due."""
ROUTINE_GRACE = timedelta(minutes=15)
"""A routine's list may be ticked that long before it is called late."""
MEETING_SOON = timedelta(minutes=15)
"""A meeting is announced that long before it begins."""


def _promise(promise: Promise, why: str, bad: bool) -> Need:
    weight, tag, panel, hint = _KINDS[promise.kind]
    row = f"list:{promise.id}" if promise.kind == "run" else f"{promise.kind}:{promise.id}"
    return Need(
        key=f"{promise.kind}:{promise.id}",
        weight=weight,
        bad=bad,
        tag=tag,
        what=promise.title,
        why=why,
        panel=panel,
        row=row,
        hint=hint,
        since=promise.at,
    )


def _forgotten(found: list[Promise], now: datetime) -> Need:
    """One line for everything of a kind that is late for more than a day."""
    first = found[0]
    if len(found) == 1:
        return _promise(first, f"{short(now - first.at)} late", True)
    need = _promise(first, f"the oldest {short(now - first.at)} late", True)
    return replace(
        need, key=f"{first.kind}s:old", what=f"{len(found)} {first.kind}s: {first.title}, …"
    )
