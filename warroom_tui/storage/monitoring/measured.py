"""Metrics that the checks measure: one definition each, over a period.

Uptime is 1 - down / observed, in percent, over HTTP and TCP checks and whole minutes: unknown
minutes and maintenance are left out. Response time is the mean latency in milliseconds,
`response_p95` the value below which 95 % of them lie. Host figures are the latest of this host's
checks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from warroom_tui.domain.monitoring.spread import Spread, add_spread, percentile
from warroom_tui.domain.monitoring.uptime import Tally
from warroom_tui.domain.triggers.criteria import Metric, on_scale
from warroom_tui.storage.desk import kb
from warroom_tui.storage.monitoring.history import ANSWERING, read_tallies
from warroom_tui.storage.monitoring.since_launch import SINCE_LAUNCH, read_since_launch
from warroom_tui.storage.schema import check, check_status

MONITOR = "monitor"
"""Who recorded a figure that nobody typed in."""

LONGER = {"uptime_24h": timedelta(hours=24), "uptime_7d": timedelta(days=7)}
"""Uptime over a window that ends now, whatever the period."""

HOST_TARGETS = {"cpu": "cpu", "memory": "memory", "disk_free": "disk", "load": "load"}
"""Metrics of this host, and the target of the check that measures them."""

PROBE_METRICS = (
    "uptime",
    "response_time",
    "response_p95",
    "probe_errors",
    *LONGER,
    *sorted(SINCE_LAUNCH),
)
"""Keys that criteria and metrics of source `probe` can name."""

Measured = dict[str, tuple[float, datetime]]


def read_measured(
    connection: Connection,
    start: datetime,
    end: datetime,
    wanted: Iterable[str] = ("uptime", "response_time"),
    now: datetime | None = None,
) -> Measured:
    """The measured figures of a period, by metric key: (value, newest minute).

    Only what is `wanted` is read. `now` is the moment of what stands now (default: `end`).
    """
    keys = set(wanted)
    at = now or end
    found: Measured = {}
    if keys & SINCE_LAUNCH:
        found |= read_since_launch(connection, keys, ANSWERING, at)
    if keys & {"uptime", "response_time", "response_p95", "probe_errors"}:
        tallies = read_tallies(
            connection, start, end, kinds=ANSWERING, spread="response_p95" in keys
        )
        found |= _of_period(tallies)
    for key, window in LONGER.items():
        if key in keys:
            over = _of_period(read_tallies(connection, at - window, at, kinds=ANSWERING))
            found |= {key: over["uptime"]} if over else {}
    if keys & set(HOST_TARGETS):
        found |= _host(connection)
    return found


def _of_period(tallies: tuple[Tally, ...]) -> Measured:
    observed = sum(tally.observed for tally in tallies)
    if not observed:
        return {}
    newest = max(tally.last for tally in tallies)
    down = sum(tally.down for tally in tallies)
    found = {
        "uptime": (100.0 * (1 - down / observed), newest),
        "probe_errors": (100.0 * down / observed, newest),
    }
    values = sum(tally.n_value for tally in tallies)
    if values:
        found["response_time"] = (sum(tally.sum_value for tally in tallies) / values, newest)
    spread: Spread = {}
    for tally in tallies:
        add_spread(spread, tally.spread)
    p95 = percentile(spread, 0.95)
    return found if p95 is None else {**found, "response_p95": (p95, newest)}


def _host(connection: Connection) -> Measured:
    rows = connection.execute(
        select(check.c.target, check_status.c.last_value, check_status.c.last_at)
        .join(check_status, check.c.id == check_status.c.check_id)
        .where(check.c.kind == "host", check.c.enabled.is_(True))
    ).all()
    by_target = {row.target.strip().lower(): row for row in rows if row.last_value is not None}
    return {
        key: (by_target[target].last_value, by_target[target].last_at)
        for key, target in HOST_TARGETS.items()
        if target in by_target
    }


def wanted_keys(metrics: Iterable[Metric]) -> set[str]:
    """What the plan wants measured by checks."""
    return {metric.key for metric in metrics if metric.source in ("probe", "host")}


def with_measured(metrics: Iterable[Metric], measured: Measured) -> tuple[Metric, ...]:
    """The metrics with what the checks measured filled in where the plan asks for it."""
    return tuple(
        replace(
            metric,
            value=_in_unit_of(metric, measured[metric.key][0]),
            value_at=measured[metric.key][1],
            value_by=MONITOR,
        )
        if metric.source in ("probe", "host") and metric.key in measured
        else metric
        for metric in metrics
    )


def _in_unit_of(metric: Metric, value: float) -> float:
    """Checks time answers in milliseconds; a plan may count its metric in seconds."""
    timed = metric.key in ("response_time", "response_p95")
    told = on_scale(value, metric.key, metric.unit, "ms") if timed else value
    return value if told is None else told


def measured_metrics(
    connection: Connection,
    metrics: Iterable[Metric],
    start: datetime,
    end: datetime,
    now: datetime | None = None,
) -> tuple[Metric, ...]:
    """The metrics with the figures of a period filled in; reads only what they need."""
    held = tuple(metrics)
    seen = with_measured(held, read_measured(connection, start, end, wanted_keys(held), now))
    return kb.with_articles(connection, seen, start, end, now or end)
