"""The day's phases in proportion to their time, as three lines. Pure, no Textual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite
from typing import Literal, TypeAlias

from rich.style import Style
from rich.text import Text

from warroom_tui.ui.theme import DARK, SYMBOLS, Palette
from warroom_tui.ui.widgets.drawn_text import Run, as_text, clip, drawable, place, width_of
from warroom_tui.ui.widgets.rows import PLAIN

BlockState: TypeAlias = Literal["todo", "running", "done", "skipped"]

NOW_MARK = "┃"
LINES = 3
"""Ruler, blocks, progress rule."""


@dataclass(frozen=True, slots=True)
class Block:
    """One phase. All times are minutes on one scale, such as minutes since local midnight."""

    key: str
    """Identity; not drawn."""
    name: str
    """Shown as far as it fits."""
    start: float
    """Planned start, minutes."""
    end: float
    """Planned end, minutes."""
    actual_start: float | None = None
    """When it began, if it has."""
    actual_end: float | None = None
    """When it ended, if it has."""
    state: BlockState = "todo"
    """How far it is; lateness follows from the times."""


def lateness(block: Block, now: float) -> float:
    """Minutes a block is behind: over its end, or past its start without having begun."""
    if block.state == "running":
        behind = now - block.end
    elif block.state == "todo":
        behind = now - block.start
    elif block.state == "done" and block.actual_end is not None:
        behind = block.actual_end - block.end
    else:
        return 0.0
    return behind if isfinite(behind) and behind >= 1 else 0.0


def day_band(
    blocks: Sequence[Block],
    start: float,
    end: float,
    now: float,
    width: int,
    *,
    palette: Palette = DARK,
    clock_offset: float = 0.0,
) -> list[Text]:
    """Return hour ruler, blocks and progress rule for `start`..`end` (minutes), `width` wide.

    Where blocks overlap, later ones cover earlier ones and the running one covers all; it is
    stretched to `now` when it runs over. Blocks outside the range, of no length, or with times
    that are no numbers are left out. `clock_offset` is added to a minute to get the clock's
    hours, for scales that do not begin at midnight.
    """
    if width <= 0:
        return [as_text([]) for _ in range(LINES)]
    if not isfinite(end - start) or end <= start:
        blank = as_text([(" " * width, PLAIN)])
        return [blank, blank, as_text([("─" * width, palette.track)])]
    scale = _Scale(start, end, width)
    spans = _spans(blocks, scale, now)
    return [
        _ruler(scale, clock_offset, palette),
        _block_line(spans, scale, now, palette),
        _rule(spans, scale, now, palette),
    ]


@dataclass(frozen=True, slots=True)
class _Scale:
    start: float
    end: float
    width: int

    def column(self, minute: float) -> int:
        """The cell of a minute, kept within the line."""
        # Clamped before it becomes a cell: in a day of almost no length the share is infinite.
        share = min(max((minute - self.start) / (self.end - self.start), 0.0), 1.0)
        return floor(share * self.width)


@dataclass(frozen=True, slots=True)
class _Span:
    """A block and the cells it takes."""

    block: Block
    first: int
    last: int
    """One past its last cell."""


def _spans(blocks: Sequence[Block], scale: _Scale, now: float) -> list[_Span]:
    """Cells of all blocks in drawing order, none overlapping the next."""
    known = [b for b in blocks if isfinite(b.start) and isfinite(b.end) and b.end > b.start]
    # The running block is laid last, so that it wins the cells it shares.
    known.sort(key=lambda block: (block.state == "running", block.start))
    owner: list[int | None] = [None] * scale.width
    for index, block in enumerate(known):
        until = block.end
        if block.state == "running" and isfinite(now):
            until = max(until, now)
        if until <= scale.start or block.start >= scale.end:
            continue
        first = min(scale.column(block.start), scale.width - 1)
        last = max(scale.column(until), first + (1 if block.state == "running" else 0))
        for cell in range(first, last):
            owner[cell] = index
    return _stretches(known, owner)


def _stretches(known: Sequence[Block], owner: Sequence[int | None]) -> list[_Span]:
    spans: list[_Span] = []
    cell = 0
    while cell < len(owner):
        index, first = owner[cell], cell
        while cell < len(owner) and owner[cell] == index:
            cell += 1
        if index is not None:
            spans.append(_Span(known[index], first, cell))
    return spans


def _ruler(scale: _Scale, clock_offset: float, palette: Palette) -> Text:
    """Hours at their places, as many as fit without touching."""
    for step in (60, 120, 180, 240, 360, 720, 1440, 10080):
        if 60 * scale.width / (scale.end - scale.start) * step / 60 >= 4:
            break
    line = [" "] * scale.width
    free = 0
    minute = ceil((scale.start + clock_offset) / step) * step - clock_offset
    for count in range(scale.width):
        at = minute + count * step
        column = scale.column(at)
        if at > scale.end or column + 2 > scale.width:
            break
        if column >= free:
            line[column : column + 2] = f"{int((at + clock_offset) // 60) % 24:02d}"
            free = column + 3
    return as_text([("".join(line), palette.muted)])


def _block_line(spans: Sequence[_Span], scale: _Scale, now: float, palette: Palette) -> Text:
    parts: list[Run] = []
    at = 0
    for span in spans:
        if span.first > at:
            parts.append((" " * (span.first - at), PLAIN))
        parts.extend(_drawn_block(span, now, palette))
        at = span.last
    if at < scale.width:
        parts.append((" " * (scale.width - at), PLAIN))
    return as_text(parts)


def _drawn_block(span: _Span, now: float, palette: Palette) -> list[Run]:
    """One block in exactly its cells: edge, then symbol, name and lateness word."""
    block, width = span.block, span.last - span.first
    behind = lateness(block, now)
    style, edge, mark = _looks(block, behind, palette)
    if block.state == "running":
        lead = [(" ", style)] if width > width_of(block.name) + len(mark) else []
        label = _label(block, mark, behind, width - len(lead), style)
        return place(as_text([*lead, *label]), width, fill=style)
    if width == 1:
        return [("│", edge)]
    return [("│", edge), *place(as_text(_label(block, mark, behind, width - 1, style)), width - 1)]


def _looks(block: Block, behind: float, palette: Palette) -> tuple[Style, Style, str]:
    """Style of the label, style of the edge, and symbol."""
    if block.state == "running":
        if behind:
            return palette.band_warn, PLAIN, SYMBOLS["late"].mark
        return palette.band_good, PLAIN, ""
    if block.state == "done":
        return palette.good, palette.good, SYMBOLS["done"].mark
    if block.state == "skipped":
        return palette.muted, palette.muted, SYMBOLS["skipped"].mark
    if behind:
        return palette.warn, palette.warn, SYMBOLS["late"].mark
    return palette.text, palette.muted, ""


def _label(block: Block, mark: str, behind: float, width: int, style: Style) -> list[Run]:
    """Symbol, name, and the lateness word where the whole name leaves room for it."""
    name, word = drawable(block.name), _late_word(block, behind)
    if width < 3:
        return [((mark or name)[:1], style)]
    head = f"{mark} " if mark and width > 6 else mark
    if word and len(head) + width_of(name) + 1 + len(word) <= width:
        return [(f"{head}{name} {word}", style)]
    shown, _ = clip([(head + name, style)], width)
    return shown


def _late_word(block: Block, behind: float) -> str:
    if not behind:
        return ""
    word = {"running": "over", "todo": "late"}.get(block.state, "late")
    return f"{word} {int(behind)}m" if behind < 600 else f"{word} {int(behind // 60)}h"


def _rule(spans: Sequence[_Span], scale: _Scale, now: float, palette: Palette) -> Text:
    """What has passed as a thick line in the colours of its phases, then the now marker."""
    reached = scale.column(now) if isfinite(now) else 0
    cells: list[Run] = [
        ("━", palette.muted) if x < reached else ("─", palette.track) for x in range(scale.width)
    ]
    for span in spans:
        tone = palette.warn if lateness(span.block, now) else palette.good
        for x in range(span.first, min(span.last, reached)):
            if span.block.state != "skipped":
                cells[x] = ("━", tone)
    if isfinite(now) and scale.start <= now <= scale.end:
        cells[min(reached, scale.width - 1)] = (NOW_MARK, palette.strong)
    return as_text(_merged(cells))


def _merged(cells: Sequence[Run]) -> list[Run]:
    """Join neighbours of one style."""
    result: list[Run] = []
    for text, style in cells:
        if result and result[-1][1] == style:
            result[-1] = (result[-1][0] + text, style)
        else:
            result.append((text, style))
    return result
