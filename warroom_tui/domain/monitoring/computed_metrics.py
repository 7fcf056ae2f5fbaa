"""Figures of the run sheet and the rota that criteria and metrics can name by their key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from warroom_tui.domain.board import Board
from warroom_tui.domain.staffing.rota import cover_now

Computed = Callable[[Board, datetime], tuple[float, str] | None]
"""Value and what it was read from; None while there is nothing to compute from."""

LATE_AFTER = timedelta(0)


def _tasks_done(board: Board, _: datetime) -> tuple[float, str] | None:
    """Percent of the tasks of all phases that are settled."""
    lists = [item for item in board.lists if item.phase_id is not None]
    total, done = sum(item.total for item in lists), sum(item.done for item in lists)
    return (100.0 * done / total, f"{done} of {total} tasks") if total else None


def _tasks_open(board: Board, _: datetime) -> tuple[float, str] | None:
    """Required tasks of phases that are open."""
    lists = [item for item in board.lists if item.phase_id is not None]
    if not lists:
        return None
    number = sum(item.open_required for item in lists)
    return float(number), f"{number} required tasks open"


def _tasks_late(board: Board, now: datetime) -> tuple[float, str] | None:
    """Tasks of running phases that are past their time."""
    late = [t for t in board.due_tasks if (t.late_by(now) or timedelta(0)) > LATE_AFTER]
    return float(len(late)), f"{len(late)} tasks late"


def _cover_gap(board: Board, now: datetime) -> tuple[float, str] | None:
    """Heads missing on the rota now, over all levels."""
    covers = cover_now(board.launch, board.requirements, board.shifts, now)
    if not covers:
        return None
    missing = sum(max(0, cover.need - cover.here) for cover in covers)
    return float(missing), f"{missing} heads missing now"


def _cover_pct(board: Board, now: datetime) -> tuple[float, str] | None:
    """Heads present of those needed now, percent; more than needed at one level fills no other."""
    covers = cover_now(board.launch, board.requirements, board.shifts, now)
    need = sum(cover.need for cover in covers)
    if not need:
        return None
    here = sum(min(cover.need, cover.here) for cover in covers)
    return 100.0 * here / need, f"{here} of {need} heads"


COMPUTED: dict[str, Computed] = {
    "tasks_done": _tasks_done,
    "tasks_open": _tasks_open,
    "tasks_late": _tasks_late,
    "cover_gap": _cover_gap,
    "cover": _cover_pct,
}
"""By metric key."""

COMPUTED_UNITS: dict[str, tuple[str, str]] = {
    "tasks_done": ("Tasks done", "percent"),
    "tasks_open": ("Required tasks open", "count"),
    "tasks_late": ("Tasks late", "count"),
    "cover_gap": ("Heads missing", "count"),
    "cover": ("Cover", "percent"),
}
"""Short name and unit of each."""
