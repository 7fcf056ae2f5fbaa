"""Plain text in columns: display width, wrapping with a hanging indent."""

from __future__ import annotations

import re
import unicodedata

COLUMNS = 76
"""Width of plain-text reports: survives one level of quoting in a mail."""

_HANG = re.compile(r"^\s*(?:[-*•●▲✖◌⊘]\s+)?")


def display_width(text: str) -> int:
    """Terminal columns that `text` takes."""
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or char in "\u200c\u200d\ufe0e\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def wrap(text: str, width: int = COLUMNS, indent: int = 0) -> str:
    """`text` in lines of at most `width` columns; lines after the first start with `indent` blanks.

    A word longer than a line is cut. Line breaks in the text stay.
    """
    width = max(width, indent + 2, 2)
    return "\n".join(
        line for part in text.split("\n") for line in _wrap_line(part, width, " " * indent)
    )


def fold(text: str, width: int = COLUMNS) -> str:
    """A whole text with every line at most `width` columns, bullets with a hanging indent."""
    lines: list[str] = []
    for line in text.split("\n"):
        line = line.rstrip()
        if display_width(line) <= width:
            lines.append(line)
            continue
        hang = _HANG.match(line)
        indent = min(display_width(hang.group()) if hang else 0, width // 2)
        lines.extend(_wrap_line(line, width, " " * indent))
    return "\n".join(lines)


def _wrap_line(line: str, width: int, indent: str) -> list[str]:
    lines: list[str] = []
    current, used = "", 0
    for piece in re.findall(r"\s+|\S+", line):
        size = display_width(piece)
        if used + size <= width:
            current, used = current + piece, used + size
            continue
        if piece.isspace():
            continue
        if current.strip():
            lines.append(current.rstrip())
            current, used = indent, len(indent)
        for char in piece:
            if used + _char_width(char) > width:
                lines.append(current)
                current, used = indent, len(indent)
            current, used = current + char, used + _char_width(char)
    lines.append(current.rstrip())
    return lines
