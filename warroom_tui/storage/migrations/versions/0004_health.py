"""Options of checks, what they are told, alerts and maintenance windows"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from warroom_tui.storage.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this revision: new columns and tables only, nothing that is there is touched."""
    op.add_column("check_def", sa.Column("options", sa.JSON(), nullable=True))
    op.add_column("metric", sa.Column("options", sa.JSON(), nullable=True))
    op.add_column("metric", sa.Column("trouble", sa.Text(), nullable=True))
    op.create_table(
        "check_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "state IN ('up', 'slow', 'down', 'unknown')", name=op.f("ck_check_word_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["check_id"], ["check_def.id"], name=op.f("fk_check_word_check_id_check_def")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_word")),
    )
    op.create_index("ix_check_word_check_id", "check_word", ["check_id", "id"])
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("held_by", sa.Text(), nullable=True),
        sa.Column("held_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("silence_until", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "state IN ('firing', 'acknowledged', 'silenced', 'resolved')",
            name=op.f("ck_alert_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["check_id"], ["check_def.id"], name=op.f("fk_alert_check_id_check_def")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    op.create_index(
        "ix_alert_open",
        "alert",
        ["check_id"],
        unique=True,
        sqlite_where=sa.text("resolved_at IS NULL"),
    )
    op.create_table(
        "maintenance_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["check_id"], ["check_def.id"], name=op.f("fk_maintenance_window_check_id_check_def")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance_window")),
    )
    op.create_index("ix_maintenance_window_ends_at", "maintenance_window", ["ends_at"])
