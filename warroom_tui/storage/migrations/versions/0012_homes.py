"""Focus notes, roles, answers of a retro; how a risk stands"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from warroom_tui.storage.types import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this revision: new tables and columns only, nothing that is there is touched."""
    op.execute(
        "ALTER TABLE risk ADD COLUMN state TEXT DEFAULT 'open' NOT NULL "
        "CONSTRAINT ck_risk_state_known "
        "CHECK (state IN ('open', 'mitigated', 'occurred', 'closed'))"
    )
    op.add_column("risk", sa.Column("owner", sa.Text(), nullable=True))
    op.add_column("risk", sa.Column("note", sa.Text(), server_default="", nullable=False))
    op.add_column("risk", sa.Column("issue_ref", sa.Text(), nullable=True))
    op.add_column("risk", sa.Column("changed_at", UtcDateTime(), nullable=True))
    op.add_column("risk", sa.Column("changed_by", sa.Text(), nullable=True))
    _focus_and_roles()
    op.create_table(
        "retro_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retro_answer")),
    )
    op.create_index("ix_retro_answer_form", "retro_answer", ["form"])


def _focus_and_roles() -> None:
    op.create_table(
        "focus_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind IN ('goal', 'expect', 'action')", name=op.f("ck_focus_note_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["phase.id"], name=op.f("fk_focus_note_phase_id_phase")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["plan_source.id"], name=op.f("fk_focus_note_source_id_plan_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focus_note")),
    )
    op.create_index("ix_focus_note_phase_id", "focus_note", ["phase_id"])
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("duties", sa.JSON(), nullable=False),
        sa.Column("authority", sa.JSON(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["plan_source.id"], name=op.f("fk_role_source_id_plan_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
    )
