"""One ticket in full: its fields, its promises counting down, its notes."""

from __future__ import annotations

import textwrap
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rich.style import Style
from rich.text import Text

from warroom_tui.domain.desk.presence import Opened
from warroom_tui.domain.desk.satisfaction import rating_text
from warroom_tui.domain.desk.sla import Urgency, urgency
from warroom_tui.domain.desk.tickets import ClockRow, Priority, Ticket, TicketNote
from warroom_tui.domain.durations import countdown, day_and_clock, short
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.ui.theme import Palette
from warroom_tui.ui.widgets.drawn_text import drawable, fit, safe_text
from warroom_tui.ui.widgets.rows import Cell
from warroom_tui.ui.widgets.story_page import Passage

_CLOCK_WORDS = {"first_response": "Reply", "resolution": "Fix", "update": "Update"}
_KINDS = {
    "reply": ("↩", "replied"),
    "note": ("◆", "noted"),
    "escalation": ("▲", "escalated"),
    "resolution": ("✔", "resolved"),
}
_LABEL = 10
"""Cells of a label."""
_LEAST = 24
_PRIORITY_MARKS = {Priority.P1: "✖", Priority.P2: "▲", Priority.P3: "◆", Priority.P4: "◇"}


def facts(
    ticket: Ticket,
    now: datetime,
    zone: ZoneInfo,
    palette: Palette,
    *,
    half: int = 0,
    width: int = 0,
) -> Text:
    """The fields and promises: one a line, or two a line when `half` gives a half's width.

    Longer promises are folded below themselves where the whole `width` is known.
    """
    text = Text()
    fields = _fields(ticket, now, zone, palette)
    for index, (label, value, style) in enumerate(fields):
        shown = safe_text(Cell(value, style))
        last = index == len(fields) - 1
        text.append(f"{label:<10}", palette.muted)
        if half and index % 2 == 0 and not last:
            shown = fit(Cell(value, style), half - 11)
            text.append(shown).append(" ")
        else:
            text.append(shown).append("\n")
    for clock in ticket.clocks:
        _promise(text, clock, now, zone, palette, stacked=not half, width=width)
        for name, words in ticket.other_promises:
            if name == clock.clock:
                text.append("          ≠ ", palette.warn)
                text.append(drawable(f"the plans differ: {words}") + "\n", palette.muted)
    for name, words, place in ticket.promised_words:
        text.append(f"{_CLOCK_WORDS.get(name, name):<10}", palette.muted)
        text.append(drawable(words), palette.text)
        text.append(drawable(f"  {place}" if place else "") + "\n", palette.muted)
    text.rstrip()
    return text


def _fields(
    ticket: Ticket, now: datetime, zone: ZoneInfo, palette: Palette
) -> list[tuple[str, str, Style]]:
    """(label, value, style) of every field, the pairs that stand side by side together."""
    state = ticket.state.word
    if ticket.waiting_since:
        state += f" on the requester for {short(now - ticket.waiting_since)}"
    plain, p1 = palette.text, ticket.priority is Priority.P1
    mark = _PRIORITY_MARKS[ticket.priority]
    logged = f"{day_and_clock(ticket.created_at, zone, now)} by {ticket.created_by}"
    lines = [
        ("Priority", f"{mark} {ticket.priority}", palette.bad if p1 else plain),
        ("Level", ticket.level.value, plain),
        ("State", state, plain),
        ("Owner", ticket.assignee or "nobody", plain if ticket.assignee else palette.warn),
        ("From", ticket.requester or "–", plain),
        ("Channel", ticket.channel.word, plain),
        ("Category", ticket.category or "–", plain),
        ("Issue", ticket.issue_ref or "–", plain),
        ("Logged", logged, plain),
    ]
    if ticket.reopen_count:
        lines.append(("Reopened", f"{ticket.reopen_count}×", palette.warn))
    if ticket.csat is not None:
        lines.append(("Rated", rating_text(ticket.csat, ticket.csat_scale), plain))
    if ticket.kb_needed:
        lines.append(("Article", "needed", palette.warn))
    return lines


