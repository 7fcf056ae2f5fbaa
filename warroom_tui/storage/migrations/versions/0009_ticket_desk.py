"""Orders of the ticket queue, saved views, presence, canned replies, knowledge articles"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from warroom_tui.storage.types import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_LIVE = sa.text("state IN ('new','open','pending')")


def upgrade() -> None:
    """Apply this revision: new columns, indexes and tables; tickets keep what they hold."""
    op.add_column(
        "ticket",
        sa.Column(
            "updated_at",
            UtcDateTime(),
            server_default="1970-01-01 00:00:00.000000",
            nullable=False,
        ),
    )
    op.add_column(
        "ticket", sa.Column("kb_needed", sa.Boolean(), server_default="0", nullable=False)
    )
    op.add_column("ticket", sa.Column("csat_scale", sa.Text(), nullable=True))
    op.execute("UPDATE ticket SET updated_at = created_at")
    op.create_index(
        "ix_ticket_live_owner", "ticket", ["assignee", "queue_at", "id"], sqlite_where=_LIVE
    )
    op.create_index(
        "ix_ticket_live_priority", "ticket", ["priority", "queue_at", "id"], sqlite_where=_LIVE
    )
    op.create_index(
        "ix_ticket_live_category", "ticket", ["category", "queue_at", "id"], sqlite_where=_LIVE
    )
    op.create_index("ix_ticket_live_id", "ticket", ["id"], sqlite_where=_LIVE)
    op.create_index("ix_ticket_updated_at", "ticket", ["updated_at", "id"])
    _views_and_presence()
    _replies_and_articles()


def _views_and_presence() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("sort", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "sort IN ('sla', 'priority', 'oldest', 'newest', 'updated')",
            name=op.f("ck_saved_view_sort_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("name", name=op.f("uq_saved_view_name")),
    )
    op.create_table(
        "ticket_presence",
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_presence_ticket_id_ticket")
        ),
        sa.PrimaryKeyConstraint("session", name=op.f("pk_ticket_presence")),
    )
    op.create_index("ix_ticket_presence_ticket_id", "ticket_presence", ["ticket_id"])


def _replies_and_articles() -> None:
    op.create_table(
        "canned_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_reply")),
        sa.UniqueConstraint("title", name=op.f("uq_canned_reply_title")),
    )
    op.create_table(
        "kb_article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), server_default="", nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("link", sa.Text(), server_default="", nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("needed_at", UtcDateTime(), nullable=False),
        sa.Column("needed_by", sa.Text(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("published_by", sa.Text(), nullable=True),
        sa.Column("views", sa.Integer(), server_default="0", nullable=False),
        sa.Column("deflections", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind IN ('article', 'faq', 'video', 'guide', 'quick_ref')",
            name=op.f("ck_kb_article_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('needed', 'draft', 'published')", name=op.f("ck_kb_article_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_kb_article_ticket_id_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_article")),
        sa.UniqueConstraint("ref", name=op.f("uq_kb_article_ref")),
    )
    op.create_index(
        "ix_kb_article_ticket_id",
        "kb_article",
        ["ticket_id"],
        sqlite_where=sa.text("ticket_id IS NOT NULL"),
    )
