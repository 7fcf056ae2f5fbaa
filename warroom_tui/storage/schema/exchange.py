"""Tickets that come from elsewhere: imports, links to the original, the help desk's outbox."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from warroom_tui.storage.schema.base import metadata, one_of, row_id, version
from warroom_tui.storage.types import UtcDateTime

UNSENT = text("state IN ('waiting','sending','held','failed')")
"""The condition of the outbox's partial index, word for word."""

OPEN_CONFLICT = text("state = 'open'")

ticket_import = Table(
    "ticket_import",
    metadata,
    row_id(),
    Column("path", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("by", Text, nullable=False),
    Column("n_new", Integer, nullable=False, server_default="0"),
    Column("n_changed", Integer, nullable=False, server_default="0"),
    Column("n_same", Integer, nullable=False, server_default="0"),
    Column("n_kept", Integer, nullable=False, server_default="0"),
    Column("n_bad", Integer, nullable=False, server_default="0"),
    Column("last_line", Integer, nullable=False, server_default="0"),
    version(),
    one_of("state", ("running", "done", "taken_back")),
)
"""One run over one file; `running` with no process behind it broke off after `last_line`."""

ticket_link = Table(
    "ticket_link",
    metadata,
    row_id(),
    Column("source", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("ticket_id", Integer, ForeignKey("ticket.id"), nullable=False),
    Column("import_id", Integer, ForeignKey("ticket_import.id")),
    Column("digest", Text, nullable=False, server_default=""),
    Column("seen_version", Integer, nullable=False, server_default="1"),
    Column("etag", Text),
    Column("base", JSON),
    version(),
    UniqueConstraint("source", "external_id"),
    Index("ix_ticket_link_ticket_id", "ticket_id"),
    Index("ix_ticket_link_import_id", "import_id"),
)
"""Which ticket stands for which one elsewhere.

`digest` is of the row that was imported last, `seen_version` the ticket's version then; `base` are
the values on which both sides agreed last, `etag` what the help desk calls that state.
"""

sync_message = Table(
    "sync_message",
    metadata,
    row_id(),
    Column("link_id", Integer, ForeignKey("ticket_link.id"), nullable=False),
    Column("remote_id", Text, nullable=False),
    Column("note_id", Integer),
    UniqueConstraint("link_id", "remote_id"),
    Index("ix_sync_message_note_id", "note_id"),
)
"""Messages that both sides have. No reference to the note: undo may take the note away."""

sync_outbox = Table(
    "sync_outbox",
    metadata,
    row_id(),
    Column("link_id", Integer, ForeignKey("ticket_link.id")),
    Column("source", Text),
    Column("ticket_id", Integer),
    Column("pinned_id", Integer, ForeignKey("ticket.id")),
    Column("kind", Text, nullable=False),
    Column("field", Text, nullable=False, server_default=""),
    Column("value", Text),
    Column("note_id", Integer),
    Column("marker", Text, nullable=False, unique=True),
    Column("by", Text, nullable=False),
    Column("queued_at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("error", Text, nullable=False, server_default=""),
    Column("sent_at", UtcDateTime),
    Column("remote_id", Text),
    one_of("kind", ("create", "field", "message", "retract")),
    one_of("state", ("waiting", "sending", "held", "failed", "sent", "dropped")),
    Index("ix_sync_outbox_unsent", "id", sqlite_where=UNSENT),
    Index("ix_sync_outbox_link_id", "link_id", "state"),
    Index("ix_sync_outbox_ticket_id", "ticket_id", sqlite_where=text("ticket_id IS NOT NULL")),
    Index("ix_sync_outbox_pinned_id", "pinned_id", sqlite_where=text("pinned_id IS NOT NULL")),
)
"""What goes to the help desk, in order; `marker` is what the other side knows it by.

Of a ticket that is not there yet there is no link, but `source` and `ticket_id`; undo may still
take it away, so that is no reference. `pinned_id` is one, set while the ticket is being made there.
The `value` of such a row is the token that the help desk gave for it.
"""

sync_conflict = Table(
    "sync_conflict",
    metadata,
    row_id(),
    Column("link_id", Integer, ForeignKey("ticket_link.id"), nullable=False),
    Column("field", Text, nullable=False),
    Column("ours", Text),
    Column("theirs", Text),
    Column("found_at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("settled_at", UtcDateTime),
    Column("settled_by", Text),
    version(),
    one_of("state", ("open", "mine", "theirs")),
    Index("ix_sync_conflict_open", "link_id", "field", unique=True, sqlite_where=OPEN_CONFLICT),
)

sync_state = Table(
    "sync_state",
    metadata,
    Column("source", Text, primary_key=True),
    Column("cursor", Text, nullable=False, server_default=""),
    Column("last_event", Integer, nullable=False, server_default="0"),
    Column("tried_at", UtcDateTime),
    Column("ok_at", UtcDateTime),
    Column("next_at", UtcDateTime),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("error", Text, nullable=False, server_default=""),
    Column("n_in", Integer, nullable=False, server_default="0"),
    Column("n_out", Integer, nullable=False, server_default="0"),
    Column("creates", Boolean, nullable=False, server_default="0"),
)
"""How far each help desk was read (`cursor`) and told of our timeline (`last_event`)."""
