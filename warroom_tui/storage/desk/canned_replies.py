"""Canned replies that people saved, and those that the plan brings."""

from __future__ import annotations

import re

from sqlalchemy import Connection, delete, func, or_, select

from warroom_tui.domain.desk.replies import CannedReply
from warroom_tui.storage.schema import canned_reply, contact_channel, kb_article, message
from warroom_tui.storage.transaction import Transaction, plain

_REPLY_TITLE = re.compile(
    r"\b(?:repl(?:y|ies)|response|answer)\b.*\btemplate|\btemplate\b.*\brepl", re.I
)
_TITLES = ("%reply%", "%response%", "%answer%", "%replies%")


def read_saved(connection: Connection) -> tuple[CannedReply, ...]:
    """Those that people saved, by title."""
    rows = connection.execute(select(canned_reply).order_by(canned_reply.c.title)).mappings()
    return tuple(
        CannedReply(row["title"], row["body"], row["created_by"], row["id"], row["version"])
        for row in rows
    )


def read_planned(connection: Connection) -> tuple[CannedReply, ...]:
    """The plan's reply templates: messages to nobody in particular whose title says so."""
    rows = connection.execute(
        select(message.c.title, message.c.body)
        .where(
            message.c.due_at.is_(None),
            message.c.body != "",
            or_(*(message.c.title.ilike(title) for title in _TITLES)),
        )
        .order_by(message.c.seq)
        .limit(50)
    )
    return tuple(
        CannedReply(row.title, row.body, "plan") for row in rows if _REPLY_TITLE.search(row.title)
    )


def find_saved(connection: Connection, title: str) -> CannedReply | None:
    """The saved one of that title, whatever the case."""
    wanted = func.lower(canned_reply.c.title) == title.lower()
    row = connection.execute(select(canned_reply).where(wanted)).mappings().first()
    if row is None:
        return None
    return CannedReply(row["title"], row["body"], row["created_by"], row["id"], row["version"])


def drop(tx: Transaction, reply_id: int) -> None:
    """Take a saved one away, journalled for undo."""
    row = tx.get(canned_reply, reply_id, what="This reply")
    tx.connection.execute(delete(canned_reply).where(canned_reply.c.id == reply_id))
    tx.journal(canned_reply.name, reply_id, {k: plain(v) for k, v in row.items()}, None)


def read_links(connection: Connection) -> tuple[tuple[str, str], ...]:
    """Labels with addresses that a reply may point to: articles first, then channels."""
    articles = connection.execute(
        select(kb_article.c.title, kb_article.c.link)
        .where(kb_article.c.state == "published", kb_article.c.link != "")
        .order_by(kb_article.c.views.desc(), kb_article.c.id)
        .limit(200)
    ).all()
    channels = connection.execute(
        select(contact_channel.c.label, contact_channel.c.address)
        .where(contact_channel.c.audience == "external", contact_channel.c.address != "")
        .order_by(contact_channel.c.id)
    ).all()
    return tuple((row[0], row[1]) for row in (*articles, *channels))
