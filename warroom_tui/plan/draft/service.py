"""What is promised and what is watched: priorities, reply times, limits, checks, metrics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from warroom_tui.domain.check_options import NO_OPTIONS, CheckOptions
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


@dataclass(frozen=True, slots=True)
class CheckDraft:
    """A probe asked for by a `warroom` fence."""

    name: str
    kind: Literal["http", "tcp", "tls", "host", "db", "queue", "promql", "heartbeat", "manual"]
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
