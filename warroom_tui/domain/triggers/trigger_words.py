"""What is said about triggers: in Needs you, in the status's reasons, on the whole screen."""

from __future__ import annotations

from datetime import datetime, timedelta

from warroom_tui.domain.board import Board
from warroom_tui.domain.durations import clock, short
from warroom_tui.domain.takeover import Takeover, TakeoverRank
from warroom_tui.domain.triggers.gauges import Gauge
from warroom_tui.domain.triggers.last_safe import LastSafe
from warroom_tui.domain.triggers.readings import told_limit, told_value
from warroom_tui.domain.triggers.rollback import DECISION_WORDS, Rollback, RollbackState
from warroom_tui.domain.triggers.tripwires import TriggerState

DECIDE = "tripwires.decide"
"""The dashboard's command that asks for the decision."""


def against_limit(gauge: Gauge) -> str:
    """Value and limit: "62 %, limit > 50 %"; what a person said where nothing is measured."""
    condition = gauge.criterion.condition
    if condition is None or gauge.value is None:
        wire = gauge.wire
        if wire is not None and wire.by and wire.reason:
            return f"{wire.by}: {wire.reason}"
        if gauge.state is not None and gauge.state.live:
            return "raised by hand"
        return "no data" if gauge.measurable else "told by people"
    return f"{told_value(gauge.value, condition.unit)}, limit {told_limit(gauge.criterion)}"


def said_of(gauge: Gauge) -> str:
    """Why a person raised what has a figure too: "Ana: ghost rows"; the figure alone hides it."""
    wire = gauge.wire
    if gauge.value is None or gauge.state is not TriggerState.TRIPPED or wire is None:
        return ""
    return f"{wire.by}: {wire.reason}" if wire.by and wire.reason else ""


def trip_words(gauge: Gauge) -> str:
    """When it trips: "trips in ~25 min at this slope"; empty when nothing can be told."""
    left = gauge.trips_in
    if left is None or gauge.validity != "now":
        return ""
    if gauge.held is not None:
        return f"limit passed, trips in {short(left)}" if left else "limit passed"
    return f"trips in ~{short(left)} at this slope"


def tripped(gauges: tuple[Gauge, ...]) -> tuple[Gauge, ...]:
    """Triggers that are the case, immediate ones first."""
    return tuple(one for one in gauges if one.state is not None and one.state.live)


def approaching(gauges: tuple[Gauge, ...]) -> tuple[Gauge, ...]:
    """Triggers that count and come near."""
    return tuple(one for one in gauges if one.counts and one.state is TriggerState.APPROACHING)


def takeovers(
    board: Board, gauges: tuple[Gauge, ...], safe: LastSafe | None, now: datetime
) -> list[Takeover]:
    """The question "do we roll back?", while nobody has answered it or a review is due."""
    asked = board.rollback
    if asked is None or not asked.waits(now):
        return []
    review = asked.state is RollbackState.CONTINUED
    rank = TakeoverRank.TRIGGER_IMMEDIATE if asked.immediate else TakeoverRank.TRIGGER_CONSIDER
    since = (asked.recheck_at or asked.proposed_at) if review else asked.proposed_at
    return [
        Takeover(
            key=f"rollback:{asked.id}:{asked.version}",
            rank=TakeoverRank.REVIEW if review else rank,
            tag="REVIEW DUE" if review else _tag(asked),
            title=asked.title,
            lines=tuple(_lines(board, asked, gauges, safe, now)),
            since=since,
            command=DECIDE,
            hint="decide",
            bad=asked.immediate,
        )
    ]


def _tag(asked: Rollback) -> str:
    return "ROLL BACK?" if asked.immediate else "CONSIDER ROLLBACK"


def _lines(
    board: Board,
    asked: Rollback,
    gauges: tuple[Gauge, ...],
    safe: LastSafe | None,
    now: datetime,
) -> list[str]:
    zone = board.launch.zone
    out = []
    for one in gauges:
        if one.criterion.id in asked.triggers and one.state is not None:
            said = said_of(one)
            out += [said] if said else []
            out.append(f"{against_limit(one)}{_since(one, now)}{_seen(one)}")
    if asked.state is RollbackState.CONTINUED and asked.decision is not None:
        word = DECISION_WORDS[asked.decision]
        out.append(f"{asked.decided_by} decided to {word}: {asked.reason}")
        due = f"since {clock(asked.recheck_at, zone)}" if asked.recheck_at is not None else "now"
        out.append(f"the review is due {due}, nobody has decided anew")
    else:
        out.append(f"asked since {clock(asked.proposed_at, zone)}, nobody has decided")
    if safe is not None:
        out.append(last_safe_words(safe, now))
    return out


def _seen(gauge: Gauge) -> str:
    """What it was read from: which check, which issue."""
    return f" · {gauge.reading.evidence}" if gauge.reading is not None else ""


def _since(gauge: Gauge, now: datetime) -> str:
    start = gauge.wire.over_since if gauge.wire else None
    return f", for {short(now - start)}" if start is not None and now > start else ""


def last_safe_words(safe: LastSafe, now: datetime) -> str:
    """ "last safe moment for a rollback in 1 h 05", or that it has passed."""
    left = safe.left(now)
    if left < timedelta(0):
        return f"forward fix only: the last safe moment passed {short(left)} ago"
    return f"last safe moment for a rollback in {short(left)}"
