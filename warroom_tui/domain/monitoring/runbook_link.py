"""Which runbook helps with a failing check: the one that the plan names, else the likeliest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from warroom_tui.domain.monitoring.health import Check
from warroom_tui.domain.runsheet.procedures import Procedure

_WORD = re.compile(r"[^\W\d_]{3,}")
_SAID = frozenset(("the", "and", "for", "with", "issue", "problem", "check", "api", "not", "are"))
"""Words that say nothing about what is watched."""
_KINDS: dict[str, tuple[str, ...]] = {
    "http": ("slow", "down", "site", "application", "website"),
    "db": ("database",),
    "queue": ("queue", "jobs", "worker"),
    "tls": ("certificate",),
    "tcp": ("down", "connection"),
    "host": ("slow", "server"),
}
"""Words that runbooks use for what a kind of check watches."""

_HELPFUL = ("troubleshoot", "emergency", "contingency", "handling")


def runbook_for(check: Check, procedures: Sequence[Procedure]) -> Procedure | None:
    """The procedure to open for a check; None when no one speaks of it.

    The plan's `runbook:` wins: an exact title, else one that holds all its words. Otherwise the
    title that shares most words with the check's name and group, then with its kind.
    """
    wanted = check.options.runbook
    if wanted is not None:
        return _named(wanted, procedures)
    best: tuple[int, int] | None = None
    found: Procedure | None = None
    own = _words(f"{check.name} {check.target if check.kind == 'host' else ''}")
    group, kind = _words(check.group), set(_KINDS.get(check.kind, ()))
    for place, procedure in enumerate(procedures):
        if procedure.kind not in _HELPFUL:
            continue
        title = _words(procedure.title)
        score = 4 * len(own & title) + 2 * bool(kind & title) + len(group & title)
        if score and (best is None or (score, -place) > best):
            best, found = (score, -place), procedure
    return found


def _named(wanted: str, procedures: Sequence[Procedure]) -> Procedure | None:
    lowered = wanted.strip().casefold()
    for procedure in procedures:
        if procedure.title.casefold() == lowered:
            return procedure
    words = lowered.split()
    return next(
        (each for each in procedures if all(word in each.title.casefold() for word in words)), None
    )


def _words(text: str) -> set[str]:
    """Words of a text in lower case, plural and singular alike."""
    return {word.rstrip("s") for word in _WORD.findall(text.casefold())} - _SAID - {""}
