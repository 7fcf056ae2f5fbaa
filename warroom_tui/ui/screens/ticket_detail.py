"""One ticket: its fields, promises and notes, and everything that can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets._static import Static

from warroom_tui.domain.desk.presence import Opened
from warroom_tui.domain.desk.tickets import Ticket, TicketNote, TicketState
from warroom_tui.domain.errors import WarroomError
from warroom_tui.ui.presenters import ticket_facts
from warroom_tui.ui.screens.full_screen import with_help
from warroom_tui.ui.screens.ticket_choices import TicketChoices
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.footer import KeyHints
from warroom_tui.ui.widgets.story_page import StoryPage

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

SIDE_BY_SIDE = 100
"""From this many columns on the notes stand beside the fields."""
CARD = 50
"""Width of the fields beside the notes."""


@dataclass(frozen=True, slots=True)
class TicketPage:
    """What the screen shows, read at one moment."""

    ticket: Ticket
    notes: tuple[TicketNote, ...]
    now: datetime
    zone: ZoneInfo
    news: str
    """Who changed it last and how, when it changed since the reading before."""
    others: tuple[Opened, ...]
    """Other seats that have it open."""


class TicketDetailScreen(TicketChoices[TicketPage]):
    """Countdowns run each second; another seat's change is read at once and announced."""

    DEFAULT_CSS = """
    TicketDetailScreen {
        & #company { height: 1; display: none; padding: 0 1; background: $accent 25%; }
        & #company.shown { display: block; }
        & #news { height: 1; display: none; padding: 0 1; background: $warning 25%; }
        & #news.shown { display: block; }
        & #halves { height: 1fr; layout: vertical; }
        & #facts { height: auto; padding: 1 1 0 1; }
        & #story { height: 1fr; padding: 0 1; margin: 1 0 0 0; border-top: solid $border; }
        &.wide {
            & #halves { layout: horizontal; }
            & #facts { width: 50; height: 1fr; }
            & #story { margin: 0; border-top: none; border-left: solid $border; padding: 1 1 0 1; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "take", "Take", show=False),
        Binding("y", "reply", "Reply", show=False),
        Binding("N", "note", "Note", show=False),
        Binding("a", "assign", "Assign", show=False),
        Binding("e", "escalate", "Escalate", show=False),
        Binding("R", "resolve", "Resolve", show=False),
        Binding("s", "wait", "Wait or go on", show=False),
        Binding("o", "reopen", "Reopen", show=False),
        Binding("x", "close", "Close", show=False),
        Binding("P", "priority", "Priority", show=False),
        Binding("l", "link", "Link", show=False),
        Binding("E", "edit", "Edit the subject", show=False),
        Binding("C", "category", "Category", show=False),
        Binding("K", "article", "Article needed", show=False),
        Binding("r", "rate", "Satisfaction", show=False),
        Binding("question_mark", "keys", "Keys", show=False),
        Binding("q,enter", "leave", "Back", show=False),
    ]
    EVERY_S = 1.0
    QUIET_S = 1.0
    """Who else opens it is no event, and still told at once."""

    def __init__(self, ref: str, services: Services) -> None:
        super().__init__(services)
        self._ref = ref
        self._page: TicketPage | None = None
        self._read_version: int | None = None
        self._facts: Text | None = None

    def content(self) -> ComposeResult:
        """News, the fields, the story."""
        yield Static(id="company")
        yield Static(id="news")
        with Horizontal(id="halves"):
            yield Static(id="facts")
            yield StoryPage(id="story")

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys that its state allows, the likeliest first."""
        ticket = self._page.ticket if self._page else None
        if ticket is None or not ticket.state.live:
            closed = ticket is not None and ticket.state is TicketState.CLOSED
            close = () if closed else (("x", "close"),)
            settled = (("r", "satisfaction"), ("K", "needs an article"))
            return (("o", "reopen"), *close, *settled, ("N", "note"), ("escape", "back"))
        waiting = ticket.state is TicketState.PENDING
        return (
            ("t", "take"),
            ("y", "reply"),
            ("e", "escalate"),
            ("R", "resolve"),
            ("s", "go on" if waiting else "wait"),
            ("a", "assign"),
            ("escape", "back"),
        )

    def on_mount(self) -> None:
        """The arrows scroll the story."""
        self.query_one("#story").focus()
        self.run_worker(lambda: self._company(here=True), thread=True, exit_on_error=False)

    def on_unmount(self) -> None:
        """Tell the other seats that it is closed here; nobody waits for that."""
        self.app.run_worker(lambda: self._company(here=False), thread=True, exit_on_error=False)

    def _company(self, *, here: bool) -> None:
        """Say that this seat has the ticket open, or no more; without a word nothing is lost."""
        presence = self.services.presence
        with suppress(WarroomError):
            if here:
                presence.enter(self._ref)
            else:
                presence.leave()

    def chosen(self) -> Ticket | None:
        """The ticket shown; acting on it has read its news."""
        self.query_one("#news").remove_class("shown")
        return self._page.ticket if self._page else None

    def on_resize(self, event: events.Resize) -> None:
        """Put the notes beside the fields where there is room."""
        self.set_class(event.size.width >= SIDE_BY_SIDE, "wide")
        self.pass_time()

    def read(self) -> TicketPage:
        """The ticket, its notes, and who changed it since."""
        ticket, news = self.services.tickets.get(self._ref), ""
        seen = self._read_version
        if seen is not None and ticket.version != seen:
            last = self.services.timeline.recent(limit=1, words=ticket.ref)
            if last and last[0].session != self.services.actor.session:
                news = f"{last[0].actor}: {last[0].text}"
        self._read_version = ticket.version
        notes = self.services.tickets.notes(self._ref)
        zone = self._page.zone if self._page else self.services.launch().zone
        here = tuple(one for one in self.services.presence.others() if one.ref == ticket.ref)
        return TicketPage(ticket, notes, self.services.clock.now(), zone, news, here)

    def show(self, page: TicketPage) -> None:
        """Fields and countdowns each second, the story only when it changed."""
        before, self._page = self._page, page
        ticket, palette = page.ticket, self.palette
        self.heading(f"{ticket.ref}  {ticket.subject}")
        self.pass_time()
        if before is None or (before.ticket, before.notes) != (ticket, page.notes):
            story = ticket_facts.story(ticket, page.notes, page.now, page.zone, palette)
            self.query_one(StoryPage).tell(story)
            self.query_one(KeyHints).set_hints(with_help(self.hints()))
        if before is None or before.others != page.others:
            line = self.query_one("#company", Static)
            line.update(ticket_facts.company(page.others, page.zone, palette))
            line.set_class(bool(page.others), "shown")
        if page.news:
            self._announce(page.news)

    def pass_time(self) -> None:
        """Let the countdowns of its promises run."""
        page = self._page
        if page is None:
            return
        wide = self.has_class("wide")
        facts = ticket_facts.facts(
            page.ticket,
            self.services.clock.now(),
            page.zone,
            self.palette,
            half=0 if wide else self.size.width // 2,
            width=(CARD if wide else self.size.width) - 2,
        )
        if facts != self._facts:
            self._facts = facts
            self.query_one("#facts", Static).update(facts)

    def _announce(self, news: str) -> None:
        line = self.query_one("#news", Static)
        line.update(Text(f"▲ changed meanwhile by {drawable(news)}", no_wrap=True))
        line.add_class("shown")

    def action_keys(self) -> None:
        """Every key of this screen."""
        from warroom_tui.ui.screens.dialogs import HelpScreen

        self.app.push_screen(HelpScreen((("This ticket", KEYS),)))


KEYS = (
    ("t", "Take it"),
    ("y", "Record a reply to the requester"),
    ("N", "Note for the team"),
    ("a", "Assign to somebody, change the level"),
    ("e", "Escalate with context"),
    ("R", "Resolve with the solution"),
    ("s", "Wait for the requester, or go on"),
    ("o", "Reopen"),
    ("x", "Close"),
    ("P", "Change the priority"),
    ("l", "Link to a known issue"),
    ("E", "Edit the subject"),
    ("C", "Category"),
    ("K", "It needs a knowledge article"),
    ("r", "Record the requester's satisfaction"),
    ("u", "Undo my last action"),
    ("down", "Scroll the notes"),
    ("escape", "Back"),
)
"""What can be done with a ticket."""
