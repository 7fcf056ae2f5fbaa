"""The value of a metric at a time: computed from tickets, measured, or as last recorded."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from warroom_tui.domain.figures import SUPPORT_METRICS, support_metric
from warroom_tui.storage import counts, health, launches, measured


def metric_value(connection: Connection, key: str, now: datetime) -> float | None:
    """Today's computed or measured figure, or the latest recorded value; None without any."""
    launch = launches.read_launch(connection)
    start, end = launch.day_bounds(launch.local(now).date())
    if key in SUPPORT_METRICS:
        today = counts.read_support_counts(connection, start, end, now)
        return support_metric(counts.with_period(connection, today, launch, now, (key,)), key)
    named = (metric for metric in health.read_metrics(connection) if metric.key == key)
    metrics = measured.measured_metrics(connection, named, start, end, now)
    return next((metric.value for metric in metrics), None)
