"""Figures of any day or week: what was counted in it, and the last value before its end."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, func, select

from warroom_tui.storage.monitoring.history import ANSWERING, read_tallies
from warroom_tui.storage.schema import known_issue, metric, metric_sample, report, ticket


def issues_reported(connection: Connection, start: datetime, end: datetime) -> int:
    """Known issues reported in a period."""
    return _count(connection, known_issue.c.reported_at, start, end)


def tickets_created(connection: Connection, start: datetime, end: datetime) -> int:
    """Tickets logged in a period."""
    return _count(connection, ticket.c.created_at, start, end)


def _count(
    connection: Connection, at: ColumnElement[datetime], start: datetime, end: datetime
) -> int:
    query = select(func.count()).where(at >= start, at < end)
    return int(connection.execute(query).scalar_one())


def uptime(connection: Connection, start: datetime, end: datetime) -> float | None:
    """Uptime of what users reach, percent; None when nothing was observed."""
    tallies = read_tallies(connection, start, end, kinds=ANSWERING)
    observed = sum(tally.observed for tally in tallies)
    down = sum(tally.down for tally in tallies)
    return 100.0 * (1 - down / observed) if observed else None


def last_value(
    connection: Connection, key: str, end: datetime, start: datetime | None = None
) -> float | None:
    """The last recorded value of a metric up to `end` (and not before `start`)."""
    query = (
        select(metric_sample.c.value)
        .join(metric, metric.c.id == metric_sample.c.metric_id)
        .where(metric.c.key == key, metric_sample.c.at <= end)
        .order_by(metric_sample.c.at.desc(), metric_sample.c.id.desc())
        .limit(1)
    )
    if start is not None:
        query = query.where(metric_sample.c.at >= start)
    value: float | None = connection.execute(query).scalar()
    return value


def read_points(
    connection: Connection, key: str, start: datetime, end: datetime, limit: int = 2000
) -> tuple[tuple[datetime, float], ...]:
    """The latest recorded values of a metric in a period, oldest first (bounded)."""
    rows = connection.execute(
        select(metric_sample.c.at, metric_sample.c.value)
        .join(metric, metric.c.id == metric_sample.c.metric_id)
        .where(metric.c.key == key, metric_sample.c.at >= start, metric_sample.c.at <= end)
        .order_by(metric_sample.c.at.desc())
        .limit(limit)
    ).all()
    return tuple((row.at, row.value) for row in reversed(rows))


def issued_status(connection: Connection) -> dict[date, str]:
    """The status that the last report about each day froze."""
    rows = connection.execute(
        select(report.c.day, report.c.rag).where(report.c.rag != "").order_by(report.c.id)
    )
    return {row.day: row.rag for row in rows}
