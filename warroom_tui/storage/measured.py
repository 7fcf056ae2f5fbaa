"""Metrics that the checks measure: uptime and response time of a period.

One definition each, over HTTP and TCP checks and whole minutes from the roll-up: uptime is
1 - down / observed, in percent, unknown minutes and maintenance left out; response time is the
mean latency in milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, func, not_, select

from warroom_tui.domain.criteria import Metric
from warroom_tui.storage.health_alerts import in_maintenance, read_maintenance
from warroom_tui.storage.schema import check, check_minute

MONITOR = "monitor"
"""Who recorded a figure that nobody typed in."""


def read_measured(
    connection: Connection, start: datetime, end: datetime
) -> dict[str, tuple[float, datetime]]:
    """The measured figures of a period, by metric key: (value, newest minute)."""
    under = in_maintenance(read_maintenance(connection, start, end))
    row = connection.execute(
        select(
            func.count(),
            func.sum(1.0 * check_minute.c.n_down / check_minute.c.n),
            func.sum(check_minute.c.sum_value),
            func.sum(check_minute.c.n_value),
            func.max(check_minute.c.minute),
        )
        .join(check, check.c.id == check_minute.c.check_id)
        .where(
            check.c.kind.in_(("http", "tcp")),
            check_minute.c.minute >= start,
            check_minute.c.minute < end,
            *([] if under is None else [not_(under)]),
        )
    ).one()
    minutes, down, total, values, newest = row
    if not minutes:
        return {}
    found = {"uptime": (100.0 * (1 - (down or 0.0) / minutes), newest)}
    if values:
        found["response_time"] = (total / values, newest)
    return found


def with_measured(
    metrics: Iterable[Metric], measured: dict[str, tuple[float, datetime]]
) -> tuple[Metric, ...]:
    """The metrics with what the checks measured filled in where the plan asks for it."""
    return tuple(
        replace(
            metric,
            value=measured[metric.key][0],
            value_at=measured[metric.key][1],
            value_by=MONITOR,
        )
        if metric.source == "probe" and metric.key in measured
        else metric
        for metric in metrics
    )
