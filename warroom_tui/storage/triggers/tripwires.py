"""Reading what is stored of criteria, baselines and rollbacks; and the watch's own writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, delete, func, select, update
from sqlalchemy.dialects import sqlite

from warroom_tui.domain.triggers.baseline import Baseline
from warroom_tui.domain.triggers.criteria import Criterion, on_scale
from warroom_tui.domain.triggers.rollback import Decision, Rollback, RollbackState
from warroom_tui.domain.triggers.trend import Sample
from warroom_tui.domain.triggers.tripwires import CriterionEvent, Wire
from warroom_tui.storage.schema import (
    baseline,
    criterion_event,
    criterion_sample,
    criterion_state,
    known_issue,
    metric,
    metric_sample,
    rollback,
    rollback_measure,
)

SAMPLES_KEPT = timedelta(hours=24)


def read_wires(connection: Connection) -> tuple[Wire, ...]:
    """What is stored of every criterion that was looked at."""
    rows = connection.execute(select(criterion_state)).mappings()
    return tuple(_wire(row) for row in rows)


def read_wire(connection: Connection, criterion_id: int) -> tuple[int, Wire] | None:
    """Row id and content for one criterion."""
    row = (
        connection.execute(
            select(criterion_state).where(criterion_state.c.criterion_id == criterion_id)
        )
        .mappings()
        .first()
    )
    return (row["id"], _wire(row)) if row is not None else None


def _wire(row: RowMapping) -> Wire:
    return Wire(
        criterion_id=row["criterion_id"],
        state=row["state"],
        since=row["since"],
        over_since=row["over_since"],
        calm_since=row["calm_since"],
        seen_at=row["seen_at"],
        value=row["value"],
        slope=row["slope"],
        evidence=row["evidence"],
        by=row["by"],
        reason=row["reason"],
        version=row["version"],
    )


def columns_of(wire: Wire) -> dict[str, object]:
    """The row of a wire, without its version."""
    return {
        "criterion_id": wire.criterion_id,
        "state": wire.state,
        "since": wire.since,
        "over_since": wire.over_since,
        "calm_since": wire.calm_since,
        "seen_at": wire.seen_at,
        "value": wire.value,
        "slope": wire.slope,
        "evidence": wire.evidence,
        "by": wire.by,
        "reason": wire.reason,
    }


def keep_wire(connection: Connection, wire: Wire, version: int | None) -> None:
    """Store without an event what only time has changed; a newer row is left alone.

    `version` is that of the row which was read, None when there was none.
    """
    values = columns_of(wire)
    if version is None:
        connection.execute(sqlite.insert(criterion_state).values(**values).on_conflict_do_nothing())
        return
    connection.execute(
        update(criterion_state)
        .where(
            criterion_state.c.criterion_id == wire.criterion_id,
            criterion_state.c.version == version,
        )
        .values(**values)
    )


def read_criterion_events(
    connection: Connection, criterion_id: int, limit: int = 30
) -> tuple[CriterionEvent, ...]:
    """The latest changes of one criterion, newest first."""
    rows = connection.execute(
        select(criterion_event)
        .where(criterion_event.c.criterion_id == criterion_id)
        .order_by(criterion_event.c.id.desc())
        .limit(limit)
    ).mappings()
    return tuple(
        CriterionEvent(
            row["criterion_id"],
            row["at"],
            row["was"],
            row["state"],
            row["value"],
            row["evidence"],
            row["by"],
        )
        for row in rows
    )


def write_samples(connection: Connection, at: datetime, values: Mapping[int, float]) -> None:
    """One value per criterion for the minute of `at`; a minute is stored once, whoever watches."""
    minute = at.replace(second=0, microsecond=0)
    for criterion_id, value in values.items():
        connection.execute(
            sqlite.insert(criterion_sample)
            .values(criterion_id=criterion_id, at=minute, value=value)
            .on_conflict_do_nothing()
        )


def seed_samples(connection: Connection, one: Criterion, since: datetime) -> None:
    """What was typed in or fetched before the first look counts for the trend too."""
    if one.metric is None or one.condition is None:
        return
    typed = connection.execute(
        select(metric_sample.c.at, metric_sample.c.value, metric.c.unit)
        .join(metric, metric.c.id == metric_sample.c.metric_id)
        .where(metric.c.key == one.metric, metric_sample.c.at >= since)
        .order_by(metric_sample.c.at.desc())
        .limit(200)
    )
    for at, value, unit in typed.all():
        scaled = on_scale(value, one.metric, one.condition.unit, unit)
        if scaled is not None:
            write_samples(connection, at, {one.id: scaled})


def forget_samples(connection: Connection, now: datetime) -> None:
    """Drop samples that are past their retention."""
    connection.execute(delete(criterion_sample).where(criterion_sample.c.at < now - SAMPLES_KEPT))


def read_criterion_samples(
    connection: Connection, since: datetime, criterion_id: int | None = None
) -> dict[int, list[Sample]]:
    """Samples from `since` on by criterion, oldest first."""
    query = select(
        criterion_sample.c.criterion_id, criterion_sample.c.at, criterion_sample.c.value
    ).where(criterion_sample.c.at >= since)
    if criterion_id is not None:
        query = query.where(criterion_sample.c.criterion_id == criterion_id)
    found: dict[int, list[Sample]] = {}
    order = (criterion_sample.c.criterion_id, criterion_sample.c.at)
    for number, at, value in connection.execute(query.order_by(*order)):
        found.setdefault(number, []).append((at, value))
    return found


def read_baselines(connection: Connection, limit: int = 50) -> tuple[Baseline, ...]:
    """Baselines, newest first."""
    rows = connection.execute(
        select(baseline).order_by(baseline.c.at.desc(), baseline.c.id.desc()).limit(limit)
    ).mappings()
    return tuple(
        Baseline(row["id"], row["name"], row["at"], row["by"], row["figures"], row["version"])
        for row in rows
    )


def read_baseline(connection: Connection) -> Baseline | None:
    """The newest baseline."""
    return next(iter(read_baselines(connection, limit=1)), None)


def read_rollbacks(connection: Connection, limit: int = 50) -> tuple[Rollback, ...]:
    """Rollbacks and the decisions against one, newest first."""
    rows = connection.execute(
        select(rollback).order_by(rollback.c.id.desc()).limit(limit)
    ).mappings()
    return tuple(_rollback(row) for row in rows)


def read_open_rollback(connection: Connection) -> Rollback | None:
    """The one that is not closed; a newer one wins."""
    row = (
        connection.execute(
            select(rollback)
            .where(rollback.c.state != RollbackState.CLOSED.value)
            .order_by(rollback.c.id.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    return _rollback(row) if row is not None else None


def _rollback(row: RowMapping) -> Rollback:
    return Rollback(
        id=row["id"],
        state=RollbackState(row["state"]),
        title=row["title"],
        immediate=row["immediate"],
        triggers=tuple(row["triggers"]),
        proposed_at=row["proposed_at"],
        proposed_by=row["proposed_by"],
        decision=Decision(row["decision"]) if row["decision"] else None,
        decided_at=row["decided_at"],
        decided_by=row["decided_by"],
        reason=row["reason"],
        forced=row["forced"],
        recheck_at=row["recheck_at"],
        evidence=row["evidence"],
        run_id=row["run_id"],
        started_at=row["started_at"],
        verified_at=row["verified_at"],
        communicated_at=row["communicated_at"],
        ended_at=row["ended_at"],
        outcome=row["outcome"],
        version=row["version"],
    )


def read_flagged(connection: Connection) -> tuple[tuple[str, int], ...]:
    """How many known issues were ever flagged as data loss, and as security."""
    loss, security = connection.execute(
        select(func.sum(known_issue.c.is_data_loss), func.sum(known_issue.c.is_security))
    ).one()
    return (("data_loss", loss or 0), ("security", security or 0))


def read_rollback_minutes(connection: Connection) -> tuple[int, ...]:
    """How long measured rollbacks took, oldest first."""
    rows = connection.execute(select(rollback_measure.c.minutes).order_by(rollback_measure.c.id))
    return tuple(rows.scalars())
