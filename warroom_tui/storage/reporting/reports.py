"""Reading a day for a report, and keeping what was issued."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, select

from warroom_tui.domain.rag import Rag
from warroom_tui.domain.reporting.report import (
    NOTABLE,
    CheckUptime,
    IssuedReport,
    ReportFormat,
    ReportKind,
)
from warroom_tui.domain.timeline import TimelineEvent
from warroom_tui.domain.triggers.criteria import Metric
from warroom_tui.storage.monitoring.history import read_tallies
from warroom_tui.storage.record import to_event
from warroom_tui.storage.schema import (
    metric,
    metric_sample,
    report,
    timeline_event,
)
from warroom_tui.storage.transaction import Transaction

EVENTS_LIMIT = 500


def save(tx: Transaction, issued: IssuedReport) -> int:
    """Freeze a report; returns its id."""
    return tx.insert(
        report,
        journal=False,
        kind=issued.kind.value,
        day=issued.day,
        rag=issued.rag.value if issued.rag else "",
        rag_reason=issued.rag_reason,
        facts=json.loads(issued.facts_json),
        body=issued.body,
        format=issued.format.value,
        path=issued.path,
        issued_at=issued.issued_at,
        issued_by=issued.issued_by,
        sha256=issued.sha256,
    )


def read_issued(connection: Connection) -> tuple[IssuedReport, ...]:
    """Every issued report, newest first."""
    rows = connection.execute(select(report).order_by(report.c.id.desc())).mappings()
    return tuple(_issued(row) for row in rows)


def _issued(row: RowMapping) -> IssuedReport:
    return IssuedReport(
        id=row["id"],
        kind=ReportKind(row["kind"]),
        day=row["day"],
        rag=Rag(row["rag"]) if row["rag"] else None,
        rag_reason=row["rag_reason"],
        facts_json=json.dumps(row["facts"]),
        body=row["body"],
        format=ReportFormat(row["format"]),
        path=row["path"],
        issued_at=row["issued_at"],
        issued_by=row["issued_by"],
        sha256=row["sha256"],
    )


def read_uptimes(connection: Connection, start: datetime, end: datetime) -> tuple[CheckUptime, ...]:
    """Uptime of every check from its first result in the period on, by whole minutes.

    A minute counts as down by the share of its results that were; a minute without any result is
    unknown. Minutes under maintenance are left out of all three, and told.
    """
    return tuple(
        CheckUptime(
            tally.name,
            60 * tally.observed,
            60 * tally.down,
            60 * tally.unknown,
            60 * tally.maintenance,
        )
        for tally in read_tallies(connection, start, end)
    )


def read_metrics_until(connection: Connection, end: datetime) -> tuple[Metric, ...]:
    """Every metric with its latest value before `end`."""
    latest = (
        select(metric_sample.c.metric_id, func.max(metric_sample.c.id).label("id"))
        .where(metric_sample.c.at < end)
        .group_by(metric_sample.c.metric_id)
        .subquery()
    )
    rows = connection.execute(
        select(metric, metric_sample.c.value, metric_sample.c.at, metric_sample.c.by)
        .outerjoin(latest, latest.c.metric_id == metric.c.id)
        .outerjoin(metric_sample, metric_sample.c.id == latest.c.id)
        .order_by(metric.c.seq)
    ).all()
    return tuple(
        Metric(
            key=row.key,
            name=row.name,
            unit=row.unit,
            higher_is_better=row.higher_is_better,
            source=row.source,
            value=row[-3],
            value_at=row[-2],
            value_by=row[-1],
        )
        for row in rows
    )


def read_day_events(
    connection: Connection, start: datetime, end: datetime
) -> tuple[TimelineEvent, ...]:
    """Notable events of a period, oldest first; undone ones are left out.

    A busy desk writes thousands of ticket events a day: those must not crowd out the phases.
    """
    rows = connection.execute(
        select(timeline_event)
        .where(
            timeline_event.c.at >= start,
            timeline_event.c.at < end,
            timeline_event.c.subject_type.in_(NOTABLE),
            timeline_event.c.undone_by.is_(None),
            timeline_event.c.verb != "undone",
        )
        .order_by(timeline_event.c.id.desc())
        .limit(EVENTS_LIMIT)
    ).mappings()
    return tuple(reversed([to_event(row) for row in rows]))
