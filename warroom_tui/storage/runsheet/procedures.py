"""Reading procedures and the times that they were followed."""

from __future__ import annotations

from sqlalchemy import (
    Connection,
    select,
)

from warroom_tui.domain.runsheet.procedures import Procedure, ProcedureRun, kind_rank
from warroom_tui.storage.documents import document_name
from warroom_tui.storage.schema import (
    procedure,
    procedure_run,
)


def read_procedures(connection: Connection) -> tuple[Procedure, ...]:
    """Every procedure, the most urgent kinds first."""
    rows = connection.execute(select(procedure, document_name(procedure))).mappings()
    found = [
        Procedure(
            id=row["id"],
            seq=row["seq"],
            kind=row["kind"],
            title=row["title"],
            steps=tuple(str(step) for step in row["steps"]),
            source=row["source"],
            line=row["line"],
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (kind_rank(one.kind), one.seq)))


def read_procedure_runs(connection: Connection) -> tuple[ProcedureRun, ...]:
    """Every time that a procedure was followed, newest first."""
    rows = connection.execute(select(procedure_run).order_by(procedure_run.c.id.desc())).mappings()
    return tuple(
        ProcedureRun(
            id=row["id"],
            procedure_id=row["procedure_id"],
            checklist_id=row["checklist_id"],
            started_at=row["started_at"],
            started_by=row["started_by"],
            ended_at=row["ended_at"],
            outcome=row["outcome"],
            version=row["version"],
            incident_id=row["incident_id"],
        )
        for row in rows
    )
