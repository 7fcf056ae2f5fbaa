"""Action items."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text, text

from warroom_tui.domain.runsheet.actions import ActionSource, ActionState
from warroom_tui.storage.schema.base import metadata, one_of, row_id, version
from warroom_tui.storage.types import UtcDateTime

OPEN_ACTION = "state = 'open'"

action_item = Table(
    "action_item",
    metadata,
    row_id(),
    Column("ref", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("owner", Text),
    Column("due_at", UtcDateTime),
    Column("state", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("source_ref", Text, nullable=False, server_default=""),
    Column("source_title", Text, nullable=False, server_default=""),
    Column("outcome", Text, nullable=False, server_default=""),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("closed_by", Text),
    version(),
    one_of("state", ActionState),
    one_of("source", ActionSource),
    Index("ix_action_item_open", "due_at", sqlite_where=text(OPEN_ACTION)),
    Index("ix_action_item_source", "source", "source_ref"),
)
"""`source_ref` is the id or reference of what it was agreed in; `source_title` its name then."""
