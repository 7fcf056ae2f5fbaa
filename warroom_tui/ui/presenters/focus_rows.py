"""Focus cards: as lines of the list, and in full."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.runsheet.focus import FocusCard, FocusKind
from warroom_tui.ui.theme import Palette
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.rows import Cell, Column, Row

COLUMNS = (
    Column("mark", width=1),
    Column("at", "from", width=16),
    Column("title", "focus"),
    Column("lines", "", width=10, align="right", min_total_width=56),
)
_PARTS = (
    (FocusKind.GOAL, "Goals", "◎"),
    (FocusKind.EXPECT, "Issues to expect", "△"),
    (FocusKind.ACTION, "Actions", "▸"),
)


def row(card: FocusCard, on: bool, now: datetime, zone: ZoneInfo, palette: Palette) -> Row:
    """A line of the list; the one that holds now stands out by mark, word and weight."""
    style = palette.strong if on else palette.muted
    when = day_and_clock(card.starts_at, zone, now) if card.starts_at else "no date yet"
    return Row(
        key(card),
        (
            Cell("▶" if on else "·", palette.accent if on else palette.muted),
            Cell(when, palette.muted),
            Cell(card.title, style),
            Cell("now" if on else f"{len(card.notes)} lines", style),
        ),
    )


def key(card: FocusCard) -> str:
    """What a card is known by: its first line."""
    return f"focus:{card.notes[0].id}"


def full(card: FocusCard, palette: Palette) -> Text:
    """Goals, issues to expect, actions."""
    out = Text()
    out.append(drawable(card.title) + "\n", palette.strong)
    out.append(drawable(card.notes[0].place) + "\n", palette.muted)
    for kind, title, mark in _PARTS:
        notes = card.of(kind)
        if notes:
            out.append(f"\n{title}\n", palette.strong)
        for note in notes:
            out.append(f"  {mark} ", palette.accent)
            out.append(drawable(note.text) + "\n", palette.text)
    return out


def one_line(card: FocusCard) -> str:
    """The goals in one line, or what to expect when there are none."""
    notes = card.of(FocusKind.GOAL) or card.of(FocusKind.EXPECT) or card.notes
    return " · ".join(note.text for note in notes)
