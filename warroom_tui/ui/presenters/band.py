"""The day band: which phases it shows, on which scale, and the line of words under it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import TypeAlias

from rich.text import Text

from warroom_tui.domain.durations import clock, countdown, day_and_clock, short
from warroom_tui.domain.runsheet.day_words import deadline_words, window_words
from warroom_tui.domain.runsheet.launch import Launch, LaunchStatus, Phase, PhaseState
from warroom_tui.domain.situation import Situation
from warroom_tui.ui.theme import Palette
from warroom_tui.ui.widgets.day_band import Block, BlockState
from warroom_tui.ui.widgets.rows import Cell
from warroom_tui.ui.widgets.status_line import Part

_LONG = timedelta(hours=30)
"""A phase longer than this is drawn on a scale of days, not of hours."""
_MOST_DAYS = timedelta(days=16)


class Scale(Enum):
    """What the band's length stands for."""

    HOURS = "hours"
    DAYS = "days"
    STEPS = "steps"
    """Phases without times, one after the other."""


@dataclass(frozen=True, slots=True)
class Band:
    """What to draw; all times in minutes after `origin`."""

    scale: Scale
    blocks: tuple[Block, ...]
    start: float
    end: float
    now: float
    clock_offset: float
    """Minutes between local midnight and `origin`."""
    origin: datetime
    label: str = ""
    """The day, when it is not today."""


def band(situation: Situation) -> Band:
    """The phases of today; without any, the days around now; without times, all in a row."""
    timed = [(phase, *span) for phase in situation.board.phases if (span := span_of(phase))]
    launch, now = situation.board.launch, situation.now
    first, last = launch.day_bounds(launch.local(now).date())
    today = _within(timed, first, last)
    if today:
        return _hours(today, first, last, situation)
    if not timed:
        return _steps(situation)
    ahead = [t for t in timed if t[1] >= now]
    if any(t[1] <= now < t[2] for t in timed) or not ahead:
        return _days(timed, situation)
    following = launch.local(min(t[1] for t in ahead)).date()
    first, last = launch.day_bounds(following)
    if not _within(timed, first, last):
        return _days(timed, situation)
    shown = _hours(_within(timed, first, last), first, last, situation)
    return replace(shown, label=f"{following:%a} {following.day} {following:%b}")


_Timed: TypeAlias = tuple[Phase, datetime, datetime]


def _within(timed: list[_Timed], first: datetime, last: datetime) -> list[_Timed]:
    """The phases of hours, not days, that touch a day."""
    return [t for t in timed if t[1] < last and t[2] > first and t[2] - t[1] <= _LONG]


def _hours(timed: list[_Timed], first: datetime, last: datetime, situation: Situation) -> Band:
    start = max(min(t[1] for t in timed), first)
    end = min(max(t[2] for t in timed), last)
    return _made(Scale.HOURS, timed, _hour(start), _hour(end, up=True), situation)


def span_of(phase: Phase) -> tuple[datetime, datetime] | None:
    """Planned start and end as far as the plan and what happened tell them."""
    start = phase.starts_at or phase.started_at
    if start is None:
        return None
    end = phase.ends_at or phase.ended_at
    if end is None and phase.plan_min_hi:
        end = start + timedelta(minutes=phase.plan_min_hi)
    return (start, end) if end is not None and end > start else None


def _hour(at: datetime, *, up: bool = False) -> datetime:
    whole = at.replace(minute=0, second=0, microsecond=0)
    return whole + timedelta(hours=1) if up and whole < at else whole


def _days(timed: list[_Timed], situation: Situation) -> Band:
    """Whole days around now: from the phases that are not over, else the last ones."""
    now, launch = situation.now, situation.board.launch
    ahead = [t for t in timed if t[2] > now] or timed[-6:]
    start = min([t[1] for t in ahead] + ([now] if ahead[0][2] > now else []))
    if start < now - timedelta(days=3):
        start = now - timedelta(days=3)
    end = min(max(t[2] for t in ahead), start + _MOST_DAYS)
    first = launch.day_bounds(launch.local(start).date())[0]
    last = launch.day_bounds(launch.local(max(end, start)).date())[1]
    return _made(Scale.DAYS, timed, first, last, situation)


