"""Activity: the latest events of the timeline, newest first."""

from __future__ import annotations

from warroom_tui.domain.situation import Situation
from warroom_tui.domain.timeline import TimelineEvent
from warroom_tui.ui.presenters.marks import Face, ago, joined
from warroom_tui.ui.theme import Palette
from warroom_tui.ui.widgets.rows import Cell, Column, Row

EMPTY = "Nothing has happened yet."

COLUMNS = (
    Column("at", width=6),
    Column("who", width=12, min_total_width=48),
    Column("text"),
)


def face(situation: Situation, palette: Palette) -> Face:
    """The panel at the situation's moment."""
    events = situation.board.events
    rows = tuple(_row(event, situation, palette) for event in events)
    last = f"latest {ago(events[0].at, situation.now)}" if events else ""
    return Face(rows, joined("Activity", last), "u undoes your last" if events else "")


def _row(event: TimelineEvent, situation: Situation, palette: Palette) -> Row:
    undone = event.undone_by is not None
    style = palette.muted if undone else palette.text
    local = situation.board.launch.local(event.at)
    today = local.date() == situation.board.launch.local(situation.now).date()
    return Row(
        str(event.id),
        (
            Cell(f"{local:%H:%M}" if today else f"{local.day} {local:%b}", palette.muted),
            Cell(event.actor, palette.info if event.source == "user" else palette.muted),
            Cell(f"{event.said} (undone)" if undone else event.said, style),
        ),
    )
