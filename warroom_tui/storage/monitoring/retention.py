"""Rolling the checks' results up and forgetting what is old, in small steps.

Whoever holds the prober's lease calls `tidy` again and again; each call reads what it needs in
its own snapshot and writes a little, so that nobody waits for it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, case, delete, exists, func, not_, select
from sqlalchemy.dialects import sqlite

from warroom_tui.domain.monitoring.spread import stored
from warroom_tui.storage.monitoring.health_alerts import in_maintenance, read_maintenance
from warroom_tui.storage.monitoring.history import (
    HOUR,
    ROLLED_TO,
    raw_spread,
    rolled_to,
    whole_hour,
)
from warroom_tui.storage.record import write_setting
from warroom_tui.storage.schema import (
    check_hour,
    check_minute,
    check_sample,
    check_status,
    metric_sample,
)
from warroom_tui.storage.transaction import Plain

RAW = timedelta(hours=6)
"""Raw samples are kept this long."""
MINUTES = timedelta(days=3)
"""Minutes are kept this long; hours are kept for ever."""
FETCHED = timedelta(days=14)
"""Fetched figures are kept in full this long, then one an hour."""
LATE = timedelta(minutes=2)
"""An hour is rolled up when it ended this long ago: results may come late."""
ROWS = 500
"""Rows of one check, or of all metrics, that one step deletes at most."""
STEP = 5000
"""Rows after which a step ends."""

HourRow = dict[str, object]


def set_back(connection: Connection, now: datetime) -> None:
    """After a clock was set back, what it writes anew into rolled hours is rolled up once more."""
    done = rolled_to(connection)
    if done is not None and done > whole_hour(now):
        value: Plain = whole_hour(now - LATE).isoformat()
        write_setting(connection, ROLLED_TO, value)


def due_hour(connection: Connection, now: datetime) -> datetime | None:
    """The next hour to roll up: it has ended and holds minutes; None when none is due."""
    done = rolled_to(connection)
    query = select(func.min(check_minute.c.minute))
    if done is not None:
        query = query.where(check_minute.c.minute >= done)
    oldest = connection.execute(query).scalar()
    if oldest is None or whole_hour(oldest) + HOUR + LATE > now:
        return None
    return whole_hour(oldest)


def read_hour(connection: Connection, hour: datetime) -> list[HourRow]:
    """What every check saw in one hour."""
    windows = read_maintenance(connection, hour, hour + HOUR)
    under = in_maintenance(windows)
    known = check_minute.c.n - check_minute.c.n_unknown
    seen = connection.execute(
        select(
            check_minute.c.check_id,
            func.sum(case((known > 0, 1), else_=0)).label("minutes"),
            func.sum(case((known > 0, 1.0 * check_minute.c.n_down / known), else_=0.0)).label(
                "down"
            ),
            func.sum(case((known > 0, 1.0 * check_minute.c.n_slow / known), else_=0.0)).label(
                "slow"
            ),
            func.sum(check_minute.c.n_value).label("n_value"),
            func.sum(check_minute.c.sum_value).label("sum_value"),
            func.max(check_minute.c.max_value).label("max_value"),
        )
        .where(
            check_minute.c.minute >= hour,
            check_minute.c.minute < hour + HOUR,
            *([] if under is None else [not_(under)]),
        )
        .group_by(check_minute.c.check_id)
    ).mappings()
    when = and_(check_sample.c.at >= hour, check_sample.c.at < hour + HOUR)
    return [
        {
            **row,
            "hour": hour,
            "sketch": stored(raw_spread(connection, row["check_id"], when, windows)),
        }
        for row in seen.all()
    ]


def write_hour(connection: Connection, hour: datetime, rows: list[HourRow]) -> None:
    """Store one rolled-up hour, in place of what it said before."""
    connection.execute(delete(check_hour).where(check_hour.c.hour == hour))
    if rows:
        connection.execute(sqlite.insert(check_hour), rows)
    value: Plain = (hour + HOUR).isoformat()
    write_setting(connection, ROLLED_TO, value)


def forget(connection: Connection, now: datetime) -> int:
    """Delete a little of what is past its time and rolled up; returns how many rows."""
    done = rolled_to(connection)
    if done is None:
        return 0
    ids = connection.execute(select(check_status.c.check_id)).scalars().all()
    gone = 0
    for check_id in ids:
        if gone >= STEP:
            return gone
        for table, at, kept in (
            (check_sample, check_sample.c.at, RAW),
            (check_minute, check_minute.c.minute, MINUTES),
        ):
            own = table.c.check_id == check_id
            old = and_(own, at < min(now - kept, done))
            last = connection.execute(
                select(at).where(old).order_by(at).offset(ROWS - 1).limit(1)
            ).scalar()
            until = old if last is None else and_(own, at <= last)
            gone += connection.execute(delete(table).where(until)).rowcount
    return gone + _thin_fetched(connection, now - FETCHED)


def _thin_fetched(connection: Connection, before: datetime) -> int:
    """Of old fetched figures the last of each hour stays."""
    later = metric_sample.alias("later")
    hour = func.substr
    superfluous = (
        select(metric_sample.c.id)
        .where(
            metric_sample.c.at < before,
            metric_sample.c.by == "monitor",
            exists(
                select(later.c.id).where(
                    later.c.metric_id == metric_sample.c.metric_id,
                    later.c.at > metric_sample.c.at,
                    hour(later.c.at, 1, 13) == hour(metric_sample.c.at, 1, 13),
                )
            ),
        )
        .limit(ROWS)
    )
    return connection.execute(
        delete(metric_sample).where(metric_sample.c.id.in_(superfluous))
    ).rowcount
