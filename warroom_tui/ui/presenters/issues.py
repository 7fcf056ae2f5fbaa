"""Known issues: severity, what, state, how many tickets point to it."""

from __future__ import annotations

from warroom_tui.domain.durations import short
from warroom_tui.domain.incident.issues import KnownIssue, Severity
from warroom_tui.domain.situation import Situation
from warroom_tui.ui.presenters.marks import Face, joined
from warroom_tui.ui.theme import Palette, Tone
from warroom_tui.ui.widgets.rows import Cell, Column, Row

EMPTY = "No live known issues. Press i to log one."

COLUMNS = (
    Column("mark", width=1),
    Column("ref", "id", width=9),
    Column("severity", "severity", width=8),
    Column("title", "title"),
    Column("state", "state", width=13, min_total_width=84),
    Column("tickets", "tkts", width=4, align="right", min_total_width=64),
    Column("age", "age", width=7, align="right", min_total_width=52),
)

_TONES: dict[Severity, Tone] = {
    Severity.CRITICAL: "bad",
    Severity.HIGH: "warn",
    Severity.MEDIUM: "text",
    Severity.LOW: "muted",
}
_MARKS = {Severity.CRITICAL: "✖", Severity.HIGH: "▲", Severity.MEDIUM: "◆", Severity.LOW: "◇"}


def face(situation: Situation, palette: Palette) -> Face:
    """The panel at the situation's moment."""
    issues = situation.board.issues
    critical = sum(1 for issue in issues if issue.severity is Severity.CRITICAL)
    title = joined(
        "Known issues",
        f"{len(issues)} live" if issues else "none",
        f"{critical} critical" if critical else "",
    )
    tone: Tone = "bad" if critical else "text"
    return Face(tuple(_row(issue, situation, palette) for issue in issues), title, "", tone)


def _row(issue: KnownIssue, situation: Situation, palette: Palette) -> Row:
    style = palette.tone(_TONES[issue.severity])
    return Row(
        issue.ref,
        (
            Cell(_MARKS[issue.severity], style),
            Cell(issue.ref, palette.text),
            Cell(issue.severity.value, style),
            Cell(issue.title, palette.text),
            Cell(issue.state.value.replace("_", " "), palette.muted),
            Cell(str(issue.tickets) if issue.tickets else "–", palette.muted),
            Cell(short(situation.now - issue.reported_at), palette.muted),
        ),
    )
