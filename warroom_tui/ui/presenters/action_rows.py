"""Action items: as lines of the list, and in full."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from warroom_tui.domain.durations import day_and_clock, short
from warroom_tui.domain.runsheet.actions import ActionItem, ActionState
from warroom_tui.ui.presenters.prose import prose
from warroom_tui.ui.theme import Palette, Tone
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.rows import Cell, Column, Row

COLUMNS = (
    Column("mark", width=1),
    Column("ref", "", width=6),
    Column("at", "due", width=16, min_total_width=84),
    Column("text", "action", fraction=3),
    Column("owner", "owner", fraction=1),
    Column("state", "", width=14, align="right"),
)
_FACES: dict[ActionState, tuple[str, Tone]] = {
    ActionState.OPEN: ("○", "text"),
    ActionState.DONE: ("✔", "good"),
    ActionState.DROPPED: ("⊘", "muted"),
}


def row(item: ActionItem, now: datetime, zone: ZoneInfo, palette: Palette) -> Row:
    """A line of the list."""
    mark, tone = _FACES[item.state]
    late = item.late_by(now)
    style = palette.warn if late else palette.text if item.open else palette.muted
    owner = item.owner or ("nobody" if item.open else "")
    unowned = item.open and item.owner is None
    return Row(
        item.ref,
        (
            Cell("▲" if late else mark, palette.warn if late else palette.tone(tone)),
            Cell(item.ref, palette.muted),
            Cell(
                day_and_clock(item.due_at, zone, now) if item.due_at else "no date", palette.muted
            ),
            Cell(item.text, style),
            Cell(owner, palette.warn if unowned else palette.muted),
            Cell(
                f"{short(late)} late" if late else item.state.value,
                palette.warn if late else palette.tone(tone),
            ),
        ),
    )


def facts(item: ActionItem, now: datetime, zone: ZoneInfo, palette: Palette) -> Text:
    """Everything that is known of it."""
    out = Text()
    out.append(drawable(item.text) + "\n", palette.strong)
    out.append(drawable(f"{item.ref} · {item.origin}") + "\n\n", palette.muted)
    late = item.late_by(now)
    due = day_and_clock(item.due_at, zone, now) if item.due_at else "no date"
    lines = [
        ("Owner", item.owner or "nobody", palette.text if item.owner else palette.warn),
        (
            "Due",
            due + (f", {short(late)} late" if late else ""),
            palette.warn if late else palette.text,
        ),
        ("State", item.state.value, palette.tone(_FACES[item.state][1])),
        (
            "Written",
            f"{day_and_clock(item.created_at, zone, now)} by {item.created_by}",
            palette.muted,
        ),
    ]
    if item.closed_at is not None:
        closed = f"{day_and_clock(item.closed_at, zone, now)} by {item.closed_by}"
        lines.append(("Closed", closed, palette.muted))
    for name, value, style in lines:
        out.append(f"{name:<9}", palette.muted)
        out.append(drawable(value) + "\n", style)
    if item.outcome:
        out.append("\n")
        out.append(prose(item.outcome), palette.text)
    return out
