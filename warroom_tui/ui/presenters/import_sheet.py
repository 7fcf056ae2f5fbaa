"""The import sheet as lines: sections, and what to look at."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from rich.text import Text

from warroom_tui.ui.theme import Palette
from warroom_tui.ui.widgets.rows import Cell, Column, Row

if TYPE_CHECKING:
    from warroom_tui.services.planning.import_sheet import ImportSheet, SheetFinding, SheetLine

SECTION_COLUMNS = (
    Column("sure", width=1),
    Column("line", "line", width=5, align="right"),
    Column("kind", "kind", width=11),
    Column("title", "section", fraction=3),
    Column("when", "time", width=20, min_total_width=100),
    Column("became", "became", fraction=2, min_total_width=70),
    Column("word", "", width=12, min_total_width=130),
)
FINDING_COLUMNS = (
    Column("mark", width=1),
    Column("line", width=5, align="right"),
    Column("word", width=8),
    Column("text"),
)
TEXT_LINES = 400
"""Lines of a section that are shown beside the list."""

MARKS = {"recognised": "●", "guessed": "?", "kept as note": "○", "chosen": "◆"}
"""How sure the reader is, as a symbol; the legend names them."""

_SEVERITY = {"error": "✖", "warning": "▲", "info": "·", "open": "?"}


def section_key(line: SheetLine) -> str:
    """The key of a section's row."""
    return f"{line.source}:{line.line}"


def section_rows(sheet: ImportSheet, palette: Palette) -> list[Row]:
    """One row per section; with several documents each begins with its name."""
    rows: list[Row] = []
    source = -1
    for line in sheet.lines:
        if line.source != source and len(sheet.files) > 1:
            name = sheet.files[line.source].name
            rows.append(Row(f"file:{line.source}", (Cell(name),), heading=True))
        source = line.source
        rows.append(_section_row(line, palette))
    return rows


def _section_row(line: SheetLine, palette: Palette) -> Row:
    style = {
        "recognised": palette.good,
        "guessed": palette.warn,
        "kept as note": palette.muted,
        "chosen": palette.accent,
    }[line.confidence]
    chapter = line.became in ("", "chapter")
    text = palette.muted if line.kind in ("notes", "meta") else palette.text
    return Row(
        section_key(line),
        (
            Cell(MARKS[line.confidence], style),
            Cell(str(line.line), palette.muted),
            Cell(line.kind, style if line.confidence != "recognised" else palette.text),
            Cell("  " * min(line.depth, 6) + line.title, text),
            Cell(line.when, palette.muted),
            Cell(line.became or "–", palette.muted if chapter else palette.text),
            Cell("" if line.confidence == "recognised" else line.confidence, style),
        ),
    )


def finding_rows(sheet: ImportSheet, palette: Palette, answered: Collection[str] = ()) -> list[Row]:
    """What was assumed, what is ambiguous or contradictory, what stays open.

    `answered` are questions that the person has answered on the sheet.
    """
    return [
        _finding_row(sheet, number, found, palette)
        for number, found in enumerate(sheet.findings)
        if found.asks not in answered or not found.asks
    ]


def _finding_row(sheet: ImportSheet, number: int, found: SheetFinding, palette: Palette) -> Row:
    style = {"error": palette.bad, "warning": palette.warn, "open": palette.accent}.get(
        found.severity, palette.muted
    )
    name = f"{sheet.files[found.source].name}: " if len(sheet.files) > 1 else ""
    return Row(
        f"{number}|{found.source}:{found.line}",
        (
            Cell(_SEVERITY.get(found.severity, "·"), style),
            Cell(str(found.line), palette.muted),
            Cell(found.severity, style),
            Cell(name + found.text, palette.text),
        ),
    )


def legend(sheet: ImportSheet, palette: Palette) -> Text:
    """ "● 107 recognised  ? 9 guessed  ○ 12 kept as note"."""
    styles = {
        "recognised": palette.good,
        "guessed": palette.warn,
        "kept as note": palette.muted,
        "chosen": palette.accent,
    }
    text = Text()
    for name, number in sheet.totals():
        text.append(f"{MARKS[name]} ", styles[name]).append(f"{number} {name}   ", palette.text)
    return text


def section_text(sheet: ImportSheet, line: SheetLine) -> str:
    """What the plan says in a section and below it."""
    text = sheet.text(line.source).split("\n")
    later = (
        each.line
        for each in sheet.lines
        if each.source == line.source and each.line > line.line and each.depth <= line.depth
    )
    end = min(later, default=len(text) + 1)
    return "\n".join(text[line.line - 1 : min(end - 1, line.line + TEXT_LINES)]).rstrip()
