"""The plan as a book: chapters at the left, entries with their line, and one of them in full."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.planning.plan_book import Chapter, Entry
from warroom_tui.ui.presenters.prose import prose
from warroom_tui.ui.theme import Palette
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.rows import Cell, Column, Row

CHAPTERS = (Column("title"), Column("count", width=4, align="right"))
ENTRIES = (
    Column("mark", width=1),
    Column("at", "when", width=16, min_total_width=70),
    Column("title", "entry", fraction=3),
    Column("note", "", fraction=2, min_total_width=48),
    Column("place", "line", width=5, align="right"),
)


def chapter_row(chapter: Chapter, palette: Palette) -> Row:
    """A line of the outline."""
    flagged = any(entry.flagged for entry in chapter.entries)
    return Row(
        chapter.key,
        (
            Cell(chapter.title, palette.warn if flagged else palette.text),
            Cell(str(len(chapter.entries)), palette.muted),
        ),
    )


def entry_row(entry: Entry, now: datetime, zone: ZoneInfo, palette: Palette) -> Row:
    """A line of the chapter."""
    when = day_and_clock(entry.at, zone, now) if entry.at else ""
    style = palette.warn if entry.flagged else palette.text
    return Row(
        entry.key,
        (
            Cell("▲" if entry.flagged else "·", palette.warn if entry.flagged else palette.muted),
            Cell(when, palette.muted),
            Cell(entry.title, style),
            Cell(entry.note, palette.muted),
            Cell(str(entry.line) if entry.line else "", palette.accent),
        ),
    )


def full(entry: Entry, now: datetime, zone: ZoneInfo, palette: Palette) -> Text:
    """Everything that an entry says, with its document and line."""
    out = Text()
    out.append(drawable(entry.title) + "\n", palette.strong)
    when = day_and_clock(entry.at, zone, now) if entry.at else ""
    facts = " · ".join(part for part in (when, entry.note) if part)
    if facts:
        out.append(drawable(facts) + "\n", palette.warn if entry.flagged else palette.muted)
    out.append(drawable(entry.place or "not from the plan: added here") + "\n", palette.accent)
    if entry.text:
        out.append("\n" + prose(entry.text), palette.text)
    return out
