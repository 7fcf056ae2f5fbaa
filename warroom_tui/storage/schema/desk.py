"""Tickets, their SLA clocks and notes, the priority matrix, known issues."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text, text
from sqlalchemy.engine.default import DefaultExecutionContext

from warroom_tui.domain.desk.tickets import Channel, Level, Priority, TicketState
from warroom_tui.domain.incident.issues import IssueState, Severity
from warroom_tui.storage.schema.base import metadata, one_of, row_id, version
from warroom_tui.storage.types import UtcDateTime

LIVE_TICKET = text("state IN ('new','open','pending')")
"""Exactly the condition of the partial indexes, so that the planner may use them."""

_RESOLVED = text("resolved_at IS NOT NULL")


def _as_created(context: DefaultExecutionContext) -> datetime:
    """A new ticket was last touched when it was logged."""
    given: dict[str, datetime] = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return given["created_at"]


counter = Table(
    "counter",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Integer, nullable=False),
)

ticket = Table(
    "ticket",
    metadata,
    row_id(),
    Column("ref", Text, nullable=False, unique=True),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False, server_default=""),
    Column("requester", Text, nullable=False, server_default=""),
    Column("channel", Text, nullable=False),
    Column("category", Text, nullable=False, server_default=""),
    Column("priority", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("assignee", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("first_response_at", UtcDateTime),
    Column("response_s", Float),
    Column("resolved_at", UtcDateTime),
    Column("resolution_s", Float),
    Column("closed_at", UtcDateTime),
    Column("reply_count", Integer, nullable=False, server_default="0"),
    Column("reopen_count", Integer, nullable=False, server_default="0"),
    Column("escalated_at", UtcDateTime),
    Column("waiting_since", UtcDateTime),
    Column("resolution", Text, nullable=False, server_default=""),
    Column("csat", Float),
    Column("issue_id", Integer, ForeignKey("known_issue.id")),
    Column("next_clock", Text),
    Column("next_due_at", UtcDateTime),
    Column("next_at_risk_at", UtcDateTime),
    Column("queue_at", UtcDateTime, nullable=False),
    version(),
    Column("level_since", UtcDateTime),
    Column("first_assignee", Text),
    Column(
        "updated_at",
        UtcDateTime,
        nullable=False,
        default=_as_created,
        server_default="1970-01-01 00:00:00.000000",
    ),
    Column("kb_needed", Boolean, nullable=False, default=False, server_default="0"),
    Column("csat_scale", Text),
    Column("reopened_at", UtcDateTime),
    one_of("channel", Channel),
    one_of("priority", Priority),
    one_of("level", Level),
    one_of("state", TicketState),
    Index(
        "ix_ticket_queue",
        "queue_at",
        "id",
        sqlite_where=LIVE_TICKET,
    ),
    Index(
        "ix_ticket_live",
        "priority",
        "state",
        "assignee",
        "next_due_at",
        sqlite_where=LIVE_TICKET,
    ),
    Index("ix_ticket_level_since", "level", "level_since", sqlite_where=LIVE_TICKET),
    Index("ix_ticket_live_owner", "assignee", "queue_at", "id", sqlite_where=LIVE_TICKET),
    Index("ix_ticket_live_priority", "priority", "queue_at", "id", sqlite_where=LIVE_TICKET),
    Index("ix_ticket_live_category", "category", "queue_at", "id", sqlite_where=LIVE_TICKET),
    Index("ix_ticket_live_id", "id", sqlite_where=LIVE_TICKET),
    Index("ix_ticket_updated_at", "updated_at", "id"),
    Index("ix_ticket_created_at", "created_at"),
    Index("ix_ticket_resolved_at", "resolved_at", sqlite_where=_RESOLVED),
    Index("ix_ticket_reopened_at", "reopened_at", sqlite_where=text("reopened_at IS NOT NULL")),
    Index(
        "ix_ticket_issue_id",
        "issue_id",
        "requester",
        sqlite_where=text("issue_id IS NOT NULL"),
    ),
)
"""`queue_at` is the next SLA time, or the end of time while no clock runs: the queue's order.

