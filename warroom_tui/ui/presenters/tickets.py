"""Tickets: the countdown to the next promise first, then what it is and who has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial

from rich.style import Style
from rich.text import Text

from warroom_tui.domain.board import BoardView
from warroom_tui.domain.desk.sla import Urgency
from warroom_tui.domain.desk.tickets import Priority, Ticket
from warroom_tui.domain.durations import short
from warroom_tui.domain.situation import Situation, ticket_urgency
from warroom_tui.ui.presenters.marks import Face, FirstNames, coarse, joined, mark, until
from warroom_tui.ui.theme import Palette, Tone
from warroom_tui.ui.widgets.rows import Cell, CellLike, Cells, Column, Row

EMPTY = "No open tickets. Press n to log one."
EMPTY_FILTERED = "No open ticket matches. Press escape to clear the filter."

COLUMNS = (
    Column("mark", width=1),
    Column("due", "due", width=9, align="right"),
    Column("for", "for", width=5, min_total_width=70),
    Column("ref", "id", width=6),
    Column("priority", "pri", width=3),
    Column("subject", "subject"),
    Column("level", "lvl", width=3),
    Column("owner", "owner", width=9),
    Column("state", "state", width=8),
    Column("category", "category", width=14, min_total_width=104),
    Column("requester", "requester", width=16, min_total_width=122),
    Column("age", "age", width=8, align="right", min_total_width=92),
)

_WIDEST_REF = 10
_SECONDS_TOLD = 3610.0
"""A countdown tells seconds within so many of its end."""


def columns(tickets: Iterable[Ticket]) -> tuple[Column, ...]:
    """The columns, the ids as wide as the longest one: of two tickets none may look the same."""
    longest = max((len(ticket.ref) for ticket in tickets), default=0)
    width = min(longest, _WIDEST_REF)
    return tuple(
        replace(column, width=width)
        if column.key == "ref" and width > (column.width or 0)
        else column
        for column in COLUMNS
    )


_MARKS = {
    Urgency.BREACHED: "missed",
    Urgency.AT_RISK: "risk",
    Urgency.OK: "met",
    Urgency.PAUSED: "paused",
    Urgency.NONE: "unknown",
}
_DUE_TONES: dict[Urgency, Tone] = {Urgency.BREACHED: "bad", Urgency.AT_RISK: "warn"}
_CLOCK_WORDS = {"first_response": "reply", "resolution": "fix"}


def face(situation: Situation, palette: Palette, view: BoardView) -> Face:
    """The panel at the situation's moment."""
    names = FirstNames(situation.board)
    rows = tuple(_row(ticket, situation, palette, names) for ticket in situation.board.tickets)
    tone: Tone = "bad" if situation.breached else "warn" if situation.at_risk else "text"
    return Face(rows, _title(situation, view), _subtitle(situation), tone)


def pulse(situation: Situation) -> object:
    """What of the moment the face shows; countdowns tell seconds in their last hour only."""
    due = (ticket.next_due_at for ticket in situation.board.tickets)
    counts = (situation.breached, situation.at_risk)
    return *counts, coarse(situation.now, due, within_s=_SECONDS_TOLD)


def _row(ticket: Ticket, situation: Situation, palette: Palette, names: FirstNames) -> Row:
    return row(ticket, situation.now, palette, names.short)


def row(
    ticket: Ticket,
    now: datetime,
    palette: Palette,
    short_name: Callable[[str], str] = str,
    news: str = "",
) -> Row:
    """One ticket as a line; `news` stands before its subject."""
    return Row(ticket.ref, partial(_cells, ticket, now, palette, short_name, news))


def _cells(
    ticket: Ticket, now: datetime, palette: Palette, short_name: Callable[[str], str], news: str
) -> Cells:
    state = ticket_urgency(ticket, now)
    p1 = ticket.priority is Priority.P1
    strong = palette.strong if p1 or state is Urgency.BREACHED else palette.text
    subject: CellLike = Cell(ticket.subject, strong)
    if news:
        subject = Text.assemble((f"{news} ", palette.warn), (ticket.subject, strong))
    return (
        mark(_MARKS[state], palette),
        _due(ticket, now, state, palette),
        Cell(_CLOCK_WORDS.get(ticket.next_clock or "", ""), palette.muted),
        Cell(ticket.ref, strong),
        Cell(ticket.priority.value, _priority_style(ticket.priority, palette)),
        subject,
        Cell(ticket.level.value, palette.muted),
        _owner(ticket, palette, short_name),
        Cell(ticket.state.word, palette.muted),
        Cell(ticket.category, palette.muted),
        Cell(ticket.requester, palette.muted),
        Cell(short(now - ticket.created_at), palette.muted),
    )


def _due(ticket: Ticket, now: datetime, state: Urgency, palette: Palette) -> Cell:
    if ticket.next_due_at is None:
        return Cell("waiting" if state is Urgency.PAUSED else "–", palette.muted)
    tone = _DUE_TONES.get(state, "text")
    return Cell(until(ticket.next_due_at, now), palette.tone(tone))


def _priority_style(priority: Priority, palette: Palette) -> Style:
    if priority is Priority.P1:
        return palette.bad
    return palette.warn if priority is Priority.P2 else palette.muted


def _owner(ticket: Ticket, palette: Palette, short_name: Callable[[str], str]) -> Cell:
    if ticket.assignee is None:
        return Cell("nobody", palette.bad if ticket.priority is Priority.P1 else palette.muted)
    return Cell(short_name(ticket.assignee), palette.text)


def _title(situation: Situation, view: BoardView) -> str:
    counts = situation.board.ticket_counts
    if view.ticket_filter:
        return joined("Tickets", f"{counts.matching} of {counts.live} match {view.ticket_filter!r}")
    if not counts.live:
        return joined("Tickets", "none open")
    late = f"{situation.breached} over SLA" if situation.breached else ""
    soon = f"{situation.at_risk} due soon" if situation.at_risk and not late else ""
    free = f"{counts.unowned} without owner" if counts.unowned else ""
    return joined("Tickets", f"{counts.live} open", late, soon, free)


def _subtitle(situation: Situation) -> str:
    today = situation.board.today
    hidden = situation.board.ticket_counts.matching - len(situation.board.tickets)
    return joined(
        f"{hidden} more, / filters" if hidden > 0 else "",
        f"{today.created} new and {today.resolved} resolved today"
        if today.created or today.resolved
        else "",
    )
