"""What people do beside the phases: messages, gates, routines, meetings, runbooks, risks."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from warroom_tui.domain.runsheet.gates import GateKind, GateState, SignOffState
from warroom_tui.domain.runsheet.meetings import MeetingState
from warroom_tui.domain.runsheet.messages import MessageState
from warroom_tui.domain.runsheet.risks import RiskState
from warroom_tui.domain.runsheet.routines import Rule, RunState
from warroom_tui.storage.schema.base import metadata, one_of, row_id, version
from warroom_tui.storage.types import UtcDateTime

LIVE_MESSAGE = "state IN ('planned','drafted','approved','held')"
"""Messages that somebody still has to do something about."""


def _source() -> Column[int]:
    return Column("source_id", Integer, ForeignKey("plan_source.id"))


message = Table(
    "message",
    metadata,
    row_id(),
    Column("seq", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("audience", Text),
    Column("anchor", JSON),
    Column("due_at", UtcDateTime),
    Column("every_min", Integer),
    Column("subject", Text),
    Column("body", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("approved_by", Text),
    Column("approved_at", UtcDateTime),
    Column("sent_by", Text),
    Column("sent_at", UtcDateTime),
    _source(),
    Column("line", Integer),
    version(),
    one_of("state", MessageState),
    Index(
        "ix_message_live",
        "due_at",
        sqlite_where=text(LIVE_MESSAGE),
    ),
)
"""A message that comes back is one row per time that it goes out."""

gate = Table(
    "gate",
    metadata,
    row_id(),
    Column("seq", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("anchor", JSON),
    Column("due_at", UtcDateTime),
    Column("state", Text, nullable=False),
    Column("decided_at", UtcDateTime),
    Column("decided_by", Text),
    Column("rationale", Text, nullable=False, server_default=""),
    Column("evidence", JSON),
    _source(),
    Column("line", Integer),
    version(),
    one_of("kind", GateKind),
    one_of("state", GateState),
)
"""`evidence` is written with the decision and never again."""

sign_off = Table(
    "sign_off",
    metadata,
    row_id(),
    Column("gate_id", Integer, ForeignKey("gate.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("person", Text),
    Column("state", Text, nullable=False),
    Column("at", UtcDateTime),
    Column("comment", Text, nullable=False, server_default=""),
    version(),
    one_of("state", SignOffState),
    Index("ix_sign_off_gate_id", "gate_id"),
)

routine = Table(
    "routine",
    metadata,
    row_id(),
    Column("seq", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("at", Text),
    Column("weekday", Integer),
    Column("every_min", Integer),
    Column("anchor_from", JSON),
    Column("anchor_to", JSON),
    Column("active_from", UtcDateTime),
    Column("active_to", UtcDateTime),
    Column("next_due_at", UtcDateTime),
    Column("checklist_id", Integer, ForeignKey("checklist.id")),
    Column("steps", JSON, nullable=False),
    _source(),
    Column("line", Integer),
    version(),
    one_of("rule", Rule),
    Index("ix_routine_next_due_at", "next_due_at"),
)
"""`at` is a wall-clock time HH:MM in the launch's zone; `steps` is [[text, required], ...]."""

routine_run = Table(
    "routine_run",
    metadata,
    row_id(),
    Column("routine_id", Integer, ForeignKey("routine.id"), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("closes_at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("checklist_id", Integer, ForeignKey("checklist.id")),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("total", Integer, nullable=False, server_default="0"),
    version(),
    one_of("state", RunState),
    UniqueConstraint("routine_id", "due_at"),
    Index(
        "ix_routine_run_open",
        "closes_at",
        sqlite_where=text("state = 'due'"),
    ),
)
"""`done` and `total` are written when the clock closes the run."""

meeting = Table(
    "meeting",
    metadata,
    row_id(),
    Column("seq", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("every", Text),
    Column("anchor", JSON),
    Column("starts_at", UtcDateTime),
    Column("duration_min", Integer),
    Column("state", Text, nullable=False),
    Column("attendees", JSON),
    Column("agenda", JSON),
    Column("notes", Text, nullable=False, server_default=""),
    Column("held_by", Text),
    Column("held_at", UtcDateTime),
    _source(),
    Column("line", Integer),
    version(),
    one_of("state", MeetingState),
    Index("ix_meeting_starts_at", "starts_at"),
)
"""A meeting that comes back is one row per time that it is held; `agenda` is [[title, min]]."""

procedure = Table(
    "procedure",
    metadata,
    row_id(),
    Column("seq", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("steps", JSON, nullable=False),
    _source(),
    Column("line", Integer),
    version(),
)

procedure_run = Table(
    "procedure_run",
    metadata,
    row_id(),
    Column("procedure_id", Integer, ForeignKey("procedure.id"), nullable=False),
    Column("checklist_id", Integer, ForeignKey("checklist.id"), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("started_by", Text, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("outcome", Text),
    version(),
    Column("incident_id", Integer, ForeignKey("incident.id")),
    Index("ix_procedure_run_procedure_id", "procedure_id"),
    Index("ix_procedure_run_incident_id", "incident_id"),
)
"""`incident_id`: the incident in which it is followed."""

risk = Table(
    "risk",
    metadata,
    row_id(),
    Column("text", Text, nullable=False),
    Column("probability", Text),
    Column("impact", Text),
    Column("mitigation", Text, nullable=False, server_default=""),
    Column("response", Text, nullable=False, server_default=""),
    _source(),
    Column("line", Integer),
    version(),
    Column("state", Text, nullable=False, server_default="open"),
    Column("owner", Text),
    Column("note", Text, nullable=False, server_default=""),
    Column("issue_ref", Text),
    Column("changed_at", UtcDateTime),
    Column("changed_by", Text),
    one_of("state", RiskState),
)
