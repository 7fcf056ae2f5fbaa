"""Reading the board: everything that a seat's screens need, in one snapshot."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from warroom_tui.domain.board import Board, BoardView
from warroom_tui.domain.launch import Checklist, Phase, current_phase
from warroom_tui.storage import (
    counts,
    escalations,
    health,
    incident_offers,
    incidents,
    issues,
    launches,
    measured,
    patterns,
    record,
    rota,
    sync,
    tickets,
    tripwires,
)
from warroom_tui.storage import promises as promises_rows

EVENTS_SHOWN = 30


def read_board(connection: Connection, view: BoardView, now: datetime, real_now: datetime) -> Board:
    """The board as it stands: `now` is the launch's time, `real_now` the machine's."""
    launch = launches.read_launch(connection)
    lists = launches.read_lists(connection)
    phases = launches.read_phases(connection, lists)
    start, end = launch.day_bounds(launch.local(now).date())
    return Board(
        revision=record.read_revision(connection),
        read_at=now,
        launch=launch,
        phases=phases,
        lists=lists,
        tasks=launches.read_tasks(connection, _shown_lists(view, phases, lists)),
        due_tasks=launches.read_due_tasks(connection),
        tickets=tickets.queue(connection, words=view.ticket_filter, limit=view.ticket_limit),
        urgent_tickets=tickets.urgent(connection),
        ticket_counts=tickets.counts(connection, now, view.ticket_filter),
        priorities=tickets.read_priorities(connection),
        checks=health.read_rows(connection, now),
        requirements=rota.read_requirements(connection),
        shifts=rota.read_shifts(connection, now - timedelta(days=1), now + timedelta(days=2)),
        issues=issues.read_issues(connection, live_only=True),
        metrics=measured.measured_metrics(
            connection, health.read_metrics(connection), start, end, now
        ),
        criteria=health.read_criteria(connection),
        today=counts.read_support_counts(connection, start, end, now),
        seats=record.read_seats(connection, real_now),
        events=record.read_events(connection, limit=EVENTS_SHOWN),
        rag_override=record.read_rag_override(connection),
        pace=record.read_pace(connection),
        monitor_at=health.read_lease(connection),
        promises=promises_rows.read_promises(connection) + sync.read_promises(connection),
        incidents=incidents.read_open(connection),
        wires=tripwires.read_wires(connection),
        baseline=tripwires.read_baseline(connection),
        rollback=tripwires.read_open_rollback(connection),
        flagged=tripwires.read_flagged(connection),
        rollback_minutes=tripwires.read_rollback_minutes(connection),
        incident_offers=incident_offers.read_offers(connection),
        patterns=patterns.read_suggested(connection),
        escalations=escalations.read_open(connection),
        held=escalations.read_held(connection),
    )


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
