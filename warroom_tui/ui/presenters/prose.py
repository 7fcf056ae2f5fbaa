"""Longer text from outside, made safe to draw line by line."""

from __future__ import annotations

from warroom_tui.domain.text import clean
from warroom_tui.ui.widgets.drawn_text import DRAW_LIMIT, drawable

PROSE_LIMIT = 20_000
"""Characters of one text that are shown."""


def prose(text: str) -> str:
    """Return the text with its line breaks, nothing in it that a terminal obeys or widens."""
    lines = clean(text, limit=PROSE_LIMIT, multiline=True).split("\n")
    return "\n".join(map(_line, lines))


def _line(line: str) -> str:
    pieces = range(0, len(line), DRAW_LIMIT)
    return "".join(drawable(line[start : start + DRAW_LIMIT]) for start in pieces)
