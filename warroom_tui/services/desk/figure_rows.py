"""From a figure of a report down to the rows behind it."""

from __future__ import annotations

from datetime import date, timedelta

from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.reporting.report_figures import DayRows
from warroom_tui.services.context import Context
from warroom_tui.storage.desk import figure_rows
from warroom_tui.storage.runsheet import launches


class FigureRows:
    """Lists what a figure counted."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def tickets(
        self, which: DayRows, day: date, *, days: int = 1, hour: int | None = None
    ) -> tuple[Ticket, ...]:
        """The tickets behind a figure, oldest first: of a launch-local day, or of `days` from it.

        `hour` is a place in `DeskFigures.hours`: the hours of the day, counted as they pass.
        """
        with self._context.store.reading() as connection:
            launch = launches.read_launch(connection)
            start, end = launch.day_bounds(day)
            if days > 1:
                end = launch.day_bounds(day + timedelta(days=days - 1))[1]
            if hour is not None:
                start += timedelta(hours=hour)
                end = min(end, start + timedelta(hours=1))
            now = self._context.clock.now()
            return figure_rows.tickets_of_day(connection, which, start, end, now)
