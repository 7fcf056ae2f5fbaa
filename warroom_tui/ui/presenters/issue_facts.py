"""One known issue: as a line of the log, and in full."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.incident.issue_lines import counted_words
from warroom_tui.domain.incident.issues import KnownIssue, Severity
from warroom_tui.ui.presenters.prose import prose
from warroom_tui.ui.theme import Palette, Tone
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.rows import Cell, Row

_FACES: dict[Severity, tuple[str, Tone]] = {
    Severity.CRITICAL: ("✖", "bad"),
    Severity.HIGH: ("▲", "warn"),
    Severity.MEDIUM: ("◆", "text"),
    Severity.LOW: ("◇", "muted"),
}


def row(issue: KnownIssue, palette: Palette) -> Row:
    """A line of the log; settled ones are muted."""
    mark, tone = _FACES[issue.severity]
    text = palette.text if issue.state.live else palette.muted
    return Row(
        issue.ref,
        (
            Cell(mark, palette.tone(tone) if issue.state.live else palette.muted),
            Cell(issue.ref, text),
            Cell(issue.title, text),
            Cell(issue.state.value.replace("_", " "), palette.muted),
            Cell(str(issue.tickets) if issue.tickets else "–", text),
            Cell(str(issue.users) if issue.users is not None else "–", palette.muted),
            Cell(_note(issue), palette.bad if issue.flags else palette.muted),
        ),
    )


def _note(issue: KnownIssue) -> str:
    """The one word that must not be overlooked: a flag, else how its hotfix stands."""
    if issue.flags:
        return issue.flags[0] if len(issue.flags) == 1 else "loss, security"
    return f"fix {issue.hotfix_state}" if issue.hotfix_state else ""


def facts(
    issue: KnownIssue,
    linked: tuple[Ticket, ...],
    now: datetime,
    zone: ZoneInfo,
    palette: Palette,
) -> Text:
    """Every field that is filled in, and the tickets that point to it."""
    mark, tone = _FACES[issue.severity]
    text = Text()
    text.append(f"{issue.ref}  ", palette.accent)
    text.append(f"{mark} {issue.severity.value}", palette.tone(tone))
    reported = f"{day_and_clock(issue.reported_at, zone, now)} by {issue.reported_by}"
    state = issue.state.value.replace("_", " ")
    text.append(drawable(f"  {state}  reported {reported}") + "\n", palette.muted)
    text.append(drawable(issue.title) + "\n", palette.strong)
    for flag in issue.flags:
        text.append(f"✖ {flag}\n", palette.bad)
    hit = counted_words(issue)
    if hit:
        text.append(drawable(f"{hit}") + "\n", palette.warn)
    for label, value in (
        ("Impact", issue.impact),
        ("Workaround", issue.workaround),
        ("Description", issue.description),
        ("Steps", issue.steps),
        ("Expected", issue.expected),
        ("Actual", issue.actual),
        (f"Hotfix, {issue.hotfix_state}", issue.hotfix),
        ("Resolution", issue.resolution),
    ):
        if value:
            text.append(f"\n{label}\n", palette.muted)
            text.append(prose(value) + "\n", palette.text)
    if issue.resolved_at is not None:
        when = day_and_clock(issue.resolved_at, zone, now)
        settled = drawable(f"Settled {when} by {issue.resolved_by or '–'}")
        text.append(f"\n{settled}\n", palette.good)
    if linked:
        text.append(f"\nTickets ({len(linked)})\n", palette.muted)
    for ticket in linked:
        text.append(f"{ticket.ref}  ", palette.accent)
        text.append(drawable(f"{ticket.state.word:<9} {ticket.subject}") + "\n", palette.text)
    text.rstrip()
    return text
