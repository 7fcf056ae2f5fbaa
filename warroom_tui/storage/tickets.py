"""Reading tickets: the queue by next SLA time, one ticket with its clocks, counts."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    TextClause,
    and_,
    func,
    or_,
    select,
    text,
)

from warroom_tui.domain.board import TicketCounts
from warroom_tui.domain.errors import NotFound
from warroom_tui.domain.sla import ClockName, SlaTarget
from warroom_tui.domain.tickets import (
    Channel,
    ClockRow,
    Level,
    Priority,
    PriorityDefinition,
    Ticket,
    TicketNote,
    TicketState,
)
from warroom_tui.storage.schema import (
    LIVE_TICKET,
    known_issue,
    plan_source,
    priority_definition,
    sla_clock,
    sla_target,
    ticket,
    ticket_note,
)

END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)
"""`queue_at` of a ticket whose clocks stand still: it waits behind every promise."""

URGENT_LIMIT = 100
MAX_WORDS = 8

_COLUMNS = (*ticket.c, known_issue.c.ref.label("issue_ref"))
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
    query = (
        select(*_COLUMNS)
        .outerjoin(known_issue, known_issue.c.id == ticket.c.issue_id)
        .where(_live(), *_matching(words))
        .order_by(ticket.c.queue_at, ticket.c.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(
            or_(
                ticket.c.queue_at > after[0],
                and_(ticket.c.queue_at == after[0], ticket.c.id > after[1]),
            )
        )
    return tuple(to_ticket(row) for row in connection.execute(query).mappings())


def newest(
    connection: Connection, *, words: str = "", limit: int = 200, before_id: int | None = None
) -> tuple[Ticket, ...]:
    """Tickets in every state, newest first."""
    query = (
        select(*_COLUMNS)
        .outerjoin(known_issue, known_issue.c.id == ticket.c.issue_id)
        .where(*_matching(words))
        .order_by(ticket.c.id.desc())
        .limit(limit)
    )
    if before_id is not None:
        query = query.where(ticket.c.id < before_id)
    return tuple(to_ticket(row) for row in connection.execute(query).mappings())


def urgent(connection: Connection) -> tuple[Ticket, ...]:
    """Live tickets past or near a promise, and every P1 without an owner (bounded)."""
    base = select(*_COLUMNS).outerjoin(known_issue, known_issue.c.id == ticket.c.issue_id)
    due = base.where(_live()).order_by(ticket.c.queue_at, ticket.c.id).limit(URGENT_LIMIT)
    unowned = base.where(_live(), ticket.c.priority == "P1", ticket.c.assignee.is_(None)).limit(
        URGENT_LIMIT
    )
    found = {
        row["id"]: to_ticket(row)
        for query in (due, unowned)
        for row in connection.execute(query).mappings()
    }
    return tuple(found.values())


def of_issue(connection: Connection, issue_id: int, limit: int = 500) -> tuple[Ticket, ...]:
    """Tickets that point to a known issue, newest first."""
    query = (
        select(*_COLUMNS)
        .join(known_issue, known_issue.c.id == ticket.c.issue_id)
        .where(ticket.c.issue_id == issue_id)
        .order_by(ticket.c.id.desc())
        .limit(limit)
    )
    return tuple(to_ticket(row) for row in connection.execute(query).mappings())


def find(connection: Connection, ref: str) -> Ticket:
    """One ticket with its clocks; `ref` may be given without prefix or zeros; raises NotFound."""
    row = (
        connection.execute(
            select(*_COLUMNS)
            .outerjoin(known_issue, known_issue.c.id == ticket.c.issue_id)
            .where(ticket.c.ref == normal_ref(ref))
        )
        .mappings()
        .first()
    )
    if row is None:
        raise NotFound(f"There is no ticket {ref!r}.", "List them with: warroom ticket list.")
    return to_ticket(row, tuple(clock for _, clock in clock_rows(connection, row["id"])))


def normal_ref(ref: str) -> str:
    """ "42", "t-42" and "T-042" all mean T-042."""
    text = ref.strip().upper().removeprefix("T-")
    return f"T-{int(text):03d}" if text.isascii() and text.isdigit() else ref.strip()


def clock_rows(connection: Connection, ticket_id: int) -> tuple[tuple[int, ClockRow], ...]:
    """The clocks of a ticket with their row ids, oldest first."""
    found = connection.execute(
        select(sla_clock).where(sla_clock.c.ticket_id == ticket_id).order_by(sla_clock.c.id)
    ).mappings()
    return tuple((row["id"], to_clock(row)) for row in found)


def notes(connection: Connection, ticket_id: int) -> tuple[TicketNote, ...]:
    """What was said on a ticket, oldest first."""
    rows = connection.execute(
        select(ticket_note).where(ticket_note.c.ticket_id == ticket_id).order_by(ticket_note.c.id)
    ).mappings()
    return tuple(TicketNote(row["at"], row["by"], row["kind"], row["text"]) for row in rows)


def counts(connection: Connection, now: datetime, words: str) -> TicketCounts:
    """Counts over all live tickets, from the partial index alone."""
    groups = connection.execute(
        select(ticket.c.priority, ticket.c.state, ticket.c.assignee.is_(None), func.count())
        .where(_live())
        .group_by(ticket.c.priority, ticket.c.state, ticket.c.assignee.is_(None))
    ).all()
    by_priority: dict[str, int] = {}
    by_state: dict[str, int] = {}
    unowned = 0
    for priority, state, nobody, number in groups:
        by_priority[priority] = by_priority.get(priority, 0) + number
        by_state[state] = by_state.get(state, 0) + number
        unowned += number if nobody else 0
    live = sum(by_state.values())
    breached = connection.execute(
        select(func.count()).select_from(ticket).where(_live(), ticket.c.queue_at < now)
    ).scalar_one()
    matching = live
    if words.strip():
        matching = connection.execute(
            select(func.count()).select_from(ticket).where(_live(), *_matching(words))
        ).scalar_one()
    return TicketCounts(
        live=live,
        by_priority=tuple(sorted(by_priority.items())),
        by_state=tuple(sorted(by_state.items())),
        breached=breached,
        unowned=unowned,
        matching=matching,
    )


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


def read_targets(connection: Connection) -> tuple[SlaTarget, ...]:
    """SLA targets with the document that states each."""
    rows = connection.execute(
        select(sla_target, plan_source.c.path)
        .outerjoin(plan_source, plan_source.c.id == sla_target.c.source_id)
        .order_by(sla_target.c.id)
    ).mappings()
    return tuple(
        SlaTarget(
            scope=row["scope"],
            key=row["key"],
            clock=ClockName(row["clock"]),
            minutes=row["minutes"],
            text=row["text"],
            source=row["path"] or "",
            line=row["line"],
        )
        for row in rows
        if row["clock"] in ("first_response", "resolution")
    )


def _live() -> TextClause:
    """The condition of the partial indexes, word for word, so that the planner may use them."""
    return text("ticket." + LIVE_TICKET.text)


def _matching(words: str) -> list[ColumnElement[bool]]:
    """Every word must occur in some searched column."""
    conditions = []
    for word in words.split()[:MAX_WORDS]:
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
    )


def to_ticket(row: RowMapping, clocks: tuple[ClockRow, ...] = ()) -> Ticket:
    """A stored ticket as the domain knows it."""
    return Ticket(
        id=row["id"],
        ref=row["ref"],
        subject=row["subject"],
        body=row["body"],
        requester=row["requester"],
        channel=Channel(row["channel"]),
        category=row["category"],
        priority=Priority(row["priority"]),
        level=Level(row["level"]),
        state=TicketState(row["state"]),
        assignee=row["assignee"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        first_response_at=row["first_response_at"],
        resolved_at=row["resolved_at"],
        closed_at=row["closed_at"],
        reopen_count=row["reopen_count"],
        escalated_at=row["escalated_at"],
        waiting_since=row["waiting_since"],
        resolution=row["resolution"],
        csat=row["csat"],
        issue_ref=row["issue_ref"],
        next_clock=row["next_clock"],
        next_due_at=row["next_due_at"],
        next_at_risk_at=row["next_at_risk_at"],
        version=row["version"],
        clocks=clocks,
    )
