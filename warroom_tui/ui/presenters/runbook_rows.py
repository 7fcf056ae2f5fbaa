"""Runbooks: as lines of the list, and in full with the run that is under way."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from warroom_tui.domain.durations import day_and_clock, short
from warroom_tui.domain.runsheet.launch import Task
from warroom_tui.domain.runsheet.procedures import Procedure, ProcedureRun, stage_of
from warroom_tui.ui.theme import Palette
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.rows import Cell, Column, Row

COLUMNS = (
    Column("mark", width=1),
    Column("title", "procedure"),
    Column("steps", "steps", width=5, align="right"),
    Column("runs", "", width=14, align="right", min_total_width=50),
)


def row(procedure: Procedure, runs: tuple[ProcedureRun, ...], palette: Palette) -> Row:
    """A line of the list."""
    busy = next((run for run in runs if run.ended_at is None), None)
    word = f"{busy.started_by} on it" if busy else f"followed ×{len(runs)}" if runs else ""
    return Row(
        f"procedure:{procedure.id}",
        (
            Cell("▶" if busy else "·", palette.warn if busy else palette.muted),
            Cell(procedure.title, palette.strong if busy else palette.text),
            Cell(str(len(procedure.steps)), palette.muted),
            Cell(word, palette.warn if busy else palette.muted),
        ),
    )


def facts(
    procedure: Procedure,
    runs: tuple[ProcedureRun, ...],
    tasks: tuple[Task, ...],
    now: datetime,
    zone: ZoneInfo,
    palette: Palette,
) -> Text:
    """Title, the run under way or the plain steps by stage, and earlier runs."""
    out = Text()
    out.append(drawable(procedure.title) + "\n", palette.strong)
    place = f" · {procedure.source or 'plan'}:{procedure.line}" if procedure.line else ""
    out.append(drawable(procedure.kind + place) + "\n", palette.muted)
    busy = next((run for run in runs if run.ended_at is None), None)
    if busy is not None:
        began = day_and_clock(busy.started_at, zone, now)
        head = f"▶ {busy.started_by} follows it since {began}, {short(now - busy.started_at)}"
        out.append(drawable(head) + "\n", palette.warn)
    out.append("\n")
    stage = ""
    for number, step in enumerate(procedure.steps):
        here, words = stage_of(step)
        if here and here != stage:
            out.append(drawable(here) + "\n", palette.muted)
        stage = here or stage
        _step(out, number, words, tasks if busy else (), zone, palette)
    for run in runs:
        if run.ended_at is not None:
            took = short(run.ended_at - run.started_at)
            at = day_and_clock(run.started_at, zone, now)
            line = f"\n{at} by {run.started_by}, {took}: {run.outcome or ''}"
            out.append(drawable(line), palette.muted)
    return out


def _step(
    out: Text,
    number: int,
    words: str,
    tasks: tuple[Task, ...],
    zone: ZoneInfo,
    palette: Palette,
) -> None:
    task = tasks[number] if number < len(tasks) else None
    if task is None:
        out.append(f"{number + 1:>3}  ", palette.accent)
        out.append(drawable(words) + "\n", palette.text)
        return
    done = task.state.settled
    out.append("✔ " if done else "☐ ", palette.good if done else palette.text)
    out.append(drawable(words), palette.muted if done else palette.text)
    if done and task.done_at is not None:
        at = task.done_at.astimezone(zone)
        out.append(drawable(f"  {at:%H:%M:%S} {task.done_by}"), palette.muted)
    out.append("\n")
