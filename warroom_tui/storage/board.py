"""Reading the board: everything that a seat's screens need, in one snapshot."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from warroom_tui.domain.board import Board, BoardView, TicketCounts
from warroom_tui.domain.desk.figures import SupportCounts
from warroom_tui.domain.desk.queue.query import Query
from warroom_tui.domain.desk.queue.views import Order, order_for
from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.runsheet.launch import Checklist, Phase, current_phase
from warroom_tui.storage import record
from warroom_tui.storage.desk import counts, escalations, queue, sync, tickets
from warroom_tui.storage.incident import incident_offers, incidents, issues, patterns
from warroom_tui.storage.monitoring import health, measured
from warroom_tui.storage.runsheet import homes, launches
from warroom_tui.storage.runsheet import promises as promises_rows
from warroom_tui.storage.staffing import rota
from warroom_tui.storage.triggers import tripwires

EVENTS_SHOWN = 30


def read_board(
    connection: Connection,
    view: BoardView,
    now: datetime,
    real_now: datetime,
    query: Query | None = None,
    known: Board | None = None,
) -> Board:
    """The board as it stands: `now` is the launch's time, `real_now` the machine's.

    `query` is what the view's ticket filter means; None looks for its words as they stand.
    `known` is an earlier board of the same view: as long as nobody has done anything since, only
    what machines write and what the clock moves is read again.
    """
    revision = record.read_revision(connection)
    if known is None or known.revision != revision:
        known = _settled(connection, view, now, revision)
    start, end = known.launch.day_bounds(known.launch.local(now).date())
    shown = _tickets(connection, view, query)
    return replace(
        known,
        read_at=now,
        tickets=shown,
        urgent_tickets=tickets.urgent(connection),
        ticket_counts=_ticket_counts(connection, view, now, query, len(shown)),
        checks=health.read_rows(connection, now),
        shifts=rota.read_shifts(connection, now - timedelta(days=1), now + timedelta(days=2)),
        issues=issues.read_issues(connection, live_only=True),
        metrics=measured.measured_metrics(
            connection, health.read_metrics(connection), start, end, now
        ),
        today=counts.read_day(connection, known.launch, start, end, now, known.criteria),
        seats=record.read_seats(connection, real_now),
        pace=record.read_pace(connection),
        monitor_at=health.read_lease(connection),
        promises=promises_rows.read_promises(connection) + sync.read_promises(connection),
        incidents=incidents.read_open(connection),
        wires=tripwires.read_wires(connection),
        flagged=tripwires.read_flagged(connection),
        incident_offers=incident_offers.read_offers(connection),
        patterns=patterns.read_suggested(connection),
        escalations=escalations.read_open(connection),
        held=escalations.read_held(connection),
    )


def _settled(connection: Connection, view: BoardView, now: datetime, revision: int) -> Board:
    """What is only ever written together with an event, and nothing of the rest."""
    lists = launches.read_lists(connection)
    phases = launches.read_phases(connection, lists)
    return Board(
        revision=revision,
        read_at=now,
        launch=launches.read_launch(connection),
        phases=phases,
        lists=lists,
        tasks=launches.read_tasks(connection, _shown_lists(view, phases, lists)),
        due_tasks=launches.read_due_tasks(connection),
        tickets=(),
        urgent_tickets=(),
        ticket_counts=TicketCounts(),
        priorities=tickets.read_priorities(connection),
        checks=(),
        requirements=rota.read_requirements(connection),
        shifts=(),
        issues=(),
        metrics=(),
        criteria=health.read_criteria(connection),
        today=SupportCounts(),
        seats=(),
        events=record.read_events(connection, limit=EVENTS_SHOWN),
        rag_override=record.read_rag_override(connection),
        pace=None,
        monitor_at=None,
        focus=homes.read_focus(connection),
        baseline=tripwires.read_baseline(connection),
        rollback=tripwires.read_open_rollback(connection),
        rollback_minutes=tripwires.read_rollback_minutes(connection),
        issues_reviewed=(issues.read_reviewed(connection) or (None,))[0],
    )


def _tickets(connection: Connection, view: BoardView, query: Query | None) -> tuple[Ticket, ...]:
    if query is None:
        return tickets.queue(connection, words=view.ticket_filter, limit=view.ticket_limit)
    order = order_for(query, Order.SLA)
    return queue.page(connection, query, order, limit=view.ticket_limit)


def _ticket_counts(
    connection: Connection, view: BoardView, now: datetime, query: Query | None, shown: int
) -> TicketCounts:
    if query is None:
        return tickets.counts(connection, now, view.ticket_filter)
    if shown < view.ticket_limit:  # all that match are on the page: no second search
        return replace(tickets.counts(connection, now, ""), matching=shown)
    _, by_state, _, _ = queue.counted(connection, query)
    return replace(tickets.counts(connection, now, ""), matching=sum(by_state.values()))


def _shown_lists(
    view: BoardView, phases: tuple[Phase, ...], lists: tuple[Checklist, ...]
) -> list[int]:
    """Lists of the viewed phase, and those unfolded."""
    shown = view.phase_id
    if shown is None:
        current = current_phase(phases)
        shown = current.id if current else None
    return [
        item.id
        for item in lists
        if (item.phase_id is not None and item.phase_id == shown) or item.id in view.list_ids
    ]
