"""Messages: as lines of the list, and in full with their open blanks marked."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.style import Style
from rich.text import Text

from warroom_tui.domain.durations import day_and_clock, short
from warroom_tui.domain.runsheet.messages import SLOT, Message, MessageState, Rendered
from warroom_tui.ui.presenters.prose import prose
from warroom_tui.ui.theme import Palette, Tone
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.rows import Cell, Column, Row

COLUMNS = (
    Column("mark", width=1),
    Column("at", "due", width=16),
    Column("title", "message"),
    Column("audience", "to", width=12, min_total_width=64),
    Column("state", "", width=14, align="right"),
)
_FACES: dict[MessageState, tuple[str, Tone]] = {
    MessageState.PLANNED: ("○", "muted"),
    MessageState.DRAFTED: ("◐", "info"),
    MessageState.APPROVED: ("●", "good"),
    MessageState.SENT: ("✔", "muted"),
    MessageState.SKIPPED: ("⊘", "muted"),
    MessageState.HELD: ("‖", "warn"),
}


def audience(message: Message) -> str:
    """Who it is for, in words."""
    return (message.audience or "").replace("_", " ")


def row(
    message: Message, now: datetime, zone: ZoneInfo, palette: Palette, *, false: bool = False
) -> Row:
    """A line of the list: late ones stand out, settled ones step back; `false` ones are held."""
    state = MessageState.HELD if false and message.state.open else message.state
    mark, tone = _FACES[state]
    late = message.late_by(now) if state is not MessageState.HELD else None
    text = palette.warn if late else palette.text if message.state.open else palette.muted
    at = message.sent_at or message.due_at
    when = day_and_clock(at, zone, now) if at else "no time yet"
    return Row(
        f"message:{message.id}",
        (
            Cell("▲" if late else mark, palette.warn if late else palette.tone(tone)),
            Cell(when, palette.text if at and message.state.open else palette.muted),
            Cell(message.title, text),
            Cell(audience(message), palette.muted),
            Cell(f"{short(late)} late" if late else state.value, text),
        ),
    )


def preview(
    told: Rendered, now: datetime, zone: ZoneInfo, palette: Palette, false: str = ""
) -> Text:
    """Facts, then subject and body as they would go out; `false` says why it is held."""
    message = told.message
    out = Text()
    out.append(drawable(message.title) + "\n", palette.strong)
    for line in _facts(message, now, zone):
        out.append(drawable(line) + "\n", palette.muted)
    if false and message.state.open:
        out.append(f"‖ held: {drawable(false)}\n", palette.warn)
    if message.state.open:
        out.append_text(_filled(told, palette))
    out.append("\n")
    if told.subject:
        out.append("Subject: ", palette.muted)
        _slotted(out, drawable(told.subject), palette.strong, palette)
        out.append("\n\n")
    if told.body:
        _slotted(out, prose(told.body), palette.text, palette)
    else:
        out.append("The plan gives no words for it. Press d to write them.", palette.muted)
    return out


def _filled(told: Rendered, palette: Palette) -> Text:
    """How many blanks the launch filled, and how many somebody has to."""
    out = Text()
    if told.filled:
        number = len(told.filled)
        out.append(f"✔ {number} filled from the launch\n", palette.good)
    if told.left:
        number = len(told.left)
        out.append(f"◌ {number} open blank{'s' if number > 1 else ''} to fill in\n", palette.warn)
    return out


def _facts(message: Message, now: datetime, zone: ZoneInfo) -> list[str]:
    due = f"due {day_and_clock(message.due_at, zone, now)}" if message.due_at else "no time yet"
    every = message.every_min or 0
    again = f"every {every // 60} h" if every and every % 60 == 0 else f"every {every} min"
    place = f"{message.source or 'plan'}:{message.line}" if message.line else ""
    to = f"to {audience(message)}" if message.audience else ""
    lines = [" · ".join(filter(None, (message.state.value, due, again if every else "", to)))]
    lines.append(place)
    if message.sent_at:
        lines.append(f"sent {day_and_clock(message.sent_at, zone, now)} by {message.sent_by}")
    if message.approved_by:
        lines.append(f"approved by {message.approved_by}")
    if message.reason:
        lines.append(f"{message.state.value}: {message.reason}")
    return [line for line in lines if line]


def _slotted(out: Text, text: str, style: Style, palette: Palette) -> None:
    """Append the text with its open blanks standing out."""
    at = 0
    for match in SLOT.finditer(text):
        out.append(text[at : match.start()], style)
        out.append(match[0], palette.warn)
        at = match.end()
    out.append(text[at:], style)
