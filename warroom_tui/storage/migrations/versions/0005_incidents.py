"""Incidents with updates and post-mortems, patterns of tickets, more fields of a known issue"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from warroom_tui.storage.types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_STATES = (
    "state IN ('investigating', 'identified', 'resolving', 'monitoring', 'resolved', 'reviewed')"
)


def upgrade() -> None:
    """Apply this revision: new columns and tables; of what is there only one index changes."""
    for column in (
        sa.Column("affected_pct", sa.Float(), nullable=True),
        sa.Column("hotfix", sa.Text(), server_default="", nullable=False),
        sa.Column("hotfix_deployed_at", UtcDateTime(), nullable=True),
        sa.Column("is_data_loss", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("is_security", sa.Boolean(), server_default="0", nullable=False),
    ):
        op.add_column("known_issue", column)
    op.drop_index("ix_ticket_issue_id", "ticket")  # it gains the requester, to count people
    op.create_index(
        "ix_ticket_issue_id",
        "ticket",
        ["issue_id", "requester"],
        sqlite_where=sa.text("issue_id IS NOT NULL"),
    )
    _incidents()
    _post_mortems()
    _patterns()


def _incidents() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("impact", sa.Text(), server_default="", nullable=False),
        sa.Column("affected_n", sa.Integer(), nullable=True),
        sa.Column("affected_pct", sa.Float(), nullable=True),
        sa.Column("workaround", sa.Text(), server_default="", nullable=False),
        sa.Column("conditions", sa.Text(), server_default="", nullable=False),
        sa.Column("actions", sa.Text(), server_default="", nullable=False),
        sa.Column("needs", sa.Text(), server_default="", nullable=False),
        sa.Column("eta", UtcDateTime(), nullable=True),
        sa.Column("update_every_min", sa.Integer(), nullable=False),
        sa.Column("next_update_due", UtcDateTime(), nullable=True),
        sa.Column("commander", sa.Text(), nullable=True),
        sa.Column("liaison", sa.Text(), nullable=True),
        sa.Column("scribe", sa.Text(), nullable=True),
        sa.Column("hotline", sa.Text(), server_default="", nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("detected_at", UtcDateTime(), nullable=False),
        sa.Column("declared_at", UtcDateTime(), nullable=False),
        sa.Column("declared_by", sa.Text(), nullable=False),
        sa.Column("identified_at", UtcDateTime(), nullable=True),
        sa.Column("mitigated_at", UtcDateTime(), nullable=True),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("reviewed_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "severity IN ('critical', 'high', 'medium', 'low')",
            name=op.f("ck_incident_severity_known"),
        ),
        sa.CheckConstraint(_STATES, name=op.f("ck_incident_state_known")),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["known_issue.id"], name=op.f("fk_incident_issue_id_known_issue")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_incident_ticket_id_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("ref", name=op.f("uq_incident_ref")),
    )
    op.create_index(
        "ix_incident_open", "incident", ["id"], sqlite_where=sa.text("state <> 'reviewed'")
    )
    op.create_index("ix_incident_declared_at", "incident", ["declared_at"])
    op.create_index("ix_incident_issue_id", "incident", ["issue_id"])
    op.create_table(
        "incident_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(_STATES, name=op.f("ck_incident_update_state_known")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_update_incident_id_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_update")),
    )
    op.create_index("ix_incident_update_incident_id", "incident_update", ["incident_id", "id"])
    op.create_index("ix_incident_update_due_at", "incident_update", ["due_at"])


def _post_mortems() -> None:
    op.create_table(
        "post_mortem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column("contributing", sa.Text(), server_default="", nullable=False),
        sa.Column("impact", sa.Text(), server_default="", nullable=False),
        sa.Column("went_well", sa.Text(), server_default="", nullable=False),
        sa.Column("improve", sa.Text(), server_default="", nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.Column("completed_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_post_mortem_incident_id_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_mortem")),
        sa.UniqueConstraint("incident_id", name=op.f("uq_post_mortem_incident_id")),
    )


def _patterns() -> None:
    op.create_table(
        "ticket_pattern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("tickets", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("first_at", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "state IN ('suggested', 'linked', 'dismissed')",
            name=op.f("ck_ticket_pattern_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["known_issue.id"], name=op.f("fk_ticket_pattern_issue_id_known_issue")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_pattern")),
    )
    op.create_index("ix_ticket_pattern_state", "ticket_pattern", ["state", "last_at"])
