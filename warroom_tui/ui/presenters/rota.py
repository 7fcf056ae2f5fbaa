"""Rota: heads needed and here per level, who they are, and the day's planned cover as bars."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from rich.text import Text

from warroom_tui.domain.board import Board
from warroom_tui.domain.durations import clock, day_and_clock, short
from warroom_tui.domain.situation import Situation
from warroom_tui.domain.staffing.rota import Cover, Gap, cover_now, level_name, level_rank
from warroom_tui.ui.presenters.marks import Face, FirstNames, joined, mark
from warroom_tui.ui.theme import Palette, Tone
from warroom_tui.ui.widgets.drawn_text import width_of
from warroom_tui.ui.widgets.rows import Cell, CellLike, Column, Row
from warroom_tui.ui.widgets.sparkline import spark

EMPTY = "Nobody is planned now: o signs in."

_STEP = timedelta(minutes=30)
_MOST_GAPS = 4
"""Gaps ahead that are listed."""
_HEADROOM = 1.9
"""A full bar takes half of its line, so that lines do not melt into one block."""


@dataclass(frozen=True, slots=True)
class DayCover:
    """Planned heads of a local day in half-hour steps; costly, so made once per board."""

    day: date
    starts_at: datetime
    ends_at: datetime
    heads: tuple[tuple[str, tuple[int, ...]], ...]
    """Level → planned heads per step."""
    needs: tuple[tuple[str, tuple[int, ...]], ...]
    """Level → heads asked for per step."""

    def hours(self, board: Board) -> str:
        """The graph's span as a heading: "07–20"."""
        local = board.launch.local
        return f"{local(self.starts_at):%H}–{local(self.ends_at):%H}"


def day_cover(board: Board, now: datetime) -> DayCover | None:
    """The planned cover of the local day of `now`; None when nobody is planned or asked for."""
    day = board.launch.local(now).date()
    first, last = board.launch.day_bounds(day)
    span = _span(board, first, last)
    if span is None:
        return None
    heads: dict[str, list[int]] = {}
    needs: dict[str, list[int]] = {}
    steps = int((span[1] - span[0]) / _STEP)
    for step in range(steps):
        at = span[0] + step * _STEP
        for cover in cover_now(board.launch, board.requirements, board.shifts, at, planned=True):
            reach = len(cover.on_call) + len(cover.standby)
            heads.setdefault(cover.level, [0] * steps)[step] = cover.here or reach
            needs.setdefault(cover.level, [0] * steps)[step] = cover.need
    return DayCover(
        day,
        span[0],
        span[1],
        tuple((level, tuple(values)) for level, values in heads.items()),
        tuple((level, tuple(values)) for level, values in needs.items()),
    )


def _span(board: Board, first: datetime, last: datetime) -> tuple[datetime, datetime] | None:
    """From the first planned hour of the day to its last, in whole hours."""
    edges = [
        (max(shift.starts_at, first), min(shift.ends_at, last))
        for shift in board.shifts
        if shift.starts_at < last and shift.ends_at > first and shift.counts_heads
    ]
    noon = first + timedelta(hours=12)
    for requirement in board.requirements:
        if requirement.applies(board.launch, noon):
            edges.append((_at(first, requirement.time_from), _at(first, requirement.time_to)))
    edges = [(start, end) for start, end in edges if end > start]
    if not edges:
        return None
    start = min(edge[0] for edge in edges).astimezone(UTC).replace(minute=0, second=0)
    end = max(edge[1] for edge in edges)
    return start, max(end, start + timedelta(hours=1))


def _need(cover: Cover, palette: Palette) -> Cell:
    """Heads needed; ≠ where the documents ask for different numbers and the highest holds."""
    if not cover.need:
        return Cell("–", palette.muted)
    if cover.disagree:
        return Cell(f"≠{cover.need}", palette.warn)
    return Cell(str(cover.need), palette.muted)


