"""Needs you: what waits for a person, how late it is, and the key that acts on it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from warroom_tui.domain.needs import Need, Weight
from warroom_tui.domain.situation import Situation
from warroom_tui.ui.presenters.marks import Face, joined
from warroom_tui.ui.theme import SYMBOLS, Palette, Tone
from warroom_tui.ui.widgets.drawn_text import width_of
from warroom_tui.ui.widgets.rows import Cell, Cells, Column, Row

EMPTY = "Nothing waits for you. n logs a ticket, space ticks a task, ? shows every key."


def columns(width: int, needs: Sequence[Need] = ()) -> tuple[Column, ...]:
    """The columns for a list `width` cells wide: what and why stand close together."""
    longest = max((width_of(need.what) for need in needs), default=0) + 2
    reasons = max((width_of(need.why) for need in needs), default=0)
    room = max(width - 2 - 1 - 5 - 10 - 4, 20)
    return (
        Column("mark", width=1),
        Column("tag", width=5),
        Column("what", width=min(max(longest, 24), room - min(reasons, room * 9 // 20))),
        Column("why"),
        Column("hint", width=10, min_total_width=60),
    )


_MARKS = {
    Weight.DECIDE: "down",
    Weight.TRIGGER_NEAR: "risk",
    Weight.P1_UNOWNED: "down",
    Weight.CHECK_DOWN: "down",
    Weight.SLA_BREACHED: "missed",
    Weight.SLA_AT_RISK: "risk",
    Weight.COVER_GAP: "risk",
    Weight.CHECK_SLOW: "slow",
    Weight.MESSAGE_LATE: "late",
    Weight.GATE_LATE: "late",
    Weight.TASK_LATE: "late",
    Weight.ROUTINE_LATE: "late",
    Weight.MEETING: "unknown",
    Weight.PHASE_OVERRUN: "late",
    Weight.GAP_AHEAD: "unknown",
    Weight.ACTION_LATE: "late",
    Weight.INCIDENT_LATE: "down",
    Weight.INCIDENT_OFFER: "down",
    Weight.CALL_OFFER: "risk",
    Weight.INCIDENT_SOON: "risk",
    Weight.PATTERN: "risk",
    Weight.POSTMORTEM_LATE: "late",
    Weight.ISSUE_REVIEW: "unknown",
}


def need_tone(need: Need) -> Tone:
    """The colour family of one need."""
    if need.weight is Weight.GAP_AHEAD:
        return "muted"
    return "bad" if need.bad and need.weight <= Weight.SLA_BREACHED else "warn"


def worst_tone(situation: Situation) -> Tone:
    """The colour family of the whole list: that of its first entry."""
    return need_tone(situation.needs[0]) if situation.needs else "text"


def face(situation: Situation, palette: Palette) -> Face:
    """The panel at the situation's moment."""
    rows = tuple(Row(need.key, partial(_cells, need, palette)) for need in situation.needs)
    bad = sum(1 for need in situation.needs if need_tone(need) == "bad")
    count = str(len(rows)) if rows else "nothing now"
    title = joined("Needs you", count, f"{bad} urgent" if bad else "")
    return Face(rows, title, "", worst_tone(situation))


def _cells(need: Need, palette: Palette) -> Cells:
    tone = need_tone(need)
    style = palette.tone(tone)
    what = palette.strong if tone == "bad" else palette.text
    key, _, word = need.hint.partition(" ")
    hint = Cell(f"{key} {word}", palette.accent)
    return (
        Cell(SYMBOLS[_MARKS[need.weight]].mark, style),
        Cell(need.tag, style),
        Cell(need.what, what),
        Cell(need.why, style),
        hint,
    )


def one_line(situation: Situation) -> tuple[tuple[str, str], Tone]:
    """The most urgent need for a screen with one line for it: (what, why) and its colour."""
    if not situation.needs:
        return ("Nothing waits for you", ""), "muted"
    first = situation.needs[0]
    rest = len(situation.needs) - 1
    what = f"{SYMBOLS[_MARKS[first.weight]].mark} {first.tag} {first.what}"
    return (what, joined(first.why, f"+{rest} more" if rest else "")), need_tone(first)
