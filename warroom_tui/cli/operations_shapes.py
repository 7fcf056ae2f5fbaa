"""The JSON of messages, gates, routines, meetings and runbooks."""

from __future__ import annotations

from warroom_tui.cli.output import Json
from warroom_tui.domain.runsheet.gates import Evidence, Gate
from warroom_tui.domain.runsheet.meetings import Meeting
from warroom_tui.domain.runsheet.messages import Message, Rendered
from warroom_tui.domain.runsheet.procedures import Procedure
from warroom_tui.domain.runsheet.routines import Routine, RoutineRun


def message_shape(message: Message) -> dict[str, Json]:
    """A message with its words and open blanks."""
    return {
        "id": message.id,
        "title": message.title,
        "audience": message.audience,
        "due_at": message.due_at,
        "every_min": message.every_min,
        "state": message.state.value,
        "subject": message.subject,
        "body": message.body,
        "blanks": list(message.slots),
        "approved_by": message.approved_by,
        "sent_at": message.sent_at,
        "sent_by": message.sent_by,
        "reason": message.reason,
        "document": message.source,
        "line": message.line,
        "version": message.version,
    }


def rendered_shape(told: Rendered) -> dict[str, Json]:
    """A message as it would go out now: what was filled in, what is still blank."""
    return {
        **message_shape(told.message),
        "rendered_subject": told.subject,
        "rendered_body": told.body,
        "filled": [
            {"blank": blank, "from": key, "value": value} for blank, key, value in told.filled
        ],
        "still_blank": list(told.left),
    }


def gate_shape(gate: Gate) -> dict[str, Json]:
    """A gate with its sign-offs, and the evidence that was frozen with the decision."""
    return {
        "id": gate.id,
        "kind": gate.kind.value,
        "title": gate.title,
        "due_at": gate.due_at,
        "state": gate.state.value,
        "answer": gate.word,
        "decided_at": gate.decided_at,
        "decided_by": gate.decided_by,
        "rationale": gate.rationale,
        "evidence": evidence_shape(gate.evidence) if gate.evidence else None,
        "sign_offs": [
            {
                "id": sign.id,
                "role": sign.role,
                "person": sign.person,
                "state": sign.state.value,
                "at": sign.at,
                "comment": sign.comment,
            }
            for sign in gate.sign_offs
        ],
        "document": gate.source,
        "line": gate.line,
        "version": gate.version,
    }


def evidence_shape(evidence: Evidence) -> dict[str, Json]:
    """What was known at a moment."""
    return {
        "at": evidence.at,
        "summary": evidence.summary,
        "open_tasks": list(evidence.open_tasks),
        "open_task_count": evidence.open_task_count,
        "criteria_not_met": list(evidence.failing),
        "criteria_without_data": evidence.unknown,
        "tickets": list(evidence.tickets),
        "issues": list(evidence.issues),
        "gaps": list(evidence.gaps),
    }


def routine_shape(routine: Routine, runs: tuple[RoutineRun, ...]) -> dict[str, Json]:
    """A routine with its runs, newest first."""
    return {
        "id": routine.id,
        "title": routine.title,
        "rule": routine.rule.value,
        "cadence": routine.cadence,
        "active_from": routine.active_from,
        "active_to": routine.active_to,
        "next_due_at": routine.next_due_at,
        "steps": [text for text, _ in routine.steps],
        "runs": [
            {
                "due_at": run.due_at,
                "closes_at": run.closes_at,
                "state": run.state.value,
                "done": run.done,
                "total": run.total,
                "list_id": run.checklist_id,
            }
            for run in runs
        ],
        "document": routine.source,
        "line": routine.line,
    }


def meeting_shape(meeting: Meeting) -> dict[str, Json]:
    """A meeting with its agenda."""
    return {
        "id": meeting.id,
        "title": meeting.title,
        "every": meeting.every,
        "starts_at": meeting.starts_at,
        "duration_min": meeting.duration_min,
        "state": meeting.state.value,
        "attendees": list(meeting.attendees),
        "agenda": [{"title": item.title, "minutes": item.minutes} for item in meeting.agenda],
        "notes": meeting.notes,
        "held_by": meeting.held_by,
        "held_at": meeting.held_at,
        "document": meeting.source,
        "line": meeting.line,
        "version": meeting.version,
    }


def procedure_shape(procedure: Procedure) -> dict[str, Json]:
    """A procedure with its steps."""
    return {
        "id": procedure.id,
        "kind": procedure.kind,
        "title": procedure.title,
        "steps": list(procedure.steps),
        "document": procedure.source,
        "line": procedure.line,
    }
