"""People, shifts, heads needed, and the directory."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, Table, Text

from warroom_tui.domain.staffing.rota import ShiftState
from warroom_tui.storage.schema.base import metadata, one_of, row_id, version
from warroom_tui.storage.types import UtcDateTime

person = Table(
    "person",
    metadata,
    row_id(),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False, server_default=""),
    Column("level", Text, nullable=False, server_default=""),
    Column("email", Text, nullable=False, server_default=""),
    Column("phone", Text, nullable=False, server_default=""),
    Column("active", Boolean, nullable=False, server_default="1"),
    version(),
)

shift = Table(
    "shift",
    metadata,
    row_id(),
    Column("person_id", Integer, ForeignKey("person.id"), nullable=False),
    Column("level", Text, nullable=False),
    Column("anchor_start", JSON),
    Column("anchor_end", JSON),
    Column("starts_at", UtcDateTime),
    Column("ends_at", UtcDateTime),
    Column("mode", Text, nullable=False),
    Column("rank", Text),
    Column("state", Text, nullable=False),
    Column("signed_in_at", UtcDateTime),
    Column("signed_out_at", UtcDateTime),
    version(),
    one_of("mode", ("on_site", "remote", "on_call", "standby", "manager_available")),
    one_of("state", ShiftState),
    Index("ix_shift_ends_at", "ends_at"),
    Index("ix_shift_person_id", "person_id"),
)
"""A planned shift has no times while go-live is unknown; its anchors wait for it."""

requirement = Table(
    "requirement",
    metadata,
    row_id(),
    Column("level", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("day_from", Integer, nullable=False),
    Column("day_to", Integer, nullable=False),
    Column("time_from", Text),
    Column("time_to", Text),
    Column("min_heads", Integer, nullable=False),
    Column("max_heads", Integer),
    Column("mode", Text, nullable=False),
    Column("source_id", Integer, ForeignKey("plan_source.id")),
    Column("line", Integer),
)

contact = Table(
    "contact",
    metadata,
    row_id(),
    Column("kind", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("email", Text, nullable=False, server_default=""),
    Column("phone", Text, nullable=False, server_default=""),
    Column("hours", Text, nullable=False, server_default=""),
    Column("source_id", Integer, ForeignKey("plan_source.id")),
    Column("line", Integer),
)

contact_channel = Table(
    "contact_channel",
    metadata,
    row_id(),
    Column("label", Text, nullable=False),
    Column("address", Text, nullable=False, server_default=""),
    Column("audience", Text, nullable=False),
    Column("source_id", Integer, ForeignKey("plan_source.id")),
    Column("line", Integer),
)
