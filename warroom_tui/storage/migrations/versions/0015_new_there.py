"""The outbox also takes tickets that are not on the help desk yet"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from warroom_tui.storage.types import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this revision: the outbox is built anew with what it holds."""
    op.add_column(
        "sync_state", sa.Column("creates", sa.Boolean(), server_default="0", nullable=False)
    )
    op.rename_table("sync_outbox", "sync_outbox_before")
    op.drop_index("ix_sync_outbox_link_id")
    op.drop_index("ix_sync_outbox_unsent")
    _outbox()
    op.execute(
        "INSERT INTO sync_outbox (id, link_id, kind, field, value, note_id, marker, by, queued_at,"
        " state, attempts, error, sent_at, remote_id) SELECT id, link_id, kind, field, value,"
        " note_id, marker, by, queued_at, state, attempts, error, sent_at, remote_id"
        " FROM sync_outbox_before"
    )
    op.drop_table("sync_outbox_before")
    op.create_index("ix_sync_outbox_link_id", "sync_outbox", ["link_id", "state"])
    op.create_index(
        "ix_sync_outbox_unsent",
        "sync_outbox",
        ["id"],
        sqlite_where=sa.text("state IN ('waiting','sending','held','failed')"),
    )
    for column in ("ticket_id", "pinned_id"):
        op.create_index(
            f"ix_sync_outbox_{column}",
            "sync_outbox",
            [column],
            sqlite_where=sa.text(f"{column} IS NOT NULL"),
        )


def _outbox() -> None:
    op.create_table(
        "sync_outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("pinned_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("marker", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("queued_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("remote_id", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('create', 'field', 'message', 'retract')",
            name=op.f("ck_sync_outbox_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'held', 'failed', 'sent', 'dropped')",
            name=op.f("ck_sync_outbox_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["ticket_link.id"], name=op.f("fk_sync_outbox_link_id_ticket_link")
        ),
        sa.ForeignKeyConstraint(
            ["pinned_id"], ["ticket.id"], name=op.f("fk_sync_outbox_pinned_id_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_outbox")),
        sa.UniqueConstraint("marker", name=op.f("uq_sync_outbox_marker")),
    )
