"""A second, slow and simple way to count boxes, to hold the reader against.

It knows nothing of Markdown but what a person sees: a list mark and a box, line by line.
"""

from __future__ import annotations

_SIGNS = "☐☑☒"
_MARKS = ("[ ]", "[x]", "[X]", "[\u00a0]")


def count_boxes(text: str) -> int:
    """How many boxes a person would count in a plan."""
    return sum(_is_box(line, fenced) for line, fenced in _lines(text)) + _boxes_in_tables(text)


def _lines(text: str) -> list[tuple[str, bool]]:
    out: list[tuple[str, bool]] = []
    fence = ""
    for line in text.lstrip("\ufeff").splitlines():
        bare = line.strip().lstrip("> ").strip()
        if fence:
            if bare.startswith(fence) and not bare.strip(fence[0]):
                fence = ""
            else:
                out.append((line, True))
        elif bare.startswith(("```", "~~~")):
            fence = bare[: len(bare) - len(bare.lstrip(bare[0]))]
        else:
            out.append((line, False))
    return out


def _is_box(line: str, fenced: bool) -> bool:
    rest = line.strip().lstrip("> \t")
    marked = False
    while True:
        word, _, after = rest.partition(" ")
        number = word[:-1].isdigit() and word[-1:] in ".)" and len(word) < 11
        if word in ("-", "*", "+") or number:
            rest, marked = after.lstrip(), True
            continue
        break
    rest = rest.replace("\\[", "[").replace("\\]", "]")
    if rest and rest[0] in _SIGNS:
        return sum(rest.count(sign) for sign in _SIGNS) == 1
    if marked and rest[:1] and not rest[0].isalnum() and rest[0] not in "[(<`*_|#\"'\\-":
        lead, _, after = rest.partition(" ")
        if len(lead) <= 8 and not any(char.isalnum() for char in lead):
            rest = after.lstrip()
    if not marked or rest[:3] not in _MARKS:
        return False
    if fenced and rest[:3] == "[X]":
        return False
    return rest[3:4] in ("", " ", "\t", "\u00a0")


def _boxes_in_tables(text: str) -> int:
    total = 0
    choice = False
    for line, fenced in _lines(text):
        if fenced or "|" not in line or line.lstrip().startswith(("-", "*", "+")):
            choice = choice and "|" in line
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if {"go", "no-go"} <= {cell.lower() for cell in cells}:
            choice = True
        total += not choice and any(_is_cell_box(cell) for cell in cells)
    return total


def _is_cell_box(cell: str) -> bool:
    if cell[:3] in _MARKS:
        return cell[3:4] in ("", " ")
    return bool(cell) and cell[0] in _SIGNS and sum(cell.count(sign) for sign in _SIGNS) == 1
