"""The record: everything that happened, newest first, filtered by words, older ones on demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets._input import Input

from warroom_tui.domain.timeline import TimelineEvent
from warroom_tui.ui.screens.dialogs.fields import LineField
from warroom_tui.ui.screens.full_screen import FullScreen
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.rows import Cell, Column, Row

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

PAGE = 200
"""Events read at once."""

_COLUMNS = (
    Column("at", "when", width=15),
    Column("who", "who", width=14, min_total_width=60),
    Column("ref", "about", width=12, min_total_width=100),
    Column("text", "what"),
)


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Some events, and the words that they were read for."""

    events: tuple[TimelineEvent, ...]
    words: str
    now: datetime
    zone: ZoneInfo
    older: bool
    """True when they continue what is shown."""


class TimelineScreen(FullScreen[RecordPage]):
    """Arrows move, `/` goes to the words, `escape` clears them and then goes back."""

    DEFAULT_CSS = """
    TimelineScreen {
        & #words { background: $surface; margin: 0 1; }
        & #words:focus { background: $foreground 8%; }
        & LineList { height: 1fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Filter", show=False),
        Binding("f5", "fresh", "Read again", show=False),
    ]
    EVERY_S = 2.0

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._events: tuple[TimelineEvent, ...] = ()
        self._words = ""
        self._complete = False

    def content(self) -> ComposeResult:
        """Words and events."""
        yield LineField(placeholder="/ to filter by words", id="words")
        yield LineList(
            _COLUMNS, empty="Nothing like that has happened.", near_end_rows=20, id="events"
        )

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("slash", "filter"), ("end", "older"), ("home", "newest"), ("escape", "back"))

    def on_mount(self) -> None:
        """The arrows move in the list at once."""
        super().on_mount()
        self.heading("Timeline")
        self.query_one("#events").focus()

    def read(self) -> RecordPage:
        """The newest events for the words."""
        return self._page(None)

    def _page(self, before: int | None) -> RecordPage:
        words = self._words
        events = self.services.timeline.recent(limit=PAGE, before=before, words=words)
        zone = self.services.launch().zone
        return RecordPage(events, words, self.services.clock.now(), zone, before is not None)

    def show(self, page: RecordPage) -> None:
        """Put new ones above and older ones below what is held."""
        if page.words != self._words:
            return
        if page.older:
            self._events += page.events
            self._complete = len(page.events) < PAGE
        else:
            oldest = page.events[-1].id if page.events else 0
            kept = tuple(event for event in self._events if event.id < oldest)
            if len(page.events) < PAGE:
                self._complete = True
            self._events = page.events + kept
        self._draw(page)

    def _draw(self, page: RecordPage) -> None:
        palette = self.palette
        rows = []
        for event in self._events:
            local = event.at.astimezone(page.zone)
            text = f"{event.text} (undone)" if event.undone_by is not None else event.text
            who = palette.info if event.source == "user" else palette.muted
            rows.append(
                Row(
                    str(event.id),
                    (
                        Cell(f"{local:%a} {local.day:>2} {local:%H:%M:%S}", palette.muted),
                        Cell(event.actor, who),
                        Cell(event.subject_ref, palette.muted),
                        Cell(text, palette.muted if event.undone_by is not None else palette.text),
                    ),
                )
            )
        self.query_one("#events", LineList).set_rows(rows)
        more = "" if self._complete else ", older ones follow"
        found = f" with {self._words!r}" if self._words else ""
        self.heading(f"Timeline · {len(rows)} events{found}{more}")

    def on_line_list_near_end(self, event: LineList.NearEnd) -> None:
        """Read what is older than the last one held."""
        event.stop()
        if not self._complete and self._events:
            before = self._events[-1].id
            self.ask(lambda: self._page(before), self._older)

    def _older(self, page: RecordPage) -> None:
        held = self._events[-1].id if self._events else None
        if page.words == self._words and (not page.events or page.events[0].id != held):
            self.show(page)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Read what matches."""
        words = event.value.strip()
        if words != self._words:
            self._words, self._events, self._complete = words, (), False
            self.reload()

    def on_input_submitted(self) -> None:
        """Enter goes to the list."""
        self.query_one("#events").focus()

    def action_search(self) -> None:
        """Go to the words."""
        self.query_one("#words").focus()

    def action_fresh(self) -> None:
        """Read again."""
        self.reload()

    def action_leave(self) -> None:
        """Clear the words first, then go back."""
        words = self.query_one("#words", LineField)
        if words.value:
            words.value = ""
            self.query_one("#events").focus()
        elif words.has_focus:
            self.query_one("#events").focus()
        else:
            super().action_leave()
