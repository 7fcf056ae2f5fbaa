"""Day and week tables, and the adoption ladder, for the Health screen."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.monitoring.adoption import (
    MISSED,
    NO_DATA,
    NO_TIME,
    REACHED,
    UNDER_WAY,
    Step,
)
from warroom_tui.domain.monitoring.day_table import FilledTable
from warroom_tui.domain.monitoring.health import format_value
from warroom_tui.ui.theme import Palette
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.rows import Cell, Column, Row

STEP_COLUMNS = (
    Column("mark", width=1),
    Column("step", "adoption"),
    Column("value", "now", width=8, align="right"),
    Column("target", "target", width=8, align="right"),
    Column("due", "by", width=19, align="right", min_total_width=60),
    Column("state", "state", width=10),
)
_STEP_MARKS = {REACHED: "●", UNDER_WAY: "▲", MISSED: "✖", NO_DATA: "◌"}


def step_row(number: int, step: Step, now: datetime, zone: ZoneInfo, palette: Palette) -> Row:
    """A rung of the adoption ladder."""
    tones = {REACHED: palette.good, UNDER_WAY: palette.warn, MISSED: palette.bad}
    tone = tones.get(step.state, palette.muted)
    due = day_and_clock(step.due_at, zone, now) if step.due_at else NO_TIME
    return Row(
        f"step:{number}",
        (
            Cell(_STEP_MARKS[step.state], tone),
            Cell(step.text, palette.text),
            Cell(format_value(step.value, step.unit), palette.strong),
            Cell(format_value(step.target, step.unit), palette.muted),
            Cell(due, palette.muted),
            Cell(step.state, tone),
        ),
    )


def table_text(tables: tuple[FilledTable, ...], palette: Palette) -> Text:
    """The day and week tables, each column as wide as its widest text."""
    out = Text(no_wrap=True, overflow="ellipsis")
    for table in tables:
        lines = [table.columns, *((row.label, *row.cells) for row in table.rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(table.columns))]
        place = f" · line {table.line} of the plan" if table.line else ""
        out.append(drawable(table.title), palette.strong)
        out.append(f"{place}\n", palette.muted)
        for number, line in enumerate(lines):
            today = number > 0 and table.rows[number - 1].today
            style = palette.muted if number == 0 else palette.strong if today else palette.text
            cells = [line[0].ljust(widths[0])]
            cells += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
            out.append(("▶ " if today else "  ") + drawable("  ".join(cells)) + "\n", style)
        for note in table.notes:
            out.append(f"{drawable(note)}\n", palette.info)
        out.append("\n")
    out.rstrip()
    return out
