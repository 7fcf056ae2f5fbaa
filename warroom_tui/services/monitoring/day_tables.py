"""Day and week tables filled from what was recorded, and the adoption ladder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from warroom_tui.domain.errors import InputError, NotFound, Refused
from warroom_tui.domain.monitoring.adoption import Step, due_of, in_order, is_rung, state_of
from warroom_tui.domain.monitoring.day_cells import typed_before, typed_in, with_typed
from warroom_tui.domain.monitoring.day_table import (
    DEFAULT_TABLE,
    ISSUES,
    NO_VALUE,
    STATUS,
    TICKETS,
    UPTIME,
    BlankTable,
    FilledRow,
    FilledTable,
    blank_tables,
    days_of_row,
    kind_of,
    with_status,
)
from warroom_tui.domain.monitoring.health import format_value
from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.domain.text import clean
from warroom_tui.domain.triggers.criteria import Metric
from warroom_tui.plan.decode import decode
from warroom_tui.plan.errors import PlanError
from warroom_tui.services.context import Context
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.monitoring import day_figures as figures
from warroom_tui.storage.monitoring import health
from warroom_tui.storage.monitoring.day_cells import read_typed
from warroom_tui.storage.planning.plan_sources import read_sources
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.schema import day_cell


class DayTables:
    """What each day and each week of the launch came to."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def all(self, status_now: str = "") -> tuple[FilledTable, ...]:
        """The plan's blank tables, filled; one of our own when it has none.

        `status_now` is the status of today, which no report may have frozen yet.
        """
        with self._context.store.reading() as connection:
            found = fill_tables(connection, self._context.clock.now())
        return tuple(with_status(table, status_now) for table in found) if status_now else found

    def type_in(
        self,
        row: str,
        heading: str,
        value: str,
        reason: str,
        *,
        title: str | None = None,
        seen: str | None = None,
    ) -> str:
        """Put a figure over the counted one, with the reason; an empty one: count it again.

        Returns what was done, in words. `seen` is what stood in the cell for whoever typed: when
        somebody else has typed since, it is refused as stale.
        """
        typed, why = clean(value, limit=40).strip(), clean(reason, limit=300).strip()
        if not why:
            raise InputError("A reason is needed.", "Say why the counted figure is not right.")
        with self._context.writing() as tx:
            table, label, head = self._cell(tx.connection, row, heading, title)
            subject = ("day cell", f"{label}, {head}")
            me, at = self._context.actor.name, tx.now
            old = typed_before(read_typed(tx.connection), table.title, label, head)
            standing = old.value if old is not None else None
            if seen is not None and old is not None and standing != typed_in(seen):
                raise tx.stale(subject[1], subject, (day_cell.name, old.id))
            if standing is None and not typed:
                raise Refused(f"{label}, {head} is counted already.")
            if old is None:
                period, _, number = label.partition(" ")
                tx.insert(
                    day_cell, title=table.title, period=period.casefold(), number=int(number),
                    heading=head, value=typed, by=me, at=at, reason=why,
                )  # fmt: skip
            else:
                tx.update(
                    day_cell, old.id, old.version, subject[1], subject,
                    value=typed or None, by=me, at=at, reason=why,
                )  # fmt: skip
            said = f"{subject[1]}: " + (f"{typed} typed in" if typed else "counted again")
            tx.event("set", *subject, f"{said}, {why}")
            return said

    def _cell(
        self, connection: Connection, row: str, heading: str, title: str | None
    ) -> tuple[FilledTable, str, str]:
        """The table, row and heading that these words name; the day must have begun."""
        tables = fill_tables(connection, self._context.clock.now())
        wanted = row.strip().casefold(), heading.strip().casefold()
        found = [
            (table, line, head)
            for table in tables
            if title is None or table.title.casefold() == title.strip().casefold()
            for line in table.rows
            for head in table.columns[1:]
            if (line.label.casefold(), head.casefold()) == wanted
        ]
        if not found:
            heads = dict.fromkeys(head for table in tables for head in table.columns[1:])
            raise NotFound(
                f"No table has a cell {clean(row)!r}, {clean(heading)!r}.",
                f"Columns: {', '.join(heads)}. See: warroom metric table",
            )
        table, line, head = found[0]
        if not any(line.cells):
            raise Refused(f"{line.label} lies ahead.", "Type its figures in when it has begun.")
        return table, line.label, head

    def ladder(self) -> tuple[Step, ...]:
        """The rungs of adoption that the plan names, in the order of their times."""
        now = self._context.clock.now()
        with self._context.store.reading() as connection:
            launch = launches.read_launch(connection)
            steps = []
            for criterion in health.read_criteria(connection):
                if not is_rung(criterion):
                    continue
                condition, key = criterion.condition, criterion.metric
                assert condition is not None
                assert key is not None
                due = due_of(criterion, launch)
                value = figures.last_value(connection, key, min(due or now, now))
                steps.append(
                    Step(
                        criterion.text,
                        key,
                        condition.limit,
                        condition.unit,
                        due,
                        value,
                        state_of(value, criterion, due, now),
                    )
                )
            return in_order(steps)


