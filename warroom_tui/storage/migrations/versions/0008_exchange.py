"""Imported tickets, links to their originals, the help desk's outbox and conflicts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from warroom_tui.storage.types import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this revision: new tables only, nothing that is there is touched."""
    op.create_table(
        "ticket_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("n_new", sa.Integer(), server_default="0", nullable=False),
        sa.Column("n_changed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("n_same", sa.Integer(), server_default="0", nullable=False),
        sa.Column("n_kept", sa.Integer(), server_default="0", nullable=False),
        sa.Column("n_bad", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_line", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "state IN ('running', 'done', 'taken_back')", name=op.f("ck_ticket_import_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_import")),
    )
    op.create_table(
        "ticket_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.Text(), server_default="", nullable=False),
        sa.Column("seen_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("base", sa.JSON(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_link_ticket_id_ticket")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["ticket_import.id"], name=op.f("fk_ticket_link_import_id_ticket_import")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_link")),
        sa.UniqueConstraint(
            "source", "external_id", name=op.f("uq_ticket_link_source_external_id")
        ),
    )
    op.create_index("ix_ticket_link_import_id", "ticket_link", ["import_id"])
    op.create_index("ix_ticket_link_ticket_id", "ticket_link", ["ticket_id"])
    op.create_table(
        "sync_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["link_id"], ["ticket_link.id"], name=op.f("fk_sync_message_link_id_ticket_link")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_message")),
        sa.UniqueConstraint("link_id", "remote_id", name=op.f("uq_sync_message_link_id_remote_id")),
    )
    op.create_index("ix_sync_message_note_id", "sync_message", ["note_id"])
    op.create_table(
        "sync_outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
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
            "kind IN ('field', 'message', 'retract')", name=op.f("ck_sync_outbox_kind_known")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'held', 'failed', 'sent', 'dropped')",
            name=op.f("ck_sync_outbox_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["ticket_link.id"], name=op.f("fk_sync_outbox_link_id_ticket_link")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_outbox")),
        sa.UniqueConstraint("marker", name=op.f("uq_sync_outbox_marker")),
    )
    op.create_index("ix_sync_outbox_link_id", "sync_outbox", ["link_id", "state"])
    op.create_index(
        "ix_sync_outbox_unsent",
        "sync_outbox",
        ["id"],
        sqlite_where=sa.text("state IN ('waiting','sending','held','failed')"),
    )
    op.create_table(
        "sync_conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("ours", sa.Text(), nullable=True),
        sa.Column("theirs", sa.Text(), nullable=True),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'mine', 'theirs')", name=op.f("ck_sync_conflict_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["ticket_link.id"], name=op.f("fk_sync_conflict_link_id_ticket_link")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_conflict")),
    )
    op.create_index(
        "ix_sync_conflict_open",
        "sync_conflict",
        ["link_id", "field"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "sync_state",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("cursor", sa.Text(), server_default="", nullable=False),
        sa.Column("last_event", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tried_at", UtcDateTime(), nullable=True),
        sa.Column("ok_at", UtcDateTime(), nullable=True),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("n_in", sa.Integer(), server_default="0", nullable=False),
        sa.Column("n_out", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_sync_state")),
    )
