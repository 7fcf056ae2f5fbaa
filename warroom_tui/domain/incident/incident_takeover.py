"""A live P1 incident takes the screen over: how long, next update, who leads, how it stands."""

from __future__ import annotations

from datetime import datetime

from warroom_tui.domain.board import Board
from warroom_tui.domain.durations import clock, countdown, short
from warroom_tui.domain.incident.incidents import Incident
from warroom_tui.domain.takeover import Takeover, TakeoverRank

OPEN = "incidents.open"
"""The dashboard's command that opens the incidents."""


def incident_takeovers(board: Board, now: datetime) -> list[Takeover]:
    """Every live P1 incident, as long as it is live."""
    return [_takeover(board, one, now) for one in board.incidents if one.live and one.p1]


def _takeover(board: Board, one: Incident, now: datetime) -> Takeover:
    due = one.next_update_due
    state = one.state.value.capitalize()
    who = f"{one.commander} leads" if one.commander else "nobody leads"
    told = f"{short(one.lasted(now))} · {promise_words(one, now)} · {who}"
    return Takeover(
        key=f"incident:{one.ref}",
        rank=TakeoverRank.INCIDENT,
        tag="MAJOR INCIDENT",
        title=f"{one.ref} {one.title}",
        lines=tuple(line for line in (f"{state}, {told}", *_lines(board, one)) if line),
        told=told,
        since=one.started_at,
        command=OPEN,
        hint="incident",
        figure="" if due is None else countdown(due - now),
        figure_of="UPDATE LATE" if one.update_late(now) is not None else "NEXT UPDATE IN",
        by=one.declared_by,
    )


def promise_words(one: Incident, now: datetime) -> str:
    """ "next update in 04:12", "UPDATE 02:10 LATE"."""
    due = one.next_update_due
    if due is None:
        return "no update promised"
    if one.update_late(now) is not None:
        return f"UPDATE {countdown(now - due)} LATE"
    return f"next update in {countdown(due - now)}"


def _lines(board: Board, one: Incident) -> list[str]:
    eta = f"over by {clock(one.eta, board.launch.zone)}" if one.eta else ""
    return [
        f"{one.liaison} tells the others" if one.liaison else "",
        " · ".join(part for part in (one.impact, one.affected, eta) if part),
        f"Conditions: {one.conditions}" if one.conditions else "",
        f"Actions: {one.actions}" if one.actions else "",
        f"Needs: {one.needs}" if one.needs else "",
        f"Workaround: {one.workaround}" if one.workaround else "",
        f"Hotline: {one.hotline}" if one.hotline else "",
    ]
