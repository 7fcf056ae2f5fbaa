"""Cells of the day and week tables that somebody typed in."""

from __future__ import annotations

from sqlalchemy import Connection, select

from warroom_tui.domain.monitoring.day_cells import TypedCell
from warroom_tui.storage.schema import day_cell


def read_typed(connection: Connection) -> tuple[TypedCell, ...]:
    """Every cell that was ever typed over, also those that are counted again."""
    rows = connection.execute(select(day_cell).order_by(day_cell.c.id)).mappings()
    return tuple(TypedCell(**row) for row in rows)