def _promise(
    text: Text,
    clock: ClockRow,
    now: datetime,
    zone: ZoneInfo,
    palette: Palette,
    *,
    stacked: bool,
    width: int,
) -> None:
    standing, style = _standing(clock, now, palette)
    text.append(f"{_CLOCK_WORDS.get(clock.clock, clock.clock):<10}", palette.muted)
    text.append(standing, style)
    goal = f", promised: {clock.target_text}" if clock.target_text else ""
    due = f"by {day_and_clock(clock.due_at, zone, now)}{goal}"
    text.append("\n          " if stacked else "  ")
    text.append(_folded(due, width, 0 if stacked else len(standing) + 2) + "\n", palette.muted)
    terms = _terms(clock, now)
    for words in terms if stacked else [" · ".join(terms)] if terms else []:
        text.append("          " + _folded(words, width, 0) + "\n", palette.muted)


def _folded(words: str, width: int, taken: int) -> str:
    """Drawable words, folded behind the labels; the first line has `taken` cells less."""
    shown = drawable(words)
    if not width:
        return shown
    lines = textwrap.wrap(shown, max(_LEAST, width - _LABEL), initial_indent=" " * taken)
    return f"\n{' ' * _LABEL}".join(lines).lstrip()


def _terms(clock: ClockRow, now: datetime) -> list[str]:
    """In which hours it runs, how long it stood still, where it is promised, who broke it."""
    paused = timedelta(seconds=clock.paused_s)
    if clock.state == "paused" and clock.paused_at is not None:
        paused += now - clock.paused_at
    broken = clock.owner is not None and clock.state != "met"
    parts = (
        f"hours: {clock.calendar}" if clock.calendar else "",
        f"stood still {short(paused)}" if paused else "",
        f"broken under {clock.owner or 'nobody'}" if broken else "",
        clock.source,
    )
    return [part for part in parts if part]


def _standing(clock: ClockRow, now: datetime, palette: Palette) -> tuple[str, Style]:
    """How a promise stands: symbol, countdown, word."""
    if clock.state == "paused":
        return "‖ stands still", palette.muted
    if clock.state == "met":
        return "● kept", palette.good
    if clock.state != "running":
        return "✖ broken", palette.bad
    left = countdown(clock.due_at - now)
    match urgency(clock.due_at, clock.at_risk_at, now):
        case Urgency.BREACHED:
            return f"✖ {left.lstrip('-')} over", palette.bad
        case Urgency.AT_RISK:
            return f"▲ {left} left, at risk", palette.warn
    return f"● {left} left", palette.good


def story(
    ticket: Ticket, notes: tuple[TicketNote, ...], now: datetime, zone: ZoneInfo, palette: Palette
) -> tuple[Passage, ...]:
    """What the requester wrote and everything since, oldest first."""
    told: list[Passage] = []
    if ticket.body:
        told += [Passage(_prose(ticket.body), palette.text), Passage("")]
    for note in notes:
        mark, word = _KINDS.get(note.kind, ("◆", note.kind))
        when = day_and_clock(note.at, zone, now)
        head = f"{mark} {note.by} {word}"
        told += [
            Passage(head, palette.accent, tail=when, tail_style=palette.muted),
            Passage(_prose(note.text), palette.text, indent=2),
            Passage(""),
        ]
    if ticket.resolution and not any(note.kind == "resolution" for note in notes):
        told.append(Passage("✔ Solution", palette.accent))
        told.append(Passage(_prose(ticket.resolution), palette.text, indent=2))
    if not told:
        told.append(Passage("Nothing was said or done yet. y replies, N notes.", palette.muted))
    return tuple(told)


def title(ticket: Ticket, palette: Palette, *, brief: bool = False) -> tuple[Passage, ...]:
    """Reference and subject above the story, as long as it is; `brief` adds who asks for what."""
    head = Passage(f"{ticket.ref}  {ticket.subject}", palette.strong)
    if not brief:
        return head, Passage("")
    told = (ticket.requester, ticket.channel.value, ticket.category, ticket.issue_ref or "")
    return head, Passage(" · ".join(part for part in told if part), palette.muted), Passage("")


def company(others: tuple[Opened, ...], zone: ZoneInfo, palette: Palette) -> Text:
    """Who else has the ticket open: "◉ Ana has it open since 10:02"."""
    said = [f"{one.name} has it open since {one.since.astimezone(zone):%H:%M}" for one in others]
    return Text(drawable("◉ " + " · ".join(said)) if said else "", palette.text, no_wrap=True)


def _prose(text: str) -> str:
    """The whole text, cleaned but with its line breaks."""
    return clean(text, limit=BODY_LIMIT, multiline=True)
