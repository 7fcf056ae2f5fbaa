"""Reading routines and their runs."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import (
    Connection,
    RowMapping,
    func,
    select,
)
from sqlalchemy import case as when

from warroom_tui.domain.runsheet.routines import Routine, RoutineRun, Rule, RunState
from warroom_tui.storage.documents import document_name
from warroom_tui.storage.schema import (
    routine,
    routine_run,
    task,
)

RUNS_LIMIT = 500
_SETTLED = ("done", "skipped", "na")


def read_routines(connection: Connection) -> tuple[Routine, ...]:
    """Every routine, in the order of the plan."""
    query = select(routine, document_name(routine)).order_by(routine.c.seq)
    return tuple(_routine(row) for row in connection.execute(query).mappings())


def read_due_routines(connection: Connection, now: datetime) -> tuple[Routine, ...]:
    """Routines whose next run has come."""
    query = (
        select(routine, document_name(routine))
        .where(routine.c.next_due_at <= now)
        .order_by(routine.c.next_due_at, routine.c.seq)
    )
    return tuple(_routine(row) for row in connection.execute(query).mappings())


def _routine(row: RowMapping) -> Routine:
    return Routine(
        id=row["id"],
        seq=row["seq"],
        title=row["title"],
        rule=Rule(row["rule"]),
        at=time.fromisoformat(row["at"]) if row["at"] else None,
        weekday=row["weekday"],
        every_min=row["every_min"],
        active_from=row["active_from"],
        active_to=row["active_to"],
        next_due_at=row["next_due_at"],
        steps=tuple((str(text), bool(required)) for text, required in row["steps"]),
        source=row["source"],
        line=row["line"],
        version=row["version"],
    )


def read_runs(
    connection: Connection, *, open_only: bool = False, routine_id: int | None = None
) -> tuple[RoutineRun, ...]:
    """Runs of routines, newest first (bounded); open ones carry the counts of their tasks."""
    done = func.sum(when((task.c.state.in_(_SETTLED), 1), else_=0))
    live = (
        select(task.c.checklist_id, done.label("live_done"), func.count().label("live_total"))
        .where(
            task.c.checklist_id.in_(
                select(routine_run.c.checklist_id).where(routine_run.c.state == "due")
            )
        )
        .group_by(task.c.checklist_id)
        .subquery()
    )
    query = (
        select(routine_run, routine.c.title, live.c.live_done, live.c.live_total)
        .join(routine, routine.c.id == routine_run.c.routine_id)
        .outerjoin(live, live.c.checklist_id == routine_run.c.checklist_id)
        .order_by(routine_run.c.due_at.desc(), routine_run.c.id.desc())
        .limit(RUNS_LIMIT)
    )
    if open_only:
        query = query.where(routine_run.c.state == "due")
    if routine_id is not None:
        query = query.where(routine_run.c.routine_id == routine_id)
    return tuple(_run(row) for row in connection.execute(query).mappings())


def _run(row: RowMapping) -> RoutineRun:
    open_run = row["state"] == RunState.DUE.value
    return RoutineRun(
        id=row["id"],
        routine_id=row["routine_id"],
        title=row["title"],
        due_at=row["due_at"],
        closes_at=row["closes_at"],
        state=RunState(row["state"]),
        checklist_id=row["checklist_id"],
        done=(row["live_done"] or 0) if open_run else row["done"],
        total=(row["live_total"] or 0) if open_run else row["total"],
    )
