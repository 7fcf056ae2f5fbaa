"""`warroom metric`: measured figures, and the criteria that are judged by them."""

from __future__ import annotations

import argparse
import math

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column
from warroom_tui.cli.parser import Group, Parser
from warroom_tui.cli.shapes import metric_shape, verdict_shape
from warroom_tui.domain.criteria import Criterion, Metric, Verdict
from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.health import format_value
from warroom_tui.domain.situation import read_situation


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    group.command("list", _list, "every metric with its latest value")
    group.command("criteria", _criteria, "targets and rollback triggers with their verdicts")
    put = group.command("set", _set, "type a value in")
    put.add_argument("key", metavar="NAME", help="the metric's key or name")
    put.add_argument("value", metavar="VALUE")
    put.add_argument("--note", default="", metavar="TEXT")


def _list(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        metrics = services.health.metrics()
        zone, now = services.launch().zone, services.clock.now()
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


def _criteria(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        verdicts = read_situation(services.board(), services.clock.now()).verdicts
    columns: list[Column[tuple[Criterion, float | None, Verdict]]] = [
        Column("VERDICT", lambda row: row[2].value.replace("_", " ")),
        Column("VALUE", lambda row: "–" if row[1] is None else f"{row[1]:g}", right=True),
        Column("TARGET", lambda row: row[0].condition.as_text() if row[0].condition else "–"),
        Column("TIER", lambda row: row[0].tier or "–"),
        Column("WHEN", lambda row: row[0].period or ""),
        Column("CRITERION", lambda row: row[0].text),
    ]
    context.out.listing(verdicts, verdict_shape, columns, "The plan has no criteria.")
    return 0


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
