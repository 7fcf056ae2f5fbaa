"""Reading messages, gates, routines, meetings, runbooks, risks and the pages of the plan."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Table,
    func,
    literal,
    select,
    text,
    union_all,
)
from sqlalchemy import case as when

from warroom_tui.domain.board import Promise
from warroom_tui.domain.errors import NotFound
from warroom_tui.domain.gates import (
    Evidence,
    Gate,
    GateKind,
    GateState,
    SignOff,
    SignOffState,
)
from warroom_tui.domain.meetings import AgendaItem, Meeting, MeetingState
from warroom_tui.domain.messages import Message, MessageState
from warroom_tui.domain.procedures import Procedure, ProcedureRun, kind_rank
from warroom_tui.domain.risks import Risk
from warroom_tui.domain.routines import Routine, RoutineRun, Rule, RunState
from warroom_tui.storage.schema import (
    action_item,
    gate,
    meeting,
    message,
    plan_source,
    procedure,
    procedure_run,
    risk,
    routine,
    routine_run,
    sign_off,
    task,
)
from warroom_tui.storage.schema.actions import OPEN_ACTION
from warroom_tui.storage.schema.operations import LIVE_MESSAGE
from warroom_tui.storage.types import UtcDateTime

PROMISES_LIMIT = 200
"""Due things on a board: the soonest of each kind are enough to act on."""
RUNS_LIMIT = 500

_SETTLED = ("done", "skipped", "na")


def _with_source(table: Table) -> ColumnElement[str | None]:
    """Name of the document that a row comes from."""
    named = select(plan_source.c.path).where(plan_source.c.id == table.c.source_id)
    return named.scalar_subquery().label("source")


# -- the board -------------------------------------------------------------------------------


def read_promises(connection: Connection) -> tuple[Promise, ...]:
    """Everything with a time that somebody has promised, soonest first, in one query."""
    empty = literal("")
    never = literal(None, UtcDateTime())
    parts = [
        select(
            literal("message").label("kind"),
            message.c.id,
            message.c.title,
            message.c.due_at.label("at"),
            func.coalesce(message.c.audience, empty).label("detail"),
            never.label("closes_at"),
            message.c.version,
        ).where(message.c.due_at.is_not(None), text(LIVE_MESSAGE)),
        select(
            literal("gate"),
            gate.c.id,
            gate.c.title,
            gate.c.due_at,
            gate.c.kind,
            never,
            gate.c.version,
        ).where(gate.c.due_at.is_not(None), gate.c.state.in_(("pending", "held"))),
        select(
            literal("meeting"),
            meeting.c.id,
            meeting.c.title,
            meeting.c.starts_at,
            func.coalesce(meeting.c.every, empty),
            never,
            meeting.c.version,
        ).where(meeting.c.starts_at.is_not(None), meeting.c.state == "planned"),
        select(
            literal("routine"),
            routine.c.id,
            routine.c.title,
            routine.c.next_due_at,
            routine.c.rule,
            never,
            routine.c.version,
        ).where(routine.c.next_due_at.is_not(None)),
        select(
            literal("run"),
            routine_run.c.checklist_id,
            routine.c.title,
            routine_run.c.due_at,
            empty,
            routine_run.c.closes_at,
            routine_run.c.version,
        )
        .join(routine, routine.c.id == routine_run.c.routine_id)
        .where(routine_run.c.state == "due"),
        select(
            literal("action"),
            action_item.c.id,
            action_item.c.ref + " " + action_item.c.text,
            action_item.c.due_at,
            func.coalesce(action_item.c.owner, empty),
            never,
            action_item.c.version,
        ).where(action_item.c.due_at.is_not(None), text(OPEN_ACTION)),
    ]
    union = union_all(*parts).subquery()
    query = select(union).order_by(union.c.at, union.c.kind, union.c.id).limit(PROMISES_LIMIT)
    return tuple(
        Promise(
            row["kind"],
            row["id"],
            row["title"],
            row["at"],
            row["detail"],
            row["closes_at"],
        )
        for row in connection.execute(query).mappings()
    )


# -- messages --------------------------------------------------------------------------------


def read_messages(connection: Connection) -> tuple[Message, ...]:
    """Every message: those with a time first, soonest first, then in the plan's order."""
    query = select(message, _with_source(message)).order_by(
        message.c.due_at.is_(None), message.c.due_at, message.c.seq, message.c.id
    )
    return tuple(_message(row) for row in connection.execute(query).mappings())


