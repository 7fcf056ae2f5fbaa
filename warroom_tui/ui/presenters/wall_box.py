"""Boxes and columns of text lines for the wall. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from rich.text import Text

Lines = list[Text]

LONG_WORD = 16
"""A word longer than this is cut rather than left out."""


def fit(line: Text, width: int, style: Style | None = None) -> Text:
    """A copy of `line` of exactly `width` cells, cut between words or padded."""
    out = line.copy()
    out.no_wrap = True
    if out.cell_len > width > LONG_WORD:
        _cut_between_words(out, width)
    out.truncate(max(0, width), overflow="ellipsis", pad=True)
    if style is not None:
        base = Text("", style)
        base.append_text(out)
        return base
    return out


def _cut_between_words(line: Text, width: int) -> None:
    """Shorten to whole words and an ellipsis, unless the last word is a long one."""
    kept = line.copy()
    kept.truncate(width - 1, overflow="crop")
    end = len(kept.plain)
    if line.plain[end : end + 1] not in ("", " "):
        blank = kept.plain.rfind(" ")
        end = blank if blank > 0 and end - blank <= LONG_WORD else end
    line.right_crop(len(line.plain) - len(line.plain[:end].rstrip()))
    line.append("…")


def stack(lines: Sequence[Text], width: int, height: int) -> Lines:
    """Exactly `height` lines of exactly `width` cells."""
    out = [fit(line, width) for line in lines[:height]]
    return out + [Text(" " * width)] * (height - len(out))


def beside(columns: Sequence[Lines], gap: int = 1) -> Lines:
    """Columns of equal height, side by side."""
    out = []
    for row in zip(*columns, strict=True):
        line = Text("", no_wrap=True)
        for index, part in enumerate(row):
            if index:
                line.append(" " * gap)
            line.append_text(part)
        out.append(line)
    return out


def centred(line: Text, width: int) -> Text:
    """The line in the middle of `width` cells."""
    left = max(0, (width - line.cell_len) // 2)
    out = Text(" " * left)
    out.append_text(line)
    return fit(out, width)


def box(title: Text, body: Lines, width: int, height: int, border: Style) -> Lines:
    """A rounded box with its title in the top border."""
    inner = max(0, width - 4)
    head = fit(title, min(title.cell_len, max(0, width - 6)))
    top = Text("╭─ ", border)
    top.append_text(head)
    top.append(" " + "─" * max(0, width - head.cell_len - 5) + "╮", border)
    rows = [top]
    for line in stack(body, inner, max(0, height - 2)):
        row = Text("│ ", border)
        row.append_text(line)
        row.append(" │", border)
        rows.append(row)
    rows.append(Text("╰" + "─" * max(0, width - 2) + "╯", border))
    return rows


def shares(width: int, count: int, gap: int = 1) -> list[int]:
    """`width` cells shared among `count` columns with gaps, the first ones one cell wider."""
    room = width - gap * (count - 1)
    base, extra = divmod(room, count)
    return [base + (1 if index < extra else 0) for index in range(count)]
