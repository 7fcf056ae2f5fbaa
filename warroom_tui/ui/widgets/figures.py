"""Figures and words of solid blocks, readable from five metres. Pure, no Textual."""

from __future__ import annotations

import unicodedata
from typing import Literal, TypeAlias

from rich.style import Style
from rich.text import Text

from warroom_tui.ui.widgets.glyphs import SMALL, TALL, Bitmap
from warroom_tui.ui.widgets.rows import PLAIN

Height: TypeAlias = Literal[3, 5, 7]
"""Lines: 3 is drawn in half blocks, 5 and 7 with pixels two cells wide."""

MOST_CHARACTERS = 40
"""More would not fit any screen."""


def big(text: str, height: Height = 5, style: Style = PLAIN) -> list[Text]:
    """Return `text` as `height` lines of equal width, one style throughout.

    Drawn are A-Z (small letters as capitals, accents left off), digits and `: % / - + . , ! ?
    ( ) = < >`; anything else becomes a `?`, so a figure never silently loses a character.
    """
    rows = _rows(text, TALL if height == 7 else SMALL)
    lines = _halves(rows) if height == 3 else [_doubled(row) for row in rows]
    return [Text(line, style, no_wrap=True, overflow="ignore", end="") for line in lines]


def big_width(text: str, height: Height = 5) -> int:
    """Return the cells that `big(text, height)` takes."""
    glyphs = [_glyph(char, TALL if height == 7 else SMALL) for char in _characters(text)]
    pixels = sum(len(glyph[0]) for glyph in glyphs) + max(len(glyphs) - 1, 0)
    return pixels if height == 3 else pixels * 2


def biggest(text: str, width: int, height: int) -> Height | None:
    """Return the largest height whose figures fit into `width` x `height` cells, if any does."""
    sizes: tuple[Height, ...] = (7, 5, 3)
    for size in sizes:
        if size <= height and big_width(text, size) <= width:
            return size
    return None


def _characters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text[:MOST_CHARACTERS]).upper()
    return "".join(char for char in plain if not unicodedata.combining(char))


def _glyph(char: str, font: dict[str, Bitmap]) -> Bitmap:
    return font.get(char) or font["?"]


def _rows(text: str, font: dict[str, Bitmap]) -> list[str]:
    """Pixel rows of the whole text: `#` on, blank off, one blank column between glyphs."""
    glyphs = [_glyph(char, font) for char in _characters(text)]
    height = len(font["?"])
    return [" ".join(glyph[y] for glyph in glyphs) for y in range(height)]


def _doubled(row: str) -> str:
    return "".join("██" if pixel == "#" else "  " for pixel in row)


def _halves(rows: list[str]) -> list[str]:
    """Two pixel rows in one line of half blocks."""
    rows = [*rows, " " * len(rows[0])]
    blocks = {"##": "█", "# ": "▀", " #": "▄", "  ": " "}
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["".join(blocks[a + b] for a, b in zip(*pair, strict=True)) for pair in pairs]
