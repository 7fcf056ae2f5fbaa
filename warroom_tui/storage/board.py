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
from warroom_tui.storage.desk import counts, escalations, queue, sync, tally, tickets
from warroom_tui.storage.incident import call_offers, incident_offers, incidents, issues, patterns
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
    revision, mark = record.read_revision(connection), tally.read_mark(connection)
    if known is None or known.revision != revision or not _same_hour(known, now):
        known = _of_tickets(connection, view, now, query, _settled(connection, view, now, revision))
    elif known.tickets_mark != mark or query is not None:  # `due<30m` finds others by and by
        known = _of_tickets(connection, view, now, query, known)
    return replace(_moving(connection, now, real_now, known), tickets_mark=mark)


def _same_hour(known: Board, now: datetime) -> bool:
    """What is bounded by the time of day is read again with every hour, and every local day."""
    before, after = known.launch.local(known.read_at), known.launch.local(now)
    return (before.date(), before.hour) == (after.date(), after.hour)


def _day(known: Board, now: datetime) -> tuple[datetime, datetime]:
    """Start and end of the launch's present day."""
    return known.launch.day_bounds(known.launch.local(now).date())


def _moving(connection: Connection, now: datetime, real_now: datetime, known: Board) -> Board:
    """What machines write without a word on the timeline, and what the clock moves."""
    start, end = _day(known, now)
    late = tally.read_breached(connection, now)
    broken = counts.read_broken(connection, start, end, now)
    return replace(
        known,
        read_at=now,
        ticket_counts=replace(known.ticket_counts, breached=late),
        checks=health.read_rows(connection, now),
        metrics=measured.measured_metrics(
            connection, health.read_metrics(connection), start, end, now
        ),
        today=replace(known.today, clocks_breached=broken),
        seats=record.read_seats(connection, real_now),
        pace=record.read_pace(connection),
        monitor_at=health.read_lease(connection),
        promises=promises_rows.read_promises(connection) + sync.read_promises(connection),
        wires=tripwires.read_wires(connection),
        patterns=patterns.read_suggested(connection),
        # Whom to call follows shifts and opening hours, which nobody writes down as they pass.
        call_offers=call_offers.read_call_offers(connection, now) if known.call_offers else (),
    )


def _of_tickets(
    connection: Connection, view: BoardView, now: datetime, query: Query | None, known: Board
) -> Board:
    """What follows the tickets, which an import writes without an event for each."""
    start, end = _day(known, now)
    shown = _tickets(connection, view, query)
    whole = query is None and not view.ticket_filter and view.ticket_limit >= tickets.URGENT_LIMIT
    return replace(
        known,
        tickets=shown,
        urgent_tickets=tickets.urgent(connection, shown if whole else None),
        ticket_counts=_ticket_counts(connection, view, now, query, len(shown)),
        today=counts.read_day(connection, known.launch, start, end, now, known.criteria),
        issues=issues.read_issues(connection, live_only=True),
        incident_offers=incident_offers.read_offers(connection),
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
        shifts=rota.read_shifts(connection, now - timedelta(days=1), now + timedelta(days=2)),
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
        incidents=incidents.read_open(connection),
        call_offers=call_offers.read_call_offers(connection, now),
        baseline=tripwires.read_baseline(connection),
        rollback=tripwires.read_open_rollback(connection),
        flagged=tripwires.read_flagged(connection),
        rollback_minutes=tripwires.read_rollback_minutes(connection),
        issues_reviewed=(issues.read_reviewed(connection) or (None,))[0],
        escalations=escalations.read_open(connection),
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
        return tally.read_counts(connection, now, view.ticket_filter)
    if shown < view.ticket_limit:  # all that match are on the page: no second search
        return replace(tally.read_counts(connection, now), matching=shown)
    _, by_state, _, _ = queue.counted(connection, query)
    return replace(tally.read_counts(connection, now), matching=sum(by_state.values()))


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
