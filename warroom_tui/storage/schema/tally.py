"""How many live tickets there are, kept by the database itself.

Counting a hundred thousand open tickets for every board would cost more than the rest of it. The
triggers keep the tallies whoever writes: a desk, an import, an undo, a help desk.
"""

from __future__ import annotations

from sqlalchemy import DDL, Boolean, Column, Integer, Table, Text, event

from warroom_tui.storage.schema.base import metadata
from warroom_tui.storage.schema.desk import LIVE_TICKET

live_tally = Table(
    "live_tally",
    metadata,
    Column("priority", Text, primary_key=True),
    Column("state", Text, primary_key=True),
    Column("owned", Boolean, primary_key=True),
    Column("tickets", Integer, nullable=False),
)
"""Live tickets by what the panels count them by; what no ticket is has no row."""

due_tally = Table(
    "due_tally",
    metadata,
    Column("hour", Text, primary_key=True),
    Column("tickets", Integer, nullable=False),
)
"""Live tickets by the hour of `queue_at` ("2026-11-30 08"); an hour without any has no row."""

TICKET_WRITES = "ticket writes"
"""The counter that rises with every ticket written, whatever of it was changed."""

TICKET_WRITES = "ticket writes"
"""The counter that rises with every ticket written, whatever of it was changed."""

_MARK = (
    " INSERT INTO counter (name, value) VALUES ('ticket writes', 1)"
    " ON CONFLICT (name) DO UPDATE SET value = value + 1;"
)
_ADD = (
    " INSERT INTO live_tally (priority, state, owned, tickets)"
    " SELECT NEW.priority, NEW.state, NEW.assignee IS NOT NULL, 1 WHERE NEW.LIVE"
    " ON CONFLICT (priority, state, owned) DO UPDATE SET tickets = tickets + 1;"
    " INSERT INTO due_tally (hour, tickets)"
    " SELECT substr(NEW.queue_at, 1, 13), 1 WHERE NEW.LIVE"
    " ON CONFLICT (hour) DO UPDATE SET tickets = tickets + 1;"
)
_TAKE = (
    " UPDATE live_tally SET tickets = tickets - 1"
    " WHERE OLD.LIVE AND priority = OLD.priority AND state = OLD.state"
    " AND owned = (OLD.assignee IS NOT NULL);"
    " DELETE FROM live_tally WHERE tickets = 0;"
    " UPDATE due_tally SET tickets = tickets - 1"
    " WHERE OLD.LIVE AND hour = substr(OLD.queue_at, 1, 13);"
    " DELETE FROM due_tally WHERE hour = substr(OLD.queue_at, 1, 13) AND tickets = 0;"
)
_WHAT = {
    "ticket_counted AFTER INSERT": _ADD + _MARK,
    "ticket_recounted AFTER UPDATE OF priority, state, assignee, queue_at": _TAKE + _ADD,
    "ticket_written AFTER UPDATE": _MARK,
    "ticket_uncounted AFTER DELETE": _TAKE + _MARK,
}
TRIGGERS = tuple(
    f"CREATE TRIGGER {when} ON ticket BEGIN{what} END".replace(".LIVE", f".{LIVE_TICKET.text}")
    for when, what in _WHAT.items()
)
"""In the words of SQLite. A migration that makes the table `ticket` anew makes these anew."""

for _statement in TRIGGERS:
    event.listen(metadata, "after_create", DDL(_statement))  # type: ignore[no-untyped-call]
