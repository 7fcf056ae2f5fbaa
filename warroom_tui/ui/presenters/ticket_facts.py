"""One ticket in full: its fields, its promises counting down, its notes."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from warroom_tui.domain.durations import countdown, day_and_clock, short
from warroom_tui.domain.figures import SupportCounts
from warroom_tui.domain.sla import urgency
from warroom_tui.domain.text import clean
from warroom_tui.domain.tickets import ClockRow, Priority, Ticket, TicketNote
from warroom_tui.ui.presenters.marks import ago
from warroom_tui.ui.theme import SYMBOLS, Palette
from warroom_tui.ui.widgets.drawn_text import drawable

_CLOCK_WORDS = {"first_response": "Reply", "resolution": "Fix"}
_KINDS = {
    "reply": ("↩", "replied"),
    "note": ("◆", "noted"),
    "escalation": ("▲", "escalated"),
    "resolution": ("✔", "resolved"),
}
_PRIORITY_MARKS = {Priority.P1: "✖", Priority.P2: "▲", Priority.P3: "◆", Priority.P4: "◇"}


def facts(ticket: Ticket, now: datetime, zone: ZoneInfo, palette: Palette) -> Text:
    """The fields, one a line."""
    text = Text()
    p1 = ticket.priority is Priority.P1
    state = ticket.state.value
    if ticket.waiting_since:
        state += f" on the requester for {short(now - ticket.waiting_since)}"
    lines = [
        ("Priority", f"{_PRIORITY_MARKS[ticket.priority]} {ticket.priority}", p1),
        ("Level", ticket.level.value, False),
        ("State", state, False),
        ("Owner", ticket.assignee or "nobody", ticket.assignee is None),
        ("From", ticket.requester or "–", False),
        ("Channel", ticket.channel.value.replace("_", "-"), False),
        ("Category", ticket.category or "–", False),
        ("Issue", ticket.issue_ref or "–", False),
        ("Logged", f"{day_and_clock(ticket.created_at, zone, now)} by {ticket.created_by}", False),
    ]
    if ticket.reopen_count:
        lines.append(("Reopened", f"{ticket.reopen_count}×", True))
    if ticket.csat is not None:
        stars = SupportCounts(csat_n=1, csat_sum=ticket.csat).csat_of_5
        lines.append(("Rated", f"{stars:.1f} of 5", False))
    for label, value, loud in lines:
        text.append(f"{label:<10}", palette.muted)
        text.append(drawable(value) + "\n", palette.warn if loud else palette.text)
    for clock in ticket.clocks:
        _promise(text, clock, now, zone, palette)
    text.rstrip()
    return text


def _promise(text: Text, clock: ClockRow, now: datetime, zone: ZoneInfo, palette: Palette) -> None:
    text.append(f"{_CLOCK_WORDS.get(clock.clock, clock.clock):<10}", palette.muted)
    due = day_and_clock(clock.due_at, zone, now)
    goal = f"  by {due}" + (f" ({clock.target_text})" if clock.target_text else "")
    if clock.state == "running":
        name = {"breached": "missed", "at_risk": "risk"}.get(
            urgency(clock.due_at, clock.at_risk_at, now), "met"
        )
        symbol = SYMBOLS[name]
        left = countdown(clock.due_at - now)
        text.append(f"{symbol.mark} {left}", palette.tone(symbol.tone))
        word = {"missed": " over", "risk": " left, at risk"}.get(name, " left")
        text.append(word, palette.tone(symbol.tone))
    elif clock.state == "paused":
        text.append("‖ stands still", palette.muted)
    elif clock.state == "met":
        text.append("● kept", palette.good)
    else:
        text.append("✖ broken", palette.bad)
    text.append(drawable(goal) + "\n", palette.muted)


def story(
    ticket: Ticket, notes: tuple[TicketNote, ...], now: datetime, zone: ZoneInfo, palette: Palette
) -> Text:
    """What the requester wrote and everything since, oldest first."""
    text = Text()
    if ticket.body:
        text.append(clean(ticket.body, limit=20_000, multiline=True), palette.text)
        text.append("\n\n")
    for note in notes:
        mark, word = _KINDS.get(note.kind, ("◆", note.kind))
        when = f"{day_and_clock(note.at, zone, now)}, {ago(note.at, now)}"
        text.append(f"{mark} {drawable(note.by)} {word}", palette.accent)
        text.append(f"  {when}\n", palette.muted)
        body = clean(note.text, limit=20_000, multiline=True)
        text.append("  " + body.replace("\n", "\n  ") + "\n\n", palette.text)
    if ticket.resolution and not any(note.kind == "resolution" for note in notes):
        text.append("✔ Solution\n", palette.accent)
        text.append("  " + clean(ticket.resolution, limit=20_000, multiline=True), palette.text)
    if not text:
        text.append("Nothing was said or done yet. y replies, N notes.", palette.muted)
    text.rstrip()
    return text
