"""Launch, plan sources, phases, checklists and tasks."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)

from warroom_tui.domain.runsheet.launch import LaunchStatus, PhaseState, TaskState
from warroom_tui.storage.schema.base import metadata, one_of, row_id, version
from warroom_tui.storage.types import UtcDateTime

launch = Table(
    "launch",
    metadata,
    row_id(),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("tz", Text, nullable=False),
    Column("go_live_at", UtcDateTime),
    Column("window_start", UtcDateTime),
    Column("window_end", UtcDateTime),
    Column("rollback_deadline", UtcDateTime),
    Column("rollback_estimate_min", Integer),
    Column("decision_margin_min", Integer),
    Column("hypercare_days", Integer),
    Column("day_1_is_go_live", Boolean, nullable=False, server_default="1"),
    Column("issue_prefix", Text, nullable=False),
    Column("product_url", Text),
    Column("anchors", JSON),
    Column("at_risk_pct", Integer, nullable=False, server_default="75"),
    version(),
    CheckConstraint("id = 1", name="only_one"),
    one_of("status", LaunchStatus),
    one_of("mode", ("live", "rehearsal")),
)

plan_source = Table(
    "plan_source",
    metadata,
    row_id(),
    Column("path", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("imported_at", UtcDateTime, nullable=False),
    Column("encoding_repaired", Integer, nullable=False, server_default="0"),
    Column("revises", Integer),
    Column("location", Text),
    Column("kinds", JSON),
)
"""One reading of a document. A later reading `revises` the first one, whose id all rows of the
document carry; `location` is where the file stood, `kinds` are section kinds chosen by people."""

plan_node = Table(
    "plan_node",
    metadata,
    row_id(),
    Column("source_id", Integer, ForeignKey("plan_source.id"), nullable=False),
    Column("stable_id", Text, nullable=False),
    Column("line", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("markdown", Text, nullable=False, server_default=""),
    Index("ix_plan_node_stable_id", "stable_id"),
)
"""Parts of the plan kept as readable pages: notes, training, expected issues."""

phase = Table(
    "phase",
    metadata,
    row_id(),
    Column("seq", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("outcome", Text),
    Column("anchor_start", JSON),
    Column("anchor_end", JSON),
    Column("starts_at", UtcDateTime),
    Column("ends_at", UtcDateTime),
    Column("plan_min_lo", Integer),
    Column("plan_min_hi", Integer),
    Column("started_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("objective", Text),
    Column("notes", Text, nullable=False, server_default=""),
    Column("override_reason", Text),
    Column("source_id", Integer, ForeignKey("plan_source.id")),
    Column("line", Integer),
    version(),
    Column("removed_at", UtcDateTime),
    one_of("state", PhaseState),
    Index("ix_phase_seq", "seq"),
)

checklist = Table(
    "checklist",
    metadata,
    row_id(),
    Column("seq", Integer, nullable=False),
    Column("phase_id", Integer, ForeignKey("phase.id")),
    Column("title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("anchor", JSON),
    Column("starts_at", UtcDateTime),
    Column("timebox_min", Integer),
    Column("duplicate_of", Text),
    Column("path", JSON),
    Column("fields", JSON),
    Column("source_id", Integer, ForeignKey("plan_source.id")),
    Column("line", Integer),
    version(),
    Column("removed_at", UtcDateTime),
    Index("ix_checklist_phase_id", "phase_id", "seq"),
)

task = Table(
    "task",
    metadata,
    row_id(),
    Column("checklist_id", Integer, ForeignKey("checklist.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("parent_id", Integer, ForeignKey("task.id")),
    Column("text", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("required", Boolean, nullable=False),
    Column("condition_text", Text),
    Column("owner", Text),
    Column("anchor", JSON),
    Column("due_at", UtcDateTime),
    Column("command", Text),
    Column("value_label", Text),
    Column("value", Text),
    Column("skip_reason", Text),
    Column("done_by", Text),
    Column("done_at", UtcDateTime),
    Column("source_id", Integer, ForeignKey("plan_source.id")),
    Column("line", Integer),
    version(),
    Column("removed_at", UtcDateTime),
    one_of("state", TaskState),
    Index("ix_task_checklist_id", "checklist_id", "seq"),
    Index(
        "ix_task_due_open",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL AND state IN ('open','in_progress','blocked')"),
    ),
)
