"""Tables by their header: which column is what, and what the table is for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from warroom_tui.plan.markup import plain
from warroom_tui.plan.words import Words

_KINDS: tuple[tuple[str, frozenset[str]], ...] = (
    ("page", frozenset({"consulted"})),
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
    ("people", frozenset({"role", "owner"})),
    ("people", frozenset({"role", "phone"})),
    ("people", frozenset({"role", "email"})),
)
_DECORATION = re.compile(r"^[^\w#✓✔]+|[\s:：*?？]+$")
_BRACKET = re.compile(r"[(（\[][^)）\]]*[)）\]]")
_PARTS = re.compile(r"\s*[/&|,、・]\s*|\s+(?:and|und|et|y|e|и|và)\s+")
_LOOSE = frozenset(
    {"time", "task", "owner", "status", "risk", "mitigation", "email", "phone", "severity"}
)
_PRIORITY = (
    "consulted",
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
    titles = [_title(cell) for cell in header]
    out = [""] * len(titles)
    for read in (_whole, _bare, _edges):  # what is named exactly comes before what is only near
        for index, title in enumerate(titles):
            if not out[index]:
                out[index] = read(title, words, {key for key in out if key != "time"})
    return tuple(_by_company(out, titles, words))


def _by_company(keys: list[str], titles: Sequence[str], words: Words) -> list[str]:
    """A word of two meanings takes the one that fits the other columns.

    "Response" is what one does about a risk, and beside a severity when one answers; a "measure"
    without a risk is a task.
    """
    if {"risk", "probability"} & set(keys):
        return keys
    return [
        next((k for k in ("response", "task") if _means(k, title, words, keys)), key)
        if key == "mitigation"
        else key
        for key, title in zip(keys, titles, strict=True)
    ]


def _means(key: str, title: str, words: Words, used: Sequence[str]) -> bool:
    return key not in used and words.matches("tables", key, title)


def _title(cell: str) -> str:
    return _DECORATION.sub("", plain(cell).lower()).strip()


def _whole(title: str, words: Words, used: set[str]) -> str:
    """The key whose words hold the title as a whole, "" when there is none."""
    free = (key for key in _PRIORITY if key not in used)
    return next((key for key in free if words.matches("tables", key, title)), "")


def _bare(title: str, words: Words, used: set[str]) -> str:
    """ "Time (UTC)" and "Owner / Team" without the bracket and by the parts."""
    parts = _PARTS.split(_BRACKET.sub(" ", title))
    return next((key for part in parts if (key := _whole(part.strip(), words, used))), "")


def _edges(title: str, words: Words, used: set[str]) -> str:
    """ "Task description", "Planned start": the last or the first word says it."""
    near = _BRACKET.sub(" ", title).split()
    if len(near) not in (2, 3):
        return ""
    found = (_whole(word, words, used) for word in (near[-1], near[0]))
    return next((key for key in found if key in _LOOSE), "")


def table_kind(columns: Sequence[str]) -> str:
    """run_sheet, criteria, people, risks, sla, rota, tasks, or page for everything else."""
    have = set(columns)
    for kind, needed in _KINDS:
        if needed <= have:
            return kind
    return "page"
