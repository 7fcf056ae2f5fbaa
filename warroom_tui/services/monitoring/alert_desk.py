"""Looking after alerts: acknowledge, silence, maintenance, beats, and a person's own word."""

from __future__ import annotations

from datetime import timedelta

from warroom_tui.domain.durations import short
from warroom_tui.domain.errors import InputError, NotFound, Refused
from warroom_tui.domain.monitoring.alerts import Alert, AlertState
from warroom_tui.domain.monitoring.health import HEARTBEAT, MANUAL, Check, CheckState
from warroom_tui.domain.text import clean
from warroom_tui.services.context import Context
from warroom_tui.storage import schema
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.monitoring import health as rows
from warroom_tui.storage.monitoring import health_alerts as alerts
from warroom_tui.storage.transaction import Transaction

BAD = (CheckState.SLOW, CheckState.DOWN)
LONGEST = timedelta(days=30)
"""Nobody silences or maintains for longer by one word."""


class AlertDesk:
    """What people do about checks that fail, or are about to."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def acknowledge(self, name: str, reason: str) -> Alert:
        """Take a firing check on; it leaves the urgent list until it recovers or gets worse.

        Raises NotFound, Refused when it does not fire, InputError without a reason.
        """
        why = _reason(reason, "What are you doing about it?")
        with self._context.writing() as tx:
            check, found, state = self._firing(tx, name)
            if found is not None and found.state is AlertState.ACKNOWLEDGED:
                raise Refused(f"{check.name} is acknowledged by {found.held_by}: {found.reason}")
            self._hold(tx, check, found, state, AlertState.ACKNOWLEDGED, why)
            text = f"{check.name} is {state}: acknowledged, {why}"
            tx.event("check_acknowledged", "check", check.name, text)
            return alerts.read_open_alerts(tx.connection)[check.id]

    def silence(self, name: str, reason: str, length: timedelta | None = None) -> Alert:
        """Silence a firing check for a time, or until it recovers.

        Raises NotFound, Refused when it does not fire, InputError without a reason.
        """
        why = _reason(reason, "Why may nobody be called?")
        with self._context.writing() as tx:
            check, found, state = self._firing(tx, name)
            until = tx.now + _bounded(length) if length is not None else None
            self._hold(tx, check, found, state, AlertState.SILENCED, why, silence_until=until)
            spell = f"for {short(length)}" if length is not None else "until it recovers"
            text = f"{check.name} is {state}: silenced {spell}, {why}"
            tx.event("check_silenced", "check", check.name, text)
            return alerts.read_open_alerts(tx.connection)[check.id]

    def maintain(self, name: str | None, length: timedelta, reason: str) -> str:
        """Begin a maintenance window of one check, or of all; returns what was done.

        Raises NotFound, InputError for no length or no reason.
        """
        why = _reason(reason, "What is worked on?")
        with self._context.writing() as tx:
            check = _find(tx.connection, name) if name is not None else None
            tx.insert(
                schema.maintenance_window,
                check_id=check.id if check else None,
                starts_at=tx.now,
                ends_at=tx.now + _bounded(length),
                reason=why,
                by=tx.actor.name,
            )
            of = check.name if check else "All checks"
            text = f"{of}: under maintenance for {short(length)}, {why}"
            tx.event("maintenance_begun", "check", check.name if check else "all", text)
            return text

    def end_maintenance(self, name: str | None) -> str:
        """End what windows of this check (or of all checks) are open; raises Refused for none."""
        with self._context.writing() as tx:
            check = _find(tx.connection, name) if name is not None else None
            wanted = check.id if check else None
            of = check.name if check else "All checks"
            windows = alerts.read_maintenance(tx.connection, tx.now)
            mine = [window for window in windows if window.check_id == wanted]
            if not mine:
                raise Refused(f"{of}: no maintenance is going on.")
            for window in mine:
                tx.update(schema.maintenance_window, window.id, ends_at=tx.now)
            text = f"{of}: maintenance ended"
            tx.event("maintenance_ended", "check", check.name if check else "all", text)
            return text

    def beat(self, name: str) -> Check:
        """A heartbeat has come. Machines send many, so the timeline does not tell each.

        Raises NotFound, Refused when the check is no heartbeat.
        """
        with self._context.store.measuring() as connection:
            check = _find(connection, name)
            if check.kind != HEARTBEAT:
                raise Refused(
                    f"{check.name} is a check of kind {check.kind}; it takes no beats.",
                    "Give it `heartbeat:` in the plan.",
                )
            now = self._context.clock.now()
            alerts.write_beat(connection, check.id, now, clean(self._context.actor.name))
            return check

    def say(self, name: str, state: CheckState, note: str = "") -> Check:
        """Say how a manual check stands; slow and down need a reason and fire at once.

        Raises NotFound, InputError without a reason, Refused for a check that is probed.
        """
        words = clean(note)
        if state in BAD:
            words = _reason(note, "What is wrong?")
        with self._context.writing() as tx:
            check = _find(tx.connection, name)
            if check.kind != MANUAL or state is CheckState.UNKNOWN:
                raise Refused(
                    f"{check.name} is a check of kind {check.kind}; it is probed, not told.",
                    "Give it `manual:` in the plan.",
                )
            tx.insert(
                schema.check_word,
                check_id=check.id,
                at=tx.now,
                by=tx.actor.name,
                state=state.value,
                note=words,
            )
            self._follow(tx, check, state)
            tail = f": {words}" if words else ""
            tx.event(f"check_{state}", "check", check.name, f"{check.name} is {state}{tail}")
            return _find(tx.connection, name)

    def _follow(self, tx: Transaction, check: Check, state: CheckState) -> None:
        """The alert of a manual check follows its word, so that one undo takes both back."""
        found = alerts.read_open_alerts(tx.connection).get(check.id)
        if state is CheckState.UP:
            if found is not None:
                gone = {"state": AlertState.RESOLVED.value, "resolved_at": tx.now}
                tx.update(schema.alert, found.id, **gone)
            return
        windows = alerts.read_maintenance(tx.connection, tx.now)
        if found is None and not any(window.covers(check.id, tx.now) for window in windows):
            _open(tx, check, state)
        elif found is not None and state is CheckState.DOWN and found.severity != state:
            worse = {"severity": state.value, "state": AlertState.FIRING.value}
            tx.update(schema.alert, found.id, **worse)

    def _firing(self, tx: Transaction, name: str) -> tuple[Check, Alert | None, CheckState]:
        check = _find(tx.connection, name)
        status = rows.read_statuses(tx.connection).get(check.id)
        state = status.state if status is not None else CheckState.UNKNOWN
        found = alerts.read_open_alerts(tx.connection).get(check.id)
        if found is None and state not in BAD:
            raise Refused(f"{check.name} is {state}: nothing fires.")
        return check, found, state

    def _hold(
        self,
        tx: Transaction,
        check: Check,
        found: Alert | None,
        state: CheckState,
        into: AlertState,
        why: str,
        **more: object,
    ) -> None:
        alert_id = found.id if found is not None else _open(tx, check, state)
        held = {"state": into.value, "held_by": tx.actor.name, "held_at": tx.now, "reason": why}
        tx.update(schema.alert, alert_id, **{"silence_until": None, **held, **more})


def _open(tx: Transaction, check: Check, state: CheckState) -> int:
    return tx.insert(
        schema.alert,
        check_id=check.id,
        state=AlertState.FIRING.value,
        severity=state.value,
        since=tx.now,
    )


def _find(connection: Connection, name: str) -> Check:
    """The enabled check of that name, upper and lower case alike; raises NotFound."""
    checks = rows.read_checks(connection)
    wanted = name.strip().casefold()
    for check in checks:
        if check.name.casefold() == wanted:
            return check
    names = ", ".join(check.name for check in checks)
    raise NotFound(f'There is no check called "{clean(name)}".', f"Known: {names or 'none'}.")


def _reason(text: str, question: str) -> str:
    words = clean(text)
    if not words:
        raise InputError("A reason is needed.", question)
    return words


def _bounded(length: timedelta) -> timedelta:
    if not timedelta(0) < length <= LONGEST:
        raise InputError("The time must lie between a minute and 30 days.")
    return length
