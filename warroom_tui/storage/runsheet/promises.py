"""Reading what is due by a time: one list for the board."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    case,
    func,
    literal,
    select,
    text,
    union_all,
)

from warroom_tui.domain.board import Promise
from warroom_tui.storage.schema import (
    action_item,
    gate,
    meeting,
    message,
    routine,
    routine_run,
)
from warroom_tui.storage.schema.actions import OPEN_ACTION
from warroom_tui.storage.schema.operations import LIVE_MESSAGE
from warroom_tui.storage.types import UtcDateTime

PROMISES_LIMIT = 200
"""Due things on a board: the soonest of each kind are enough to act on."""


def read_promises(connection: Connection) -> tuple[Promise, ...]:
    """Everything with a time that somebody has promised, soonest first, in one query."""
    return tuple([Promise(*row) for row in connection.execute(_query()).all()])


@cache
def _query() -> Select[Any]:
    """Built once: putting it together costs more than running it."""
    empty = literal("")
    never = literal(None, UtcDateTime())
    parts = [
        select(
            literal("message").label("kind"),
            message.c.id,
            message.c.title,
            message.c.due_at.label("at"),
            case(
                (message.c.state == "held", "held"), else_=func.coalesce(message.c.audience, empty)
            ).label("detail"),
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
    wanted = ("kind", "id", "title", "at", "detail", "closes_at")
    columns = [union.c[name] for name in wanted]  # in the order of the fields of `Promise`
    return select(*columns).order_by(union.c.at, union.c.kind, union.c.id).limit(PROMISES_LIMIT)
