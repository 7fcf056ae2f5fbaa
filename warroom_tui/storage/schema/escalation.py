"""Business hours, and who is called when a level cannot go on."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, Table, Text, text

from warroom_tui.storage.schema.base import metadata, one_of, row_id, version
from warroom_tui.storage.types import UtcDateTime

calendar = Table(
    "calendar",
    metadata,
    row_id(),
    Column("name", Text, nullable=False),
    Column("tz", Text),
    Column("hours", JSON, nullable=False),
    Column("holidays", JSON, nullable=False),
    Column("applies_to", JSON, nullable=False),
    Column("text", Text, nullable=False, server_default=""),
    Column("source_id", Integer, ForeignKey("plan_source.id")),
    Column("line", Integer),
)
"""`hours` is a list of [weekdays from 0, first minute of the day, last minute]; none is 24/7."""

escalation_level = Table(
    "escalation_level",
    metadata,
    row_id(),
    Column("seq", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("handles", JSON, nullable=False),
    Column("who", Text, nullable=False, server_default=""),
    Column("source_id", Integer, ForeignKey("plan_source.id")),
    Column("line", Integer),
)
"""`key` is L1 to L4 for the levels that hold tickets, else a word of its own (executive)."""

escalation_step = Table(
    "escalation_step",
    metadata,
    row_id(),
    Column("seq", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("from_key", Text, nullable=False),
    Column("to_key", Text, nullable=False),
    Column("who", Text, nullable=False, server_default=""),
    Column("after_min", Integer),
    Column("text", Text, nullable=False),
    Column("source_id", Integer, ForeignKey("plan_source.id")),
    Column("line", Integer),
    one_of("kind", ("chain", "situation")),
)
"""A situation ("system down") has no level that it comes from."""

escalation = Table(
    "escalation",
    metadata,
    row_id(),
    Column("subject_type", Text, nullable=False),
    Column("subject_ref", Text, nullable=False),
    Column("title", Text, nullable=False, server_default=""),
    Column("from_key", Text, nullable=False),
    Column("to_key", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("context", Text, nullable=False, server_default=""),
    Column("called", Text, nullable=False, server_default=""),
    Column("due_at", UtcDateTime),
    Column("acked_by", Text),
    Column("acked_at", UtcDateTime),
    Column("outcome", Text, nullable=False, server_default=""),
    version(),
    one_of("subject_type", ("ticket", "incident", "test")),
    Index("ix_escalation_subject_ref", "subject_type", "subject_ref"),
    Index("ix_escalation_open", "at", sqlite_where=text("acked_at IS NULL")),
)
"""`due_at` is until when the called level should have answered, where the plan says so."""
