"""Tables by their header: which column is what, and what the table is for."""

from __future__ import annotations

from collections.abc import Sequence

from warroom_tui.plan.markup import plain
from warroom_tui.plan.words import Words

_KINDS: tuple[tuple[str, frozenset[str]], ...] = (
    ("risks", frozenset({"risk", "impact"})),
    ("risks", frozenset({"risk", "probability"})),
    ("sla", frozenset({"severity", "response"})),
    ("sla", frozenset({"severity", "resolution"})),
    ("rota", frozenset({"primary", "secondary"})),
    ("people", frozenset({"role", "name"})),
    ("people", frozenset({"situation", "name"})),
    ("people", frozenset({"name", "phone"})),
    ("people", frozenset({"name", "email"})),
    ("run_sheet", frozenset({"time", "task"})),
    ("tasks", frozenset({"task", "status"})),
    ("tasks", frozenset({"task", "owner"})),
    ("criteria", frozenset({"metric", "target"})),
)
_PRIORITY = (
    "severity",
    "probability",
    "impact",
    "mitigation",
    "risk",
    "response",
    "resolution",
    "primary",
    "secondary",
    "email",
    "phone",
    "hours",
    "metric",
    "target",
    "situation",
    "role",
    "name",
    "owner",
    "status",
    "time",
    "task",
)


def column_meanings(header: Sequence[str], words: Words) -> tuple[str, ...]:
    """The meaning of each column, "" where the header says nothing known."""
    used: set[str] = set()
    out: list[str] = []
    for cell in header:
        title = plain(cell).lower().strip(" :*")
        meaning = ""
        for key in _PRIORITY:
            if key not in used and words.matches("tables", key, title):
                meaning = key
                break
        if meaning:
            used.add(meaning)
        out.append(meaning)
    return tuple(out)


def table_kind(columns: Sequence[str]) -> str:
    """run_sheet, criteria, people, risks, sla, rota, tasks, or page for everything else."""
    have = set(columns)
    for kind, needed in _KINDS:
        if needed <= have:
            return kind
    return "page"
