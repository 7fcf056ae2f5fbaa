"""Reading and changing the launch, its phases, lists and tasks."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    case,
    func,
    or_,
    select,
)

from warroom_tui.domain.errors import NotFound
from warroom_tui.domain.runsheet.launch import (
    Checklist,
    Launch,
    LaunchStatus,
    Phase,
    PhaseState,
    TaskState,
)
from warroom_tui.domain.runsheet.launch import Task as TaskRow
from warroom_tui.domain.runsheet.routines import PROCEDURE_RUN, ROUTINE_RUN
from warroom_tui.storage.schema import (
    checklist,
    launch,
    phase,
    procedure_run,
    routine_run,
    task,
)

SETTLED = (TaskState.DONE, TaskState.SKIPPED, TaskState.NA)
DUE_TASKS_LIMIT = 200


def read_launch(connection: Connection) -> Launch:
    """The one launch of the database."""
    row = connection.execute(select(launch)).mappings().first()
    if row is None:
        raise NotFound("This database holds no launch.", "Make one with: warroom new PLAN.md.")
    return Launch(
        code=row["code"],
        name=row["name"],
        status=LaunchStatus(row["status"]),
        tz=row["tz"],
        rehearsal=row["mode"] == "rehearsal",
        go_live_at=row["go_live_at"],
        window_start=row["window_start"],
        window_end=row["window_end"],
        rollback_deadline=row["rollback_deadline"],
        rollback_estimate_min=row["rollback_estimate_min"],
        decision_margin_min=row["decision_margin_min"],
        hypercare_days=row["hypercare_days"],
        issue_prefix=row["issue_prefix"],
        product_url=row["product_url"],
        version=row["version"],
        day_1_is_go_live=row["day_1_is_go_live"],
    )


def read_lists(connection: Connection) -> tuple[Checklist, ...]:
    """Every checklist with its counts, in document order; ended runs are history."""
    shown = _shown()
    settled = case((task.c.state.in_(SETTLED), 1), else_=0)
    must = case((and_(task.c.required, task.c.state.not_in(SETTLED)), 1), else_=0)
    counts = (
        select(
            task.c.checklist_id.label("id"),
            func.count().label("total"),
            func.sum(settled).label("done"),
            func.sum(must).label("open_required"),
        )
        .where(task.c.removed_at.is_(None))
        .where(task.c.checklist_id.not_in(select(checklist.c.id).where(~shown)))
        .group_by(task.c.checklist_id)
        .subquery()
    )
    rows = connection.execute(
        select(checklist, counts.c.total, counts.c.done, counts.c.open_required)
        .outerjoin(counts, counts.c.id == checklist.c.id)
        .where(checklist.c.removed_at.is_(None), shown)
        .order_by(checklist.c.seq)
    ).mappings()
    return tuple(_checklist(row) for row in rows)


def _shown() -> ColumnElement[bool]:
    """All lists but those of routines and procedures whose run has ended."""
    due = select(routine_run.c.checklist_id).where(routine_run.c.state == "due")
    followed = select(procedure_run.c.checklist_id).where(procedure_run.c.ended_at.is_(None))
    return or_(
        checklist.c.kind.not_in((ROUTINE_RUN, PROCEDURE_RUN)),
        checklist.c.id.in_(due),
        checklist.c.id.in_(followed),
    )


def _checklist(row: RowMapping) -> Checklist:
    return Checklist(
        id=row["id"],
        seq=row["seq"],
        phase_id=row["phase_id"],
        title=row["title"],
        kind=row["kind"],
        starts_at=row["starts_at"],
        duplicate_of=row["duplicate_of"],
        done=row["done"] or 0,
        total=row["total"] or 0,
        open_required=row["open_required"] or 0,
        line=row["line"],
    )


def read_phases(connection: Connection, lists: Iterable[Checklist]) -> tuple[Phase, ...]:
    """The run sheet in order; progress is summed over each phase's lists."""
    sums: dict[int, tuple[int, int, int]] = {}
    for item in lists:
        if item.phase_id is not None:
            done, total, must = sums.get(item.phase_id, (0, 0, 0))
            sums[item.phase_id] = (
                done + item.done,
                total + item.total,
                must + item.open_required,
            )
    rows = connection.execute(
        select(phase).where(phase.c.removed_at.is_(None)).order_by(phase.c.seq)
    ).mappings()
    return tuple(_phase(row, sums.get(row["id"], (0, 0, 0))) for row in rows)


