"""The blanks of a message, and which of them the launch itself can fill.

`Laybys created: [X]` asks for the figure called "Laybys created", `Day [X]` for the launch's day,
`[Issue 1 - Status]` for the first live known issue. What nothing is known for stays a visible
blank: a wrong figure in a mail to everybody is worse than a gap.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

BLANK = re.compile(r"\[[^\[\]\n]{1,80}\](?!\()|(?<![A-Za-z0-9])X{2,4}(?![A-Z0-9])")
"""`[Name]`, `[X%]`, and the bare XX of "XX users"; a Markdown link is none."""

_NUMBER = re.compile(r"(\d{1,2})")
_WORD = re.compile(r"\w+")
_IDLE = frozenset({"total", "the", "of", "a", "new", "number", "successfully", "our", "today"})
"""Words of a label that do not say which figure is meant."""

_LABELS: tuple[tuple[str, str], ...] = (
    ("status", r"^(?:overall )?status$"),
    ("tickets_resolved", r"\btickets? (?:resolved|closed|solved)\b"),
    ("tickets_created", r"^(?:support )?tickets?(?: (?:opened|created|logged|received))?$"),
    ("issues_reported", r"^issues? (?:reported|found)$"),
    ("critical_issues", r"^critical issues?$"),
    ("resolution_rate", r"^resolution rate$"),
    ("csat", r"satisfaction$"),
    ("sla_compliance", r"\bsla\b"),
    ("first_contact", r"^first[- ]contact"),
    ("escalation_rate", r"^escalation rate$"),
    ("reopen_rate", r"^reopen(?:ed)? rate$"),
    ("mean_response", r"^(?:average )?response time$"),
)
_LISTS: tuple[tuple[str, str], ...] = (
    ("issue", r"^issue (?P<n>\d+)\b"),
    ("win", r"^(?:win|major accomplishment|accomplishment) (?P<n>\d+)$"),
    ("action", r"^action (?P<n>\d+)$"),
    ("focus", r"^(?:priority|focus) (?P<n>\d+)$"),
    ("quote", r"^positive quote (?P<n>\d+)$"),
)
_VALUE = re.compile(
    r"x{1,4}(?:\s*%|/\d+| hours?| minutes?| ms)?"
    r"|(?:support |help desk |emergency )?(?:number|email|e-mail|url|phone|contact|link)"
)
"""Words that stand for one value, and not for a sentence that somebody writes."""
_LIVE = re.compile(r"\b(?:launch\w*|live|go-?live|available|coming)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with the blanks that could be filled."""

    text: str
    filled: tuple[tuple[str, str, str], ...] = ()
    """(blank, key, value) of each."""
    left: tuple[str, ...] = ()
    """The blanks that are still open, in order, each once."""


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Put what is known into the blanks; a key is found by `key_of`."""
    filled: list[tuple[str, str, str]] = []
    left: list[str] = []
    lines = []
    for line in text.split("\n"):

        def put(match: re.Match[str], line: str = line) -> str:
            key = key_of(match[0], line[: match.start()], line[match.end() :], values)
            value = values.get(key) if key else None
            if key is None or value is None:
                left.append(match[0])
                return match[0]
            value = _with_unit(match[0], value, line[match.end() :])
            filled.append((match[0], key, value))
            return value

        lines.append(BLANK.sub(put, line))
    return Filled("\n".join(lines), tuple(filled), tuple(dict.fromkeys(left)))


def key_of(blank: str, before: str, after: str, known: Mapping[str, str]) -> str | None:
    """The key of what a blank asks for; None when that cannot be told.

    `known` holds the keys that there are: `metric:NAME` and `contact:LABEL` are matched by words.
    """
    words = blank.strip("[]").strip().casefold()
    told = _listed(words) or _dated(words, before) or _signed(words, before)
    if told is not None:
        return told
    label = _label(before, after)
    if not label or not _asks_for_a_value(words):
        return None
    for key, pattern in _LABELS:
        if re.search(pattern, label):
            return key
    return _by_words(label, known)


def _listed(words: str) -> str | None:
    for key, pattern in _LISTS:
        found = re.search(pattern, words)
        if found is not None:
            return f"{key}:{int(found['n'])}"
    return None


def _dated(words: str, before: str) -> str | None:
    if words in ("timestamp", "date and time", "time"):
        return "now"
    if words == "date":
        label = before.strip(" \t-*•>").rstrip(":").casefold()
        if label.endswith("date"):
            return "date"
        return "go_live_date" if _LIVE.search(before) else None
    if re.search(r"\bday\s*$", before, re.IGNORECASE) and words in ("x", "n", "xx"):
        return "day"
    return None


def _signed(words: str, before: str) -> str | None:
    """The sender's name on a line of its own, and the status in a word."""
    if words in ("name", "your name") and not before.strip():
        return "seat"
    return "status" if words in ("green/yellow/red", "green/amber/red", "rag") else None


def _label(before: str, after: str) -> str:
    """The words that say what the value is: before the colon, else those that follow."""
    head = re.sub(r"^\W+", "", re.sub(r"[*_`]", "", before)).strip(" \t$")
    if head.endswith(":"):
        return head.rstrip(":").strip().casefold()
    if head:
        return ""
    return re.split(r"[.,;:!?(]", after, maxsplit=1)[0].strip().casefold()


def _asks_for_a_value(words: str) -> bool:
    return bool(_VALUE.fullmatch(words))


def _by_words(label: str, known: Mapping[str, str]) -> str | None:
    """The metric or address whose name says the same."""
    wanted = _names(label)
    if not wanted:
        return None
    near = None
    for key in known:
        kind, _, name = key.partition(":")
        if kind not in ("metric", "contact"):
            continue
        words = _names(name)
        if words == wanted:
            return key
        if near is None and kind == "metric" and words and words <= wanted:
            near = key
    return near


def _names(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold())) - _IDLE


def _with_unit(blank: str, value: str, after: str) -> str:
    """Units that stand in the blank stay; those that follow it are not said twice."""
    for unit in ("%", "ms"):
        if value.endswith(unit) and after.lstrip().startswith(unit):
            return value.removesuffix(unit).rstrip()
    if "/5" in blank and "/" not in value:
        return f"{value}/5"
    return value
