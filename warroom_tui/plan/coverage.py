"""The accounting: every non-blank line and every box of the file must have a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_BOX_LINE = re.compile(r"^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\](?=\s|$)")


def covered_lines(lines: Sequence[str], spans: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """(placed, all) non-blank lines."""
    marks = bytearray(len(lines) + 2)
    for first, last in spans:
        for line in range(max(first, 1), min(last, len(lines)) + 1):
            marks[line] = 1
    filled = [number for number, line in enumerate(lines, start=1) if line.strip()]
    return sum(marks[number] for number in filled), len(filled)


def plain_box_lines(lines: Sequence[str]) -> frozenset[int]:
    """Lines that show a box to anyone: counted without the parser, to check it."""
    return frozenset(n for n, line in enumerate(lines, start=1) if _BOX_LINE.match(line))
