"""What an update of the plan needs: readings of a document, and rows that left the plan"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from warroom_tui.storage.types import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this revision."""
    op.add_column("plan_source", sa.Column("revises", sa.Integer(), nullable=True))
    op.add_column("plan_source", sa.Column("location", sa.Text(), nullable=True))
    op.add_column("plan_source", sa.Column("kinds", sa.JSON(), nullable=True))
    for table in ("phase", "checklist", "task", "criterion"):
        op.add_column(table, sa.Column("removed_at", UtcDateTime(), nullable=True))
