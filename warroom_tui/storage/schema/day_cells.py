"""What people typed over the figures of the day and week tables."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text, UniqueConstraint

from warroom_tui.storage.schema.base import metadata, one_of, row_id, version
from warroom_tui.storage.types import UtcDateTime

day_cell = Table(
    "day_cell",
    metadata,
    row_id(),
    Column("title", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("heading", Text, nullable=False),
    Column("value", Text),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("reason", Text, nullable=False),
    version(),
    one_of("period", ("day", "week")),
    UniqueConstraint("title", "period", "number", "heading"),
)
"""One row per cell that was ever typed over; without a value it is counted again."""
