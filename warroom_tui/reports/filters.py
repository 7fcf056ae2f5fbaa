"""What templates may do to a value: the whole list of filters and tests, per output format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import wraps
from zoneinfo import ZoneInfo

from jinja2 import filters as builtin
from jinja2 import tests as builtin_tests
from jinja2.runtime import Undefined
from markupsafe import Markup
from markupsafe import escape as html_escape

from warroom_tui.domain.durations import short
from warroom_tui.domain.monitoring.health import format_value
from warroom_tui.domain.reporting.report import ReportFormat
from warroom_tui.domain.reporting.report_figures import MONTHS
from warroom_tui.reports.escaping import csv_cell, md_escape, one_line
from warroom_tui.reports.layout import wrap
from warroom_tui.reports.sandbox import BoundedEnvironment, Budget

Escape = Callable[[object], Markup]

_BUILTIN = (
    "abs", "capitalize", "count", "d", "default", "first", "float", "int", "last", "length",
    "lower", "rejectattr", "reverse", "selectattr", "title", "trim", "upper",
)  # fmt: skip
"""Jinja2's own filters whose result is not larger than what goes in, and cheap to make."""

_TESTS = (
    "defined", "undefined", "none", "number", "string", "odd", "even", "true", "false",
    "in", "eq", "equalto", "==", "ne", "!=", "lt", "<", "le", "<=", "gt", ">", "ge", ">=",
)  # fmt: skip


def escape_for(fmt: ReportFormat, zone: ZoneInfo) -> Escape:
    """The one way in which a value becomes text of format `fmt`."""
    write: Mapping[ReportFormat, Callable[[str], str]] = {
        ReportFormat.MD: md_escape,
        ReportFormat.HTML: lambda text: html_escape(one_line(text)),
        ReportFormat.TXT: one_line,
    }

    def escape(value: object) -> Markup:
        if isinstance(value, Markup):
            return value
        text = plain(value, zone)
        core = write[fmt](text.strip())
        if not core:
            return Markup(" " if text else "")
        # Cleaning trims; between two printed values a blank must survive.
        before, after = (" " if end.isspace() else "" for end in (text[0], text[-1]))
        return Markup(f"{before}{core}{after}")

    return escape


def plain(value: object, zone: ZoneInfo) -> str:
    """A single value in words; lists and records are refused with `TypeError`."""
    if isinstance(value, (datetime, date, timedelta)):
        return _in_time(value, zone)
    if value is None or isinstance(value, bool):
        return {None: "–", True: "yes", False: "no"}[value]
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, (str, int, Undefined)):
        return str(value)
    raise TypeError(f"a {type(value).__name__} cannot be printed; print its fields or loop over it")


def _in_time(value: date | timedelta, zone: ZoneInfo) -> str:
    if isinstance(value, timedelta):
        return short(value)
    day = local_date(value, zone)
    return f"{day}, {local_time(value, zone)}" if isinstance(value, datetime) else day


def local_time(at: object, zone: ZoneInfo) -> str:
    """Wall-clock time of the launch's zone, "08:47"; a dash for none."""
    if at is not None and not isinstance(at, datetime):
        raise TypeError("local_time takes a date with its time")
    return at.astimezone(zone).strftime("%H:%M") if at is not None else "–"


def local_date(day: object, zone: ZoneInfo) -> str:
    """A date in words, "Tue 1 Dec 2026", independent of the machine's language."""
    if day is None:
        return "–"
    if isinstance(day, datetime):
        day = day.astimezone(zone).date()
    if not isinstance(day, date):
        raise TypeError("local_date takes a date")
    return f"{_DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def percent(value: float | None) -> str:
    """A number as percent, "93 %"; a dash for none."""
    return format_value(value, "percent")


def duration(value: timedelta | float | None) -> str:
    """A length of time, given as such or in seconds: "12 min", "2 h 05"; a dash for none."""
    if value is None:
        return "–"
    return short(value if isinstance(value, timedelta) else timedelta(seconds=value))


def rounded(value: float, digits: int = 0) -> float | int:
    """A number with at most ten digits after the point."""
    if not 0 <= digits <= 10:
        raise ValueError("round takes 0 to 10 digits")
    return round(value, digits) if digits else round(value)


def _charged(made: Callable[..., object], budget: Budget) -> Callable[..., object]:
    """The filter, with the text it makes charged to the budget: kept texts fill the memory too."""

    @wraps(made)  # carries over what Jinja2 must pass in
    def charged(*given: object, **named: object) -> object:
        result = made(*given, **named)
        budget.printed(len(result) if isinstance(result, str) else 0)
        return result

    return charged


def equip(
    environment: BoundedEnvironment, fmt: ReportFormat, zone: ZoneInfo, escape: Escape
) -> None:
    """Give the environment its filters and tests; there are no others."""

    def wrapped(value: object, width: int = 76, indent: int = 0) -> str:
        if not 2 <= width <= 1000 or not 0 <= indent < width:
            raise ValueError("wrap takes a width of 2 to 1000 and an indent smaller than that")
        text = wrap(one_line(plain(value, zone)), width, indent)
        # Elsewhere the lines are escaped again: only plain text keeps the breaks.
        return Markup(text) if fmt is ReportFormat.TXT else text

    def joined(values: object, separator: str = ", ") -> Markup:
        if not hasattr(values, "__iter__") or isinstance(values, str):
            raise TypeError("join takes a list")
        between = escape(separator)
        parts: list[str] = []
        for value in values:
            parts += [between, escape(value)] if parts else [escape(value)]
        return Markup(environment.concat(parts))

    def md(value: object) -> str:
        if isinstance(value, Markup):
            return value
        text = plain(value, zone)
        return Markup(md_escape(text)) if fmt is ReportFormat.MD else text

    def in_zone(write: Callable[[object, ZoneInfo], str]) -> Callable[[object], str]:
        return lambda value: write(value, zone)

    filters: dict[str, Callable[..., object]] = {name: builtin.FILTERS[name] for name in _BUILTIN}
    filters |= {
        "csv": in_zone(lambda value, zone: csv_cell(plain(value, zone))),
        "duration": duration,
        "e": escape,
        "escape": escape,
        "join": joined,
        "local_date": in_zone(local_date),
        "local_time": in_zone(local_time),
        "md_escape": md,
        "percent": percent,
        "round": rounded,
        "wrap": wrapped,
    }
    budget = environment.budget
    environment.filters |= {name: _charged(made, budget) for name, made in filters.items()}
    environment.tests = {name: builtin_tests.TESTS[name] for name in _TESTS}
