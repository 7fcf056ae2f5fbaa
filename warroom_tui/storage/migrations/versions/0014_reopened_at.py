"""When a ticket was opened again last"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from warroom_tui.storage.types import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this revision: what was reopened before takes its time from the timeline."""
    op.add_column("ticket", sa.Column("reopened_at", UtcDateTime(), nullable=True))
    op.create_index(
        "ix_ticket_reopened_at",
        "ticket",
        ["reopened_at"],
        sqlite_where=sa.text("reopened_at IS NOT NULL"),
    )
    op.execute(
        "UPDATE ticket SET reopened_at = (SELECT max(at) FROM timeline_event "
        "WHERE subject_type = 'ticket' AND subject_ref = ticket.ref AND verb = 'reopened' "
        "AND undone_by IS NULL) WHERE reopen_count > 0"
    )
