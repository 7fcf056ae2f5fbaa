"""A board without names, for a wall that strangers can see. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from warroom_tui.domain.board import Board

SOMEONE = "someone"
"""Stands for every person."""


def without_names(board: Board) -> Board:
    """The board with every known person's name replaced, in texts too."""
    names = {shift.person for shift in board.shifts}
    names |= {event.actor for event in board.events} | {seat.name for seat in board.seats}
    names |= {ticket.assignee for ticket in board.urgent_tickets if ticket.assignee}
    names |= {task.owner for task in board.due_tasks if task.owner}
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
            replace(
                ticket,
                assignee=SOMEONE if ticket.assignee else None,
                requester="",
                subject=hidden(ticket.subject),
            )
            for ticket in board.urgent_tickets
        ),
        due_tasks=tuple(
            replace(task, owner=SOMEONE if task.owner else None) for task in board.due_tasks
        ),
    )
