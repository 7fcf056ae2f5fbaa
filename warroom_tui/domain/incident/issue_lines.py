"""A known issue as the plan's own form prints it: words and lines, times already local."""

from __future__ import annotations

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from warroom_tui.domain.durations import whole_moment
from warroom_tui.domain.incident.incidents import affected_words
from warroom_tui.domain.incident.issues import KnownIssue

_NUMBERED = re.compile(r"^\s*(?:\d{1,3}[.)]|[-*•])\s+")


@dataclass(frozen=True, slots=True)
class IssueSheet:
    """One filled-in form."""

    ref: str
    title: str
    severity: str
    status: str
    flags: str
    reported: str
    reported_by: str
    affected: str
    tickets: int
    description: tuple[str, ...]
    steps: tuple[str, ...]
    expected: tuple[str, ...]
    actual: tuple[str, ...]
    impact: tuple[str, ...]
    workaround: tuple[str, ...]
    hotfix: str
    hotfix_state: str
    resolution: tuple[str, ...]
    resolved: str
    resolved_by: str


def sheet(issue: KnownIssue, zone: ZoneInfo) -> IssueSheet:
    """The form of one issue."""
    return IssueSheet(
        ref=issue.ref,
        title=issue.title,
        severity=issue.severity.value.capitalize(),
        status=issue.state.value.replace("_", " ").capitalize(),
        flags=", ".join(issue.flags),
        reported=whole_moment(issue.reported_at, zone),
        reported_by=issue.reported_by,
        affected=counted_words(issue).replace(" affected", ""),  # the heading says it
        tickets=issue.tickets,
        description=_lines(issue.description),
        # Steps are numbered by the form: a number that somebody typed would stand there twice.
        steps=tuple(_NUMBERED.sub("", line) for line in _lines(issue.steps)),
        expected=_lines(issue.expected),
        actual=_lines(issue.actual),
        impact=_lines(issue.impact),
        workaround=_lines(issue.workaround),
        hotfix=" ".join(issue.hotfix.split()),
        hotfix_state=issue.hotfix_state,
        resolution=_lines(issue.resolution),
        resolved=whole_moment(issue.resolved_at, zone) if issue.resolved_at else "",
        resolved_by=issue.resolved_by or "",
    )


def counted_words(issue: KnownIssue) -> str:
    """How many users are hit, and where the number comes from.

    The larger of what was typed and what is counted holds: "12 users (40 %) affected:
    12 requesters, 5 typed".
    """
    words = affected_words(issue.users, issue.affected_pct)
    words = f"{words} affected" if words else ""
    if not issue.requesters:
        return words
    people = f"{issue.requesters} requester" + ("" if issue.requesters == 1 else "s")
    typed = f", {issue.affected_n} typed" if issue.affected_n is not None else ""
    return f"{words}: {people}{typed}"


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
