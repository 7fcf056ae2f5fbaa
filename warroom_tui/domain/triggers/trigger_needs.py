"""What triggers and rollbacks ask of people: decide, review, go on, look."""

from __future__ import annotations

from datetime import datetime, timedelta

from warroom_tui.domain.board import Board
from warroom_tui.domain.durations import short
from warroom_tui.domain.needs import Need, Weight
from warroom_tui.domain.triggers.gauges import Gauge
from warroom_tui.domain.triggers.last_safe import LastSafe
from warroom_tui.domain.triggers.rollback import Rollback, RollbackState
from warroom_tui.domain.triggers.trigger_words import against_limit, approaching, trip_words

SAFE_SOON = timedelta(hours=1)
"""The last safe moment is announced that long before."""

_NEXT = {
    RollbackState.DECIDED: ("START", "decided, not begun", "W start"),
    RollbackState.RUNNING: ("BACK", "the rollback runs", "W go on"),
    RollbackState.VERIFIED: ("TELL", "verified, not communicated", "W tell"),
    RollbackState.COMMUNICATED: ("CLOSE", "communicated, not closed", "W close"),
}


def trigger_needs(
    board: Board, gauges: tuple[Gauge, ...], safe: LastSafe | None, now: datetime
) -> list[Need]:
    """Decisions and reviews first, then a rollback's next step, then what comes near."""
    out = [*_asked(board.rollback, now), *_near(gauges, now)]
    if safe is not None and timedelta(0) <= safe.left(now) <= SAFE_SOON:
        what, why = "Last safe moment for a rollback", f"in {short(safe.left(now))}"
        weight = Weight.CHECK_DOWN
        out.append(_need("last-safe", weight, "SAFE", what, why, "W decide", safe.at, bad=False))
    return out


def _asked(rollback: Rollback | None, now: datetime) -> list[Need]:
    if rollback is None:
        return []
    key, since = f"rollback:{rollback.id}", rollback.proposed_at
    if rollback.waits(now):
        review = rollback.state is RollbackState.CONTINUED
        since = rollback.recheck_at if review and rollback.recheck_at else since
        why = "review is due" if review else f"undecided for {short(now - since)}"
        tag = "AGAIN" if review else "ROLL?"
        return [_need(key, Weight.DECIDE, tag, rollback.title, why, "W decide", since)]
    if rollback.state in _NEXT:
        tag, why, hint = _NEXT[rollback.state]
        since = rollback.started_at or rollback.decided_at or since
        return [_need(key, Weight.DECIDE, tag, rollback.title, why, hint, since)]
    return []


def _near(gauges: tuple[Gauge, ...], now: datetime) -> list[Need]:
    out = []
    for gauge in approaching(gauges):
        why = ", ".join(part for part in (against_limit(gauge), trip_words(gauge)) if part)
        key = f"criterion:{gauge.criterion.id}"
        out.append(_need(key, Weight.TRIGGER_NEAR, "NEAR", gauge.criterion.text, why, "W look",
                         gauge.since or now, bad=False))  # fmt: skip
    return out


def _need(
    key: str, weight: Weight, tag: str, what: str, why: str, hint: str, since: datetime,
    *, bad: bool = True,
) -> Need:  # fmt: skip
    return Need(
        key=key,
        weight=weight,
        bad=bad,
        tag=tag,
        what=what,
        why=why,
        panel="tripwires",
        row=key,
        hint=hint,
        since=since,
    )
