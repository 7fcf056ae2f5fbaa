"""Business hours, escalation paths, and what a clock needs to run on them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from warroom_tui.storage.types import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_LIVE = sa.text("state IN ('new','open','pending')")


def upgrade() -> None:
    """Apply this revision: new columns and tables; what is there keeps its times."""
    _columns()
    _calendar()
    _path()
    _escalation()


def _columns() -> None:
    op.add_column("ticket", sa.Column("level_since", UtcDateTime(), nullable=True))
    op.add_column("ticket", sa.Column("first_assignee", sa.Text(), nullable=True))
    op.create_index("ix_ticket_level_since", "ticket", ["level", "level_since"], sqlite_where=_LIVE)
    op.execute(
        "UPDATE ticket SET level_since = coalesce(escalated_at, created_at),"
        " first_assignee = assignee WHERE state IN ('new','open','pending')"
    )
    op.add_column("sla_clock", sa.Column("target_s", sa.Float(), nullable=True))
    op.add_column("sla_clock", sa.Column("calendar", sa.Text(), nullable=True))
    op.add_column("sla_clock", sa.Column("pauses", sa.JSON(), nullable=True))
    op.add_column("sla_clock", sa.Column("paused_at", UtcDateTime(), nullable=True))
    op.add_column("sla_clock", sa.Column("source", sa.Text(), server_default="", nullable=False))
    op.add_column("sla_clock", sa.Column("owner", sa.Text(), nullable=True))
    for state in ("breached", "paused"):
        op.create_index(
            f"ix_sla_clock_{state}",
            "sla_clock",
            ["due_at"],
            sqlite_where=sa.text(f"state = '{state}'"),
        )
    op.execute(
        "UPDATE sla_clock SET paused_at = (SELECT waiting_since FROM ticket"
        " WHERE ticket.id = sla_clock.ticket_id) WHERE state = 'paused'"
    )
    op.add_column("sla_target", sa.Column("priorities", sa.JSON(), nullable=True))
    op.add_column("sla_target", sa.Column("calendar", sa.Text(), nullable=True))


def _source() -> list[sa.Column[int]]:
    return [
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
    ]


def _keys(table: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(
            ["source_id"], ["plan_source.id"], name=op.f(f"fk_{table}_source_id_plan_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _calendar() -> None:
    op.create_table(
        "calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tz", sa.Text(), nullable=True),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("holidays", sa.JSON(), nullable=False),
        sa.Column("applies_to", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        *_source(),
        *_keys("calendar"),
    )


def _path() -> None:
    op.create_table(
        "escalation_level",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("handles", sa.JSON(), nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        *_source(),
        *_keys("escalation_level"),
    )
    op.create_table(
        "escalation_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_key", sa.Text(), nullable=False),
        sa.Column("to_key", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.Column("after_min", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        *_source(),
        sa.CheckConstraint(
            "kind IN ('chain', 'situation')", name=op.f("ck_escalation_step_kind_known")
        ),
        *_keys("escalation_step"),
    )


def _escalation() -> None:
    op.create_table(
        "escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_ref", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("from_key", sa.Text(), nullable=False),
        sa.Column("to_key", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), server_default="", nullable=False),
        sa.Column("called", sa.Text(), server_default="", nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("acked_by", sa.Text(), nullable=True),
        sa.Column("acked_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "subject_type IN ('ticket', 'incident', 'test')",
            name=op.f("ck_escalation_subject_type_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
    )
    op.create_index("ix_escalation_subject_ref", "escalation", ["subject_type", "subject_ref"])
    op.create_index(
        "ix_escalation_open", "escalation", ["at"], sqlite_where=sa.text("acked_at IS NULL")
    )
