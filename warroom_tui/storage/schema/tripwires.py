"""How criteria stand and stood, baselines, and rollbacks with their decisions."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.domain.triggers.rollback import Decision, RollbackState
from warroom_tui.domain.triggers.tripwires import TriggerState
from warroom_tui.storage.schema.base import metadata, one_of, row_id, version
from warroom_tui.storage.types import UtcDateTime

STATES = (*(state.value for state in TriggerState), *(verdict.value for verdict in Verdict))


def _criterion() -> Column[int]:
    return Column("criterion_id", Integer, ForeignKey("criterion.id"), nullable=False)


criterion_state = Table(
    "criterion_state",
    metadata,
    row_id(),
    Column("criterion_id", Integer, ForeignKey("criterion.id"), nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("over_since", UtcDateTime),
    Column("calm_since", UtcDateTime),
    Column("seen_at", UtcDateTime),
    Column("value", Float),
    Column("slope", Float),
    Column("evidence", Text, nullable=False, server_default=""),
    Column("by", Text),
    Column("reason", Text, nullable=False, server_default=""),
    version(),
    one_of("state", STATES),
)
"""One row per criterion that was ever looked at; the watch and people move it."""

criterion_event = Table(
    "criterion_event",
    metadata,
    row_id(),
    _criterion(),
    Column("at", UtcDateTime, nullable=False),
    Column("was", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("value", Float),
    Column("evidence", Text, nullable=False, server_default=""),
    Column("by", Text, nullable=False),
    one_of("state", STATES),
    Index("ix_criterion_event_criterion_id", "criterion_id", "id"),
)
"""Every change of state, with the value as evidence; never changed afterwards."""

criterion_sample = Table(
    "criterion_sample",
    metadata,
    Column("criterion_id", Integer, ForeignKey("criterion.id"), primary_key=True),
    Column("at", UtcDateTime, primary_key=True),
    Column("value", Float, nullable=False),
    sqlite_with_rowid=False,
)
"""About one value a minute, for trends; a day of them is kept."""

baseline = Table(
    "baseline",
    metadata,
    row_id(),
    Column("name", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("figures", JSON, nullable=False),
    version(),
)
"""`figures` is {metric key: value}; the newest row is what "degradation" is measured against."""

rollback = Table(
    "rollback",
    metadata,
    row_id(),
    Column("state", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("immediate", Boolean, nullable=False),
    Column("triggers", JSON, nullable=False),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("decision", Text),
    Column("decided_at", UtcDateTime),
    Column("decided_by", Text),
    Column("reason", Text, nullable=False, server_default=""),
    Column("forced", Boolean, nullable=False, server_default="0"),
    Column("recheck_at", UtcDateTime),
    Column("evidence", JSON),
    Column("run_id", Integer, ForeignKey("procedure_run.id")),
    Column("started_at", UtcDateTime),
    Column("verified_at", UtcDateTime),
    Column("communicated_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("outcome", Text, nullable=False, server_default=""),
    version(),
    one_of("state", RollbackState),
    one_of("decision", Decision),
    Index(
        "ix_rollback_open",
        "state",
        unique=False,
        sqlite_where=text("state <> 'closed'"),
    ),
)
"""`evidence` is written with each decision; earlier ones stand on the timeline."""

rollback_measure = Table(
    "rollback_measure",
    metadata,
    row_id(),
    Column("minutes", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    version(),
    one_of("source", ("run", "rehearsal")),
)
"""How long a rollback took that was run here, or in a rehearsal elsewhere."""
