"""Runbooks: procedures found by words, and followed step by step with times."""

from __future__ import annotations

from warroom_tui.domain.errors import InputError, NotFound, Refused
from warroom_tui.domain.runsheet.launch import Task, TaskState
from warroom_tui.domain.runsheet.procedures import Procedure, ProcedureRun
from warroom_tui.domain.runsheet.risks import Risk
from warroom_tui.domain.runsheet.routines import PROCEDURE_RUN
from warroom_tui.domain.text import clean
from warroom_tui.services.context import Context
from warroom_tui.storage import schema
from warroom_tui.storage.incident import incidents
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.runsheet import procedures as procedures_rows
from warroom_tui.storage.runsheet import risks as risks_rows
from warroom_tui.storage.transaction import Transaction


class RunbookDesk:
    """Procedures and their runs."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def all(self, words: str = "") -> tuple[Procedure, ...]:
        """Procedures that hold all words, the most urgent kinds first."""
        with self._context.store.reading() as connection:
            found = procedures_rows.read_procedures(connection)
        return tuple(one for one in found if one.matches(words))

    def get(self, procedure_id: int) -> Procedure:
        """One procedure; raises NotFound."""
        found = next((one for one in self.all() if one.id == procedure_id), None)
        if found is None:
            raise NotFound(
                f"There is no procedure {procedure_id}.", "List them with: warroom runbook list"
            )
        return found

    def runs(self) -> tuple[ProcedureRun, ...]:
        """Every time that one was followed, newest first."""
        with self._context.store.reading() as connection:
            return procedures_rows.read_procedure_runs(connection)

    def steps(self, run: ProcedureRun) -> tuple[Task, ...]:
        """The steps of a run with who did them and when."""
        with self._context.store.reading() as connection:
            return launches.read_tasks(connection, [run.checklist_id])

    def risks(self) -> tuple[Risk, ...]:
        """The risk register, worst first."""
        with self._context.store.reading() as connection:
            return risks_rows.read_risks(connection)

    def start(self, procedure_id: int, incident_ref: str | None = None) -> ProcedureRun:
        """Follow a procedure, in an incident or by itself: its steps become a list to tick.

        One run of each at a time, in each incident.
        """
        procedure = self.get(procedure_id)
        with self._context.writing() as tx:
            incident = incidents.find(tx.connection, incident_ref) if incident_ref else None
            run_id = begin_run(tx, procedure, incident.id if incident else None)
            where = f" in {incident.ref}" if incident else ""
            tx.event("started", "runbook", str(run_id), f"Following {procedure.title}{where}")
            return _run(procedures_rows.read_procedure_runs(tx.connection), run_id)

    def finish(self, run_id: int, outcome: str, expected: int | None = None) -> ProcedureRun:
        """End a run and say how it went."""
        words = clean(outcome, limit=2000).strip()
        if not words:
            raise InputError("Say how it went.")
        with self._context.writing() as tx:
            run = _run(procedures_rows.read_procedure_runs(tx.connection), run_id)
            if run.ended_at is not None:
                raise Refused("That run has ended already.")
            title = next(
                p.title
                for p in procedures_rows.read_procedures(tx.connection)
                if p.id == run.procedure_id
            )
            subject = ("runbook", str(run_id))
            tx.update(
                schema.procedure_run,
                run_id,
                expected,
                title,
                subject,
                ended_at=tx.now,
                outcome=words,
            )
            tx.event("finished", *subject, f"Finished {title}: {words}")
            return _run(procedures_rows.read_procedure_runs(tx.connection), run_id)


def begin_run(tx: Transaction, procedure: Procedure, incident_id: int | None = None) -> int:
    """The procedure's steps become a list to tick; returns the run's id. Raises Refused."""
    runs = procedures_rows.read_procedure_runs(tx.connection)
    same = (procedure.id, incident_id, None)
    busy = next((r for r in runs if (r.procedure_id, r.incident_id, r.ended_at) == same), None)
    if busy is not None:
        raise Refused(
            f"{procedure.title} is being followed already, by {busy.started_by}.",
            "Go on with that run, or finish it first.",
        )
    lists = launches.read_lists(tx.connection)
    list_id = tx.insert(
        schema.checklist,
        seq=max((item.seq for item in lists), default=0) + 1,
        title=procedure.title,
        kind=PROCEDURE_RUN,
        starts_at=tx.now,
        line=procedure.line,
    )
    for seq, step in enumerate(procedure.steps, 1):
        tx.insert(
            schema.task,
            checklist_id=list_id,
            seq=seq,
            text=step,
            state=TaskState.OPEN.value,
            required=True,
            line=procedure.line,
        )
    return tx.insert(
        schema.procedure_run,
        procedure_id=procedure.id,
        checklist_id=list_id,
        started_at=tx.now,
        started_by=tx.actor.name,
        incident_id=incident_id,
    )


def _run(runs: tuple[ProcedureRun, ...], run_id: int) -> ProcedureRun:
    found = next((run for run in runs if run.id == run_id), None)
    if found is None:
        raise NotFound(f"There is no run {run_id} of a procedure.")
    return found