def read_message(connection: Connection, message_id: int) -> Message:
    """One message; raises NotFound."""
    query = select(message, _with_source(message)).where(message.c.id == message_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFound(f"There is no message {message_id}.", "List them with: warroom message list")
    return _message(row)


def _message(row: RowMapping) -> Message:
    return Message(
        id=row["id"],
        seq=row["seq"],
        title=row["title"],
        audience=row["audience"],
        due_at=row["due_at"],
        every_min=row["every_min"],
        subject=row["subject"],
        body=row["body"],
        state=MessageState(row["state"]),
        reason=row["reason"],
        approved_by=row["approved_by"],
        sent_by=row["sent_by"],
        sent_at=row["sent_at"],
        source=row["source"],
        line=row["line"],
        version=row["version"],
    )


# -- gates -----------------------------------------------------------------------------------


def read_gates(connection: Connection) -> tuple[Gate, ...]:
    """Every gate with its sign-offs: undecided ones first, soonest first."""
    signs: dict[int, list[SignOff]] = {}
    for row in connection.execute(select(sign_off).order_by(sign_off.c.id)).mappings():
        signs.setdefault(row["gate_id"], []).append(_sign_off(row))
    undecided = when((gate.c.state.in_(("pending", "held")), 0), else_=1)
    query = select(gate, _with_source(gate)).order_by(
        undecided, gate.c.due_at.is_(None), gate.c.due_at, gate.c.seq
    )
    rows = connection.execute(query).mappings()
    return tuple(_gate(row, tuple(signs.get(row["id"], ()))) for row in rows)


def read_gate(connection: Connection, gate_id: int) -> Gate:
    """One gate; raises NotFound."""
    found = next((one for one in read_gates(connection) if one.id == gate_id), None)
    if found is None:
        raise NotFound(f"There is no gate {gate_id}.", "List them with: warroom gate list")
    return found


def _sign_off(row: RowMapping) -> SignOff:
    return SignOff(
        id=row["id"],
        role=row["role"],
        person=row["person"],
        state=SignOffState(row["state"]),
        at=row["at"],
        comment=row["comment"],
        version=row["version"],
    )


def _gate(row: RowMapping, signs: tuple[SignOff, ...]) -> Gate:
    kept = row["evidence"]
    return Gate(
        id=row["id"],
        seq=row["seq"],
        kind=GateKind(row["kind"]),
        title=row["title"],
        due_at=row["due_at"],
        state=GateState(row["state"]),
        decided_at=row["decided_at"],
        decided_by=row["decided_by"],
        rationale=row["rationale"],
        evidence=_evidence(kept) if isinstance(kept, dict) else None,
        sign_offs=signs,
        source=row["source"],
        line=row["line"],
        version=row["version"],
    )


def _evidence(kept: dict[str, object]) -> Evidence:
    def texts(name: str) -> tuple[str, ...]:
        found = kept.get(name)
        return tuple(str(text) for text in found) if isinstance(found, list) else ()

    return Evidence(
        at=datetime.fromisoformat(str(kept["at"])),
        open_tasks=texts("open_tasks"),
        open_task_count=int(str(kept.get("open_task_count", 0))),
        failing=texts("failing"),
        unknown=int(str(kept.get("unknown", 0))),
        tickets=texts("tickets"),
        issues=texts("issues"),
        gaps=texts("gaps"),
    )


# -- routines --------------------------------------------------------------------------------


def read_routines(connection: Connection) -> tuple[Routine, ...]:
    """Every routine, in the order of the plan."""
    query = select(routine, _with_source(routine)).order_by(routine.c.seq)
    return tuple(_routine(row) for row in connection.execute(query).mappings())


def read_due_routines(connection: Connection, now: datetime) -> tuple[Routine, ...]:
    """Routines whose next run has come."""
    query = (
        select(routine, _with_source(routine))
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


# -- meetings --------------------------------------------------------------------------------


def read_meetings(connection: Connection) -> tuple[Meeting, ...]:
    """Every meeting: those with a time first, soonest first."""
    query = select(meeting, _with_source(meeting)).order_by(
        meeting.c.starts_at.is_(None), meeting.c.starts_at, meeting.c.seq
    )
    return tuple(_meeting(row) for row in connection.execute(query).mappings())


def read_meeting(connection: Connection, meeting_id: int) -> Meeting:
    """One meeting; raises NotFound."""
    query = select(meeting, _with_source(meeting)).where(meeting.c.id == meeting_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFound(f"There is no meeting {meeting_id}.", "List them with: warroom meeting list")
    return _meeting(row)


def read_first_meeting(connection: Connection, after: datetime) -> Meeting | None:
    """The first meeting that begins at or after a moment and is not called off."""
    query = (
        select(meeting, _with_source(meeting))
        .where(meeting.c.starts_at >= after, meeting.c.state != "skipped")
        .order_by(meeting.c.starts_at, meeting.c.seq)
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return _meeting(row) if row is not None else None


def _meeting(row: RowMapping) -> Meeting:
    return Meeting(
        id=row["id"],
        seq=row["seq"],
        title=row["title"],
        every=row["every"],
        starts_at=row["starts_at"],
        duration_min=row["duration_min"],
        state=MeetingState(row["state"]),
        attendees=tuple(str(name) for name in row["attendees"] or ()),
        agenda=tuple(AgendaItem(str(title), minutes) for title, minutes in row["agenda"] or ()),
        notes=row["notes"],
        held_by=row["held_by"],
        held_at=row["held_at"],
        source=row["source"],
        line=row["line"],
        version=row["version"],
    )


# -- runbooks and risks ----------------------------------------------------------------------


def read_procedures(connection: Connection) -> tuple[Procedure, ...]:
    """Every procedure, the most urgent kinds first."""
    rows = connection.execute(select(procedure, _with_source(procedure))).mappings()
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
        )
        for row in rows
    )


def read_risks(connection: Connection) -> tuple[Risk, ...]:
    """The risk register, worst first, unscored last."""
    rows = connection.execute(select(risk, _with_source(risk)).order_by(risk.c.id)).mappings()
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
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: -(one.score or 0)))