def _made(
    scale: Scale,
    timed: list[_Timed],
    start: datetime,
    end: datetime,
    situation: Situation,
) -> Band:
    local = situation.board.launch.local(start)
    blocks = tuple(_block(phase, begin, finish, start) for phase, begin, finish in timed)
    return Band(
        scale,
        blocks,
        0.0,
        _minutes(start, end),
        _minutes(start, situation.now),
        local.hour * 60.0 + local.minute,
        start,
    )


def _steps(situation: Situation) -> Band:
    """Phases without times in their order, each as long as planned or all alike."""
    phases = situation.board.phases
    known = bool(phases) and all(phase.plan_min_hi for phase in phases)
    at, now = 0.0, -1.0
    blocks = []
    for phase in phases:
        length = float(phase.plan_min_hi or 1) if known else 1.0
        blocks.append(Block(str(phase.id), phase.name, at, at + length, state=_state(phase)))
        if situation.phase is not None and phase.id == situation.phase.id:
            share = phase.done / phase.total if phase.total else 0.0
            now = at + min(share, 0.98) * length
        at += length
    if phases and situation.phase is None:
        now = at
    return Band(Scale.STEPS, tuple(blocks), 0.0, max(at, 1.0), now, 0.0, situation.now)


def _block(phase: Phase, start: datetime, end: datetime, origin: datetime) -> Block:
    return Block(
        str(phase.id),
        phase.name,
        _minutes(origin, start),
        _minutes(origin, end),
        _minutes(origin, phase.started_at) if phase.started_at else None,
        _minutes(origin, phase.ended_at) if phase.ended_at else None,
        _state(phase),
    )


def _state(phase: Phase) -> BlockState:
    if phase.state in (PhaseState.IN_PROGRESS, PhaseState.BLOCKED):
        return "running"
    if phase.state is PhaseState.NOT_STARTED:
        return "todo"
    return "done" if phase.state is PhaseState.COMPLETE else "skipped"


def _minutes(origin: datetime, at: datetime) -> float:
    return (at - origin).total_seconds() / 60


def day_ruler(shown: Band, launch: Launch, width: int, palette: Palette) -> Text:
    """Weekdays at their places, for a band of days."""
    line = [" "] * width
    total = shown.end - shown.start
    local = launch.local(shown.origin)
    free, day = 0, 0
    while total > 0:
        at = _minutes(shown.origin, launch.day_bounds((local + timedelta(days=day)).date())[0])
        column = int(at / total * width)
        if at >= shown.end or column >= width:
            break
        date = local + timedelta(days=day)
        label = f"{date:%a} {date.day}"
        if date.day == 1 or day == 0:
            label += f" {date:%b}"
        if column >= free and column + len(label) <= width:
            line[column : column + len(label)] = label
            free = column + len(label) + 2
        day += 1
    return Text("".join(line), palette.muted)


WINDOW_NEAR = timedelta(hours=1)
"""From so long before on the end of the launch window is told in colour."""


