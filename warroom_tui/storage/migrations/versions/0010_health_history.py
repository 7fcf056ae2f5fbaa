"""Hours of checks, excerpts of answers, alerts of others, flaps, planned maintenance"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from warroom_tui.storage.types import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this revision; only the few rows of maintenance windows are copied."""
    _history()
    op.add_column("check_minute", _counted("n_slow"))
    op.add_column("check_minute", _counted("n_unknown"))
    op.add_column("alert", _counted("flaps"))
    op.add_column("alert", sa.Column("reminded_at", UtcDateTime(), nullable=True))
    op.create_index("ix_alert_check_id", "alert", ["check_id", "id"])
    with op.batch_alter_table("maintenance_window") as table:
        table.alter_column("starts_at", existing_type=UtcDateTime(), nullable=True)
        table.alter_column("ends_at", existing_type=UtcDateTime(), nullable=True)
        table.add_column(sa.Column("anchor_start", sa.JSON(), nullable=True))
        table.add_column(sa.Column("anchor_end", sa.JSON(), nullable=True))
        table.add_column(sa.Column("source_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("line", sa.Integer(), nullable=True))
        table.create_foreign_key(
            "fk_maintenance_window_source_id_plan_source", "plan_source", ["source_id"], ["id"]
        )


def _counted(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default="0", nullable=False)


def _check_id(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    key = sa.ForeignKeyConstraint(
        ["check_id"], ["check_def.id"], name=op.f(f"fk_{table}_check_id_check_def")
    )
    return sa.Column("check_id", sa.Integer(), nullable=False), key


def _history() -> None:
    op.create_table(
        "check_hour",
        *_check_id("check_hour"),
        sa.Column("hour", UtcDateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("down", sa.Float(), nullable=False),
        sa.Column("slow", sa.Float(), nullable=False),
        sa.Column("n_value", sa.Integer(), nullable=False),
        sa.Column("sum_value", sa.Float(), nullable=False),
        sa.Column("max_value", sa.Float(), nullable=True),
        sa.Column("sketch", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("check_id", "hour", name=op.f("pk_check_hour")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_check_hour_hour", "check_hour", ["hour"])
    op.create_table(
        "check_excerpt",
        sa.Column("id", sa.Integer(), nullable=False),
        *_check_id("check_excerpt"),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("excerpt", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "state IN ('up', 'slow', 'down', 'unknown')", name=op.f("ck_check_excerpt_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_excerpt")),
    )
    op.create_index("ix_check_excerpt_check_id", "check_excerpt", ["check_id", "id"])
    op.create_table(
        "outside_alert",
        sa.Column("id", sa.Integer(), nullable=False),
        *_check_id("outside_alert"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=True),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "state IN ('active', 'suppressed', 'unprocessed')",
            name=op.f("ck_outside_alert_state_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_alert")),
    )
    op.create_index("ix_outside_alert_check_id", "outside_alert", ["check_id"])
