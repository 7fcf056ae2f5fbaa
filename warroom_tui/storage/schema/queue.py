"""What stands around the tickets: saved views, who has one open, replies, knowledge articles."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, text

from warroom_tui.domain.desk.kb import ArticleKind, ArticleState
from warroom_tui.domain.desk.queue.views import CHOICES
from warroom_tui.storage.schema.base import metadata, one_of, row_id, version
from warroom_tui.storage.types import UtcDateTime

saved_view = Table(
    "saved_view",
    metadata,
    row_id(),
    Column("name", Text, nullable=False, unique=True),
    Column("query", Text, nullable=False),
    Column("sort", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    version(),
    one_of("sort", tuple(order.value for order in CHOICES)),
)

ticket_presence = Table(
    "ticket_presence",
    metadata,
    Column("session", Text, primary_key=True),
    Column("ticket_id", Integer, ForeignKey("ticket.id"), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Index("ix_ticket_presence_ticket_id", "ticket_id"),
)
"""Which seat has which ticket open; real time, worth as much as its seat's last sign of life."""

canned_reply = Table(
    "canned_reply",
    metadata,
    row_id(),
    Column("title", Text, nullable=False, unique=True),
    Column("body", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    version(),
)

kb_article = Table(
    "kb_article",
    metadata,
    row_id(),
    Column("ref", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("category", Text, nullable=False, server_default=""),
    Column("body", Text, nullable=False, server_default=""),
    Column("link", Text, nullable=False, server_default=""),
    Column("owner", Text),
    Column("ticket_id", Integer, ForeignKey("ticket.id")),
    Column("needed_at", UtcDateTime, nullable=False),
    Column("needed_by", Text, nullable=False),
    Column("published_at", UtcDateTime),
    Column("published_by", Text),
    Column("views", Integer, nullable=False, server_default="0"),
    Column("deflections", Integer, nullable=False, server_default="0"),
    version(),
    one_of("kind", ArticleKind),
    one_of("state", ArticleState),
    Index(
        "ix_kb_article_ticket_id",
        "ticket_id",
        sqlite_where=text("ticket_id IS NOT NULL"),
    ),
)
