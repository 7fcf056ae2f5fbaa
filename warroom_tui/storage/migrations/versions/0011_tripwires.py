"""How criteria stand and stood, baselines, rollbacks with their decisions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from warroom_tui.storage.types import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_STATES = (
    "'clear', 'approaching', 'tripped', 'acknowledged', 'cleared', "
    "'met', 'at_risk', 'missed', 'no_data', 'waived'"
)


def upgrade() -> None:
    """Apply this revision: a new column and new tables only."""
    op.add_column("criterion", sa.Column("hold_min", sa.Integer(), nullable=True))
    _criteria()
    _baselines()
    _rollbacks()


def _criterion_key(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_criterion_id_criterion")
    return sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=name)


def _criteria() -> None:
    op.create_table(
        "criterion_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("over_since", UtcDateTime(), nullable=True),
        sa.Column("calm_since", UtcDateTime(), nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("slope", sa.Float(), nullable=True),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(f"state IN ({_STATES})", name=op.f("ck_criterion_state_state_known")),
        _criterion_key("criterion_state"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion_state")),
        sa.UniqueConstraint("criterion_id", name=op.f("uq_criterion_state_criterion_id")),
    )
    op.create_table(
        "criterion_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.CheckConstraint(f"state IN ({_STATES})", name=op.f("ck_criterion_event_state_known")),
        _criterion_key("criterion_event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion_event")),
    )
    op.create_index("ix_criterion_event_criterion_id", "criterion_event", ["criterion_id", "id"])
    op.create_table(
        "criterion_sample",
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        _criterion_key("criterion_sample"),
        sa.PrimaryKeyConstraint("criterion_id", "at", name=op.f("pk_criterion_sample")),
        sqlite_with_rowid=False,
    )


def _baselines() -> None:
    op.create_table(
        "baseline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline")),
    )


def _rollbacks() -> None:
    op.create_table(
        "rollback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("immediate", sa.Boolean(), nullable=False),
        sa.Column("triggers", sa.JSON(), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("forced", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("recheck_at", UtcDateTime(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("verified_at", UtcDateTime(), nullable=True),
        sa.Column("communicated_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "state IN ('proposed', 'continued', 'decided', 'running', 'verified', "
            "'communicated', 'closed')",
            name=op.f("ck_rollback_state_known"),
        ),
        sa.CheckConstraint(
            "decision IN ('roll_back', 'continue_until', 'forward_fix')",
            name=op.f("ck_rollback_decision_known"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["procedure_run.id"], name=op.f("fk_rollback_run_id_procedure_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollback")),
    )
    op.create_index(
        "ix_rollback_open", "rollback", ["state"], sqlite_where=sa.text("state <> 'closed'")
    )
    op.create_table(
        "rollback_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "source IN ('run', 'rehearsal')", name=op.f("ck_rollback_measure_source_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollback_measure")),
    )
