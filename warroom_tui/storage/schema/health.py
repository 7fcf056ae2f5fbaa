"""Checks with their samples and roll-ups, metrics, criteria, and who probes."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text, text

from warroom_tui.domain.monitoring.alerts import AlertState
from warroom_tui.domain.monitoring.health import CheckState
from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.storage.schema.base import metadata, one_of, row_id, version
from warroom_tui.storage.types import UtcDateTime

check = Table(
    "check_def",
    metadata,
    row_id(),
    Column("seq", Integer, nullable=False),
    Column("name", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("every_s", Float, nullable=False),
    Column("timeout_s", Float, nullable=False),
    Column("expect", JSON, nullable=False),
    Column("contains", Text),
    Column("slow", JSON),
    Column("down", JSON),
    Column("fail_after", Integer, nullable=False),
    Column("ok_after", Integer, nullable=False),
    Column("group_name", Text, nullable=False, server_default=""),
    Column("target_text", Text, nullable=False, server_default=""),
    Column("unit", Text, nullable=False, server_default=""),
    Column("enabled", Boolean, nullable=False, server_default="1"),
    Column("source_id", Integer, ForeignKey("plan_source.id")),
    Column("line", Integer),
    version(),
    Column("options", JSON),
)

check_status = Table(
    "check_status",
    metadata,
    Column("check_id", Integer, ForeignKey("check_def.id"), primary_key=True),
    Column("state", Text, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime),
    Column("last_value", Float),
    Column("last_detail", Text, nullable=False, server_default=""),
    Column("streak_state", Text, nullable=False),
    Column("streak", Integer, nullable=False),
    one_of("state", CheckState),
)

check_sample = Table(
    "check_sample",
    metadata,
    Column("check_id", Integer, ForeignKey("check_def.id"), primary_key=True),
    Column("at", UtcDateTime, primary_key=True),
    Column("state", Text, nullable=False),
    Column("value", Float),
    sqlite_with_rowid=False,
)

check_minute = Table(
    "check_minute",
    metadata,
    Column("check_id", Integer, ForeignKey("check_def.id"), primary_key=True),
    Column("minute", UtcDateTime, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("n_down", Integer, nullable=False),
    Column("n_value", Integer, nullable=False),
    Column("sum_value", Float, nullable=False),
    Column("max_value", Float),
    Column("n_slow", Integer, nullable=False, server_default="0"),
    Column("n_unknown", Integer, nullable=False, server_default="0"),
    Index("ix_check_minute_minute", "minute"),
    sqlite_with_rowid=False,
)
"""One row per check and minute: what sparklines and uptime are read from."""

check_word = Table(
    "check_word",
    metadata,
    row_id(),
    Column("check_id", Integer, ForeignKey("check_def.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    version(),
    Index("ix_check_word_check_id", "check_id", "id"),
    one_of("state", CheckState),
)
"""What a heartbeat or manual check was told; the newest row counts."""

alert = Table(
    "alert",
    metadata,
    row_id(),
    Column("check_id", Integer, ForeignKey("check_def.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("resolved_at", UtcDateTime),
    Column("held_by", Text),
    Column("held_at", UtcDateTime),
    Column("reason", Text, nullable=False, server_default=""),
    Column("silence_until", UtcDateTime),
    version(),
    Column("flaps", Integer, nullable=False, server_default="0"),
    Column("reminded_at", UtcDateTime),
    Index("ix_alert_check_id", "check_id", "id"),
    Index(
        "ix_alert_open",
        "check_id",
        unique=True,
        sqlite_where=text("resolved_at IS NULL"),
    ),
    one_of("state", AlertState),
)
"""One row per outage of a check; at most one of a check is open. `flaps` is how often it failed
again soon after it had recovered."""

maintenance_window = Table(
    "maintenance_window",
    metadata,
    row_id(),
    Column("check_id", Integer, ForeignKey("check_def.id")),
    Column("starts_at", UtcDateTime),
    Column("ends_at", UtcDateTime),
    Column("reason", Text, nullable=False, server_default=""),
    Column("by", Text, nullable=False),
    version(),
    Column("anchor_start", JSON),
    Column("anchor_end", JSON),
    Column("source_id", Integer, ForeignKey("plan_source.id")),
    Column("line", Integer),
    Index("ix_maintenance_window_ends_at", "ends_at"),
)
"""A NULL check means every check. A window of the plan has anchors, and no times while go-live is
open."""

lease = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("renewed_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)
"""Real time, not the launch's: a paused rehearsal must not keep a dead prober alive."""

metric = Table(
    "metric",
    metadata,
    row_id(),
    Column("seq", Integer, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("higher_is_better", Boolean, nullable=False),
    Column("source", Text, nullable=False),
    Column("url", Text),
    Column("path", Text),
    Column("every_s", Float, nullable=False),
    Column("value", Float),
    Column("value_at", UtcDateTime),
    Column("value_by", Text),
    version(),
    Column("options", JSON),
    Column("trouble", Text),
)
"""`trouble` is why the last fetch failed, NULL when it did not."""

metric_sample = Table(
    "metric_sample",
    metadata,
    row_id(),
    Column("metric_id", Integer, ForeignKey("metric.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("value", Float, nullable=False),
    Column("by", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    version(),
    Index("ix_metric_sample_metric_id", "metric_id", "at"),
)

criterion = Table(
    "criterion",
    metadata,
    row_id(),
    Column("seq", Integer, nullable=False),
    Column("klass", Text, nullable=False),
    Column("tier", Text),
    Column("group_name", Text),
    Column("period", Text),
    Column("phase_id", Integer, ForeignKey("phase.id")),
    Column("text", Text, nullable=False),
    Column("op", Text),
    Column("threshold", Float),
    Column("unit", Text),
    Column("metric", Text),
    Column("manual_verdict", Text),
    Column("evidence", Text, nullable=False, server_default=""),
    Column("source_id", Integer, ForeignKey("plan_source.id")),
    Column("line", Integer),
    version(),
    Column("removed_at", UtcDateTime),
    Column("hold_min", Integer),
    one_of("manual_verdict", Verdict),
)
"""`hold_min` is how long a trigger's limit must be passed; NULL: as its kind of figure asks."""
