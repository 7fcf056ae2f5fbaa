"""Incidents with their updates and post-mortems, and the patterns that the radar sees."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, Table, Text, text

from warroom_tui.domain.incident.incidents import IncidentState
from warroom_tui.domain.incident.issues import Severity
from warroom_tui.domain.incident.patterns import PatternState
from warroom_tui.storage.schema.base import metadata, one_of, row_id, version
from warroom_tui.storage.types import UtcDateTime

OPEN_INCIDENT = text("state <> 'reviewed'")
"""Exactly the condition of the partial index, so that the planner may use it."""

incident = Table(
    "incident",
    metadata,
    row_id(),
    Column("ref", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("impact", Text, nullable=False, server_default=""),
    Column("affected_n", Integer),
    Column("affected_pct", Float),
    Column("workaround", Text, nullable=False, server_default=""),
    Column("conditions", Text, nullable=False, server_default=""),
    Column("actions", Text, nullable=False, server_default=""),
    Column("needs", Text, nullable=False, server_default=""),
    Column("eta", UtcDateTime),
    Column("update_every_min", Integer, nullable=False),
    Column("next_update_due", UtcDateTime),
    Column("commander", Text),
    Column("liaison", Text),
    Column("scribe", Text),
    Column("hotline", Text, nullable=False, server_default=""),
    Column("issue_id", Integer, ForeignKey("known_issue.id")),
    Column("ticket_id", Integer, ForeignKey("ticket.id")),
    Column("started_at", UtcDateTime, nullable=False),
    Column("detected_at", UtcDateTime, nullable=False),
    Column("declared_at", UtcDateTime, nullable=False),
    Column("declared_by", Text, nullable=False),
    Column("identified_at", UtcDateTime),
    Column("mitigated_at", UtcDateTime),
    Column("resolved_at", UtcDateTime),
    Column("reviewed_at", UtcDateTime),
    version(),
    one_of("severity", Severity),
    one_of("state", IncidentState),
    Index("ix_incident_open", "id", sqlite_where=OPEN_INCIDENT),
    Index("ix_incident_declared_at", "declared_at"),
    Index("ix_incident_issue_id", "issue_id"),
)

incident_update = Table(
    "incident_update",
    metadata,
    row_id(),
    Column("incident_id", Integer, ForeignKey("incident.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("due_at", UtcDateTime),
    version(),
    one_of("state", IncidentState),
    Index("ix_incident_update_incident_id", "incident_id", "id"),
    Index("ix_incident_update_due_at", "due_at"),
)
"""`due_at` is the promise that the update kept or broke."""

post_mortem = Table(
    "post_mortem",
    metadata,
    row_id(),
    Column("incident_id", Integer, ForeignKey("incident.id"), nullable=False, unique=True),
    Column("summary", Text, nullable=False, server_default=""),
    Column("contributing", Text, nullable=False, server_default=""),
    Column("impact", Text, nullable=False, server_default=""),
    Column("went_well", Text, nullable=False, server_default=""),
    Column("improve", Text, nullable=False, server_default=""),
    Column("due_at", UtcDateTime),
    Column("owner", Text),
    Column("completed_at", UtcDateTime),
    Column("completed_by", Text),
    version(),
)

ticket_pattern = Table(
    "ticket_pattern",
    metadata,
    row_id(),
    Column("label", Text, nullable=False),
    Column("words", JSON, nullable=False),
    Column("tickets", JSON, nullable=False),
    Column("state", Text, nullable=False),
    Column("first_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("issue_id", Integer, ForeignKey("known_issue.id")),
    Column("decided_by", Text),
    version(),
    one_of("state", PatternState),
    Index("ix_ticket_pattern_state", "state", "last_at"),
)
"""`words` are the tokens by which a pattern is known again, `tickets` references."""
