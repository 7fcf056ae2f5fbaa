"""What is known at a moment, frozen for the record: criteria, P1 and P2, checks, rota."""

from __future__ import annotations

from datetime import datetime

from warroom_tui.domain.board import BoardView
from warroom_tui.domain.monitoring.health import CheckState
from warroom_tui.domain.situation import Situation, read_situation
from warroom_tui.domain.staffing.rota import level_name
from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.domain.triggers.gauges import Gauge
from warroom_tui.domain.triggers.trigger_words import against_limit, said_of
from warroom_tui.services.context import Context
from warroom_tui.storage import board as board_rows
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.transaction import Plain

_LISTED = 40
_CALM = (Verdict.MET, Verdict.WAIVED, Verdict.NO_DATA)


def situation_of(context: Context, connection: Connection) -> Situation:
    """The situation at this moment, read in a transaction that is open already."""
    now = context.clock.now()
    board = board_rows.read_board(connection, BoardView(), now, context.store.real_now())
    return read_situation(board, now)


def frozen(situation: Situation) -> dict[str, Plain]:
    """The evidence as plain values, to be stored with a decision."""
    board = situation.board
    safe = situation.last_safe
    tickets: list[Plain] = [
        f"{ticket.ref} {ticket.priority.value} {ticket.subject}"
        for ticket in board.tickets
        if ticket.priority.value in ("P1", "P2")
    ]
    checks: list[Plain] = [
        f"{one.row.check.name} is {one.state.value}"
        for one in situation.checks
        if one.state is not CheckState.UP
    ]
    rota: list[Plain] = [
        f"{level_name(cover.level)}: {cover.here} of {cover.need}"
        for cover in situation.covers
        if cover.gap
    ]
    return {
        "at": situation.now.isoformat(),
        "status": situation.rag.rag.value,
        "reasons": list(situation.rag.reasons[:_LISTED]),
        "triggers": [_trigger(one) for one in situation.gauges if one.is_trigger and one.counts],
        "criteria": [_target(one) for one in situation.gauges if _speaks(one)],
        "tickets": tickets[:_LISTED],
        "incidents": [f"{one.ref} {one.title}: {one.state.value}" for one in board.incidents],
        "checks": checks,
        "rota": rota,
        "last_safe_at": _iso(safe.at if safe is not None else None),
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _speaks(gauge: Gauge) -> bool:
    return gauge.counts and gauge.verdict is not None and gauge.verdict not in _CALM


def _trigger(gauge: Gauge) -> dict[str, Plain]:
    return {
        "text": gauge.criterion.text,
        "state": gauge.state.value if gauge.state else None,
        "value": gauge.value,
        "told": "; ".join(filter(None, (said_of(gauge), against_limit(gauge)))),
        "evidence": gauge.reading.evidence if gauge.reading else "",
    }


def _target(gauge: Gauge) -> dict[str, Plain]:
    return {
        "text": gauge.criterion.text,
        "verdict": gauge.verdict.value if gauge.verdict else None,
        "told": against_limit(gauge),
    }


def evidence_lines(evidence: dict[str, object]) -> list[str]:
    """The frozen evidence in lines that a person reads."""
    out = [f"status was {str(evidence.get('status', '')).upper()}"]
    triggers = evidence.get("triggers")
    for one in triggers if isinstance(triggers, list) else []:
        if isinstance(one, dict) and one.get("state") not in ("clear", "cleared"):
            out.append(f"trigger {one.get('state')}: {one.get('text')} ({one.get('told')})")
    criteria = evidence.get("criteria")
    for one in criteria if isinstance(criteria, list) else []:
        if isinstance(one, dict):
            out.append(f"{str(one.get('verdict')).replace('_', ' ')}: {one.get('text')}")
    for key in ("tickets", "incidents", "checks", "rota"):
        found = evidence.get(key)
        out += [str(one) for one in found] if isinstance(found, list) else []
    return out
