"""Reading escalation paths, calls that nobody answered, and tickets held too long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Select, select

from warroom_tui.domain.desk.escalation import (
    Escalation,
    EscalationPath,
    HeldTicket,
    PathStep,
    SupportLevel,
)
from warroom_tui.domain.errors import NotFound
from warroom_tui.storage.schema import (
    LIVE_TICKET,
    escalation,
    escalation_level,
    escalation_step,
    plan_source,
    ticket,
)

OPEN_LIMIT = 50
HELD_LIMIT = 50

_LEVELS = (
    select(
        escalation_level.c.key,
        escalation_level.c.name,
        escalation_level.c.handles,
        escalation_level.c.who,
        plan_source.c.path,
        escalation_level.c.line,
    )
    .outerjoin_from(escalation_level, plan_source, plan_source.c.id == escalation_level.c.source_id)
    .order_by(escalation_level.c.source_id, escalation_level.c.seq)
)
_STEPS = (
    select(
        escalation_step.c.id,
        escalation_step.c.kind,
        escalation_step.c.from_key,
        escalation_step.c.to_key,
        escalation_step.c.who,
        escalation_step.c.after_min,
        escalation_step.c.text,
        plan_source.c.path,
        escalation_step.c.line,
    )
    .outerjoin_from(escalation_step, plan_source, plan_source.c.id == escalation_step.c.source_id)
    .order_by(escalation_step.c.source_id, escalation_step.c.seq)
)
_TIMED = select(
    escalation_step.c.from_key, escalation_step.c.to_key, escalation_step.c.after_min
).where(escalation_step.c.after_min > 0, escalation_step.c.kind == "chain")
_RECORDS = select(
    escalation.c.id,
    escalation.c.subject_type,
    escalation.c.subject_ref,
    escalation.c.title,
    escalation.c.from_key,
    escalation.c.to_key,
    escalation.c.at,
    escalation.c.by,
    escalation.c.context,
    escalation.c.called,
    escalation.c.due_at,
    escalation.c.acked_by,
    escalation.c.acked_at,
    escalation.c.outcome,
    escalation.c.version,
)


def read_path(connection: Connection) -> EscalationPath:
    """Levels and steps of every document."""
    return EscalationPath(
        levels=tuple(
            SupportLevel(row.key, row.name, tuple(row.handles), row.who, row.path or "", row.line)
            for row in connection.execute(_LEVELS).all()
        ),
        steps=tuple(PathStep(*row[:7], row[7] or "", row[8]) for row in connection.execute(_STEPS)),
    )


def read_open(connection: Connection) -> tuple[Escalation, ...]:
    """Calls that nobody answered yet, oldest first (bounded)."""
    query = _RECORDS.where(escalation.c.acked_at.is_(None)).order_by(escalation.c.at)
    return _fetch(connection, query.limit(OPEN_LIMIT))


def read_recent(connection: Connection, limit: int = 50) -> tuple[Escalation, ...]:
    """The latest calls, answered or not, newest first."""
    return _fetch(connection, _RECORDS.order_by(escalation.c.id.desc()).limit(limit))


def read_of(connection: Connection, subject_type: str, ref: str) -> tuple[Escalation, ...]:
    """The calls for one ticket or incident, oldest first."""
    query = _RECORDS.where(
        escalation.c.subject_type == subject_type, escalation.c.subject_ref == ref
    )
    return _fetch(connection, query.order_by(escalation.c.id))


def find(connection: Connection, escalation_id: int) -> Escalation:
    """One call; raises NotFound."""
    found = _fetch(connection, _RECORDS.where(escalation.c.id == escalation_id))
    if not found:
        raise NotFound(
            f"There is no escalation {escalation_id}.", "List them with: warroom escalation list."
        )
    return found[0]


def read_held(connection: Connection) -> tuple[HeldTicket, ...]:
    """Tickets at a level that must pass them on after a time, longest there first (bounded).

    One that waits on its requester is not held by its level.
    """
    found: list[HeldTicket] = []
    shortest: dict[str, tuple[int, str]] = {}
    for row in connection.execute(_TIMED).all():
        known = shortest.get(row.from_key)
        if known is None or row.after_min < known[0]:
            shortest[row.from_key] = (row.after_min, row.to_key)
    for key, (after_min, to_key) in shortest.items():
        query = (
            select(
                ticket.c.ref,
                ticket.c.subject,
                ticket.c.priority,
                ticket.c.assignee,
                ticket.c.level_since,
            )
            .where(
                LIVE_TICKET,
                ticket.c.level == key,
                ticket.c.level_since.is_not(None),
                ticket.c.waiting_since.is_(None),
            )
            .order_by(ticket.c.level_since)
            .limit(HELD_LIMIT)
        )
        found += [
            HeldTicket(
                row.ref, row.subject, row.priority, row.assignee, key, to_key, row.level_since,
                row.level_since + timedelta(minutes=after_min),
            )
            for row in connection.execute(query).all()
        ]  # fmt: skip
    return tuple(sorted(found, key=lambda held: held.due_at))


def _fetch(connection: Connection, query: Select[Any]) -> tuple[Escalation, ...]:
    return tuple(Escalation(*row) for row in connection.execute(query).all())
