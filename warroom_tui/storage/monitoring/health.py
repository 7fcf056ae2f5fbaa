"""Checks, samples with their minute roll-up, metrics, criteria, and the prober's lease."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import (
    Connection,
    RowMapping,
    delete,
    func,
    insert,
    select,
    update,
)

from warroom_tui.domain.board import SPARK_POINTS, CheckRow
from warroom_tui.domain.monitoring.check_options import read_options
from warroom_tui.domain.monitoring.health import (
    HEARTBEAT,
    MANUAL,
    Check,
    CheckState,
    CheckStatus,
    Condition,
    Told,
)
from warroom_tui.domain.triggers.criteria import Criterion, Metric, Verdict
from warroom_tui.storage.monitoring.health_alerts import (
    read_maintenance,
    read_open_alerts,
    read_told,
)
from warroom_tui.storage.schema import (
    check,
    check_minute,
    check_sample,
    check_status,
    check_word,
    criterion,
    lease,
    metric,
    metric_sample,
    plan_source,
)

PROBER = "prober"


def read_checks(connection: Connection) -> tuple[Check, ...]:
    """Enabled checks in plan order."""
    rows = connection.execute(
        select(check).where(check.c.enabled.is_(True)).order_by(check.c.seq)
    ).mappings()
    found = tuple(_check(row) for row in rows)
    if not any(item.kind in (HEARTBEAT, MANUAL) for item in found):
        return found
    told = read_told(connection)
    return tuple(replace(item, told=told.get(item.id)) for item in found)


def read_mark(connection: Connection) -> tuple[object, ...]:
    """Something that differs once checks, metrics or words on checks were changed."""
    counted = [
        connection.execute(select(func.count(), func.sum(table.c.version))).one()
        for table in (check, metric)
    ]
    # Each word, not the newest: after the clock was set back a new one may be older than others.
    newest = select(func.max(check_word.c.id)).group_by(check_word.c.check_id)
    told = connection.execute(
        select(check_word.c.check_id, check_word.c.id, check_word.c.at).where(
            check_word.c.id.in_(newest)
        )
    )
    return tuple(tuple(row) for row in (*counted, *told))


def read_check_names(connection: Connection) -> dict[int, str]:
    """Names of all checks by id, those that were switched off too."""
    return {row.id: row.name for row in connection.execute(select(check.c.id, check.c.name))}


def read_statuses(
    connection: Connection, only: Collection[int] | None = None
) -> dict[int, CheckStatus]:
    """The stored status of every check that was ever probed (or of `only` these), by check id."""
    query = select(check_status)
    if only is not None:
        query = query.where(check_status.c.check_id.in_(only))
        rows = connection.execute(query).mappings()
        return {row["check_id"]: _status(row) for row in rows}
    rows = connection.execute(query).mappings()
    found = {row["check_id"]: _status(row) for row in rows}
    manual = connection.execute(select(check.c.id).where(check.c.kind == MANUAL)).scalars().all()
    if manual:
        told = read_told(connection)
        found |= {number: _as_told(told[number]) for number in manual if number in told}
    return found


def _as_told(told: Told) -> CheckStatus:
    """A person's word as a status: it counts at once."""
    detail = f"{told.by}: {told.note}" if told.note else told.by
    return CheckStatus(told.state, told.at, told.at, None, detail, told.state, 1)


