"""The grammar of front matter and `warroom` fences as models; all values arrive as text."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import BeforeValidator, Field, model_validator

from warroom_tui.domain.runsheet.moments import YEARS
from warroom_tui.plan.yaml_check import CHECK_KINDS, Address, Check, Headers
from warroom_tui.plan.yaml_service import Calendar, EscalationStep, Sla
from warroom_tui.plan.yaml_types import Part, Seconds

_CLOCKS = re.compile(r"^\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*$")
_DAYS = re.compile(r"^\s*(-?\d{1,3})\s*(?:(?:-|–|to)\s*(-?\d{1,3}))?\s*$")


def _days(value: object) -> tuple[int, ...]:
    days: list[int] = []
    for entry in value if isinstance(value, list) else [value]:
        match = _DAYS.match(str(entry))
        if match is None:
            raise ValueError(f'"{entry}" is no launch day such as 1, "2-5" or [1, 3]')
        first, last = int(match[1]), int(match[2] or match[1])
        if not first <= last <= first + 400:
            raise ValueError(f'"{entry}" ends before it begins')
        days.extend(range(first, last + 1))
    return tuple(dict.fromkeys(days))


def _clocks(value: object) -> tuple[time, time]:
    match = _CLOCKS.match(value) if isinstance(value, str) else None
    numbers = [int(part) for part in match.groups()] if match else []
    if not numbers or numbers[0] > 23 or numbers[2] > 24 or max(numbers[1], numbers[3]) > 59:
        raise ValueError(f'"{value}" is no time of day such as 07:00-20:00')
    return time(numbers[0], numbers[1]), time(numbers[2] % 24, numbers[3])


def _zone(value: object) -> str:
    if not isinstance(value, str) or value not in available_timezones():
        raise ValueError(f'"{value}" is no time zone such as Europe/Copenhagen')
    return value


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError(f'"{value}" is no date and time such as 2026-12-01 08:00') from None
    if not YEARS[0] <= moment.year <= YEARS[1]:
        raise ValueError(f'"{value}" lies outside the years {YEARS[0]} to {YEARS[1]}')
    return moment


def _code(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z][A-Z0-9-]{0,11}", value):
        raise ValueError(f'"{value}" is no code; write up to 12 capital letters and digits')
    return value


def _window(value: object) -> tuple[str, str]:
    if isinstance(value, dict) and set(value) == {"start", "end"}:
        return str(value["start"]), str(value["end"])
    parts = re.split(r"\s+(?:-|–|to)\s+", str(value), maxsplit=1)
    if isinstance(value, dict) or len(parts) != 2:
        raise ValueError(f'"{value}" is no window such as "Saturday 06:00 - Sunday 18:00"')
    return parts[0], parts[1]


Days = Annotated[tuple[int, ...], BeforeValidator(_days)]
CalendarDate = date
Clocks = Annotated[tuple[time, time], BeforeValidator(_clocks)]
Count = Annotated[int, Field(ge=0, le=100_000)]
Mode = Literal["on_site", "remote", "on_call", "standby", "manager_available"]


class Front(Part):
    """The keys of the front matter."""

    launch: str | None = None
    code: Annotated[str, BeforeValidator(_code)] | None = None
    timezone: Annotated[str, BeforeValidator(_zone)] | None = None
    go_live: Annotated[datetime, BeforeValidator(_moment)] | None = None
    window: Annotated[tuple[str, str], BeforeValidator(_window)] | None = None
    rollback_deadline: str | None = None
    rollback_minutes: Count | None = None
    decision_minutes: Count | None = None
    hypercare_days: Count | None = None
    day_1: Literal["go-live", "day-after"] | None = None
    product_url: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None


class Metric(Part):
    """A measured figure."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    name: str
    unit: Literal[
        "percent", "ms", "s", "count", "per_day", "ratio", "score5", "bool", "minutes"
    ] = "count"
    better: Literal["higher", "lower"] = "higher"
    source: Literal[
        "manual", "probe", "host", "tickets", "tasks", "coverage", "http_json", "promql"
    ] = "manual"
    http: Address | None = None
    path: str | None = None
    promql: str | None = None
    prometheus: Address | None = None
    headers: Headers = ()
    every: Seconds = 60.0

    @model_validator(mode="after")
    def _fetched_from(self) -> Metric:
        if self.source == "promql" and not (self.promql and self.prometheus):
            raise ValueError("source promql needs promql (the query) and prometheus (its address)")
        return self


class Criterion(Part):
    """Binds a criterion of the prose to a metric."""

    match: Annotated[str, Field(min_length=2)]
    metric: str | None = None
    op: Literal["<", "<=", ">", ">=", "=="] | None = None
    value: float | None = None
    unit: str | None = None


class Shift(Part):
    """A person's duty."""

    days: Days
    time: Clocks
    mode: Mode = "on_site"
    rank: Literal["primary", "secondary"] | None = None


class Person(Part):
    """A named person."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    role: str | None = None
    level: str | None = None
    email: str | None = None
    phone: str | None = None
    shifts: tuple[Shift, ...] = ()


class Requirement(Part):
    """Heads needed."""

    level: str
    days: Days
    time: Clocks | None = None
    min: Count
    max: Count | None = None
    mode: Literal["on_site", "remote", "on_call", "standby", "manager_available", "any"] = "any"
    label: str | None = None


class Break(Part):
    """A break, and the heads that must stay."""

    level: str
    days: Days
    time: Clocks
    keep: Count


class Maintenance(Part):
    """A time in which checks may fail."""

    check: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    days: Days = ()
    """Launch days, which follow go-live."""
    date: CalendarDate | None = None
    """A date of the calendar instead, which stays where it is."""
    time: Clocks
    reason: Annotated[str, Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _one_day(self) -> Maintenance:
        if bool(self.days) is (self.date is not None):
            raise ValueError("give either days, counted from go-live, or a date")
        return self


class WarroomFence(Part):
    """The content of one `warroom` fence."""

    checks: tuple[Check, ...] = ()
    metrics: tuple[Metric, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    people: tuple[Person, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    sla: Sla = Sla()
    calendars: tuple[Calendar, ...] = ()
    escalation: tuple[EscalationStep, ...] = ()
    breaks: tuple[Break, ...] = ()
    maintenance: tuple[Maintenance, ...] = ()
    categories: tuple[Annotated[str, Field(min_length=1, max_length=80)], ...] = ()
    """What tickets are about, in the order in which they are offered."""


__all__ = ["CHECK_KINDS", "Check", "Front", "WarroomFence"]
