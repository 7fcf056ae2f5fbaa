"""What is promised and what is watched: priorities, reply times, limits, checks, metrics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from warroom_tui.domain.monitoring.check_options import NO_OPTIONS, CheckOptions
from warroom_tui.plan.draft.place import Place


@dataclass(frozen=True, slots=True)
class PriorityDraft:
    """One row of the priority matrix with its examples."""

    priority: Literal["P1", "P2", "P3", "P4"]
    title: str
    examples: tuple[str, ...]
    place: Place
    response_text: str | None = None


@dataclass(frozen=True, slots=True)
class SlaTargetDraft:
    """A response or resolution target for a priority, a support level or a channel."""

    scope: Literal["priority", "level", "channel", "on_call"]
    key: str
    """P1..P4, L1..L4, or the channel's name."""
    clock: Literal["first_response", "resolution", "update"]
    minutes: int | None
    """None when the target is no duration; 0 stands for immediate."""
    text: str
    place: Place
    priorities: tuple[str, ...] = ()
    """The priorities that it holds for; empty: all."""
    calendar: str | None = None
    """Name of the hours that it names itself."""


@dataclass(frozen=True, slots=True)
class CalendarDraft:
    """Business hours of a channel, a level or the people on call."""

    name: str
    place: Place
    hours: tuple[tuple[tuple[int, ...], int, int], ...]
    """(weekdays from 0, first minute of the day, last minute); empty is round the clock."""
    holidays: tuple[str, ...] = ()
    """ISO dates."""
    applies_to: tuple[str, ...] = ()
    timezone: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class EscalationLevelDraft:
    """A level of support and what it handles."""

    key: str
    """L1..L4, or a word of its own for those above."""
    name: str
    place: Place
    handles: tuple[str, ...] = ()
    who: str = ""
    """Role that is called."""


@dataclass(frozen=True, slots=True)
class EscalationStepDraft:
    """From one level to the next; without levels it is a situation and whom it calls."""

    from_key: str
    to_key: str
    place: Place
    text: str
    after_min: int | None = None
    """Minutes after which an unresolved ticket goes on; 0 is at once."""
    who: str = ""
    from_name: str = ""
    to_name: str = ""


@dataclass(frozen=True, slots=True)
class ThresholdDraft:
    """An alert limit that the plan's prose states: "CPU: alert if > 80 %"."""

    subject: str
    """cpu memory disk error_rate response_time queue_depth db_connections uptime or a slug."""
    text: str
    place: Place
    op: Literal["<", "<=", ">", ">="]
    value: float
    unit: str


CheckKind = Literal[
    "http",
    "tcp",
    "tls",
    "host",
    "db",
    "queue",
    "promql",
    "heartbeat",
    "manual",
    "alertmanager",
]


@dataclass(frozen=True, slots=True)
class CheckDraft:
    """A probe asked for by a `warroom` fence."""

    name: str
    kind: CheckKind
    target: str
    place: Place
    every_s: float = 30.0
    timeout_s: float = 5.0
    expect: tuple[str, ...] = ("2xx", "3xx")
    contains: str | None = None
    slow: tuple[str, float, str] | None = None
    """(operator, value, unit) beyond which it is slow."""
    down: tuple[str, float, str] | None = None
    fail_after: int = 2
    ok_after: int = 1
    group: str = ""
    target_text: str | None = None
    options: CheckOptions = NO_OPTIONS
    is_queue: bool = False
    """Written as a queue, also when SQL tells its depth and its kind is that of a database."""


@dataclass(frozen=True, slots=True)
class MaintenanceDraft:
    """A time on a launch day in which checks may fail: no alerts, no part of the uptime."""

    check: str | None
    """Name of a check; None: every one."""
    day: int | date
    """A launch day (1 is launch day), or a date of the calendar."""
    start: time
    end: time
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class MetricDraft:
    """A measured figure, typed in or fetched."""

    key: str
    name: str
    place: Place
    unit: str = "count"
    higher_is_better: bool = True
    source: str = "manual"
    url: str | None = None
    path: str | None = None
    """JSON path of the number, or the query of a promql metric."""
    every_s: float = 60.0
    headers: tuple[tuple[str, str], ...] = ()
