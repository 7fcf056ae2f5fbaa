"""Storing what probes saw: samples, states, and the alerts that begin and end with them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from warroom_tui.domain.durations import short
from warroom_tui.domain.monitoring.alerts import Alert, AlertState
from warroom_tui.domain.monitoring.health import (
    MANUAL,
    Check,
    CheckState,
    CheckStatus,
    Measurement,
    advance,
    after_gap,
    is_stale,
    judge,
    moved_back,
)
from warroom_tui.domain.monitoring.seen_words import seen_words
from warroom_tui.domain.text import clean
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.monitoring import health as rows
from warroom_tui.storage.monitoring import health_alerts as alerts
from warroom_tui.storage.monitoring import health_feeds as feeds
from warroom_tui.storage.monitoring import health_writes as writes
from warroom_tui.storage.monitoring.health_writes import Sample

Result = tuple[Check, Measurement, datetime]
"""What one probe run saw, and when (launch time)."""

MONITOR = "monitor"
EXCERPT_LIMIT = 500
"""Characters of an answer that are kept."""
SILENCE_OVER = "silence_over"
REMINDER = "check_reminder"
FLAP = timedelta(minutes=5)
"""A failure so soon after a recovery (or within ten periods) continues the same alert."""
REMIND_MIN = 30
"""Minutes between reminders of a check that is down, unless the plan says otherwise."""
BAD = (CheckState.SLOW, CheckState.DOWN)


@dataclass(frozen=True, slots=True)
class Moved:
    """Something that belongs on the timeline."""

    verb: str
    subject: str
    name: str
    text: str


def store_results(connection: Connection, results: Iterable[Result], speed: float) -> list[Moved]:
    """Store results in order; returns what changed.

    A check that was silent for too long is taken as unknown in between: a good result after a gap
    counts at once and starts a new "since". Under maintenance nothing fires.
    """
    probed = [result for result in results if result[0].kind != MANUAL]
    if not probed:
        return []
    statuses = rows.read_statuses(connection, {check.id for check, _, _ in probed})
    before = dict(statuses)
    samples: list[Sample] = []
    windows = alerts.read_maintenance(connection, min(at for _, _, at in probed))
    moved: list[Moved] = []
    for check, seen, at in probed:
        was = statuses.get(check.id)
        was = was and moved_back(was, at)
        silent = was is not None and is_stale(check, was.last_at, at, speed)
        now = advance(check, after_gap(was) if was and silent else was, seen, at)
        now = _storable(now)
        verdict = judge(check, seen)
        samples.append(Sample(check.id, at, verdict, _finite(seen.value)))
        if _worth_keeping(was, verdict, at) and seen.excerpt:
            text = clean(seen.excerpt, limit=EXCERPT_LIMIT, multiline=True)
            writes.write_excerpt(connection, check.id, at, verdict, now.last_detail, text)
        statuses[check.id] = now
        waits = silent and now.state is CheckState.UNKNOWN is not verdict
        turned = (was is None or was.state is not now.state) and not waits
        if seen.alerts is not None:
            alerts.write_outside(connection, check.id, seen.alerts)
        if turned or now.state in BAD:
            under = any(window.covers(check.id, at) for window in windows)
            found = alerts.read_open_alert(connection, check.id)
            quietly = was is None and now.state not in BAD
            told = _alert_step(connection, check, now, found, under)
            if told is None and turned and not quietly and not under:
                told = f"check_{now.state}"
            if told is not None:
                moved.append(
                    Moved(told, "check", check.name, _words(check, was, now, silent, told))
                )
    writes.write_samples(connection, samples)
    changed = {key: status for key, status in statuses.items() if before.get(key) is not status}
    writes.write_statuses(connection, changed)
    return moved


def _worth_keeping(was: CheckStatus | None, verdict: CheckState, at: datetime) -> bool:
    """An answer is kept when it says something new, and one a minute while it is bad."""
    if was is None or was.last_at is None or was.streak_state is not verdict:
        return True
    same_minute = (was.last_at.replace(second=0, microsecond=0)) == at.replace(
        second=0, microsecond=0
    )
    return verdict is not CheckState.UP and not same_minute


def _alert_step(
    connection: Connection, check: Check, now: CheckStatus, found: Alert | None, under: bool
) -> str | None:
    """Open, worsen, wake or resolve the alert of one check; the verb when that is news."""
    at = now.last_at or now.since
    if now.state is CheckState.UP and found is not None:
        alerts.resolve_alert(connection, found, at)
        return "check_up"
    if now.state not in BAD or under:
        return None
    if found is None:
        before = alerts.read_last_alert(connection, check.id)
        if before is not None and _soon(check, before, at):
            alerts.flap(connection, before, now.state)
        else:
            alerts.open_alert(connection, check.id, now.state, at)
        return f"check_{now.state}"
    return _goes_on(connection, check, now.state, found, at)


def _goes_on(
    connection: Connection, check: Check, state: CheckState, found: Alert, at: datetime
) -> str | None:
    """Worsen, wake or remind of an alert that is open; the verb when that is news."""
    if state is CheckState.DOWN and found.severity != CheckState.DOWN:
        alerts.worsen_alert(connection, found, state)
        return "check_down"
    if found.state is AlertState.SILENCED and not found.quiet(at):
        alerts.fire_again(connection, found)
        return SILENCE_OVER
    if found.state is AlertState.FIRING and _remind(check, found, at):
        alerts.remind(connection, found, at)
        return REMINDER
    return None


def _soon(check: Check, before: Alert, at: datetime) -> bool:
    """A check that fails again soon after it recovered flaps: that is one alert, not two."""
    patience = max(FLAP, timedelta(seconds=10 * check.every_s))
    return before.resolved_at is not None and at - before.resolved_at <= patience


def _remind(check: Check, found: Alert, at: datetime) -> bool:
    """Whether it is time to say again that nobody has taken a failing check on."""
    asked = check.options.remind_min
    if asked is None:
        asked = REMIND_MIN if found.severity == CheckState.DOWN else 0
    told = (found.since, found.reminded_at, found.held_at)
    # Times ahead of now are from before a clock was set back: they must not hush it till then.
    last = max((one for one in told if one is not None and one <= at), default=None)
    return asked > 0 and (last is None or at - last >= timedelta(minutes=asked))


def _words(check: Check, was: CheckStatus | None, now: CheckStatus, silent: bool, told: str) -> str:
    seen = seen_words(check, now)
    detail = f" ({seen})" if seen else ""
    begun = f"{check.name} is {now.state}{detail}"
    if told == REMINDER:
        return f"{check.name} is still {now.state}{detail}: nobody has acknowledged it"
    if told == SILENCE_OVER:
        return f"{check.name} is still {now.state}{detail}: the silence is over"
    if was is None:
        return f"{begun}, at its first probe"
    if silent and was.last_at is not None:
        spell = short((now.last_at or now.since) - was.last_at)
        return f"{begun}, was {was.state} before it was silent for {spell}"
    if was.state is now.state:
        return f"{check.name} is still {now.state}{detail}, for {short(_age(now))}"
    return f"{begun}, was {was.state} for {short(now.since - was.since)}"


def _age(now: CheckStatus) -> timedelta:
    return (now.last_at or now.since) - now.since


def store_figures(connection: Connection, results: Sequence[Result]) -> list[Moved]:
    """Store fetched metrics; a failure is told when it begins and when it ends."""
    troubles = feeds.read_troubles(connection)
    moved: list[Moved] = []
    for feed, seen, at in results:
        known = troubles.get(-feed.id)
        if known is None:
            continue  # the plan dropped it meanwhile
        name, was = known
        value = _finite(seen.value) if seen.ok else None
        trouble = None if value is not None else clean(seen.detail, limit=200) or "no number"
        if value is not None:
            feeds.write_figure(connection, -feed.id, value, at, MONITOR)
        if trouble != was:
            feeds.write_trouble(connection, -feed.id, trouble)
            troubles[-feed.id] = (name, trouble)
        if (trouble is None) != (was is None):
            text = f"{name} cannot be fetched: {trouble}" if trouble else f"{name} is fetched again"
            verb = "metric_lost" if trouble else "metric_found"
            moved.append(Moved(verb, "metric", feed.name, text))
    return moved


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _storable(status: CheckStatus) -> CheckStatus:
    return CheckStatus(
        status.state,
        status.since,
        status.last_at,
        _finite(status.last_value),
        clean(status.last_detail, limit=300),
        status.streak_state,
        status.streak,
    )
