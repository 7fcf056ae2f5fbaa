"""The desk's figures of a day, and behind each of them the tickets that it counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from rich.text import Text
from textual.binding import Binding, BindingType

from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.reporting.report_figures import DayRows
from warroom_tui.ui.presenters import desk_figure_rows, ticket_facts
from warroom_tui.ui.screens.shelf import Shelf
from warroom_tui.ui.widgets.rows import Cell, Row

if TYPE_CHECKING:
    from warroom_tui.services.desk.figure_desk import FigurePage, GroupBy
    from warroom_tui.services.warroom import Services


class FiguresScreen(Shelf["FigurePage"]):
    """Figures, limits, volume and groups of a day; enter opens the tickets behind one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "earlier", "The day before", show=False),
        Binding("right_square_bracket", "later", "The day after", show=False),
    ]
    ENTER = "Open the tickets behind the figure"
    COLUMNS = desk_figure_rows.COLUMNS
    EMPTY = "No figure holds these words. Press escape to go back."
    EVERY_S = 5.0

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._day: date | None = None

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("enter", "tickets behind it"),
            ("left_square_bracket", "day before"),
            ("right_square_bracket", "day after"),
            ("slash", "find"),
            ("escape", "back"),
        )

    def read(self) -> FigurePage:
        """The day in one snapshot."""
        desk = self.services.desk_figures
        return desk.page(self._day or desk.today())

    def title_of(self, data: FigurePage) -> str:
        """Which day, and how much came in."""
        day = data.figures.day
        today = "today, " if data.today else ""
        counts = data.figures.counts
        return (
            f"Figures · {today}{day:%a} {day.day} {day:%b} · "
            f"{counts.created} logged, {counts.resolved} resolved"
        )

    def rows(self, data: FigurePage) -> Sequence[Row]:
        """What holds the words, under its heading."""
        out: list[Row] = []
        for words, row in desk_figure_rows.rows(data, self.palette):
            if row.heading:
                if out and out[-1].heading:
                    out.pop()
                out.append(row)
            elif self.matches(words):
                out.append(row)
        if out and out[-1].heading:
            out.pop()
        return out

    def told(self, data: FigurePage) -> Text:
        """How the chosen figure is counted."""
        return desk_figure_rows.facts(data, self.cursor or "", self.palette)

    def action_act(self) -> None:
        """Open the tickets behind the figure or group under the cursor."""
        page, key = self.page, self.cursor or ""
        if page is None:
            return
        asked = desk_figure_rows.tickets_behind(page, key)
        if asked is None:
            self.say("No tickets stand behind this line.")
            return
        which, group, title = asked
        screen = FigureTicketsScreen(
            self.services, which, page.figures.day, group, title, page.zone
        )
        self.app.push_screen(screen)

    def action_earlier(self) -> None:
        """The day before."""
        self._go(-1)

    def action_later(self) -> None:
        """The day after, not past today."""
        self._go(1)

    def _go(self, days: int) -> None:
        page = self.page
        if page is not None and not (page.today and days > 0):
            self._day = page.figures.day + timedelta(days=days)
            self.reload()


class FigureTicketsScreen(Shelf[tuple[Ticket, ...]]):
    """The tickets that one figure of a day counted."""

    COLUMNS = desk_figure_rows.TICKET_COLUMNS
    ENTER = "Open the ticket"
    EMPTY = "This figure counted no ticket. Press escape to go back."
    EVERY_S = 5.0

    def __init__(
        self,
        services: Services,
        which: DayRows,
        day: date,
        group: tuple[GroupBy, str] | None,
        title: str,
        zone: ZoneInfo,
    ) -> None:
        super().__init__(services)
        self._which, self._day, self._group, self._title = which, day, group, title
        self._zone = zone

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("enter", "open"), ("slash", "find"), ("escape", "back"))

    def action_act(self) -> None:
        """Open the ticket."""
        from warroom_tui.ui.screens.ticket_detail import TicketDetailScreen

        if self.cursor is not None:
            self.app.push_screen(TicketDetailScreen(self.cursor, self.services))

    def read(self) -> tuple[Ticket, ...]:
        """The rows behind the figure."""
        return self.services.desk_figures.rows(self._which, self._day, self._group)

    def title_of(self, data: tuple[Ticket, ...]) -> str:
        """Which figure, of which day, and how many."""
        return f"{self._title} · {self._day:%a} {self._day.day} {self._day:%b} · {len(data)}"

    def rows(self, data: tuple[Ticket, ...]) -> Sequence[Row]:
        """Reference, priority, level, owner, subject."""
        return [
            Row(
                one.ref,
                (
                    Cell(one.ref, self.palette.accent),
                    Cell(one.priority.value, self.palette.text),
                    Cell(one.level.value, self.palette.muted),
                    Cell(one.subject, self.palette.text),
                    Cell(one.assignee or "–", self.palette.muted),
                    Cell(one.state.value, self.palette.muted),
                ),
            )
            for one in data
            if self.matches(one.ref, one.subject, one.assignee or "", one.category)
        ]

    def told(self, data: tuple[Ticket, ...]) -> Text:
        """The chosen ticket's fields."""
        found = next((one for one in data if one.ref == self.cursor), None)
        if found is None:
            return Text("")
        return ticket_facts.facts(found, self.services.clock.now(), self._zone, self.palette)
