"""From a figure of a report down to the rows behind it."""

from __future__ import annotations

from datetime import date

from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.reporting.report_figures import DayRows
from warroom_tui.services.context import Context
from warroom_tui.storage.desk import figure_rows
from warroom_tui.storage.runsheet import launches


class FigureRows:
    """Lists what a figure counted."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def tickets(self, which: DayRows, day: date) -> tuple[Ticket, ...]:
        """The tickets behind a figure of a launch-local day, oldest first."""
        with self._context.store.reading() as connection:
            start, end = launches.read_launch(connection).day_bounds(day)
            now = self._context.clock.now()
            return figure_rows.tickets_of_day(connection, which, start, end, now)