def _at(first: datetime, clock_time: time | None) -> datetime:
    """A local clock time on the day that starts at `first`; without one, the day's start."""
    if clock_time is None:
        return first
    return first + timedelta(hours=clock_time.hour, minutes=clock_time.minute)


def graph_width(width: int) -> int:
    """Cells of the day's graph in a panel `width` cells wide; 0 when there is no room."""
    return 0 if width < 50 else max(12, min(52, width // 4 - 2))


LEVEL = 13
"""Cells of a level's name, where the names are short or the panel is narrow."""


def level_width(names: Iterable[str], width: int) -> int:
    """Cells for the names of the levels in a panel `width` cells wide: whole where room exists."""
    longest = max((width_of(name) for name in names), default=0)
    return max(LEVEL, min(longest, width // 4))


def columns(width: int, hours: str, level: int = LEVEL) -> tuple[Column, ...]:
    """The columns for a panel `width` cells wide; `hours` heads the graph."""
    graph = graph_width(width) if hours else 0
    base = (
        Column("mark", width=1),
        Column("level", "level", width=level),
        Column("need", "need", width=4, align="right", min_total_width=36),
        Column("here", "here", width=4, align="right"),
        Column("who", "on now"),
        Column("next", "next", width=5, min_total_width=76),
    )
    return (*base, Column("day", hours, width=graph)) if graph else base


def row_count(situation: Situation) -> int:
    """How many rows `face` makes, at most."""
    if situation.covers:
        return len(situation.covers) + min(_MOST_GAPS, len(situation.gaps))
    return len(situation.board.requirements) + bool(situation.board.requirements)


def face(situation: Situation, palette: Palette, width: int, day: DayCover | None) -> Face:
    """The panel at the situation's moment; `day` is the board's `day_cover`."""
    covers = situation.covers
    rows = [_row(cover, situation, palette, graph_width(width), day) for cover in covers]
    if rows:
        rows += _gap_rows(situation, palette)
    else:
        rows = _ahead_rows(situation, palette)
    return Face(tuple(rows), _title(situation), _subtitle(situation), _tone(situation))


def _row(
    cover: Cover, situation: Situation, palette: Palette, graph: int, day: DayCover | None
) -> Row:
    state = "missed" if cover.gap and not cover.here else "risk" if cover.gap else "met"
    if not cover.need and not cover.here:
        state = "unknown"
    here = palette.tone("bad" if state == "missed" else "warn") if cover.gap else palette.strong
    change = clock(cover.next_change, situation.board.launch.zone) if cover.next_change else ""
    cells: list[CellLike] = [
        mark(state, palette),
        Cell(level_name(cover.level), palette.text),
        _need(cover, palette),
        Cell(str(cover.here) if cover.here else "–", here),
        _who(cover, palette, FirstNames(situation.board)),
        Cell(change, palette.muted),
    ]
    if graph:
        cells.append(_graph(cover, situation, palette, graph, day))
    return Row(cover.level, tuple(cells))


def _who(cover: Cover, palette: Palette, names: FirstNames) -> Text:
    """Who is sorely missing; who is on; then who is away or reachable, each with its word."""
    out = Text()
    for word, people, style in (
        ("not in", cover.missing if cover.gap else (), palette.warn),
        ("", cover.present, palette.text),
        ("not in", () if cover.gap else cover.missing, palette.muted),
        ("break", cover.on_break, palette.muted),
        ("on call", cover.on_call, palette.muted),
        ("standby", cover.standby, palette.muted),
    ):
        if people:
            out.append(" · " if out.plain else "", palette.track)
            out.append(f"{word} " if word else "", palette.muted)
            out.append(" ".join(map(names.short, people)), style)
    return out if out.plain else Text("nobody", palette.muted)


def _graph(
    cover: Cover, situation: Situation, palette: Palette, width: int, day: DayCover | None
) -> CellLike:
    if day is None:
        return Cell("")
    heads = dict(day.heads).get(cover.level, ())
    needs = dict(day.needs).get(cover.level, ())
    top = max([1, *heads, *needs]) * _HEADROOM
    total = day.ends_at - day.starts_at
    out = Text(no_wrap=True, end="")
    here = (situation.now - day.starts_at) / total * width if total else -1.0
    for cell in range(width):
        step = min(len(heads) - 1, cell * len(heads) // width)
        have, want = (heads[step], needs[step]) if heads else (0, 0)
        style = palette.warn if have < want else palette.info
        if cell < int(here):
            style = palette.track if have >= want else palette.muted
        block = spark([have], 1, low=0, high=top, style=style) if have else Text("·", style)
        if cell == int(here):
            block.stylize(palette.strong)
        out.append_text(block)
    return out


def _gap_rows(situation: Situation, palette: Palette) -> list[Row]:
    """The gaps of the next hours, one line each, under the levels."""
    zone = situation.board.launch.zone
    out: list[Row] = []
    for gap in situation.gaps[:_MOST_GAPS]:
        out.append(
            Row(
                f"gap:{gap.level}:{gap.starts_at:%H%M}",
                (
                    mark("late", palette),
                    Cell(level_name(gap.level), palette.muted),
                    Cell(str(gap.need), palette.muted),
                    Cell(str(gap.planned), palette.warn),
                    Cell(_gap_text(gap, clock(gap.starts_at, zone), clock(gap.ends_at, zone))),
                ),
            )
        )
    return out


def _gap_text(gap: Gap, start: str, end: str) -> str:
    return f"{start} to {end}: {gap.need - gap.planned} short in the plan"


def _ahead_rows(situation: Situation, palette: Palette) -> list[Row]:
    """What the first staffed day asks for, while nobody is on yet."""
    board = situation.board
    today = situation.day
    ahead = [r for r in board.requirements if today is None or r.day_to >= today]
    if not ahead:
        return []
    first = min(max(r.day_from, today or r.day_from) for r in ahead)
    when = board.launch.date_of_day(first)
    label = f"{when:%a} {when.day} {when:%b}" if when else "once go-live is set"
    rows = [
        Row(
            "ahead",
            (Cell(f"Day {board.launch.shown_day(first)} asks for · {label}", palette.muted),),
            heading=True,
        )
    ]
    asked = [r for r in ahead if r.day_from <= first <= r.day_to]
    for requirement in sorted(asked, key=lambda r: level_rank(r.level)):
        hours = (
            f"{requirement.time_from:%H:%M} to {requirement.time_to:%H:%M}"
            if requirement.time_from and requirement.time_to
            else "all day"
        )
        rows.append(
            Row(
                f"ahead:{requirement.id}",
                (
                    mark("unknown", palette),
                    Cell(level_name(requirement.level), palette.text),
                    Cell(str(requirement.min_heads), palette.strong),
                    Cell("–", palette.muted),
                    Cell(
                        joined(hours, requirement.mode.replace("_", " "), requirement.label),
                        palette.muted,
                    ),
                ),
            )
        )
    return rows


def _title(situation: Situation) -> str:
    on = sum(cover.here for cover in situation.covers)
    short_levels = [cover for cover in situation.covers if cover.gap]
    missing = sum(cover.gap for cover in short_levels)
    if not situation.covers:
        return joined("Rota", "nobody planned")
    return joined("Rota", f"{on} on", f"{missing} short" if missing else "covered")


def _subtitle(situation: Situation) -> str:
    changes = [cover.next_change for cover in situation.covers if cover.next_change]
    if not changes:
        return ""
    first = min(changes)
    zone = situation.board.launch.zone
    left = short(first - situation.now) if first - situation.now > timedelta(minutes=1) else "now"
    return f"next change {day_and_clock(first, zone, situation.now)}, in {left}"


def _tone(situation: Situation) -> Tone:
    return "warn" if any(cover.gap for cover in situation.covers) else "text"
