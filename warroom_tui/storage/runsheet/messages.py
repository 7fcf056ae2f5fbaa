"""Reading messages."""

from __future__ import annotations

from sqlalchemy import (
    Connection,
    RowMapping,
    select,
)

from warroom_tui.domain.errors import NotFound
from warroom_tui.domain.runsheet.messages import Message, MessageState
from warroom_tui.storage.documents import document_name
from warroom_tui.storage.schema import (
    message,
)


def read_messages(connection: Connection) -> tuple[Message, ...]:
    """Every message: those with a time first, soonest first, then in the plan's order."""
    query = select(message, document_name(message)).order_by(
        message.c.due_at.is_(None), message.c.due_at, message.c.seq, message.c.id
    )
    return tuple(_message(row) for row in connection.execute(query).mappings())


def read_message(connection: Connection, message_id: int) -> Message:
    """One message; raises NotFound."""
    query = select(message, document_name(message)).where(message.c.id == message_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFound(f"There is no message {message_id}.", "List them with: warroom message list")
    return _message(row)


def _message(row: RowMapping) -> Message:
    return Message(
        id=row["id"],
        seq=row["seq"],
        title=row["title"],
        audience=row["audience"],
        due_at=row["due_at"],
        every_min=row["every_min"],
        subject=row["subject"],
        body=row["body"],
        state=MessageState(row["state"]),
        reason=row["reason"],
        approved_by=row["approved_by"],
        sent_by=row["sent_by"],
        sent_at=row["sent_at"],
        source=row["source"],
        line=row["line"],
        version=row["version"],
    )
