"""The incident in which a procedure is followed"""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this revision: runs from before belong to no incident."""
    op.execute(
        "ALTER TABLE procedure_run ADD COLUMN incident_id INTEGER "
        "CONSTRAINT fk_procedure_run_incident_id_incident REFERENCES incident (id)"
    )
    op.create_index("ix_procedure_run_incident_id", "procedure_run", ["incident_id"])
