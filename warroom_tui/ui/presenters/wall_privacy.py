"""A board without names, for a wall that strangers can see. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from warroom_tui.domain.board import Board
from warroom_tui.domain.incident.incidents import Incident

SOMEONE = "someone"
"""Stands for every person."""


def without_names(board: Board) -> Board:
    """The board with every known person's name replaced, in texts too."""
    names = {shift.person for shift in board.shifts}
    names |= {event.actor for event in board.events} | {seat.name for seat in board.seats}
    names |= {ticket.assignee for ticket in board.urgent_tickets if ticket.assignee}
    names |= {task.owner for task in board.due_tasks if task.owner}
    names |= {name for one in board.incidents for name in _people(one)}
    names.discard("")
    if not names:
        return board
    longest_first = sorted(names, key=len, reverse=True)
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b")

    def hidden(text: str) -> str:
        return pattern.sub(SOMEONE, text)

    return replace(
        board,
        events=tuple(
            replace(event, actor=SOMEONE, text=hidden(event.text)) for event in board.events
        ),
        shifts=tuple(replace(shift, person=SOMEONE) for shift in board.shifts),
        urgent_tickets=tuple(
            ticket._replace(
                assignee=SOMEONE if ticket.assignee else None,
                requester="",
                subject=hidden(ticket.subject),
            )
            for ticket in board.urgent_tickets
        ),
        incidents=tuple(_incident(one, hidden) for one in board.incidents),
        incident_offers=tuple(
            ticket._replace(requester="", subject=hidden(ticket.subject))
            for ticket in board.incident_offers
        ),
        call_offers=tuple(
            replace(offer, title=hidden(offer.title), callees=SOMEONE if offer.callees else "")
            for offer in board.call_offers
        ),
        due_tasks=tuple(
            replace(task, owner=SOMEONE if task.owner else None) for task in board.due_tasks
        ),
    )


def _people(one: Incident) -> list[str]:
    roles = (one.commander, one.liaison, one.scribe, one.declared_by)
    return [name for name in roles if name]


def _incident(one: Incident, hidden: Callable[[str], str]) -> Incident:
    """An incident that names nobody, nor a number to call."""
    return replace(
        one,
        title=hidden(one.title),
        impact=hidden(one.impact),
        workaround=hidden(one.workaround),
        conditions=hidden(one.conditions),
        actions=hidden(one.actions),
        needs=hidden(one.needs),
        commander=SOMEONE if one.commander else None,
        liaison=None,
        scribe=None,
        declared_by=SOMEONE,
        hotline="",
    )