def read_rows(connection: Connection, now: datetime) -> tuple[CheckRow, ...]:
    """Checks with status and one value a minute over the last hour, oldest first."""
    statuses = read_statuses(connection)
    start = now.replace(second=0, microsecond=0) - timedelta(minutes=SPARK_POINTS - 1)
    points: dict[int, list[float | None]] = {}
    rows = connection.execute(
        select(
            check_minute.c.check_id,
            check_minute.c.minute,
            check_minute.c.n_value,
            check_minute.c.sum_value,
        ).where(check_minute.c.minute >= start, check_minute.c.minute <= now)
    )
    for check_id, minute, n_value, sum_value in rows:
        series = points.setdefault(check_id, [None] * SPARK_POINTS)
        index = int((minute - start).total_seconds() // 60)
        if 0 <= index < SPARK_POINTS and n_value:
            series[index] = sum_value / n_value
    alerts = read_open_alerts(connection)
    windows = read_maintenance(connection, now)
    return tuple(
        CheckRow(
            item,
            statuses.get(item.id),
            tuple(points.get(item.id, [None] * SPARK_POINTS)),
            alerts.get(item.id),
            tuple(window for window in windows if window.check_id in (None, item.id)),
        )
        for item in read_checks(connection)
    )


def read_samples(
    connection: Connection, check_id: int, since: datetime, limit: int = 5000
) -> tuple[tuple[datetime, float | None, CheckState], ...]:
    """The latest samples of a check from `since` on, oldest first (bounded)."""
    rows = connection.execute(
        select(check_sample.c.at, check_sample.c.value, check_sample.c.state)
        .where(check_sample.c.check_id == check_id, check_sample.c.at >= since)
        .order_by(check_sample.c.at.desc())
        .limit(limit)
    ).all()
    return tuple((row.at, row.value, CheckState(row.state)) for row in reversed(rows))


def take_lease(
    connection: Connection, holder: str, now: datetime, ttl_s: float, name: str = PROBER
) -> bool:
    """Become or stay the only one that does it; False while another's lease has not run out."""
    row = connection.execute(select(lease).where(lease.c.name == name)).mappings().first()
    until = now + timedelta(seconds=ttl_s)
    if row is None:
        connection.execute(
            insert(lease).values(name=name, holder=holder, renewed_at=now, until=until)
        )
        return True
    # A lease from the far future was written by a clock that has since been set back.
    runs = row["until"] > now and row["until"] - now <= timedelta(seconds=4 * ttl_s)
    if row["holder"] != holder and runs:
        return False
    connection.execute(
        update(lease).where(lease.c.name == name).values(holder=holder, renewed_at=now, until=until)
    )
    return True


def drop_lease(connection: Connection, holder: str, name: str = PROBER) -> None:
    """Give the lease back at once, so that another seat can take over without waiting."""
    connection.execute(delete(lease).where(lease.c.name == name, lease.c.holder == holder))


def read_lease(connection: Connection) -> datetime | None:
    """When the prober last renewed its lease."""
    return connection.execute(select(lease.c.renewed_at).where(lease.c.name == PROBER)).scalar()


def read_metrics(connection: Connection) -> tuple[Metric, ...]:
    """Metrics with their latest value, in plan order."""
    rows = connection.execute(select(metric).order_by(metric.c.seq)).mappings()
    return tuple(
        Metric(
            key=row["key"],
            name=row["name"],
            unit=row["unit"],
            higher_is_better=row["higher_is_better"],
            source=row["source"],
            value=row["value"],
            value_at=row["value_at"],
            value_by=row["value_by"],
            trouble=row["trouble"],
        )
        for row in rows
    )


def read_criteria(connection: Connection, phase_id: int | None = None) -> tuple[Criterion, ...]:
    """Criteria in plan order; only those of a phase when one is given."""
    query = (
        select(criterion, plan_source.c.path)
        .outerjoin(plan_source, plan_source.c.id == criterion.c.source_id)
        .where(criterion.c.removed_at.is_(None))
        .order_by(criterion.c.seq)
    )
    if phase_id is not None:
        query = query.where(criterion.c.phase_id == phase_id)
    return tuple(_criterion(row) for row in connection.execute(query).mappings())


def _criterion(row: RowMapping) -> Criterion:
    has_limit = row["op"] is not None and row["threshold"] is not None
    return Criterion(
        id=row["id"],
        klass=row["klass"],
        tier=row["tier"],
        group=row["group_name"],
        period=row["period"],
        phase_id=row["phase_id"],
        text=row["text"],
        condition=Condition(row["op"], row["threshold"], row["unit"] or "") if has_limit else None,
        metric=row["metric"],
        manual_verdict=Verdict(row["manual_verdict"]) if row["manual_verdict"] else None,
        evidence=row["evidence"],
        line=row["line"],
        version=row["version"],
        hold_min=row["hold_min"],
        source=row["path"].rpartition("/")[2] if row["path"] else None,
    )


def _condition(data: Sequence[str | float] | None) -> Condition | None:
    if data is None:
        return None
    return Condition(str(data[0]), float(data[1]), str(data[2]))


def _check(row: RowMapping) -> Check:
    return Check(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        target=row["target"],
        every_s=row["every_s"],
        timeout_s=row["timeout_s"],
        expect=tuple(row["expect"]),
        contains=row["contains"],
        slow=_condition(row["slow"]),
        down=_condition(row["down"]),
        fail_after=row["fail_after"],
        ok_after=row["ok_after"],
        group=row["group_name"],
        target_text=row["target_text"],
        unit=row["unit"],
        enabled=row["enabled"],
        options=read_options(row["options"]),
    )


def _status(row: RowMapping) -> CheckStatus:
    return CheckStatus(
        state=CheckState(row["state"]),
        since=row["since"],
        last_at=row["last_at"],
        last_value=row["last_value"],
        last_detail=row["last_detail"],
        streak_state=CheckState(row["streak_state"]),
        streak=row["streak"],
    )


def find_metric(connection: Connection, key: str) -> tuple[int, str] | None:
    """Row id and name of a metric, or None."""
    row = connection.execute(select(metric.c.id, metric.c.name).where(metric.c.key == key)).first()
    return (row.id, row.name) if row else None


def write_fetched(
    connection: Connection, values: Mapping[str, float], at: datetime, by: str
) -> None:
    """Store figures that a machine told; metrics that the plan does not have are passed over."""
    known = connection.execute(select(metric.c.id, metric.c.key).where(metric.c.key.in_(values)))
    for row in known.all():
        value = values[row.key]
        connection.execute(
            insert(metric_sample).values(metric_id=row.id, at=at, value=value, by=by)
        )
        connection.execute(
            update(metric)
            .where(metric.c.id == row.id)
            .values(value=value, value_at=at, value_by=by)
        )
