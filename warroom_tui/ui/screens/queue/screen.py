"""The Tickets screen: what a support team works from all day."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets._static import Static

from warroom_tui.domain.desk.presence import Opened
from warroom_tui.domain.desk.queue.parse import QueryError
from warroom_tui.domain.desk.queue.views import QueueTally
from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.errors import WarroomError
from warroom_tui.ui.presenters import queue as words
from warroom_tui.ui.presenters import tickets as ticket_rows
from warroom_tui.ui.presenters.marks import ShortNames
from warroom_tui.ui.screens.dialogs.fields import QueryLine
from warroom_tui.ui.screens.queue.beside import TicketBeside
from warroom_tui.ui.screens.queue.keys import BINDINGS, HINTS, KEYS
from warroom_tui.ui.screens.queue.search import PAGE, QueueSearch
from warroom_tui.ui.screens.queue.viewing import Viewing
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.rows import Row, same_cell, same_row

if TYPE_CHECKING:
    from warroom_tui.services.desk.ticket_queue import QueuePage
    from warroom_tui.services.warroom import Services

SIDE_BY_SIDE = 132
"""From this many columns on the detail stands beside the queue."""

EXAMPLE = "p1 unassigned cat:billing due<30m -word"
NARROW = 116
"""Below so many columns the views have short names."""
TICK_S = 1.0
AROUND = 60
"""Rows beyond the visible ones whose countdown is kept right."""

READ_AGAIN_S = 15
"""A query about now finds other tickets as time goes by, even when nothing is changed."""


class TicketsScreen(Viewing[None]):
    """Queue, query line and detail; the detail follows the cursor."""

    DEFAULT_CSS = """
    TicketsScreen {
        & #views { height: 1; padding: 0 1; }
        & #query { margin: 0 1; display: none; background: $surface; }
        & #query.shown { display: block; }
        & #why { height: auto; max-height: 3; padding: 0 1; display: none; }
        & #why.shown { display: block; }
        & #halves { height: 1fr; layout: vertical; }
        & #queue { height: 3fr; }
        & #beside { height: 2fr; border-top: solid $border; }
        &.wide {
            & #halves { layout: horizontal; }
            & #queue { height: 1fr; width: 2fr; }
            & #beside { height: 1fr; width: 1fr; border-top: none; border-left: solid $border; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, action, label, show=False) for key, action, label in BINDINGS
    ]

    def __init__(self, services: Services, query: str = "") -> None:
        super().__init__(services, query)
        self._tickets: list[Ticket] = []
        self._rows: dict[str, Row] = {}
        self._revision = -1
        self._read_at: datetime | None = None
        self._tally: QueueTally | None = None
        self._open: dict[str, tuple[Opened, ...]] = {}
        self._anew = True
        self._watching = False
        self._in_trouble = False
        self._search = QueueSearch(
            self,
            services.queue,
            found=self._found,
            more=self._more,
            counted=self._counted,
            failed=self._failed,
        )

    def content(self) -> ComposeResult:
        """Views, query line, queue and detail."""
        yield Static(id="views")
        yield QueryLine(
            placeholder="p1 unassigned cat:billing due<30m -word",
            compact=True,
            select_on_focus=False,
            id="query",
        )
        yield Static(id="why")
        with Horizontal(id="halves"):
            yield LineList(
                ticket_rows.COLUMNS, empty="Looking …", id="queue", near_end_rows=PAGE // 2
            )
            yield TicketBeside(self.services)

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return HINTS

    def on_mount(self) -> None:
        """Look at once; then watch for changes and let the countdowns run."""
        self._show_views()
        self.set_interval(TICK_S, self._tick)
        self.queue.focus()

    def on_unmount(self) -> None:
        """Nobody waits for an answer any more."""
        self._search.stop()

    def on_resize(self, event: events.Resize) -> None:
        """Put the detail beside the queue where there is room."""
        wide = event.size.width >= SIDE_BY_SIDE
        self.set_class(wide, "wide")
        self.beside.set_class(not wide, "halved")
        self.beside.set_class(not wide and event.size.height < 30, "brief")
        self._show_views()
        self.beside.tick()

    @property
    def queue(self) -> LineList:
        """The list."""
        return self.query_one("#queue", LineList)

    @property
    def beside(self) -> TicketBeside:
        """The ticket under the cursor."""
        return self.query_one(TicketBeside)

    # Looking

    def reload(self) -> None:
        """Find again what is looked at, from the first row to the last one held."""
        held = 0 if self._anew else len(self._tickets)
        self._search.look(self.query_text, self.order, held)
        self.run_worker(self._read_saved_views(), group="views")

    def look_anew(self) -> None:
        """Another question: what the last one found stays until this one is answered."""
        self._anew, self._tally = True, None
        self._show_heading()
        self.reload()

    def _found(self, page: QueuePage) -> None:
        self._explain(None)
        self.trouble(None)
        self._tickets = list(page.tickets)
        if self._anew:
            self._anew = False
            self.queue.action_first()
        self._revision, self._read_at, self.used_order = page.revision, page.read_at, page.order
        self._draw_rows()
        self.queue.set_empty(self.nothing_found())
        self._show_heading()
        self.beside.look_at(self.queue.cursor_key)

    def _more(self, page: QueuePage) -> None:
        held = {ticket.ref for ticket in self._tickets}
        self._tickets += [ticket for ticket in page.tickets if ticket.ref not in held]
        self._draw_rows()

    def _counted(self, tally: QueueTally) -> None:
        self._tally = tally
        self._show_heading()

    def _failed(self, error: WarroomError) -> None:
        if isinstance(error, QueryError):
            self._explain(error)
            self._tally = QueueTally({}, {}, 0, complete=False)
            self._show_heading()
        else:
            self.trouble(error)

    def _explain(self, error: QueryError | None) -> None:
        """Say what is wrong with the query; what it found before stays."""
        line = self.query_one("#why", Static)
        line.set_class(error is not None, "shown")
        if error is not None:
            line.update(words.trouble(self.query_text, error, self.palette))

    @on(LineList.NearEnd)
    def _near_end(self, event: LineList.NearEnd) -> None:
        event.stop()
        if self._tickets and self._tickets[-1].ref == event.last_key:
            self._search.go_on(self.query_text, self.used_order, self._tickets[-1])

    # Time

    def _tick(self) -> None:
        """Let the countdowns run, and look again when anybody changed anything."""
        if self.app.screen is not self:
            return
        self._tick_rows()
        self.beside.tick()
        if not self._watching and self._news.due(TICK_S, READ_AGAIN_S):
            self._watching = True
            self.run_worker(self._watch(), group="watch")

    def _look_around(self) -> tuple[int, tuple[Opened, ...]]:
        self._news.begin()
        found = self.services.queue.revision(), self.services.presence.others()
        self._news.done()
        return found

    async def _watch(self) -> None:
        try:
            revision, here = await asyncio.to_thread(self._look_around)
        except WarroomError as error:
            self._in_trouble = True
            self.trouble(error)
            return
        finally:
            self._watching = False
        if not self._stands:
            return  # left while it looked
        opened: dict[str, tuple[Opened, ...]] = {}
        for one in here:
            opened[one.ref] = (*opened.get(one.ref, ()), one)
        if opened != self._open:
            self._open = opened
            self._rows = {}
            self._draw_rows()
            self.beside.look_at(self.queue.cursor_key)
        now = self.services.clock.now()
        old = self._read_at is None or (now - self._read_at).total_seconds() > READ_AGAIN_S
        if revision != self._revision or self._in_trouble or (old and self.query_text):
            self._in_trouble = False
            self.reload()

    # Drawing

    def _draw_rows(self) -> None:
        """Draw the rows in sight anew and keep the others."""
        draw, sight, known = self._drawer(), self._sight(), self._rows
        rows: dict[str, Row] = {}
        for index, ticket in enumerate(self._tickets):
            key = f"{ticket.ref}@{ticket.version}"
            row = known.get(key)
            rows[key] = draw(ticket) if row is None or index in sight else row
        self._rows = rows
        self.queue.set_columns(ticket_rows.columns(self._tickets))
        self.queue.set_rows(rows.values())

    def _tick_rows(self) -> None:
        """Let the countdowns in sight run: only cells that changed are painted."""
        draw, shown = self._drawer(), self.queue
        for index in self._sight():
            ticket = self._tickets[index]
            key = f"{ticket.ref}@{ticket.version}"
            old, new = self._rows.get(key), draw(ticket)
            if old is None or same_row(old, new):
                continue
            self._rows[key] = new
            for column, before, after in zip(
                ticket_rows.COLUMNS, old.cells, new.cells, strict=True
            ):
                if not same_cell(before, after):
                    shown.update_cell(ticket.ref, column.key, after)

    def _drawer(self) -> Callable[[Ticket], Row]:
        now, palette = self.services.clock.now(), self.palette
        names = ShortNames(ticket.assignee for ticket in self._tickets)

        def draw(ticket: Ticket) -> Row:
            news = "◉" if ticket.ref in self._open else ""
            return ticket_rows.row(ticket, now, palette, names.short, news)

        return draw

    def _sight(self) -> range:
        """Places of the rows on the screen, and some around it."""
        top = round(self.queue.scroll_offset.y)
        bottom = top + self.queue.size.height
        return range(max(top - AROUND, 0), min(bottom + AROUND, len(self._tickets)))

    def _show_heading(self) -> None:
        marked = len(self.queue.marked)
        self.heading(
            words.heading(self.view_name, self._tally, self.used_order, marked, self.palette)
        )
        self._show_views()

    def _show_views(self) -> None:
        line = self.query_one("#views", Static)
        narrow = self.app.size.width < NARROW
        line.update(words.strip(self.digit, self.palette, len(self.saved_views), narrow=narrow))

    @on(LineList.RowHighlighted)
    def _moved(self, event: LineList.RowHighlighted) -> None:
        event.stop()
        self.beside.look_at(event.key)

    # Which tickets a key means

    def chosen(self) -> Ticket | None:
        """The ticket under the cursor."""
        key = self.queue.cursor_key
        return next((ticket for ticket in self._tickets if ticket.ref == key), None)

    def marked(self) -> tuple[Ticket, ...]:
        """The marked tickets, in the order of the queue."""
        marks = self.queue.marked
        return tuple(ticket for ticket in self._tickets if ticket.ref in marks)

    def clear_marks(self, refs: Iterable[str]) -> None:
        """Unmark what has been done."""
        for ref in set(refs) & self.queue.marked:
            self.queue.toggle_mark(ref)
        self._show_heading()

    # Keys

    def action_mark(self) -> None:
        """Mark or unmark the row, and go on to the next."""
        self.queue.toggle_mark()
        self.queue.action_move(1)
        self._show_heading()

    def action_mark_all(self) -> None:
        """Mark every row that is there, or none."""
        if self.queue.marked:
            self.queue.clear_marks()
        else:
            for ticket in self._tickets:
                self.queue.toggle_mark(ticket.ref)
        self._show_heading()

    def on_line_list_row_selected(self, event: LineList.RowSelected) -> None:
        """Enter opens the ticket."""
        from warroom_tui.ui.screens.dialogs import TicketDetailScreen

        event.stop()
        self.app.push_screen(TicketDetailScreen(event.key, self.services), self._back)

    def _back(self, _: None) -> None:
        self.reload()

    def action_new(self) -> None:
        """Log a ticket."""
        self.ask_for_form(
            lambda: (self.services.tickets.priorities(), self.services.tickets.targets()),
            lambda known: self.log_with(*known),
        )

    def action_articles(self) -> None:
        """Open the knowledge articles."""
        from warroom_tui.ui.screens.kb import KbScreen

        self.app.push_screen(KbScreen(self.services), self._back)

    def action_keys(self) -> None:
        """Every key of this screen."""
        from warroom_tui.ui.screens.dialogs import HelpScreen

        self.app.push_screen(HelpScreen((("Tickets", KEYS),)))
