"""The title bar: launch, day, red-yellow-green with its first reason, clock and seats."""

from __future__ import annotations

from datetime import datetime, timedelta

from rich.style import Style
from rich.text import Text

from warroom_tui.domain.durations import countdown
from warroom_tui.domain.rag import Rag, RagStatus
from warroom_tui.domain.runsheet.day_words import STATUS_WORDS, day_words, deadline_words
from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.domain.situation import Situation
from warroom_tui.ui.theme import SYMBOLS, Palette, Tone
from warroom_tui.ui.widgets.rows import Cell
from warroom_tui.ui.widgets.status_line import Part

SEAT_ALIVE = timedelta(seconds=60)
"""A seat that was silent for longer is gone."""

RAG_TONES: dict[Rag, Tone] = {Rag.GREEN: "good", Rag.YELLOW: "warn", Rag.RED: "bad"}
_RAG_MARKS = {Rag.GREEN: "green", Rag.YELLOW: "yellow", Rag.RED: "red"}


def rag_badge(status: RagStatus, palette: Palette) -> Cell:
    """Symbol and word on a filled band."""
    mark = SYMBOLS[_RAG_MARKS[status.rag]].mark
    return Cell(f" {mark} {status.rag.value.upper()} ", palette.band(RAG_TONES[status.rag]))


def left_parts(situation: Situation, palette: Palette) -> list[Part]:
    """Code, name, day, status and its reason; the name gives way before the reason."""
    launch, rag = situation.board.launch, situation.rag
    more = f"  +{len(rag.reasons) - 1} more" if len(rag.reasons) > 1 else ""
    reason = _cut(rag.first_reason) + more
    if rag.overridden_by:
        end = f" until {situation.board.launch.local(rag.until):%H:%M}" if rag.until else ""
        reason = f"{rag.overridden_by}{end}: {reason}"
    return [
        Part(Cell(launch.code, palette.accent + Style(bold=True)), 8),
        Part(Cell(launch.name, palette.text), 1),
        Part(_day(situation, palette), 7),
        Part(rag_badge(rag, palette), 10),
        Part(Cell(reason, palette.text), 4, LEAST_REASON),
    ]


LEAST_REASON = 9
"""Cells of a reason that still tell something: "1 P1 open"."""

LONGEST_REASON = 48
"""Characters of a reason in the title: one that is longer would give way as a whole."""


def _cut(reason: str) -> str:
    return reason if len(reason) <= LONGEST_REASON else reason[: LONGEST_REASON - 1] + "…"


def right_parts(situation: Situation, palette: Palette, actor: str) -> list[Part]:
    """Rehearsal, date and clock, and who sits here; the clock stays longest."""
    local = situation.board.launch.local(situation.now)
    clock = Text(f"{local:%H:%M}", palette.strong)
    clock.append(f":{local:%S}", palette.muted)
    return [
        *_rehearsal(situation, palette),
        *_last_safe(situation, palette),
        Part(Cell(f"{local:%a} {local.day} {local:%b}", palette.text), 2),
        Part(clock, 9),
        Part(_seats(situation, palette, actor), 6),
    ]


def _day(situation: Situation, palette: Palette) -> Text:
    launch, now = situation.board.launch, situation.now
    if launch.status in STATUS_WORDS:
        return Text(STATUS_WORDS[launch.status], palette.strong)
    style = palette.warn if launch.go_live_at is None else palette.strong
    out = Text(day_words(launch, situation.day, now), style)
    shown = launch.shown_day(situation.day) if situation.day is not None else 0
    if launch.hypercare_days and 1 <= shown <= launch.hypercare_days:
        out.append(f" of {launch.hypercare_days}", palette.muted)
    return out


def _rehearsal(situation: Situation, palette: Palette) -> list[Part]:
    pace = situation.board.pace
    if pace is None:
        return [Part(Cell(" REHEARSAL ", palette.band_warn), 8)] * _is_rehearsal(
            situation.board.launch
        )
    word = "‖ PAUSED" if pace.paused else f"REHEARSAL ×{pace.speed:g}"
    return [Part(Cell(f" {word} ", palette.band_warn), 8)]


SAFE_NEAR = timedelta(hours=1)
"""From so long before on the last safe moment is told in colour."""
SAFE_SHOWN = timedelta(hours=48)
"""From so long before on it counts down in the title."""


def _last_safe(situation: Situation, palette: Palette) -> list[Part]:
    """Until a rollback must begin; after it that only forward fixes are left."""
    safe = situation.last_safe
    if safe is None:
        return _deadline(situation, palette)
    if situation.now > safe.deadline:
        return []
    left = safe.left(situation.now)
    if left > SAFE_SHOWN:
        return []
    if left < timedelta(0):
        return [Part(Cell("✖ forward fix only", palette.bad), 3)]
    style = palette.warn if left <= SAFE_NEAR else palette.text
    return [Part(Cell(f"◷ last safe {countdown(left)}", style), 3)]  # the reason stays longer


def _deadline(situation: Situation, palette: Palette) -> list[Part]:
    """Until the rollback deadline, while nobody has said how long a rollback takes."""
    launch, now = situation.board.launch, situation.now
    told = deadline_words(launch, now, known=False)
    if not told or situation.board.rollback is not None or launch.rollback_deadline is None:
        return []
    left = launch.rollback_deadline - now
    if left > SAFE_SHOWN:
        return []
    return [Part(Cell(f"◷ rollback deadline {countdown(left)}", palette.text), 3)]


def _is_rehearsal(launch: Launch) -> int:
    return int(launch.rehearsal)


def _seats(situation: Situation, palette: Palette, actor: str) -> Text:
    out = Text(actor, palette.text)
    alive = [s for s in situation.board.seats if _alive(s.heartbeat_at, situation)]
    if len(alive) > 1:
        out.append(" ● ", palette.good)
        out.append(f"{len(alive)} seats", palette.text)
    return out


def _alive(heartbeat_at: datetime, situation: Situation) -> bool:
    """Heartbeats are real time, so they are compared with when the board was read."""
    return abs(situation.board.read_at - heartbeat_at) <= SEAT_ALIVE