def status_parts(situation: Situation, palette: Palette) -> list[Part]:
    """Time left, done, what is next and when it will really be."""
    phase = situation.phase
    launch = situation.board.launch
    before = launch.go_live_at is not None and situation.now < launch.go_live_at
    out: list[Part] = []
    if before and launch.go_live_at is not None:
        out.append(Part(_to_go_live(launch, launch.go_live_at, situation, palette), 10))
    window = window_words(launch, situation.now)
    if window:
        near = launch.window_end is not None and launch.window_end - situation.now <= WINDOW_NEAR
        out.append(Part(Cell(window, palette.warn if near else palette.text), 8))
    safe = situation.last_safe
    deadline = deadline_words(launch, situation.now, known=safe is not None)
    if deadline and situation.board.rollback is None:
        # Where the last safe moment counts down in the title, this one may give way.
        out.append(Part(Cell(deadline, palette.text if safe else palette.warn), 4 if safe else 8))
    if phase is None:
        out.append(Part(_all_ended(situation, palette), 9))
        return out
    if launch.status in (LaunchStatus.ROLLED_BACK, LaunchStatus.CANCELLED):
        word = launch.status.value.replace("_", " ")
        out.append(Part(Cell(f"{word}: the run sheet has stopped", palette.strong), 9))
        return out
    if phase.state is PhaseState.NOT_STARTED:
        out.append(Part(_not_started(phase, situation, palette), 9))
    else:
        out.append(Part(_left(phase, situation, palette), 9))
    if phase.total:
        tone = palette.good if phase.done == phase.total else palette.strong
        done = Text(f"{phase.done} of {phase.total}", tone)
        done.append(" done", palette.muted)
        out.append(Part(done, 7))
    if situation.next_phase is not None and situation.next_phase is not phase:
        out.append(Part(_next(situation.next_phase, situation, palette), 6))
    if situation.slip >= timedelta(minutes=1):
        text = Text("day forecast ", palette.muted)
        text.append(f"+{short(situation.slip)}", palette.warn)
        out.append(Part(text, 5))
    return out


def _left(phase: Phase, situation: Situation, palette: Palette) -> Text:
    left = situation.time_left
    if left is None:
        begun = phase.started_at or situation.now
        text = Text(short(situation.now - begun), palette.strong)
        return text.append(" in ", palette.muted).append(phase.name, palette.strong)
    if left < timedelta(0):
        text = Text(f"◷ {countdown(-left)} over", palette.warn)
        return text.append(" in ", palette.muted).append(phase.name, palette.strong)
    text = Text(countdown(left), palette.strong)
    return text.append(" left in ", palette.muted).append(phase.name, palette.strong)


def _not_started(phase: Phase, situation: Situation, palette: Palette) -> Text:
    text = Text(phase.name, palette.strong)
    slip = phase.start_slip(situation.now)
    if slip is not None and slip > timedelta(0):
        return text.append(f" should have begun {short(slip)} ago", palette.warn).append(
            ", p starts it", palette.muted
        )
    if phase.starts_at is not None:
        left = phase.starts_at - situation.now
        return text.append(" begins in ", palette.muted).append(countdown(left), palette.strong)
    return text.append(" not started, p starts it", palette.muted)


def _to_go_live(launch: Launch, at: datetime, situation: Situation, palette: Palette) -> Text:
    text = Text(countdown(at - situation.now), palette.strong)
    text.append(" to go-live ", palette.muted)
    return text.append(day_and_clock(at, launch.zone, situation.now), palette.text)


def _next(phase: Phase, situation: Situation, palette: Palette) -> Text:
    text = Text("next ", palette.muted)
    text.append(phase.name, palette.text)
    if phase.starts_at is None:
        return text
    zone = situation.board.launch.zone
    text.append(f" {day_and_clock(phase.starts_at, zone, situation.now)}", palette.text)
    if situation.slip >= timedelta(minutes=1) and phase.starts_at - situation.now < timedelta(1):
        forecast = phase.starts_at + situation.slip
        text.append(f" → {clock(forecast, zone)}", palette.warn)
    return text


def _all_ended(situation: Situation, palette: Palette) -> Text:
    phases = situation.board.phases
    if not phases:
        return Text("This plan has no phases", palette.muted)
    done, total = sum(p.done for p in phases), sum(p.total for p in phases)
    text = Text(f"✔ all {len(phases)} phases ended", palette.good)
    return text.append(f", {done} of {total} boxes done", palette.muted)


def dot(palette: Palette) -> Cell:
    """What stands between the words under the band."""
    return Cell("·", palette.track)
