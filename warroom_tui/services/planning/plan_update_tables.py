"""Which tables a changed plan fills, and how their rows are recognised, told and dropped."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from warroom_tui.domain.planning.plan_diff import normal
from warroom_tui.services.planning.plan_update_steps import Key
from warroom_tui.storage.planning.plan_sources import Row

Gone = Literal["delete", "mark", "disable", "stop", "leave", "keep"]
"""What happens to a row that the plan drops: `mark` keeps it as history, `disable` and `stop`
switch it off, `leave` says that it is left to people, `keep` says nothing."""

FIGURE = re.compile(r"[<>≤≥=]+|\d+(?:[.,]\d+)?|%")
"""What makes a target another one without making it another criterion."""


@dataclass(frozen=True, slots=True)
class FlatSpec:
    """How rows of one table are recognised and told."""

    table: str
    what: str
    levels: tuple[Key, ...]
    """What identifies a row, strictest first."""
    title: Callable[[Row], str]
    shown: tuple[str, ...]
    """Columns whose change is told, in the words of the diff."""
    gone: Gone = "delete"
    fuzzy: str = ""
    """Text column by whose words a row is recognised when nothing else fits."""
    links: tuple[tuple[str, str], ...] = ()
    """(column, table) of references to rows of other tables."""
    open_states: tuple[str, ...] = ()
    """States in which nothing has happened yet; what has happened is not touched."""

    def is_open(self, row: Row) -> bool:
        """Whether a stored row may still change with the plan."""
        return not self.open_states or row["state"] in self.open_states


def columns(*names: str) -> Key:
    """Rows are the same when these columns are; texts count by their words."""

    def key(row: Row) -> object:
        return tuple(_word(row.get(name)) for name in names)

    return key


def _word(value: object) -> str:
    if isinstance(value, str):
        return normal(value)
    return str(sorted(value.items())) if isinstance(value, Mapping) else str(value)


def _without_figures(name: str, *others: str) -> Key:
    rest = columns(*others)

    def key(row: Row) -> object:
        return (normal(FIGURE.sub(" ", str(row[name]))), rest(row))

    return key


def _column(name: str) -> Callable[[Row], str]:
    return lambda row: str(row[name])


def _target(row: Row) -> str:
    return f"{row['key']} {str(row['clock']).replace('_', ' ')}"


def _contact(row: Row) -> str:
    return f"{row['label']}: {row['name']}" if row["name"] else str(row["label"])


SPECS: tuple[FlatSpec, ...] = (
    FlatSpec(
        "person", "person", (columns("name"),), _column("name"),
        ("role", "level", "email", "phone"), gone="keep",
    ),
    FlatSpec(
        "shift", "shift", (columns("person_id", "anchor_start"), columns("person_id")),
        _column("level"), ("level", "mode", "rank", "anchor_start", "anchor_end"),
        links=(("person_id", "person"),), open_states=("planned",),
    ),
    FlatSpec(
        "requirement", "heads needed",
        (
            columns("source_id", "level", "label", "day_from", "day_to", "time_from", "time_to",
                    "mode"),
            columns("source_id", "level", "label", "mode"),
            columns("source_id", "level", "label"),
        ),
        _column("label"),
        ("min_heads", "max_heads", "day_from", "day_to", "time_from", "time_to", "mode"),
    ),
    FlatSpec(
        "contact", "contact",
        (columns("source_id", "kind", "label", "name"), columns("source_id", "kind", "label")),
        _contact, ("name", "email", "phone", "hours"),
    ),
    FlatSpec(
        "contact_channel", "channel",
        (columns("source_id", "label", "address"), columns("source_id", "label")),
        _column("label"), ("address", "audience"),
    ),
    FlatSpec(
        "priority_definition", "priority",
        (columns("source_id", "priority", "title"), columns("source_id", "priority")),
        _column("priority"), ("title", "examples", "response_text"),
    ),
    FlatSpec(
        "sla_target", "reply time",
        (columns("source_id", "scope", "key", "clock", "priorities", "text"),
         columns("source_id", "scope", "key", "clock", "priorities")),
        _target, ("text",),
    ),
    FlatSpec(
        "calendar", "business hours", (columns("source_id", "name"),), _column("name"),
        ("hours", "holidays", "applies_to", "tz"),
    ),
    FlatSpec(
        "escalation_level", "support level",
        (columns("source_id", "key", "name"), columns("source_id", "key")),
        _column("name"), ("name", "handles", "who"),
    ),
    FlatSpec(
        "escalation_step", "escalation",
        (columns("source_id", "kind", "from_key", "to_key", "text"),
         columns("source_id", "kind", "from_key", "to_key", "who")),
        _column("text"), ("text", "who", "after_min"),
    ),
    FlatSpec(
        "check_def", "check", (columns("name"),), _column("name"),
        ("kind", "target", "every_s", "timeout_s", "expect", "contains", "slow", "down",
         "fail_after", "ok_after", "options"),
        gone="disable",
    ),
    FlatSpec(
        "maintenance_window", "maintenance",
        (columns("source_id", "anchor_start", "reason"), columns("source_id", "reason")),
        _column("reason"), ("anchor_start", "anchor_end", "reason"),
        links=(("check_id", "check_def"),),
    ),
    FlatSpec(
        "metric", "metric", (columns("key"),), _column("name"),
        ("name", "unit", "higher_is_better", "source", "url", "path", "every_s",
         "options"),
        gone="keep",
    ),
    FlatSpec(
        "criterion", "criterion",
        (
            columns("source_id", "klass", "period", "text"),
            columns("source_id", "text"),
            _without_figures("text", "source_id", "klass", "period"),
        ),
        _column("text"), ("text", "klass", "tier", "period", "op", "threshold", "unit"),
        gone="mark", fuzzy="text", links=(("phase_id", "phase"),),
    ),
    FlatSpec(
        "plan_node", "page",
        (columns("source_id", "kind", "title", "stable_id"),
         columns("source_id", "kind", "title")),
        _column("title"), ("markdown",),
    ),
    FlatSpec(
        "message", "message",
        (columns("source_id", "title", "audience", "body"), columns("source_id", "title")),
        _column("title"), ("audience", "anchor", "every_min", "subject", "body"),
        open_states=("planned", "drafted", "approved", "held"),
    ),
    FlatSpec(
        "gate", "gate",
        (columns("source_id", "kind", "title"), columns("source_id", "kind")),
        _column("title"), ("title", "kind", "anchor"), gone="leave",
        open_states=("pending", "held"),
    ),
    FlatSpec(
        "sign_off", "sign-off", (columns("gate_id", "role"),), _column("role"), (),
        links=(("gate_id", "gate"),), open_states=("awaiting",),
    ),
    FlatSpec(
        "routine", "routine",
        (columns("source_id", "title", "rule", "every_min"), columns("source_id", "title")),
        _column("title"),
        ("rule", "at", "weekday", "every_min", "anchor_from", "anchor_to", "steps"), gone="stop",
    ),
    FlatSpec(
        "meeting", "meeting",
        (columns("source_id", "title", "every"), columns("source_id", "title")),
        _column("title"), ("every", "anchor", "duration_min", "attendees", "agenda"),
        open_states=("planned",),
    ),
    FlatSpec(
        "procedure", "procedure",
        (columns("source_id", "kind", "title"), columns("source_id", "title")),
        _column("title"), ("kind", "steps"),
    ),
    FlatSpec(
        "risk", "risk", (columns("source_id", "text"),), _column("text"),
        ("text", "probability", "impact", "mitigation", "response"), fuzzy="text",
        open_states=("open",),
    ),
    FlatSpec(
        "focus_note", "focus",
        (columns("source_id", "kind", "phase_id", "text"), columns("source_id", "kind", "text")),
        _column("text"), ("text",), fuzzy="text", links=(("phase_id", "phase"),),
    ),
    FlatSpec(
        "role", "role", (columns("source_id", "name"),), _column("name"), ("duties",),
    ),
)  # fmt: skip
"""In an order in which what is referred to comes first."""
