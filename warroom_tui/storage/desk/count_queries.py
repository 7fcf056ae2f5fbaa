"""What is counted in a period: conditions on tickets and clocks, and the statements over them.

Every condition is a range of an index. Statements are put together once, with the parameters
`start`, `end` and `late`: for a board that costs more than running them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    null,
    or_,
    select,
    text,
)

from warroom_tui.storage.schema import sla_clock, ticket
from warroom_tui.storage.types import UtcDateTime

FIRST_CONTACT = and_(
    ticket.c.escalated_at.is_(None),
    ticket.c.reopen_count == 0,
    ticket.c.reply_count <= 1,
    or_(ticket.c.first_assignee.is_(None), ticket.c.first_assignee == ticket.c.assignee),
)
"""Resolved at first contact: by the first assignee, after one reply, for good."""

By = Column[Any]
"""Column of the ticket by which is counted."""

Moment = datetime | BindParameter[datetime]
"""A time, or the place of one in a statement that is used again."""

START, END, LATE = (bindparam(name, type_=UtcDateTime()) for name in ("start", "end", "late"))


def created_in(start: Moment, end: Moment) -> ColumnElement[bool]:
    """Tickets created from `start` to `end`."""
    return and_(ticket.c.created_at >= start, ticket.c.created_at < end)


def reopened_in(start: Moment, end: Moment) -> ColumnElement[bool]:
    """Tickets opened again from `start` to `end`, resolved since or not."""
    return and_(
        ticket.c.reopened_at.is_not(None),
        ticket.c.reopened_at >= start,
        ticket.c.reopened_at < end,
    )


def resolved_in(start: Moment, end: Moment) -> ColumnElement[bool]:
    """Tickets resolved from `start` to `end`."""
    return and_(
        ticket.c.resolved_at.is_not(None),
        ticket.c.resolved_at >= start,
        ticket.c.resolved_at < end,
    )


def met_in(start: Moment, end: Moment) -> ColumnElement[bool]:
    """Clocks stopped in time from `start` to `end`."""
    return and_(
        sla_clock.c.stopped_at >= start, sla_clock.c.stopped_at < end, sla_clock.c.state == "met"
    )


def broken_in(start: Moment, end: Moment, late: Moment) -> tuple[ColumnElement[bool], ...]:
    """Clocks that broke from `start` to `end`, each case on an index of its own.

    `late` is the earlier of `end` and now.

    A promise breaks when it falls due: answered later, still running, or already broken when the
    ticket began to wait.
    """
    due = and_(sla_clock.c.due_at >= start, sla_clock.c.due_at < end)
    over = and_(sla_clock.c.due_at >= start, sla_clock.c.due_at < late)
    return (
        and_(text("sla_clock.state = 'breached'"), due),
        and_(text("sla_clock.state = 'running'"), over),
        and_(text("sla_clock.state = 'paused'"), over, sla_clock.c.due_at < sla_clock.c.paused_at),
    )


def _of(by: By | None) -> ColumnElement[Any]:
    """What stands before the counts: the group, or nothing."""
    return null() if by is None else by


@cache
def created(by: By | None) -> Select[Any]:
    resolved_too = and_(ticket.c.resolved_at >= START, ticket.c.resolved_at < END)
    query = select(
        _of(by),
        func.count(),
        func.sum(case((resolved_too, 1), else_=0)),
        func.sum(case((ticket.c.escalated_at.is_not(None), 1), else_=0)),
        func.count(ticket.c.response_s),
        func.sum(ticket.c.response_s),
    ).where(created_in(START, END))
    return query if by is None else query.group_by(by)


@cache
def resolved(by: By | None) -> Select[Any]:
    query = select(
        _of(by),
        func.count(),
        func.sum(case((FIRST_CONTACT, 1), else_=0)),
        func.count(ticket.c.resolution_s),
        func.sum(ticket.c.resolution_s),
        func.count(ticket.c.csat),
        func.sum(ticket.c.csat),
    ).where(resolved_in(START, END))
    return query if by is None else query.group_by(by)


@cache
def reopened(by: By | None) -> Select[Any]:
    query = select(_of(by), func.count()).where(reopened_in(START, END))
    return query if by is None else query.group_by(by)


@cache
def met(by: By | None) -> tuple[Select[Any], ...]:
    return (_clocks(met_in(START, END), by),)


@cache
def broken(by: By | None) -> tuple[Select[Any], ...]:
    return tuple(_clocks(one, by) for one in broken_in(START, END, LATE))


def _clocks(condition: ColumnElement[bool], by: By | None) -> Select[Any]:
    counted: Select[Any] = select(_of(by), func.count())
    if by is None:
        return counted.select_from(sla_clock).where(condition)
    joined = counted.join_from(sla_clock, ticket, ticket.c.id == sla_clock.c.ticket_id)
    return joined.where(condition).group_by(by)


@cache
def counting(within: Callable[[Moment, Moment], ColumnElement[bool]]) -> Select[Any]:
    return select(func.count()).select_from(ticket).where(within(START, END))


@cache
def mean_resolution() -> Select[Any]:
    return select(func.avg(ticket.c.resolution_s)).where(resolved_in(START, END))
