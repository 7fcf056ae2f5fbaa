"""What is a box and what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_BOX = re.compile(
    r"^(?P<lead>[^\w\s\[\]()<>`*|#\"'\\☐☑☒-]{1,8}\s+)?"
    r"(?:\\?\[(?P<mark>[ \u00a0\txX])\\?\](?=\s|$)|(?P<sign>[☐☑☒☒])\ufe0f?)\s*(?P<text>.*)$",
    re.DOTALL,
)
_FENCE_BOX = re.compile(
    r"^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+(?:\\?\[(?P<mark>[ x])\\?\](?:\s+|$)|(?P<sign>[☐☑☒]))"
    r"|(?P<bare>[☐☑☒]))\s*(?P<text>.*)$"
)
_LIST_MARK = re.compile(r"^[-*+]\s+(?=\\?\[|[☐☑☒])")
_CHOICES = (
    {"go", "no-go"}, {"go", "no go"}, {"yes", "no"}, {"pass", "fail"}, {"ja", "nein"},
    {"oui", "non"}, {"sí", "no"}, {"si", "no"}, {"sim", "não"}, {"да", "нет"}, {"是", "否"},
    {"はい", "いいえ"}, {"예", "아니오"}, {"có", "không"}, {"met", "not met"}, {"ok", "nok"},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the plan: ticked or not, and the words beside it."""

    done: bool
    text: str


def read_box(text: str) -> Box | None:
    """The box that an item's text starts with, or None.

    A second ☐ on the line makes it a choice ("Go ☐ No-Go ☐"), which is a decision, not a task.
    """
    if "[" not in text[:12] and not any(sign in text[:10] for sign in "☐☑☒"):
        return None
    match = _BOX.match(text)
    if match is None:
        return None
    words = match["text"].strip()
    if match["sign"]:
        if any(sign in words for sign in "☐☑☒"):
            return None
        return Box(match["sign"] != "☐", words)
    return Box(match["mark"] in "xX", (match["lead"] or "") + words)


def read_fence_box(line: str) -> Box | None:
    """The box that a line inside a code block starts with; `[X]` there is a template's slot."""
    match = _FENCE_BOX.match(line)
    if match is None:
        return None
    words = match["text"].strip()
    sign = match["sign"] or match["bare"]
    if sign:
        return None if any(s in words for s in "☐☑☒") else Box(sign != "☐", words)
    return Box(match["mark"] == "x", words)


def is_box_cell(cell: str) -> bool | None:
    """True or False for a table cell that is nothing but a ticked or open box, else None."""
    text = cell.strip().replace("\\", "")
    if text in ("[ ]", "☐", "[\u00a0]"):
        return False
    if text in ("[x]", "[X]", "☑", "☒"):
        return True
    return None


def is_choice(header: Sequence[str]) -> bool:
    """Whether a table asks to choose between its columns ("Go | No-Go"), which is no task."""
    titles = {title.strip(" *:☐").lower() for title in header}
    return any(pair <= titles for pair in _CHOICES)


def row_box(cells: Sequence[str], task: int | None) -> Box | None:
    """The box of a table row: a cell that is one, or that begins with the only one in it.

    Its words are those of the `task` column, else of the first cell with words.
    """
    boxes = [(cell, box) for cell in cells if (box := _cell_box(cell)) is not None]
    if not boxes:
        return None
    named = cells[task].strip() if task is not None and task < len(cells) else ""
    own = _cell_box(named)
    if own is not None:
        return own
    rest = (cell.strip() for cell in cells if cell.strip() and _cell_box(cell) is None)
    return Box(boxes[0][1].done, named or next(rest, boxes[0][1].text))


def header_box(header: Sequence[str]) -> Box | None:
    """The box of a list item directly above a rule of dashes: Markdown takes it for a header."""
    if not header or not _LIST_MARK.match(header[0].strip()):
        return None
    return read_box(_LIST_MARK.sub("", " | ".join(cell.strip() for cell in header)))


def _cell_box(cell: str) -> Box | None:
    done = is_box_cell(cell)
    if done is not None:
        return Box(done, "")
    text = _LIST_MARK.sub("", cell.strip())
    return read_box(text) if "<br" not in text else None
