"""What people type on the Health screen: a cell of the day tables, a figure."""

from __future__ import annotations

from collections.abc import Sequence

from warroom_tui.domain.monitoring.day_table import FilledTable
from warroom_tui.ui.screens.actions.rest import typed_number
from warroom_tui.ui.screens.desk import Desk
from warroom_tui.ui.screens.dialogs.choice import ChoiceDialog, Option
from warroom_tui.ui.screens.dialogs.day_cell import CellAnswer, DayCellDialog
from warroom_tui.ui.screens.dialogs.text import TextDialog

Cell = tuple[str, str, str, str]
"""Title of the table, row, heading, what stands there."""


class TypedDeeds:
    """Choose a cell and type over it; type a figure in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def cell(self, tables: Sequence[FilledTable]) -> None:
        """Choose one of the cells of the days that have begun; today's stand first."""
        cells = _cells(tables)
        if not cells:
            self._desk.say("No day of these tables has begun.", "warning")
            return
        several = len(tables) > 1
        options: list[Option] = [
            (
                str(number),
                f"{row} · {head}",
                f"{shown or 'nothing'}{f'  {title}' if several else ''}",
            )
            for number, (title, row, head, shown) in enumerate(cells)
        ]
        self._desk.choose(
            ChoiceDialog("Type over which figure?", options),
            lambda key: self._type(cells[int(key)]),
        )

    def _type(self, cell: Cell) -> None:
        from warroom_tui.services.monitoring.day_tables import DayTables

        title, row, head, shown = cell
        days = DayTables(self._desk.services.context)

        def store(answer: CellAnswer) -> str:
            return days.type_in(row, head, answer[0], answer[1], title=title, seen=shown)

        self._desk.form(
            lambda save: DayCellDialog(f"{row}, {head}", shown or "nothing", save), store, str
        )

    def figure(self, key: str, name: str, now: str) -> None:
        """Type a figure in."""
        health = self._desk.services.health
        self._desk.form(
            lambda save: TextDialog(name, "Value", hint=f"now {now}", save=save),
            lambda text: health.set_metric(key, typed_number(text)),
            lambda metric: f"{metric.name} is typed in",
        )


def _cells(tables: Sequence[FilledTable]) -> list[Cell]:
    found = [
        (not row.today, (table.title, row.label, head, shown))
        for table in tables
        for row in table.rows
        if any(row.cells)
        for head, shown in zip(table.columns[1:], row.cells, strict=True)
    ]
    return [cell for _, cell in sorted(found, key=lambda each: each[0])]
