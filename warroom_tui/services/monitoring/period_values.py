"""Figures that count over the days of a target: the SLA of week 1, the uptime of a month."""

from __future__ import annotations

from datetime import datetime, timedelta

from warroom_tui.domain.desk.figures import SUPPORT_METRICS, SupportCounts, support_metric
from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.domain.triggers.criteria import Criterion, on_scale
from warroom_tui.domain.triggers.gauges import spans_days
from warroom_tui.domain.triggers.readings import Reading
from warroom_tui.domain.triggers.validity import Days, Validity
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.desk import counts
from warroom_tui.storage.monitoring import measured

KEPT = timedelta(minutes=5)
"""Launch time after which a period is counted again: it may be many tickets."""


class PeriodValues:
    """Counts each period once in a while, however many targets ask for it."""

    def __init__(self) -> None:
        self._counts: dict[Days, tuple[datetime, SupportCounts]] = {}
        self._measured: dict[Days, tuple[datetime, dict[str, tuple[float, datetime]]]] = {}

    def reading(
        self,
        connection: Connection,
        launch: Launch,
        criterion: Criterion,
        days: Days,
        now: datetime,
    ) -> Reading | None:
        """The figure of a target whose period runs, on the plan's scale; None for all others."""
        running = days.at(launch.day_number(now)) is Validity.NOW
        if criterion.metric is None or not spans_days(criterion, days) or not running:
            return None
        start = self._start(launch, days)
        if start is None:
            return None
        value = self._value(connection, criterion.metric, days, start, now)
        unit = criterion.condition.unit if criterion.condition else ""
        value = on_scale(value, criterion.metric, unit)
        told = f"since {launch.local(start):%a} {launch.local(start).day} {launch.local(start):%b}"
        return Reading(value, told, at=now) if value is not None else None

    def _value(
        self, connection: Connection, key: str, days: Days, start: datetime, now: datetime
    ) -> float | None:
        if key in SUPPORT_METRICS:
            held = self._counts.get(days)
            if held is None or not timedelta(0) <= now - held[0] < KEPT:
                held = (now, counts.read_support_counts(connection, start, now, now))
                self._counts[days] = held
            return support_metric(held[1], key)
        found = self._measured.get(days)
        if found is None or not timedelta(0) <= now - found[0] < KEPT:
            found = (now, measured.read_measured(connection, start, now))
            self._measured[days] = found
        value = found[1].get(key)
        return value[0] if value is not None else None

    @staticmethod
    def _start(launch: Launch, days: Days) -> datetime | None:
        date = launch.date_of_day(days.first or 1)
        return launch.day_bounds(date)[0] if date is not None else None
