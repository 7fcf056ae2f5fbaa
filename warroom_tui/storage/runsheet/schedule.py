"""Which rows hang on go-live, and which of them may still move."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, Table, select

from warroom_tui.storage.schema import (
    checklist,
    gate,
    maintenance_window,
    meeting,
    message,
    phase,
    routine,
    shift,
    task,
)

ANCHORED: tuple[tuple[Table, tuple[tuple[str, str], ...]], ...] = (
    (phase, (("anchor_start", "starts_at"), ("anchor_end", "ends_at"))),
    (checklist, (("anchor", "starts_at"),)),
    (task, (("anchor", "due_at"),)),
    (shift, (("anchor_start", "starts_at"), ("anchor_end", "ends_at"))),
    (message, (("anchor", "due_at"),)),
    (gate, (("anchor", "due_at"),)),
    (meeting, (("anchor", "starts_at"),)),
    (maintenance_window, (("anchor_start", "starts_at"), ("anchor_end", "ends_at"))),
    (routine, (("anchor_from", "active_from"), ("anchor_to", "active_to"))),
)
"""(table, ((anchor column, time column), ...))"""

_STILL = {
    "phase": phase.c.state == "not_started",
    "task": task.c.state.in_(("open", "in_progress", "blocked")),
    "shift": shift.c.state == "planned",
    "message": message.c.state.in_(("planned", "drafted", "approved", "held")),
    "gate": gate.c.state.in_(("pending", "held")),
    "meeting": meeting.c.state == "planned",
}


def unstarted(connection: Connection, table: Table) -> Sequence[RowMapping]:
    """Rows of an anchored table that have not begun: the others are history."""
    query = select(table)
    if "removed_at" in table.c:
        query = query.where(table.c.removed_at.is_(None))
    still = _STILL.get(table.name)
    if still is not None:
        query = query.where(still)
    return connection.execute(query).mappings().all()
