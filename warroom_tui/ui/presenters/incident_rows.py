"""Incidents: as lines of the list."""

from __future__ import annotations

from datetime import datetime

from warroom_tui.domain.durations import countdown, short
from warroom_tui.domain.incident.incidents import UPDATE_SOON, Incident, IncidentState
from warroom_tui.domain.incident.issues import Severity
from warroom_tui.ui.theme import Palette, Tone
from warroom_tui.ui.widgets.rows import Cell, Column, Row

COLUMNS = (
    Column("mark", width=1),
    Column("ref", "id", width=7),
    Column("priority", "", width=2),
    Column("title", "incident"),
    Column("state", "state", width=13),
    Column("update", "update", width=9, align="right"),
    Column("age", "lasts", width=7, align="right", min_total_width=64),
)

FACES: dict[Severity, tuple[str, Tone]] = {
    Severity.CRITICAL: ("✖", "bad"),
    Severity.HIGH: ("▲", "warn"),
    Severity.MEDIUM: ("◆", "text"),
    Severity.LOW: ("◇", "muted"),
}


def update_words(incident: Incident, now: datetime) -> tuple[str, Tone]:
    """The promise of the next update: "04:12", "02:10 late"; a dash when none is owed."""
    due = incident.next_update_due
    if due is None or not incident.live:
        return "–", "muted"
    if incident.update_late(now) is not None:
        return f"-{countdown(now - due)}", "bad"
    return countdown(due - now), "warn" if due - now <= UPDATE_SOON else "text"


def row(incident: Incident, now: datetime, palette: Palette) -> Row:
    """A line of the list; what is over is muted."""
    mark, tone = FACES[incident.severity]
    live = incident.live
    text = palette.text if live else palette.muted
    update, urgency = update_words(incident, now)
    done = incident.state is IncidentState.REVIEWED
    return Row(
        incident.ref,
        (
            Cell(mark if live else "✔" if done else "◷", palette.tone(tone) if live else text),
            Cell(incident.ref, text),
            Cell(incident.priority, palette.tone(tone) if live else text),
            Cell(incident.title, palette.strong if live else text),
            Cell(incident.state.value, text),
            Cell(update, palette.tone(urgency)),
            Cell(short(incident.lasted(now)), palette.muted),
        ),
    )
