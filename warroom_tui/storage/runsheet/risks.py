"""Reading the risk register."""

from __future__ import annotations

from sqlalchemy import (
    Connection,
    select,
)

from warroom_tui.domain.runsheet.risks import Risk, RiskState
from warroom_tui.storage.documents import document_name
from warroom_tui.storage.schema import (
    risk,
)


def read_risks(connection: Connection) -> tuple[Risk, ...]:
    """The risk register, worst first, unscored last."""
    rows = connection.execute(select(risk, document_name(risk)).order_by(risk.c.id)).mappings()
    found = [
        Risk(
            id=row["id"],
            text=row["text"],
            probability=row["probability"],
            impact=row["impact"],
            mitigation=row["mitigation"],
            response=row["response"],
            source=row["source"],
            line=row["line"],
            state=RiskState(row["state"]),
            owner=row["owner"],
            note=row["note"],
            issue=row["issue_ref"],
            changed_at=row["changed_at"],
            changed_by=row["changed_by"],
            version=row["version"],
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: -(one.score or 0)))
