"""The timeline: everything that happened, newest first, found by words."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Input

from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.errors import WarroomError
from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.domain.timeline import TimelineEvent
from warroom_tui.ui.screens.full_screen import show_keys
from warroom_tui.ui.theme import Palette, palette_for
from warroom_tui.ui.widgets.footer import KeyHints
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.rows import Cell, Column, Row
from warroom_tui.ui.widgets.status_line import Part, StatusLine

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

PAGE = 200
"""Events read at a time."""

COLUMNS = (
    Column("at", width=17),
    Column("who", width=18, min_total_width=60),
    Column("text", fraction=1),
    Column("undone", width=7, min_total_width=70),
)


class TimelineScreen(ModalScreen[None]):
    """The append-only record; older events come when the cursor nears the end."""

    DEFAULT_CSS = """
    TimelineScreen { background: $background; layout: vertical; }
    TimelineScreen Input { height: 1; border: none; background: $surface; display: none; }
    TimelineScreen Input.-open { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "Back", show=False),
        Binding("slash", "filter", "Find words", show=False),
        Binding("r", "reload", "Read the newest again", show=False),
        Binding("question_mark", "keys", "Every key of this screen", show=False),
    ]

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._words = ""
        self._events: tuple[TimelineEvent, ...] = ()
        self._launch: Launch | None = None
        self._generation = 0
        self._more = True
        self._title = StatusLine(id="timeline-title")
        self._list = LineList(
            COLUMNS, empty="Nothing has happened yet.", near_end_rows=20, id="timeline-list"
        )
        self._input = Input(placeholder="words, all of them must occur", id="timeline-filter")

    def compose(self) -> ComposeResult:
        """Title, filter, events, keys."""
        yield self._title
        yield self._input
        yield self._list
        hints = KeyHints()
        hints.set_hints(
            [("slash", "filter"), ("r", "newest"), ("question_mark", "keys"), ("escape", "back")]
        )
        yield hints

    def on_mount(self) -> None:
        """Read the newest events."""
        self._list.focus()
        self.action_reload()

    def action_reload(self) -> None:
        """Start again from the newest."""
        self._generation += 1
        self._events, self._more = (), True
        self._read()

    def _read(self) -> None:
        before = self._events[-1].id if self._events else None
        self.run_worker(
            partial(self._read_page, self._generation, self._words, before),
            thread=True,
            group="timeline",
        )

    def _read_page(self, generation: int, words: str, before: int | None) -> None:
        try:
            launch = self._launch or self._services.launch()
            page = self._services.timeline.recent(PAGE, before=before, words=words)
        except WarroomError as error:
            self.call_later(self._failed, error)
        else:
            self.call_later(self._add, generation, launch, page)

    def _failed(self, error: WarroomError) -> None:
        self._more = True
        self.notify(error.hint, title=error.message, severity="warning", markup=False)

    def _add(self, generation: int, launch: Launch, page: tuple[TimelineEvent, ...]) -> None:
        if generation != self._generation:
            return
        self._launch = launch
        self._more = len(page) == PAGE
        self._events += page
        palette = palette_for(self.app.theme)
        now = self._services.clock.now()
        self._list.set_rows([_row(event, launch, palette, now) for event in self._events])
        count = f"{len(self._events)}{'+' if self._more else ''} events"
        match = f"with “{self._words}”" if self._words else ""
        self._title.set_parts(
            [
                Part(Cell(" Timeline", palette.accent + palette.strong), 9),
                Part(Cell(count, palette.text), 5),
                Part(Cell(match, palette.muted), 3),
            ]
        )

    @on(LineList.NearEnd)
    def _near_end(self, event: LineList.NearEnd) -> None:
        event.stop()
        if self._more and self._events:
            self._more = False  # one page at a time
            self._read()

    def action_filter(self) -> None:
        """Type words to find."""
        self._input.add_class("-open")
        self._input.focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._words = " ".join(event.value.split())
        self.action_reload()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._list.focus()

    def action_keys(self) -> None:
        """Show every key of this screen."""
        show_keys(self)

    def action_back(self) -> None:
        """Close the filter first, then the screen."""
        if self._input.has_focus or self._words:
            self._input.value = ""
            self._input.remove_class("-open")
            self._list.focus()
        else:
            self.dismiss(None)


def _row(event: TimelineEvent, launch: Launch, palette: Palette, now: datetime) -> Row:
    undone = event.undone_by is not None
    style = palette.muted if undone else palette.text
    return Row(
        str(event.id),
        (
            Cell(day_and_clock(event.at, launch.zone, now), palette.muted),
            Cell(event.actor, palette.muted if event.source != "user" else palette.text),
            Cell(event.said, style),
            Cell("undone" if undone else "", palette.warn),
        ),
    )
