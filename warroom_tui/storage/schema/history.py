"""What the checks leave behind: hours, what targets last answered, and alerts of others."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, Table, Text

from warroom_tui.domain.monitoring.health import CheckState
from warroom_tui.storage.schema.base import metadata, one_of, row_id
from warroom_tui.storage.types import UtcDateTime

check_hour = Table(
    "check_hour",
    metadata,
    Column("check_id", Integer, ForeignKey("check_def.id"), primary_key=True),
    Column("hour", UtcDateTime, primary_key=True),
    Column("minutes", Integer, nullable=False),
    Column("down", Float, nullable=False),
    Column("slow", Float, nullable=False),
    Column("n_value", Integer, nullable=False),
    Column("sum_value", Float, nullable=False),
    Column("max_value", Float),
    Column("sketch", JSON),
    Index("ix_check_hour_hour", "hour"),
    sqlite_with_rowid=False,
)
"""One row per check and hour, kept for ever. `minutes` were observed and not under maintenance;
`down` and `slow` are how many of them (shares of a minute count); `sketch` holds how the values
are spread (`domain.monitoring.spread`)."""

check_excerpt = Table(
    "check_excerpt",
    metadata,
    row_id(),
    Column("check_id", Integer, ForeignKey("check_def.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("detail", Text, nullable=False, server_default=""),
    Column("excerpt", Text, nullable=False, server_default=""),
    Index("ix_check_excerpt_check_id", "check_id", "id"),
    one_of("state", CheckState),
)
"""What a target last answered, cleaned and cut; the newest few of each check are kept."""

outside_alert = Table(
    "outside_alert",
    metadata,
    row_id(),
    Column("check_id", Integer, ForeignKey("check_def.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("severity", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False),
    Column("since", UtcDateTime),
    Column("summary", Text, nullable=False, server_default=""),
    Column("labels", JSON, nullable=False),
    Index("ix_outside_alert_check_id", "check_id"),
    one_of("state", ("active", "suppressed", "unprocessed")),
)
"""Alerts of an Alertmanager as it last told them; replaced as a whole, never written back."""
