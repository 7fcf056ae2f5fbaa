"""The value of a metric at a time: computed from tickets, or as last recorded."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from warroom_tui.domain.figures import SUPPORT_METRICS, support_metric
from warroom_tui.storage import counts, launches
from warroom_tui.storage.schema import metric


def metric_value(connection: Connection, key: str, now: datetime) -> float | None:
    """Today's computed figure, or the latest recorded value; None while there is none."""
    if key in SUPPORT_METRICS:
        launch = launches.read_launch(connection)
        start, end = launch.day_bounds(launch.local(now).date())
        return support_metric(counts.read_support_counts(connection, start, end, now), key)
    value = connection.execute(select(metric.c.value).where(metric.c.key == key)).scalar()
    return None if value is None else float(value)
