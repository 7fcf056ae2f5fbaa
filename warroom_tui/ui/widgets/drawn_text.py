"""Outside text made safe to draw, measured and cut in terminal cells. No Textual.

Terminals disagree about joined emoji: one draws a family in two cells, another in six, and
everything to the right of it moves. So joiners, presentation selectors and skin tones are left
out when drawing, flags become their two letters, and a text has one width everywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from warroom_tui.domain.text import clean
from warroom_tui.ui.widgets.rows import PLAIN, Align, Cell, CellLike

Run: TypeAlias = tuple[str, Style]
"""A stretch of drawable text in one style."""

DRAW_LIMIT = 1_000
"""Characters looked at: more than any terminal is wide."""

_FLAG_A = 0x1F1E6
_SKIN_TONES = range(0x1F3FB, 0x1F400)


@lru_cache(maxsize=8192)
def drawable(text: str) -> str:
    """Return `text` on one line, with nothing in it that a terminal obeys or widens.

    Unlike `domain.text.clean` blanks are kept as they are, because columns stand on them.
    """
    if text.isascii() and text.isprintable():
        return text[:DRAW_LIMIT]
    cleaned = clean(text, limit=DRAW_LIMIT, multiline=True)
    cleaned = cleaned.replace("\n", " ").replace("\t", " ")
    if cleaned.isascii():
        return cleaned
    return "".join(map(_fixed_width, cleaned))


def _fixed_width(char: str) -> str:
    code = ord(char)
    if _FLAG_A <= code < _FLAG_A + 26:
        return chr(code - _FLAG_A + ord("A"))
    if code in _SKIN_TONES or 0xFE00 <= code <= 0xFE0F:
        return ""
    return "" if unicodedata.category(char) == "Cf" else char


def width_of(text: str) -> int:
    """Return the terminal cells that `drawable(text)` takes."""
    return _width(drawable(text))


@lru_cache(maxsize=8192)
def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(map(cell_len, text))


def runs(cell: CellLike | str) -> list[Run]:
    """Return a cell as drawable stretches; a `Text` keeps its spans, nothing is markup."""
    if isinstance(cell, str):
        return [(drawable(cell), PLAIN)]
    if isinstance(cell, Cell):
        return [(drawable(cell.text), cell.style)]
    return _text_runs(cell)


def _text_runs(text: Text) -> list[Run]:
    plain = text.plain
    base = _style(text.style)
    if not text.spans:
        return [(drawable(plain), base)]
    cuts = {0, len(plain)}
    for span in text.spans:
        cuts.update((span.start, span.end))
    edges = sorted(cut for cut in cuts if 0 <= cut <= len(plain))
    result: list[Run] = []
    for start, end in pairwise(edges):
        style = base
        for span in text.spans:
            if span.start <= start and span.end >= end:
                style += _style(span.style)
        piece = drawable(plain[start:end])
        if result and result[-1][1] == style:  # one run costs the terminal one colour change
            result[-1] = (result[-1][0] + piece, style)
        else:
            result.append((piece, style))
    return result


def _style(style: str | Style) -> Style:
    """Only style objects count, and none of their links or click actions."""
    if isinstance(style, str) or not style:
        return PLAIN
    if style.link or style.meta:
        return style.clear_meta_and_links()
    return style


def clip(parts: Iterable[Run], width: int) -> tuple[list[Run], int]:
    """Cut runs to at most `width` cells, ending in … when cut; returns them and their cells."""
    if width <= 0:
        return [], 0
    parts = [(text, style) for text, style in parts if text]
    total = sum(_width(text) for text, _ in parts)
    if total <= width:
        return parts, total
    room, kept, used = width - 1, list[Run](), 0
    for text, style in parts:
        length = _width(text)
        if used + length <= room:
            kept.append((text, style))
            used += length
            continue
        head = _head(text, room - used)
        kept.append((head + "…", style))
        return kept, used + _width(head) + 1
    return kept, used


def _head(text: str, width: int) -> str:
    """The longest beginning of `text` within `width` cells, with the marks on its last letter."""
    if text.isascii():
        return text[:width]
    used = 0
    for index, char in enumerate(text):
        used += cell_len(char)
        if used > width:
            return text[:index]
    return text


def place(
    cell: CellLike | str, width: int, align: Align = "left", fill: Style = PLAIN
) -> list[Run]:
    """Return runs of exactly `width` cells: clipped with … or padded on the sides."""
    kept, used = clip(runs(cell), width)
    spare = width - used
    if spare <= 0:
        return kept
    left = {"left": 0, "right": spare, "center": spare // 2}[align]
    if left:
        kept.insert(0, (" " * left, fill))
    if spare > left:
        kept.append((" " * (spare - left), fill))
    return kept


def fit(cell: CellLike | str, width: int, align: Align = "left") -> Text:
    """Return a `Text` of exactly `width` cells (none when `width` is not positive)."""
    return as_text(place(cell, width, align))


def as_text(parts: Iterable[Run]) -> Text:
    """Join runs into a `Text` that neither wraps nor cuts by itself."""
    result = Text(no_wrap=True, overflow="ignore", end="")
    for text, style in parts:
        result.append(text, style)
    return result


def safe_text(cell: CellLike | str) -> Text:
    """Return the drawable form of a cell as a `Text` of its natural width."""
    return as_text(runs(cell))
