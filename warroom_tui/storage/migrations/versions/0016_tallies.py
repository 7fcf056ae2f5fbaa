"""Live tickets are counted as they change, by triggers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

LIVE = "state IN ('new','open','pending')"
MARK = (
    " INSERT INTO counter (name, value) VALUES ('ticket writes', 1)"
    " ON CONFLICT (name) DO UPDATE SET value = value + 1;"
)
ADD = (
    " INSERT INTO live_tally (priority, state, owned, tickets)"
    " SELECT NEW.priority, NEW.state, NEW.assignee IS NOT NULL, 1 WHERE NEW.LIVE"
    " ON CONFLICT (priority, state, owned) DO UPDATE SET tickets = tickets + 1;"
    " INSERT INTO due_tally (hour, tickets)"
    " SELECT substr(NEW.queue_at, 1, 13), 1 WHERE NEW.LIVE"
    " ON CONFLICT (hour) DO UPDATE SET tickets = tickets + 1;"
)
TAKE = (
    " UPDATE live_tally SET tickets = tickets - 1"
    " WHERE OLD.LIVE AND priority = OLD.priority AND state = OLD.state"
    " AND owned = (OLD.assignee IS NOT NULL);"
    " DELETE FROM live_tally WHERE tickets = 0;"
    " UPDATE due_tally SET tickets = tickets - 1"
    " WHERE OLD.LIVE AND hour = substr(OLD.queue_at, 1, 13);"
    " DELETE FROM due_tally WHERE hour = substr(OLD.queue_at, 1, 13) AND tickets = 0;"
)
WHAT = {
    "ticket_counted AFTER INSERT": ADD + MARK,
    "ticket_recounted AFTER UPDATE OF priority, state, assignee, queue_at": TAKE + ADD,
    "ticket_written AFTER UPDATE": MARK,
    "ticket_uncounted AFTER DELETE": TAKE + MARK,
}
TRIGGERS = tuple(
    f"CREATE TRIGGER {when} ON ticket BEGIN{what} END".replace(".LIVE", f".{LIVE}")
    for when, what in WHAT.items()
)


def upgrade() -> None:
    """Apply this revision: the tallies of what is there, then the triggers that keep them."""
    op.create_table(
        "live_tally",
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("owned", sa.Boolean(), nullable=False),
        sa.Column("tickets", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("priority", "state", "owned", name=op.f("pk_live_tally")),
    )
    op.create_table(
        "due_tally",
        sa.Column("hour", sa.Text(), nullable=False),
        sa.Column("tickets", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hour", name=op.f("pk_due_tally")),
    )
    op.execute(
        "INSERT INTO live_tally (priority, state, owned, tickets)"
        " SELECT priority, state, assignee IS NOT NULL, count(*) FROM ticket"
        " WHERE state IN ('new','open','pending') GROUP BY 1, 2, 3"
    )
    op.execute(
        "INSERT INTO due_tally (hour, tickets)"
        " SELECT substr(queue_at, 1, 13), count(*) FROM ticket"
        " WHERE state IN ('new','open','pending') GROUP BY 1"
    )
    for trigger in TRIGGERS:
        op.execute(trigger)
