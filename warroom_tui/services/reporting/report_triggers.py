"""What the day's report says about rollback triggers and the decisions on them."""

from __future__ import annotations

from datetime import datetime

from warroom_tui.domain.durations import clock
from warroom_tui.domain.reporting.report import DayRecord
from warroom_tui.domain.reporting.report_lines import TriggerLine
from warroom_tui.domain.situation import read_situation
from warroom_tui.domain.text import clean
from warroom_tui.domain.triggers.rollback import DECISION_WORDS, Decision, Rollback
from warroom_tui.domain.triggers.trigger_words import against_limit


def trigger_lines(record: DayRecord, now: datetime) -> tuple[TriggerLine, ...]:
    """Triggers that count, as they stand now; nothing for a past day, which nobody can see now."""
    if record.day != record.board.launch.local(now).date():
        return ()
    gauges = read_situation(record.board, now).gauges
    return tuple(
        TriggerLine(clean(one.criterion.text), one.group, one.state, clean(against_limit(one)))
        for one in gauges
        if one.state is not None and (one.counts or one.state.live)
    )


def decision_lines(record: DayRecord) -> tuple[str, ...]:
    """Each decision of the day: when, who, what, why, and what came of it."""
    launch = record.board.launch
    start, end = launch.day_bounds(record.day)
    found = [one for one in record.rollbacks if one.decided_at and start <= one.decided_at < end]
    return tuple(_decision(one, record) for one in reversed(found))


def _decision(one: Rollback, record: DayRecord) -> str:
    zone = record.board.launch.zone
    assert one.decided_at is not None
    assert one.decision is not None
    until = ""
    if one.decision is Decision.CONTINUE_UNTIL and one.recheck_at is not None:
        until = f" until {clock(one.recheck_at, zone)}"
    forced = ", forced after the last safe moment" if one.forced else ""
    after = f" Now {one.state.value}: {one.outcome}." if one.outcome else ""
    word = DECISION_WORDS[one.decision]
    return clean(
        f"{clock(one.decided_at, zone)} {one.decided_by} decided to {word}{until}{forced}: "
        f"{one.title} ({one.reason}).{after}"
    )
