"""Metrics that the monitor fetches: where from, what came, and what went wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from warroom_tui.domain.monitoring.check_options import read_options
from warroom_tui.domain.monitoring.health import Check
from warroom_tui.storage.schema import metric, metric_sample

FETCHED = {"http_json": "queue", "promql": "promql"}
"""Sources that a machine asks, and the kind of check that asks likewise."""

_TIMEOUT_S = 10.0


def read_feeds(connection: Connection) -> tuple[Check, ...]:
    """Every metric that is fetched, as the check that would measure it.

    The id is that of the metric with a minus, so that it meets no check's.
    """
    rows = connection.execute(
        select(metric)
        .where(metric.c.source.in_(FETCHED), metric.c.url.is_not(None))
        .order_by(metric.c.seq)
    ).mappings()
    out = []
    for row in rows:
        asks_prometheus = row["source"] == "promql"
        options = read_options(row["options"])
        out.append(
            Check(
                id=-row["id"],
                name=row["key"],
                kind=FETCHED[row["source"]],
                target=(row["path"] or "") if asks_prometheus else row["url"],
                every_s=max(1.0, row["every_s"]),
                timeout_s=min(_TIMEOUT_S, max(1.0, row["every_s"])),
                expect=("2xx",),
                contains=None,
                slow=None,
                down=None,
                fail_after=1,
                ok_after=1,
                group="",
                target_text="",
                unit=row["unit"],
                options=replace(
                    options,
                    server=row["url"] if asks_prometheus else None,
                    path=None if asks_prometheus else row["path"],
                ),
            )
        )
    return tuple(out)


def read_troubles(connection: Connection) -> dict[int, tuple[str, str | None]]:
    """Name and trouble of every metric that is fetched, by metric id."""
    rows = connection.execute(
        select(metric.c.id, metric.c.name, metric.c.trouble).where(metric.c.source.in_(FETCHED))
    )
    return {row.id: (row.name, row.trouble) for row in rows}


def write_trouble(connection: Connection, metric_id: int, trouble: str | None) -> None:
    """Why the last fetch failed, None when it did not."""
    connection.execute(update(metric).where(metric.c.id == metric_id).values(trouble=trouble))


def write_figure(
    connection: Connection, metric_id: int, value: float, at: datetime, by: str
) -> None:
    """Store one fetched figure."""
    connection.execute(insert(metric_sample).values(metric_id=metric_id, at=at, value=value, by=by))
    connection.execute(
        update(metric).where(metric.c.id == metric_id).values(value=value, value_at=at, value_by=by)
    )