`level_since` is when the ticket came to its level, `first_assignee` who had it first.
`updated_at` moves with every write (transaction.py) and is no part of what undo compares.
"""

ticket_note = Table(
    "ticket_note",
    metadata,
    row_id(),
    Column("ticket_id", Integer, ForeignKey("ticket.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    version(),
    one_of("kind", ("reply", "note", "escalation", "resolution")),
    Index("ix_ticket_note_ticket_id", "ticket_id", "at"),
)

sla_clock = Table(
    "sla_clock",
    metadata,
    row_id(),
    Column("ticket_id", Integer, ForeignKey("ticket.id"), nullable=False),
    Column("clock", Text, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("at_risk_at", UtcDateTime, nullable=False),
    Column("paused_s", Float, nullable=False),
    Column("stopped_at", UtcDateTime),
    Column("state", Text, nullable=False),
    Column("target_text", Text, nullable=False, server_default=""),
    version(),
    Column("target_s", Float),
    Column("calendar", Text),
    Column("pauses", JSON(none_as_null=True)),
    Column("paused_at", UtcDateTime),
    Column("source", Text, nullable=False, server_default=""),
    Column("owner", Text),
    one_of("clock", ("first_response", "resolution", "update")),
    one_of("state", ("running", "paused", "met", "breached")),
    Index("ix_sla_clock_ticket_id", "ticket_id", "clock"),
    Index("ix_sla_clock_stopped_at", "stopped_at", "state"),
    Index(
        "ix_sla_clock_running",
        "due_at",
        sqlite_where=text("state = 'running'"),
    ),
    Index("ix_sla_clock_breached", "due_at", sqlite_where=text("state = 'breached'")),
    Index("ix_sla_clock_paused", "due_at", sqlite_where=text("state = 'paused'")),
)
"""`target_s` is the running time promised, `calendar` the name of the hours in which it runs,
`pauses` the spells that did not count, `owner` who had the ticket when the promise broke."""

sla_target = Table(
    "sla_target",
    metadata,
    row_id(),
    Column("scope", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("clock", Text, nullable=False),
    Column("minutes", Integer),
    Column("text", Text, nullable=False),
    Column("source_id", Integer, ForeignKey("plan_source.id")),
    Column("line", Integer),
    Column("priorities", JSON(none_as_null=True)),
    Column("calendar", Text),
    one_of("scope", ("priority", "level", "channel", "on_call")),
    one_of("clock", ("first_response", "resolution", "update")),
)

priority_definition = Table(
    "priority_definition",
    metadata,
    row_id(),
    Column("priority", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("examples", JSON, nullable=False),
    Column("response_text", Text),
    Column("source_id", Integer, ForeignKey("plan_source.id")),
    Column("line", Integer),
    one_of("priority", Priority),
)

known_issue = Table(
    "known_issue",
    metadata,
    row_id(),
    Column("ref", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reported_at", UtcDateTime, nullable=False),
    Column("reported_by", Text, nullable=False),
    Column("description", Text, nullable=False, server_default=""),
    Column("steps", Text, nullable=False, server_default=""),
    Column("expected", Text, nullable=False, server_default=""),
    Column("actual", Text, nullable=False, server_default=""),
    Column("impact", Text, nullable=False, server_default=""),
    Column("affected_n", Integer),
    Column("workaround", Text, nullable=False, server_default=""),
    Column("resolution", Text, nullable=False, server_default=""),
    Column("resolved_at", UtcDateTime),
    Column("resolved_by", Text),
    version(),
    Column("affected_pct", Float),
    Column("hotfix", Text, nullable=False, server_default=""),
    Column("hotfix_deployed_at", UtcDateTime),
    Column("is_data_loss", Boolean, nullable=False, server_default="0"),
    Column("is_security", Boolean, nullable=False, server_default="0"),
    one_of("severity", Severity),
    one_of("state", IssueState),
    Index("ix_known_issue_reported_at", "reported_at"),
)
