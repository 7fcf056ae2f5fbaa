"""The timeline, seats, settings, notes and issued reports."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text

from warroom_tui.storage.schema.base import metadata, one_of, row_id, version
from warroom_tui.storage.types import UtcDateTime

timeline_event = Table(
    "timeline_event",
    metadata,
    row_id(),
    Column("at", UtcDateTime, nullable=False),
    Column("at_real", UtcDateTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("session", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("subject_type", Text, nullable=False),
    Column("subject_ref", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("before", JSON),
    Column("after", JSON),
    Column("undoable", Boolean, nullable=False),
    Column("undone_by", Integer, ForeignKey("timeline_event.id")),
    one_of("source", ("user", "probe", "scheduler", "import", "rehearsal")),
    Index("ix_timeline_event_at", "at"),
    Index("ix_timeline_event_actor", "actor", "id"),
    Index("ix_timeline_event_subject", "subject_type", "subject_ref", "id"),
)
"""`before` and `after` are lists of [table, id, {column: value}]; a missing row is null."""

app_session = Table(
    "app_session",
    metadata,
    Column("session", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("heartbeat_at", UtcDateTime, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", JSON, nullable=False),
)

note = Table(
    "note",
    metadata,
    row_id(),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    version(),
    Index("ix_note_at", "at"),
)

report = Table(
    "report",
    metadata,
    row_id(),
    Column("kind", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("rag", Text, nullable=False),
    Column("rag_reason", Text, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("body", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("issued_by", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    version(),
    Index("ix_report_day", "day", "kind"),
)