def _phase(row: RowMapping, progress: tuple[int, int, int]) -> Phase:
    return Phase(
        id=row["id"],
        seq=row["seq"],
        name=row["name"],
        kind=row["kind"],
        state=PhaseState(row["state"]),
        outcome=row["outcome"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        plan_min_lo=row["plan_min_lo"],
        plan_min_hi=row["plan_min_hi"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        objective=row["objective"],
        notes=row["notes"],
        override_reason=row["override_reason"],
        done=progress[0],
        total=progress[1],
        open_required=progress[2],
        line=row["line"],
        version=row["version"],
    )


def read_tasks(
    connection: Connection, list_ids: Iterable[int], limit: int = 2000
) -> tuple[TaskRow, ...]:
    """The tasks of some lists, in order (bounded)."""
    wanted = list(list_ids)
    if not wanted:
        return ()
    query = (
        _task_query()
        .where(task.c.checklist_id.in_(wanted))
        .order_by(checklist.c.seq, task.c.seq)
        .limit(limit)
    )
    return tuple(_task(row) for row in connection.execute(query).mappings())


def read_task(connection: Connection, task_id: int) -> TaskRow:
    """One task; raises NotFound."""
    row = connection.execute(_task_query().where(task.c.id == task_id)).mappings().first()
    if row is None:
        raise NotFound(f"There is no task {task_id}.", "List them with: warroom task list.")
    return _task(row)


def read_open_required(connection: Connection, phase_id: int) -> tuple[TaskRow, ...]:
    """Required tasks of a phase that are not settled, in order."""
    query = (
        _task_query()
        .where(
            checklist.c.phase_id == phase_id,
            task.c.required.is_(True),
            task.c.state.not_in(SETTLED),
        )
        .order_by(checklist.c.seq, task.c.seq)
    )
    return tuple(_task(row) for row in connection.execute(query).mappings())


def read_due_tasks(connection: Connection) -> tuple[TaskRow, ...]:
    """Unsettled tasks with a due time whose phase runs or has none, soonest first (bounded).

    A phase that nobody has started yet keeps its tasks quiet: the phase itself is what is late.
    """
    query = (
        _task_query()
        .outerjoin(phase, phase.c.id == checklist.c.phase_id)
        .where(
            task.c.due_at.is_not(None),
            task.c.state.in_(("open", "in_progress", "blocked")),
            phase.c.state.in_(("in_progress", "blocked")),
        )
        .order_by(task.c.due_at, task.c.id)
        .limit(DUE_TASKS_LIMIT)
    )
    return tuple(_task(row) for row in connection.execute(query).mappings())


def _task_query() -> Select[tuple[object, ...]]:
    """Tasks in use: what an update of the plan took out is history."""
    return (
        select(task)
        .join(checklist, checklist.c.id == task.c.checklist_id)
        .where(task.c.removed_at.is_(None), checklist.c.removed_at.is_(None))
    )


def _task(row: RowMapping) -> TaskRow:
    return TaskRow(
        id=row["id"],
        checklist_id=row["checklist_id"],
        seq=row["seq"],
        text=row["text"],
        state=TaskState(row["state"]),
        required=row["required"],
        parent_id=row["parent_id"],
        condition_text=row["condition_text"],
        owner=row["owner"],
        due_at=row["due_at"],
        command=row["command"],
        value_label=row["value_label"],
        value=row["value"],
        skip_reason=row["skip_reason"],
        done_by=row["done_by"],
        done_at=row["done_at"],
        line=row["line"],
        version=row["version"],
    )