def fill_tables(connection: Connection, now: datetime) -> tuple[FilledTable, ...]:
    """The tables as they stand at `now`."""
    launch = launches.read_launch(connection)
    metrics = health.read_metrics(connection)
    asked = [table for text in _documents(connection) for table in blank_tables(text)]
    reports = figures.issued_status(connection)
    typed = read_typed(connection)
    return tuple(
        with_typed(_filled(connection, table, launch, metrics, reports, now), typed)
        for table in asked or [DEFAULT_TABLE]
    )


def _documents(connection: Connection) -> list[str]:
    texts = []
    for source in read_sources(connection):
        try:
            texts.append(decode(source.content, source.path).text)
        except PlanError:
            continue  # it was read once; a table of it is not worth an error
    return texts


def _filled(
    connection: Connection,
    table: BlankTable,
    launch: Launch,
    metrics: tuple[Metric, ...],
    reports: Mapping[date, str],
    now: datetime,
) -> FilledTable:
    kinds = [kind_of(column, metrics) for column in table.columns]
    by_key = {metric.key: metric for metric in metrics}
    today = launch.local(now).date()
    rows = []
    for number in table.numbers:
        first, last = _dates(launch, table.period, number)
        label = f"{table.period.capitalize()} {number}"
        if first is None or last is None or first > today:
            rows.append(FilledRow(label, first, last, ("",) * len(kinds)))
            continue
        start, end = launch.day_bounds(first)[0], launch.day_bounds(last)[1]
        here = first <= today <= last
        cells = []
        for kind in kinds:
            if kind == STATUS:
                cells.append(_status(reports, first, last))
            else:
                cells.append(_cell(connection, kind, by_key, start, min(end, now)))
        rows.append(FilledRow(label, first, last, tuple(cells), here))
    head = (table.period.capitalize(), *(clean(column, limit=40) for column in table.columns))
    return FilledTable(clean(table.title, limit=80), head, tuple(rows), table.line or None)


def _dates(launch: Launch, period: str, number: int) -> tuple[date | None, date | None]:
    first, last = days_of_row(period, number)
    later = 0 if launch.day_1_is_go_live else 1
    return launch.date_of_day(first + later), launch.date_of_day(last + later)


def _status(reports: Mapping[date, str], first: date, last: date) -> str:
    """The gravest status that a report of these days froze."""
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    found = [reports[day] for day in days if day in reports]
    order = ("red", "yellow", "green")
    return next((word for word in order if word in found), NO_VALUE)


def _cell(
    connection: Connection,
    kind: str,
    metrics: Mapping[str, Metric],
    start: datetime,
    end: datetime,
) -> str:
    if kind == ISSUES:
        return str(figures.issues_reported(connection, start, end))
    if kind == TICKETS:
        return str(figures.tickets_created(connection, start, end))
    if kind == UPTIME:
        return format_value(figures.uptime(connection, start, end), "%")
    metric = metrics.get(kind)
    if metric is None:
        return NO_VALUE
    value = figures.last_value(connection, kind, end, start)
    return format_value(value, "" if metric.unit == "per_day" else metric.unit)
