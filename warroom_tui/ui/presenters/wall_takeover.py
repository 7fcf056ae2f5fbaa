"""The wall when something takes it over, and its scene of triggers. Pure."""

from __future__ import annotations

from rich.text import Text

from warroom_tui.domain.durations import short
from warroom_tui.domain.situation import Situation
from warroom_tui.domain.takeover import Takeover
from warroom_tui.domain.triggers.gauges import Gauge
from warroom_tui.domain.triggers.trigger_words import against_limit, last_safe_words, trip_words
from warroom_tui.domain.triggers.tripwires import TriggerState
from warroom_tui.ui.presenters.wall_box import Lines, beside, box, stack
from warroom_tui.ui.theme import Palette, Tone
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.figures import big, biggest
from warroom_tui.ui.widgets.gauge import bar

TRIGGER_FACES: dict[TriggerState, tuple[str, str, Tone]] = {
    TriggerState.CLEAR: ("●", "clear", "good"),
    TriggerState.APPROACHING: ("▲", "near", "warn"),
    TriggerState.TRIPPED: ("✖", "TRIPPED", "bad"),
    TriggerState.ACKNOWLEDGED: ("■", "acknowledged", "bad"),
    TriggerState.CLEARED: ("○", "cleared", "muted"),
}
"""Symbol, word and tone of a trigger."""


def takeover_lines(situation: Situation, palette: Palette, width: int, height: int) -> Lines:
    """The first takeover in letters as large as fit; others are counted."""
    first = situation.takeovers[0]
    style = palette.tone("bad" if first.bad else "warn")
    size = biggest(first.tag, width - 6, max(3, min(9, height // 3)))
    body: Lines = [Text()]
    body += big(first.tag, size, style) if size else [Text(drawable(first.tag), style)]
    body += [Text(), *_title(first.title, palette, width - 6, height - len(body) - 10), Text()]
    airy = height > 24 and not first.figure
    for line in first.lines:
        body += [Text(drawable(line), palette.strong)] + [Text()] * airy
    body += [Text(), Text(_since(first, situation), palette.muted)]
    body += _figure(first, palette, width - 6, height - len(body) - 6)
    body += [
        Text(f"also: {drawable(other.tag)}  {drawable(other.title)}", palette.warn)
        for other in situation.takeovers[1:3]
    ]
    mark = "✖" if first.bad else "▲"
    return box(Text(f"{mark} {drawable(first.tag)}", style), body, width, height, style)


def _figure(first: Takeover, palette: Palette, width: int, room: int) -> Lines:
    """What the clock runs to, and the clock, as large as the room that is left."""
    late = first.figure.startswith("-")
    style = palette.tone("bad" if late else "text")
    size = biggest(first.figure, width, min(9, room - 2)) if first.figure and room > 4 else None
    if not size:
        return []
    return [Text(), Text(first.figure_of, style), *big(first.figure, size, style)]


def _title(text: str, palette: Palette, width: int, height: int) -> Lines:
    """In large letters where the words fit into them, else wrapped."""
    size = biggest(drawable(text), width, max(3, min(5, height)))
    if size and height >= size:
        return big(drawable(text), size, palette.strong)
    return _wrapped(text, width, palette)


def _since(takeover: Takeover, situation: Situation) -> str:
    local = situation.board.launch.local(takeover.since)
    return f"since {local:%H:%M}, for {short(situation.now - takeover.since)}"


def _wrapped(text: str, width: int, palette: Palette) -> Lines:
    words, lines, line = drawable(text).split(), [], ""
    for word in words:
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [Text(one, palette.strong) for one in [*lines, line][:3]]


def trigger_lines(situation: Situation, palette: Palette, width: int, height: int) -> Lines:
    """Every trigger that counts, the most serious first, each with its gauge."""
    triggers = [one for one in situation.gauges if one.is_trigger]
    triggers.sort(key=lambda one: (not _hot(one), one.group != "immediate", -(one.reach or 0.0)))
    body: Lines = []
    if situation.last_safe is not None:
        safe = situation.last_safe
        passed = safe.passed(situation.now)
        style = palette.bad if passed else palette.strong
        body += [Text(last_safe_words(safe, situation.now), style), Text()]
    airy = 2 * len(triggers) + len(body) <= height - 2
    for one in triggers:
        body += [_trigger(one, palette, width - 4)] + [Text()] * airy
    if not triggers:
        body = [*body, Text("The plan has no rollback triggers.", palette.muted)]
    head = Text("Rollback triggers", palette.accent)
    return box(head, stack(body, width - 4, height - 2), width, height, palette.track)


def _hot(gauge: Gauge) -> bool:
    return gauge.state not in (None, TriggerState.CLEAR, TriggerState.CLEARED)


def _trigger(gauge: Gauge, palette: Palette, width: int) -> Text:
    mark, word, tone = TRIGGER_FACES[gauge.state or TriggerState.CLEAR]
    style = palette.tone(tone if gauge.counts or _hot(gauge) else "muted")
    share = gauge.reach
    drawn = bar(share, 1.0, 12, style=style, track=palette.track)
    left = Text(f"{mark} {word:<13}", style)
    left.append_text(drawn if share is not None else Text(" " * 12))
    left.append(f" {drawable(gauge.criterion.text)}", palette.strong)
    told = " · ".join(part for part in (against_limit(gauge), trip_words(gauge)) if part)
    right = Text(f"  {drawable(told)}", style)
    room = max(24, width - min(right.cell_len, width // 2))
    left.truncate(room, overflow="ellipsis", pad=True)
    return beside([[left], [right]], gap=0)[0]
