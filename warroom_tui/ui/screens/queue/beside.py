"""`TicketBeside`: the ticket under the cursor, read once the cursor rests on it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets._static import Static

from warroom_tui.domain.desk.presence import Opened
from warroom_tui.domain.desk.tickets import Ticket, TicketNote
from warroom_tui.domain.errors import WarroomError
from warroom_tui.ui.presenters import ticket_facts
from warroom_tui.ui.theme import palette_for
from warroom_tui.ui.widgets.facts_box import FactsBox
from warroom_tui.ui.widgets.story_page import StoryPage

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

REST_S = 0.06
"""Seconds that the cursor rests before its ticket is read: a held key reads only the last."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One ticket, read at one moment."""

    ticket: Ticket
    notes: tuple[TicketNote, ...]
    others: tuple[Opened, ...]
    zone: ZoneInfo


class TicketBeside(Vertical):
    """Who else has it open, its fields, what was said."""

    DEFAULT_CSS = """
    TicketBeside {
        padding: 0 1;
        & #facts { margin: 0 0 1 0; }
        & #company { height: 1; display: none; background: $accent 25%; }
        & #company.shown { display: block; }
        &.brief #facts { display: none; }
    }
    """

    def __init__(self, services: Services) -> None:
        super().__init__(id="beside")
        self._services = services
        self._wanted: str | None = None
        self._resting: Timer | None = None
        self._detail: Detail | None = None
        self._told: tuple[Detail, bool] | None = None
        self._zone: ZoneInfo | None = None

    def compose(self) -> ComposeResult:
        """Company, facts, story."""
        yield Static(id="company")
        yield FactsBox(id="facts")
        yield StoryPage(id="story")

    def on_resize(self) -> None:
        """The fields take the room that they need at this width."""
        self.query_one(FactsBox).fold()
        self.tick()

    def look_at(self, ref: str | None) -> None:
        """Another ticket, or the same one anew; only the last wish is granted."""
        self._wanted = ref
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(REST_S, self._rests)
        if ref is None:
            self._detail = self._told = None
            self.query_one(FactsBox).tell(Text(""))
            self.query_one(StoryPage).tell(())

    def _rests(self) -> None:
        if self._wanted is not None:
            self.run_worker(self._fetch(self._wanted), group="detail", exclusive=True)

    async def _fetch(self, ref: str) -> None:
        try:
            detail = await asyncio.to_thread(partial(self._read, ref))
        except WarroomError:
            return  # gone meanwhile: the next look at the queue says so
        if self._wanted == ref:
            self._detail = detail
            self.tick()

    def _read(self, ref: str) -> Detail:
        tickets = self._services.tickets
        others = tuple(one for one in self._services.presence.others() if one.ref == ref)
        self._zone = self._zone or self._services.launch().zone
        return Detail(tickets.get(ref), tickets.notes(ref), others, self._zone)

    def tick(self) -> None:
        """Let its countdowns run; the story is told anew only when it changed."""
        detail, palette = self._detail, palette_for(self.app.theme)
        if detail is None or detail.ticket.ref != self._wanted:
            return
        now, ticket, zone = self._services.clock.now(), detail.ticket, detail.zone
        half = self.size.width // 2 if self.has_class("halved") else 0
        width = max(0, self.size.width - 2)
        facts = ticket_facts.facts(ticket, now, zone, palette, half=half, width=width)
        self.query_one(FactsBox).tell(facts)
        brief = self.has_class("brief")
        if self._told == (detail, brief):
            return
        moved = self._told is None or self._told[0].ticket.ref != ticket.ref
        self._told = (detail, brief)
        title = ticket_facts.title(ticket, palette, brief=brief)
        told = (*title, *ticket_facts.story(ticket, detail.notes, now, zone, palette))
        self.query_one(StoryPage).tell(told, keep_place=not moved)
        company = self.query_one("#company", Static)
        company.update(ticket_facts.company(detail.others, zone, palette))
        company.set_class(bool(detail.others), "shown")
