"""The import sheet as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom_tui.cli.output import Column, Output

if TYPE_CHECKING:
    from warroom_tui.services.planning.import_sheet import ImportSheet, SheetFinding, SheetLine

_SURE = {"recognised": "", "guessed": "guessed", "kept as note": "note", "chosen": "chosen"}


def print_sheet(out: Output, sheet: ImportSheet) -> None:
    """Every section with what became of it, then what to look at."""
    for source, file in enumerate(sheet.files):
        own = [line for line in sheet.lines if line.source == source]
        columns: list[Column[SheetLine]] = [
            Column("LINE", lambda line: str(line.line), right=True),
            Column("KIND", lambda line: line.kind),
            Column("", lambda line: _SURE[line.confidence]),
            Column("SECTION", lambda line: "· " * line.depth + line.title),
            Column("TIME", lambda line: line.when),
            Column("BECAME", lambda line: line.became),
        ]
        out.line(f"{file.name}: {len(own)} sections")
        out.listing(own, lambda line: line.title, columns, "It has no sections.")
    out.line(", ".join(f"{number} {name}" for name, number in sheet.totals()))
    if sheet.findings:
        out.line("\nTo look at:")
        marks: list[Column[SheetFinding]] = [
            Column("LINE", lambda found: _place(sheet, found), right=True),
            Column("", lambda found: found.severity),
            Column("", lambda found: found.text),
        ]
        out.listing(sheet.findings, lambda found: found.text, marks, "")
    out.line("")


def _place(sheet: ImportSheet, found: SheetFinding) -> str:
    if len(sheet.files) == 1:
        return str(found.line)
    return f"{sheet.files[found.source].name}:{found.line}"
