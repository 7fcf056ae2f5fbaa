"""The wall: one picture of the launch for a room, at any size from 80x24 up. Pure.

From the top: the status band with its word, reason and countdown; figures; then the scene; at
the bottom what happened last. Everything that matters is symbol, word and colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rich.style import Style
from rich.text import Text

from warroom_tui.domain.durations import clock, countdown
from warroom_tui.domain.monitoring.standing import standing_alarm
from warroom_tui.domain.rag import Rag
from warroom_tui.domain.runsheet.day_words import (
    STATUS_WORDS,
    day_words,
    deadline_words,
    window_words,
)
from warroom_tui.domain.situation import Situation
from warroom_tui.domain.triggers.trigger_words import last_safe_words
from warroom_tui.ui.presenters.alarm_line import alarm_words
from warroom_tui.ui.presenters.marks import joined
from warroom_tui.ui.presenters.wall_box import Lines, beside, fit, stack
from warroom_tui.ui.presenters.wall_figures import cards
from warroom_tui.ui.presenters.wall_scenes import scene_lines
from warroom_tui.ui.presenters.wall_takeover import takeover_lines
from warroom_tui.ui.theme import SYMBOLS, Palette, Tone
from warroom_tui.ui.widgets.figures import big, biggest

MIN_WIDTH, MIN_HEIGHT = 80, 24

RAG_FACES: dict[Rag, tuple[str, Tone]] = {
    Rag.GREEN: ("green", "good"),
    Rag.YELLOW: ("yellow", "warn"),
    Rag.RED: ("red", "bad"),
}


@dataclass(frozen=True, slots=True)
class WallView:
    """What the wall shows beyond the situation."""

    scene: str
    """status, tickets, health, triggers, timeline or rota; takeover while something takes over."""
    hide_names: bool = False
    stale_since: datetime | None = None
    """Set when the picture can no longer be trusted."""


def draw_wall(
    situation: Situation, view: WallView, palette: Palette, width: int, height: int
) -> Lines:
    """Exactly `height` lines of exactly `width` cells."""
    if width < MIN_WIDTH or height < MIN_HEIGHT:
        return _too_small(width, height)
    band_height = 5 if height < 34 else 7 if height < 56 else 9
    card_height = 6 if height < 34 else 8 if height < 56 else 10
    alarm = _alarm(situation, palette, width)
    scene_height = height - band_height - card_height - len(alarm) - 1
    if view.scene == "takeover" and situation.takeovers:
        room = height - band_height - len(alarm) - 1
        lines = [
            *_band(situation, view, palette, width, band_height),
            *alarm,
            *takeover_lines(situation, palette, width, room),
            _ticker(situation, palette, width, view.hide_names),
        ]
        return stack(lines, width, height)
    lines = [
        *_band(situation, view, palette, width, band_height),
        *alarm,
        *cards(situation, palette, width, card_height),
        *scene_lines(situation, view.scene, palette, width, scene_height, view.hide_names),
        _ticker(situation, palette, width, view.hide_names),
    ]
    return stack(lines, width, height)


def _alarm(situation: Situation, palette: Palette, width: int) -> Lines:
    """The check that fires and that nobody has taken on: one line until somebody does."""
    alarm = standing_alarm(situation)
    if alarm is None:
        return []
    symbol = SYMBOLS[alarm.state.value]
    style = palette.band(symbol.tone)
    words = alarm_words(alarm, situation, width - 6, key="nobody has it yet")
    return [fit(Text(f"  {symbol.mark} {words}", style), width, style)]


def _too_small(width: int, height: int) -> Lines:
    text = f"The wall needs 80 x 24. This terminal has {width} x {height}."
    return stack([Text(), Text(text)], width, height)


def _band(situation: Situation, view: WallView, palette: Palette, width: int, height: int) -> Lines:
    """The status band across the top; STALE takes its place when the data is old."""
    if view.stale_since is not None:
        return _stale_band(situation, view.stale_since, palette, width, height)
    mark, tone = RAG_FACES[situation.rag.rag]
    style = palette.band(tone)
    figure, means = _time_figure(situation)
    right = [*_figure_lines(figure, style, width // 2, height), Text(means, style)]
    right_width = max((line.cell_len for line in right), default=0)
    word = big(situation.rag.rag.value, 5 if height >= 9 else 3, style)
    left_width = width - right_width - 4
    left: Lines = [Text("", style)]
    if height >= 7 and word[0].cell_len + 4 < left_width:
        left += [
            _marked(SYMBOLS[mark].mark if row == 1 else " ", line, style)
            for row, line in enumerate(word)
        ]
    else:
        left.append(Text(f"{SYMBOLS[mark].mark} {situation.rag.rag.value.upper()}", style))
    left += [Text(line, style) for line in _headline(situation)]
    body = stack(left, left_width, height)
    right = [Text(" " * (right_width - line.cell_len)).append_text(line) for line in right]
    aside = stack([Text("", style), *right], right_width, height)
    rows = beside([[Text("  ")] * height, body, aside, [Text("  ")] * height], gap=0)
    return [fit(row, width, _ground(style)) for row in rows]


def _marked(mark: str, line: Text, style: Style) -> Text:
    out = Text(f"{mark} ", style)
    out.append_text(line)
    return out


def _ground(style: Style) -> Style:
    return Style(bgcolor=style.bgcolor, color=style.color)


def _headline(situation: Situation) -> list[str]:
    """Reason, then the phase with its progress, then what comes next."""
    launch, phase = situation.board.launch, situation.phase
    reasons = joined(*situation.rag.reasons[:3]) or situation.rag.first_reason
    day = STATUS_WORDS.get(launch.status, "")
    if not day and launch.go_live_at is not None:
        day = day_words(launch, situation.day, situation.now)
    lines = [reasons]
    if situation.last_safe is not None and situation.now <= situation.last_safe.deadline:
        lines.append(last_safe_words(situation.last_safe, situation.now))
    elif situation.last_safe is None and situation.board.rollback is None:
        deadline = deadline_words(launch, situation.now, known=False)
        lines += [deadline] if deadline else []
    window = window_words(launch, situation.now)
    lines += [window] if window else []
    if phase is None:
        ended = "every phase has ended" if situation.board.phases else "the plan has no phases"
        return [*lines, joined(launch.name, ended)]
    now = f"{phase.name}  {phase.done} of {phase.total} done"
    if phase.started_at is None and phase.starts_at is not None:
        now = f"next: {phase.name}"
    lines.append(joined(now, launch.name, day))
    if situation.next_phase is not None and phase.started_at is not None:
        lines.append(f"next {situation.next_phase.name}")
    return lines


def _time_figure(situation: Situation) -> tuple[str, str]:
    """Time left in the phase, until the next one starts, or until go-live; and which it is."""
    phase, now = situation.phase, situation.now
    if phase is not None and phase.started_at is not None and situation.time_left is not None:
        left = situation.time_left
        return _figure(left), "left in phase" if left >= timedelta(0) else "past its end"
    go_live = situation.board.launch.go_live_at
    start = phase.starts_at if phase is not None else None
    if start is not None and start > now:
        return _figure(start - now), "until it begins"
    if go_live is not None and go_live > now:
        return _figure(go_live - now), "until go-live"
    return clock(now, situation.board.launch.zone), "o'clock"


def _figure(span: timedelta) -> str:
    """A countdown without units that big figures cannot draw."""
    if abs(span) >= timedelta(days=1):
        days = abs(span).days
        return f"{'-' if span < timedelta(0) else ''}{days}D"
    return countdown(span)


def _figure_lines(text: str, style: Style, width: int, height: int) -> Lines:
    size = biggest(text, width, max(3, height - 2))
    return big(text, size, style) if size else [Text(text, style)]


def _stale_band(
    situation: Situation, since: datetime, palette: Palette, width: int, height: int
) -> Lines:
    style = palette.band("bad")
    at = clock(since, situation.board.launch.zone)
    size = biggest(f"STALE {at}", width - 4, max(3, height - 2))
    word = big(f"STALE {at}", size, style) if size else [Text(f"STALE since {at}", style)]
    text = f"STALE since {at}: this picture is old, the database does not answer"
    lines = [Text("", style), *word, Text(text, style)][-height:]
    padded = [Text("  ", style).append_text(line) for line in lines]
    return [fit(line, width, _ground(style)) for line in stack(padded, width, height)]


def _ticker(situation: Situation, palette: Palette, width: int, hide_names: bool) -> Text:
    """What happened last, and the clock that shows the wall is alive."""
    zone = situation.board.launch.zone
    out = Text(" ", palette.bar)
    now = situation.now.astimezone(zone)
    tail = Text(f" {now:%a} {now.day} {now:%b %H:%M:%S} ", palette.bar + palette.strong)
    for event in situation.board.events[:6]:
        out.append(f"{clock(event.at, zone)} ", palette.bar + palette.muted)
        told = event.text if hide_names else f"{event.actor}: {event.said}"
        out.append(f"{told}   ", palette.bar)
    line = fit(out, width - tail.cell_len, palette.bar)
    line.append_text(tail)
    return line
