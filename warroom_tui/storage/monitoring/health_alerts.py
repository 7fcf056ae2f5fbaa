"""Alerts, maintenance windows, and what heartbeat and manual checks were told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from warroom_tui.domain.monitoring.alerts import Alert, AlertState, Maintenance
from warroom_tui.domain.monitoring.health import CheckState, OutsideAlert, Told
from warroom_tui.storage.schema import (
    alert,
    check,
    check_minute,
    check_word,
    maintenance_window,
    outside_alert,
)


def read_open_alerts(connection: Connection) -> dict[int, Alert]:
    """The open alert of every check that has one, by check id."""
    rows = connection.execute(select(alert).where(alert.c.resolved_at.is_(None))).mappings()
    return {row["check_id"]: _alert(row) for row in rows}


def read_open_alert(connection: Connection, check_id: int) -> Alert | None:
    """The open alert of one check."""
    row = connection.execute(
        select(alert).where(alert.c.check_id == check_id, alert.c.resolved_at.is_(None))
    ).mappings()
    found = row.first()
    return _alert(found) if found else None


def read_alerts(connection: Connection, since: datetime, limit: int = 500) -> tuple[Alert, ...]:
    """Open alerts and those that ended since then, newest first."""
    rows = connection.execute(
        select(alert)
        .where(or_(alert.c.resolved_at.is_(None), alert.c.resolved_at >= since))
        .order_by(alert.c.since.desc(), alert.c.id.desc())
        .limit(limit)
    ).mappings()
    return tuple(_alert(row) for row in rows)


def open_alert(connection: Connection, check_id: int, severity: CheckState, at: datetime) -> None:
    """A check begins to fire."""
    connection.execute(
        insert(alert).values(
            check_id=check_id, state=AlertState.FIRING.value, severity=severity.value, since=at
        )
    )


def read_last_alert(connection: Connection, check_id: int) -> Alert | None:
    """The newest alert of a check."""
    row = connection.execute(
        select(alert).where(alert.c.check_id == check_id).order_by(alert.c.id.desc()).limit(1)
    ).mappings()
    found = row.first()
    return _alert(found) if found else None


def flap(connection: Connection, found: Alert, severity: CheckState) -> None:
    """A check fails again soon after it recovered: its alert fires on, and is counted."""
    graver = CheckState.DOWN if CheckState.DOWN in (severity, found.severity) else severity
    _change(
        connection,
        found,
        state=AlertState.FIRING.value,
        severity=graver.value,
        resolved_at=None,
        flaps=found.flaps + 1,
        silence_until=None,
    )


def remind(connection: Connection, found: Alert, at: datetime) -> None:
    """It was said again that nobody has acknowledged it."""
    _change(connection, found, reminded_at=at)


def worsen_alert(connection: Connection, found: Alert, severity: CheckState) -> None:
    """It got worse than what somebody took on: it fires again."""
    _change(connection, found, severity=severity.value, state=AlertState.FIRING.value)


def fire_again(connection: Connection, found: Alert) -> None:
    """A silence has run out."""
    _change(connection, found, state=AlertState.FIRING.value)


def resolve_alert(connection: Connection, found: Alert, at: datetime) -> None:
    """The check has recovered."""
    _change(connection, found, state=AlertState.RESOLVED.value, resolved_at=at)


def _change(connection: Connection, found: Alert, **values: object) -> None:
    connection.execute(
        update(alert).where(alert.c.id == found.id).values(**values, version=alert.c.version + 1)
    )


def read_maintenance(
    connection: Connection, start: datetime, end: datetime | None = None
) -> tuple[Maintenance, ...]:
    """Windows that reach beyond `start` (and begin before `end`), in order."""
    query = select(maintenance_window).where(maintenance_window.c.ends_at > start)
    if end is not None:
        query = query.where(maintenance_window.c.starts_at < end)
    rows = connection.execute(query.order_by(maintenance_window.c.starts_at)).mappings()
    return tuple(
        Maintenance(
            id=row["id"],
            check_id=row["check_id"],
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
            reason=row["reason"],
            by=row["by"],
        )
        for row in rows
    )


def in_maintenance(windows: Sequence[Maintenance]) -> ColumnElement[bool] | None:
    """A condition on `check_minute`: the minute was touched by one of the windows."""
    touched = [
        and_(
            check_minute.c.minute >= window.starts_at.replace(second=0, microsecond=0),
            check_minute.c.minute < window.ends_at,
            *([] if window.check_id is None else [check_minute.c.check_id == window.check_id]),
        )
        for window in windows
        if window.ends_at > window.starts_at
    ]
    return or_(*touched) if touched else None


def maintenance_s(
    windows: Sequence[Maintenance], check_id: int, start: datetime, end: datetime
) -> float:
    """Seconds of whole minutes of a period in which a check was under maintenance."""
    total, until = timedelta(0), start.replace(second=0, microsecond=0)
    for window in sorted(windows, key=lambda each: each.starts_at):
        if window.check_id not in (None, check_id):
            continue
        begun = max(until, window.starts_at.replace(second=0, microsecond=0))
        ended = min(end, window.ends_at)
        if ended > begun:
            minutes = -(-(ended - begun) // timedelta(minutes=1))
            until = begun + timedelta(minutes=minutes)
            total += until - begun
    return total.total_seconds()


def write_outside(connection: Connection, check_id: int, found: Sequence[OutsideAlert]) -> None:
    """Replace what an Alertmanager told."""
    connection.execute(delete(outside_alert).where(outside_alert.c.check_id == check_id))
    rows = [
        {
            "check_id": check_id,
            "name": each.name,
            "severity": each.severity,
            "state": each.state,
            "since": each.since,
            "summary": each.summary,
            "labels": [list(pair) for pair in each.labels],
        }
        for each in found
    ]
    if rows:
        connection.execute(insert(outside_alert), rows)


def read_outside(connection: Connection) -> tuple[OutsideAlert, ...]:
    """What the Alertmanagers of enabled checks told last: active ones first, oldest first."""
    rows = connection.execute(
        select(outside_alert, check.c.name.label("source"))
        .join(check, check.c.id == outside_alert.c.check_id)
        .where(check.c.enabled.is_(True))
        .order_by(outside_alert.c.state, outside_alert.c.since, outside_alert.c.id)
    ).mappings()
    return tuple(
        OutsideAlert(
            name=row["name"],
            severity=row["severity"],
            state=row["state"],
            since=row["since"],
            summary=row["summary"],
            labels=tuple((str(key), str(value)) for key, value in row["labels"]),
            source=row["source"],
        )
        for row in rows
    )


def read_told(connection: Connection) -> dict[int, Told]:
    """The newest word on every check that is told, by check id."""
    newest = select(func.max(check_word.c.id)).group_by(check_word.c.check_id)
    rows = connection.execute(select(check_word).where(check_word.c.id.in_(newest))).mappings()
    return {
        row["check_id"]: Told(row["at"], row["by"], CheckState(row["state"]), row["note"])
        for row in rows
    }


def write_beat(connection: Connection, check_id: int, at: datetime, by: str) -> None:
    """Store a beat; only the newest one of a check is kept."""
    connection.execute(delete(check_word).where(check_word.c.check_id == check_id))
    connection.execute(
        insert(check_word).values(check_id=check_id, at=at, by=by, state=CheckState.UP.value)
    )


def _alert(row: RowMapping) -> Alert:
    return Alert(
        id=row["id"],
        check_id=row["check_id"],
        state=AlertState(row["state"]),
        severity=row["severity"],
        since=row["since"],
        resolved_at=row["resolved_at"],
        held_by=row["held_by"],
        held_at=row["held_at"],
        reason=row["reason"],
        silence_until=row["silence_until"],
        version=row["version"],
        flaps=row["flaps"],
        reminded_at=row["reminded_at"],
    )
