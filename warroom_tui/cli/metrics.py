"""`warroom metric`: measured figures, and the criteria that are judged by them."""

from __future__ import annotations

import argparse
import math
from functools import partial

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Group, Parser
from warroom_tui.cli.shapes import metric_shape, verdict_shape
from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.monitoring.adoption import NO_TIME, Step
from warroom_tui.domain.monitoring.day_table import FilledRow
from warroom_tui.domain.monitoring.health import format_value
from warroom_tui.domain.monitoring.metrics_now import metrics_now
from warroom_tui.domain.situation import read_situation
from warroom_tui.domain.triggers.criteria import Criterion, Metric, Verdict
from warroom_tui.domain.triggers.readings import told_limit


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    group.command("list", _list, "every metric with its latest value")
    group.command("criteria", _criteria, "targets and rollback triggers with their verdicts")
    group.command("table", _table, "day by day and week by week, as the plan's tables ask")
    cell = group.command("cell", _cell, "type a figure over a counted one, with the reason")
    cell.add_argument("row", metavar="ROW", help='"Day 3", "Week 1"')
    cell.add_argument("column", metavar="COLUMN", help="its heading")
    cell.add_argument("value", nargs="?", metavar="VALUE")
    cell.add_argument("--reason", required=True, metavar="TEXT")
    cell.add_argument("--table", metavar="TITLE", help="which, when two have such a cell")
    cell.add_argument("--count-again", action="store_true", help="take the typed figure away")
    group.command("ladder", _ladder, "how many should use it by when, and how many do")
    put = group.command("set", _set, "type a value in")
    put.add_argument("key", metavar="NAME", help="the metric's key or name")
    put.add_argument("value", metavar="VALUE")
    put.add_argument("--note", default="", metavar="TEXT")


def _list(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        board = services.board()
        zone, now = board.launch.zone, services.clock.now()
        metrics = metrics_now(board, now)
    columns: list[Column[Metric]] = [
        Column("KEY", lambda metric: metric.key),
        Column("VALUE", lambda metric: format_value(metric.value, metric.unit), right=True),
        Column(
            "AT",
            lambda metric: day_and_clock(metric.value_at, zone, now) if metric.value_at else "–",
        ),
        Column("SOURCE", lambda metric: metric.source),
        Column("NAME", lambda metric: metric.name),
        Column("TROUBLE", lambda metric: metric.trouble or ""),
    ]
    context.out.listing(metrics, metric_shape, columns, "The plan has no metrics.")
    return 0


def _value(row: tuple[Criterion, float | None, Verdict]) -> str:
    criterion, value, _ = row
    return format_value(value, criterion.condition.unit if criterion.condition else "")


def _criteria(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        verdicts = read_situation(services.board(), services.clock.now()).verdicts
    columns: list[Column[tuple[Criterion, float | None, Verdict]]] = [
        Column("VERDICT", lambda row: row[2].value.replace("_", " ")),
        Column("VALUE", _value, right=True),
        Column("TARGET", lambda row: told_limit(row[0]) or "–"),
        Column("TIER", lambda row: row[0].tier or "–"),
        Column("WHEN", lambda row: row[0].period or ""),
        Column("CRITERION", lambda row: row[0].text),
    ]
    context.out.listing(verdicts, verdict_shape, columns, "The plan has no criteria.")
    return 0


def _table(_args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.services.monitoring.day_tables import DayTables

    with context.services(read_only=True) as services:
        rag = read_situation(services.board(), services.clock.now()).rag.rag.value
        tables = DayTables(services.context).all(rag)
    if context.out.as_json:
        context.out.json(
            [
                {
                    "title": table.title,
                    "columns": list(table.columns),
                    "line": table.line,
                    "rows": [[row.label, *row.cells] for row in table.rows],
                    "notes": list(table.notes),
                }
                for table in tables
            ]
        )
        return 0
    for number, table in enumerate(tables):
        context.out.line(f"{chr(10) if number else ''}{table.title}")
        columns: list[Column[FilledRow]] = [Column(table.columns[0], lambda row: row.label)]
        for place, head in enumerate(table.columns[1:]):
            columns.append(Column(head, partial(_cell_of, place), right=True))
        context.out.listing(table.rows, lambda row: row.label, columns, "")
        for note in table.notes:
            context.out.line(note)
    return 0


def _cell(args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.services.monitoring.day_tables import DayTables

    if (args.value is None) != args.count_again:
        raise InputError("Give a value, or --count-again.", "See: warroom metric cell --help")
    with context.services() as services:
        said = DayTables(services.context).type_in(
            args.row, args.column, args.value or "", args.reason, title=args.table
        )
    context.out.record({"done": said}, f"{said}.")
    return 0


def _cell_of(place: int, row: FilledRow) -> str:
    return row.cells[place]


def _ladder(_args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.services.monitoring.day_tables import DayTables

    with context.services(read_only=True) as services:
        steps = DayTables(services.context).ladder()
        zone, now = services.launch().zone, services.clock.now()
    columns: list[Column[Step]] = [
        Column("STATE", lambda step: step.state),
        Column("VALUE", lambda step: format_value(step.value, step.unit), right=True),
        Column("TARGET", lambda step: format_value(step.target, step.unit), right=True),
        Column(
            "BY", lambda step: day_and_clock(step.due_at, zone, now) if step.due_at else NO_TIME
        ),
        Column("STEP", lambda step: step.text),
    ]
    context.out.listing(steps, _step_shape, columns, "The plan names no adoption targets.")
    return 0


def _step_shape(step: Step) -> Json:
    return {
        "text": step.text,
        "metric": step.metric,
        "target": step.target,
        "value": step.value,
        "unit": step.unit,
        "due_at": step.due_at,
        "state": step.state,
    }


def _set(args: argparse.Namespace, context: Context) -> int:
    value = _number(args.value)
    with context.services() as services:
        wanted = args.key.strip().casefold()
        names = {m.name.casefold(): m.key for m in services.health.metrics()}
        metric = services.health.set_metric(names.get(wanted, args.key), value, args.note)
    told = f"{metric.name} is {format_value(metric.value, metric.unit)}."
    context.out.record(metric_shape(metric), told)
    return 0


def _number(text: str) -> float:
    """A plain number, with an optional % sign; a decimal comma is refused as ambiguous."""
    try:
        value = float(text.strip().removesuffix("%").replace("_", "x"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f'"{text}" is not a number.', "Write it as 42 or 99.5.")
    return value
