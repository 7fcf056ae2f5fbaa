"""What a plan says beside its lists: focus of a day, roles and who decides, lessons learned."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, Table, Text

from warroom_tui.domain.runsheet.focus import FocusKind
from warroom_tui.storage.schema.base import metadata, one_of, row_id, version
from warroom_tui.storage.types import UtcDateTime

focus_note = Table(
    "focus_note",
    metadata,
    row_id(),
    Column("seq", Integer, nullable=False),
    Column("phase_id", Integer, ForeignKey("phase.id")),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("source_id", Integer, ForeignKey("plan_source.id")),
    Column("line", Integer),
    version(),
    one_of("kind", FocusKind),
    Index("ix_focus_note_phase_id", "phase_id"),
)
"""The time of a note is that of its phase."""

role = Table(
    "role",
    metadata,
    row_id(),
    Column("name", Text, nullable=False),
    Column("duties", JSON, nullable=False),
    Column("authority", JSON, nullable=False),
    Column("source_id", Integer, ForeignKey("plan_source.id")),
    Column("line", Integer),
    version(),
)
"""`authority` is a list of what the role may decide: see `domain.runsheet.roles.Authority`."""

retro_answer = Table(
    "retro_answer",
    metadata,
    row_id(),
    Column("form", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    version(),
    Index("ix_retro_answer_form", "form"),
)
"""`form` and `question` are the plan's own words, so that they hold over an update of it."""
