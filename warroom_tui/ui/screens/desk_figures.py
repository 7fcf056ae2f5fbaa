"""The desk's figures of a day, and behind each of them the tickets that it counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from rich.text import Text
from textual.binding import Binding, BindingType

from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.incident.issues import KnownIssue
from warroom_tui.ui.presenters import (
    desk_figure_rows,
    figures_behind,
    issue_facts,
    ticket_facts,
)
from warroom_tui.ui.presenters.marks import many
from warroom_tui.ui.screens.shelf import Shelf
from warroom_tui.ui.widgets.rows import Cell, Row

if TYPE_CHECKING:
    from warroom_tui.services.desk.figure_desk import FigurePage
    from warroom_tui.services.warroom import Services
    from warroom_tui.ui.presenters.figures_behind import Behind


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
        if figures_behind.counts_issues(page, key):
            self.app.push_screen(FigureIssuesScreen(self.services, page))
            return
        group = figures_behind.behind_group(page, key)
        asked = figures_behind.tickets_behind(page, key)
        if group:
            self._choose(page, group)
        elif asked is None:
            self.say("No tickets stand behind this line.")
        else:
            self.app.push_screen(FigureTicketsScreen(self.services, asked, page.zone))

    def _choose(self, page: FigurePage, group: Sequence[tuple[str, Behind]]) -> None:
        """Ask which figure of a category, level or person."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        options = [(str(number), words, "") for number, (words, _) in enumerate(group)]
        name = group[0][1].title.rpartition(": ")[0]

        def chosen(number: str | None) -> None:
            if number is not None:
                asked = group[int(number)][1]
                self.app.push_screen(FigureTicketsScreen(self.services, asked, page.zone))

        title = f"{name}: tickets behind which figure?"
        self.app.push_screen(ChoiceDialog(title, options, changes=False), chosen)

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


def _day_text(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


class FigureIssuesScreen(Shelf[tuple[KnownIssue, ...]]):
    """The critical known issues that a day's figure counted."""

    COLUMNS = desk_figure_rows.ISSUE_COLUMNS
    ENTER = "Open the log of known issues"
    EMPTY = "No critical issue was reported on this day. Press escape to go back."
    EVERY_S = 5.0

    def __init__(self, services: Services, page: FigurePage) -> None:
        super().__init__(services)
        self._figures = page

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("enter", "the log"), ("slash", "find"), ("escape", "back"))

    def action_act(self) -> None:
        """Open the log."""
        from warroom_tui.ui.screens.issues import IssuesScreen

        self.app.push_screen(IssuesScreen(self.services))

    def read(self) -> tuple[KnownIssue, ...]:
        """The issues behind the figure."""
        return self.services.desk_figures.critical_issues(self._figures.figures.day)

    def title_of(self, data: tuple[KnownIssue, ...]) -> str:
        """Of which day, and how many."""
        return f"Critical issues · {_day_text(self._figures.figures.day)} · {len(data)}"

    def rows(self, data: tuple[KnownIssue, ...]) -> Sequence[Row]:
        """Reference, state, title."""
        return [
            Row(
                one.ref,
                (
                    Cell(one.ref, self.palette.accent),
                    Cell(one.state.value.replace("_", " "), self.palette.muted),
                    Cell(one.title, self.palette.text),
                ),
            )
            for one in data
            if self.matches(one.ref, one.title)
        ]

    def told(self, data: tuple[KnownIssue, ...]) -> Text:
        """The chosen issue's fields."""
        found = next((one for one in data if one.ref == self.cursor), None)
        if found is None:
            return Text("")
        now, zone = self.services.clock.now(), self._figures.zone
        return issue_facts.facts(found, (), now, zone, self.palette)


class FigureTicketsScreen(Shelf[tuple[Ticket, ...]]):
    """The tickets that one figure of a day counted."""

    COLUMNS = desk_figure_rows.TICKET_COLUMNS
    ENTER = "Open the ticket"
    EMPTY = "This figure counted no ticket. Press escape to go back."
    EVERY_S = 5.0

    def __init__(self, services: Services, asked: Behind, zone: ZoneInfo) -> None:
        super().__init__(services)
        self._asked, self._zone = asked, zone

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
        asked = self._asked
        return self.services.desk_figures.rows(
            asked.which, asked.day, asked.group, days=asked.days, hour=asked.hour
        )

    def title_of(self, data: tuple[Ticket, ...]) -> str:
        """Which figure, of which days, and how many."""
        asked = self._asked
        days = _day_text(asked.day)
        if asked.days > 1:
            days += f" to {_day_text(asked.day + timedelta(days=asked.days - 1))}"
        return f"{asked.title} · {days} · {many(len(data), 'ticket')}"

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
