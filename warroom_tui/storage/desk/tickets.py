"""Reading tickets: the queue by next SLA time, one ticket with its clocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    RowMapping,
    Select,
    Text,
    bindparam,
    or_,
    select,
    text,
    tuple_,
)

from warroom_tui.domain.desk.promises import Kind, ServiceLevels
from warroom_tui.domain.desk.tickets import (
    Channel,
    ClockRow,
    Level,
    Priority,
    PriorityDefinition,
    Ticket,
    TicketNote,
    TicketState,
)
from warroom_tui.domain.errors import NotFound
from warroom_tui.domain.planning.disagreement import differing_promises, told_promise
from warroom_tui.domain.text import clean
from warroom_tui.storage.desk.service_levels import read_service_levels, to_pauses
from warroom_tui.storage.schema import (
    LIVE_TICKET,
    known_issue,
    priority_definition,
    sla_clock,
    ticket,
    ticket_note,
)

END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)
"""`queue_at` of a ticket whose clocks stand still: it waits behind every promise."""

URGENT_LIMIT = 100
MAX_WORDS = 8

TICKETS = select(
    ticket.c.id,
    ticket.c.ref,
    ticket.c.subject,
    ticket.c.body,
    ticket.c.requester,
    ticket.c.channel,
    ticket.c.category,
    ticket.c.priority,
    ticket.c.level,
    ticket.c.state,
    ticket.c.assignee,
    ticket.c.created_at,
    ticket.c.created_by,
    ticket.c.first_response_at,
    ticket.c.resolved_at,
    ticket.c.closed_at,
    ticket.c.reopen_count,
    ticket.c.escalated_at,
    ticket.c.waiting_since,
    ticket.c.resolution,
    ticket.c.csat,
    known_issue.c.ref.label("issue_ref"),
    ticket.c.next_clock,
    ticket.c.next_due_at,
    ticket.c.next_at_risk_at,
    ticket.c.version,
    ticket.c.updated_at,
    ticket.c.kb_needed,
    ticket.c.csat_scale,
).outerjoin_from(ticket, known_issue, known_issue.c.id == ticket.c.issue_id)
"""Tickets as `fetch` wants them: the columns stand in the order of the fields of `Ticket`."""

LIVE = text("ticket." + LIVE_TICKET.text)
"""The condition of the partial indexes, word for word, so that the planner may use them."""

_QUEUE = (
    TICKETS.where(LIVE)
    .order_by(ticket.c.queue_at, ticket.c.id)
    .limit(bindparam("rows", type_=Integer))
)
_QUEUE_AFTER = _QUEUE.where(
    tuple_(ticket.c.queue_at, ticket.c.id)
    > tuple_(bindparam("queue_at", type_=ticket.c.queue_at.type), bindparam("id", type_=Integer))
)
_UNOWNED = TICKETS.where(LIVE, ticket.c.priority == "P1", ticket.c.assignee.is_(None)).limit(
    bindparam("rows", type_=Integer)
)

_BY_REF = TICKETS.where(ticket.c.ref == bindparam("wanted", type_=Text))
_CLOCKS = (
    select(sla_clock)
    .where(sla_clock.c.ticket_id == bindparam("of", type_=Integer))
    .order_by(sla_clock.c.id)
)
_CHANNELS = {item.value: item for item in Channel}
_PRIORITIES = {item.value: item for item in Priority}
_LEVELS = {item.value: item for item in Level}
_STATES = {item.value: item for item in TicketState}
_SEARCHED = (
    ticket.c.ref,
    ticket.c.subject,
    ticket.c.requester,
    ticket.c.category,
    ticket.c.assignee,
    ticket.c.priority,
    ticket.c.level,
    ticket.c.state,
    ticket.c.channel,
)


def queue(
    connection: Connection,
    *,
    words: str = "",
    limit: int = 200,
    after: tuple[datetime, int] | None = None,
) -> tuple[Ticket, ...]:
    """Live tickets by next SLA time; `after` is (queue time, id) of the last row already held."""
    query = _QUEUE if after is None else _QUEUE_AFTER
    if words:
        query = query.where(*matching(words))
    place = {"queue_at": after[0], "id": after[1]} if after else {}
    return fetch(connection, query, {"rows": limit, **place})


def newest(
    connection: Connection, *, words: str = "", limit: int = 200, before_id: int | None = None
) -> tuple[Ticket, ...]:
    """Tickets in every state, newest first."""
    query = TICKETS.where(*matching(words)).order_by(ticket.c.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(ticket.c.id < before_id)
    return fetch(connection, query)


def urgent(connection: Connection, page: tuple[Ticket, ...] | None) -> tuple[Ticket, ...]:
    """Live tickets past or near a promise, and every P1 without an owner (bounded).

    `page` is the beginning of the whole queue where the caller has read it already.
    """
    due = queue(connection, limit=URGENT_LIMIT) if page is None else page[:URGENT_LIMIT]
    unowned = fetch(connection, _UNOWNED, {"rows": URGENT_LIMIT})
    return tuple({item.id: item for item in (*due, *unowned)}.values())


def of_issue(connection: Connection, issue_id: int, limit: int = 500) -> tuple[Ticket, ...]:
    """Tickets that point to a known issue, newest first."""
    query = TICKETS.where(ticket.c.issue_id == issue_id).order_by(ticket.c.id.desc())
    return fetch(connection, query.limit(limit))


def fetch(
    connection: Connection,
    query: Select[*tuple[object, ...]],
    parameters: Mapping[str, object] | None = None,
) -> tuple[Ticket, ...]:
    """The tickets that a query made from `TICKETS` finds."""
    return tuple([_ticket(tuple(row)) for row in connection.execute(query, parameters).all()])


def find(connection: Connection, ref: str) -> Ticket:
    """One ticket with its clocks; `ref` may be given without prefix or zeros; raises NotFound."""
    bare = find_bare(connection, ref)
    clocks = tuple(clock for _, clock in clock_rows(connection, bare.id))
    words: tuple[tuple[str, str, str], ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()
    if bare.state.live:
        kind = Kind(bare.priority, bare.level, bare.channel)
        running = {clock.clock for clock in clocks}
        levels = read_service_levels(connection)
        elsewhere = _elsewhere(clocks, levels)
        words = tuple(
            (target.clock.value, target.text, target.place)
            for target in levels.words_only(kind)
            if target.clock.value not in running
        )
    return bare._replace(clocks=clocks, promised_words=words, other_promises=elsewhere)


def _elsewhere(clocks: Iterable[ClockRow], levels: ServiceLevels) -> tuple[tuple[str, str], ...]:
    """What other documents promise in place of the targets that the clocks run against."""
    differ = differing_promises(levels.targets)
    return tuple(
        (clock.clock, told_promise(other))
        for clock in clocks
        for target, others in differ.items()
        if (target.clock.value, target.place) == (clock.clock, clock.source)
        for other in others
    )


def find_bare(connection: Connection, ref: str) -> Ticket:
    """One ticket without its clocks; raises NotFound."""
    row = connection.execute(_BY_REF, {"wanted": normal_ref(ref)}).first()
    if row is None:
        raise NotFound(f"There is no ticket {ref!r}.", "List them with: warroom ticket list.")
    return _ticket(tuple(row))


def normal_ref(ref: str) -> str:
    """ "42", "t-42" and "T-042" all mean T-042."""
    number = ref.strip().upper().removeprefix("T-")
    return f"T-{int(number):03d}" if number.isascii() and number.isdigit() else ref.strip()


def clock_rows(connection: Connection, ticket_id: int) -> tuple[tuple[int, ClockRow], ...]:
    """The clocks of a ticket with their row ids, oldest first."""
    found = connection.execute(_CLOCKS, {"of": ticket_id}).mappings().all()
    return tuple((row["id"], to_clock(row)) for row in found)


def notes(connection: Connection, ticket_id: int) -> tuple[TicketNote, ...]:
    """What was said on a ticket, oldest first."""
    rows = connection.execute(
        select(ticket_note).where(ticket_note.c.ticket_id == ticket_id).order_by(ticket_note.c.id)
    ).mappings()
    return tuple(TicketNote(row["at"], row["by"], row["kind"], row["text"]) for row in rows)


def read_priorities(connection: Connection) -> tuple[PriorityDefinition, ...]:
    """The priority matrix, one definition per priority and document."""
    rows = connection.execute(
        select(priority_definition).order_by(priority_definition.c.priority, "id")
    ).mappings()
    return tuple(
        PriorityDefinition(
            priority=Priority(row["priority"]),
            title=row["title"],
            examples=tuple(row["examples"]),
            response_text=row["response_text"],
            line=row["line"],
        )
        for row in rows
    )


def matching(words: str) -> list[ColumnElement[bool]]:
    """Every word must occur in some searched column."""
    conditions = []
    for word in clean(words).split()[:MAX_WORDS]:
        pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        conditions.append(or_(*(column.ilike(pattern, escape="\\") for column in _SEARCHED)))
    return conditions


def to_clock(row: RowMapping) -> ClockRow:
    """A stored clock as the domain knows it."""
    return ClockRow(
        clock=row["clock"],
        started_at=row["started_at"],
        due_at=row["due_at"],
        at_risk_at=row["at_risk_at"],
        paused_s=row["paused_s"],
        stopped_at=row["stopped_at"],
        state=row["state"],
        target_text=row["target_text"],
        target_s=row["target_s"],
        calendar=row["calendar"],
        pauses=to_pauses(row["pauses"]),
        paused_at=row["paused_at"],
        source=row["source"],
        owner=row["owner"],
    )


def _ticket(row: tuple[Any, ...]) -> Ticket:
    """A row of `TICKETS` as the domain knows it; by place, because names cost half the time."""
    fields = (
        *row[:5],
        _CHANNELS[row[5]],
        row[6],
        _PRIORITIES[row[7]],
        _LEVELS[row[8]],
        _STATES[row[9]],
        *row[10:],
    )
    return Ticket(*fields)
