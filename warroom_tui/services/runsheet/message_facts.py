"""What the launch can put into the blanks of a message, at one moment."""

from __future__ import annotations

from datetime import datetime

from warroom_tui.domain.board import Board, BoardView
from warroom_tui.domain.desk.figures import SUPPORT_METRICS, SupportCounts
from warroom_tui.domain.incident.issues import KnownIssue
from warroom_tui.domain.monitoring.health import format_value
from warroom_tui.domain.situation import Situation, read_situation
from warroom_tui.services.context import Context
from warroom_tui.storage import board as board_rows
from warroom_tui.storage import record
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.staffing import rota


def read_values(context: Context, connection: Connection) -> dict[str, str]:
    """Keys of `message_blanks` with their values in words; what is unknown is left out."""
    now = context.clock.now()
    board = board_rows.read_board(connection, BoardView(), now, context.store.real_now())
    situation = read_situation(board, now)
    return {
        **_metrics(board),
        **_directory(connection),
        **_moment(situation, context.actor.name),
        **_support(board.today),
        **_issues(board, now),
        **_notes(connection, board, now),
    }


def _moment(situation: Situation, seat: str) -> dict[str, str]:
    launch = situation.board.launch
    local = launch.local(situation.now)
    values = {
        "status": situation.rag.rag.value.capitalize(),
        "date": f"{local:%a} {local.day} {local:%b %Y}",
        "now": f"{local:%Y-%m-%d %H:%M} {launch.tz}",
        "seat": seat,
    }
    if launch.go_live_at is not None:
        live = launch.local(launch.go_live_at)
        values["go_live_date"] = f"{live:%a} {live.day} {live:%b %Y}"
    if situation.day is not None and situation.day >= 1:
        values["day"] = str(launch.shown_day(situation.day))
    return values


def _support(today: SupportCounts) -> dict[str, str]:
    """The desk's figures of the launch's day, by the definitions that every screen uses."""
    rates = {
        "resolution_rate": today.resolution_pct,
        "sla_compliance": today.sla_pct,
        "first_contact": today.first_contact_pct,
        "escalation_rate": today.escalation_pct,
        "reopen_rate": today.reopen_pct,
    }
    values = {key: f"{rate:.0f}%" for key, rate in rates.items() if rate is not None}
    values["tickets_created"] = str(today.created)
    values["tickets_resolved"] = str(today.resolved)
    values["critical_issues"] = str(today.critical_issues)
    if today.csat_of_5 is not None:
        values["csat"] = f"{today.csat_of_5:.1f}"
    if today.mean_response_min is not None:
        values["mean_response"] = f"{today.mean_response_min:.0f} min"
    return values


def _metrics(board: Board) -> dict[str, str]:
    return {
        f"metric:{metric.name}": format_value(metric.value, metric.unit).replace(" %", "%")
        for metric in board.metrics
        if metric.value is not None and metric.key not in SUPPORT_METRICS
    }


def _directory(connection: Connection) -> dict[str, str]:
    values = {
        f"contact:{each.label}": each.address
        for each in rota.read_channels(connection)
        if each.address
    }
    values |= {
        f"contact:{each.label}": each.phone for each in rota.read_contacts(connection) if each.phone
    }
    return values


def _issues(board: Board, now: datetime) -> dict[str, str]:
    start, end = board.launch.day_bounds(board.launch.local(now).date())
    values = {
        f"issue:{number}": f"{issue.ref} {issue.title} - {_state(issue)}"
        for number, issue in enumerate(board.issues, 1)
    }
    today = sum(start <= issue.reported_at < end for issue in board.issues)
    return {**values, "issues_reported": str(today)}


def _state(issue: KnownIssue) -> str:
    return issue.state.value.replace("_", " ")


def _notes(connection: Connection, board: Board, now: datetime) -> dict[str, str]:
    """Wins, actions, focus and quotes that were noted today, in their order."""
    start, end = board.launch.day_bounds(board.launch.local(now).date())
    values: dict[str, str] = {}
    counts: dict[str, int] = {}
    for note in record.read_notes(connection, start, end):
        counts[note.kind.value] = counts.get(note.kind.value, 0) + 1
        values[f"{note.kind.value}:{counts[note.kind.value]}"] = note.text
    return values
