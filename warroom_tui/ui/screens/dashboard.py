"""The dashboard: what needs me now, and one key to act on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Static

from warroom_tui.domain.board import Board, BoardView
from warroom_tui.domain.situation import Situation, read_situation
from warroom_tui.ui import commands
from warroom_tui.ui.commands import Scope
from warroom_tui.ui.feed import BoardFailed, BoardRead, Feed
from warroom_tui.ui.panels.activity import ActivityPanel
from warroom_tui.ui.panels.band import BandPanel
from warroom_tui.ui.panels.base import Panel
from warroom_tui.ui.panels.checklist import ChecklistPanel
from warroom_tui.ui.panels.health import HealthPanel
from warroom_tui.ui.panels.issues import IssuesPanel
from warroom_tui.ui.panels.needs import NeedsPanel
from warroom_tui.ui.panels.rota import RotaPanel
from warroom_tui.ui.panels.tickets import TicketsPanel
from warroom_tui.ui.presenters import rota, score, tabs, title
from warroom_tui.ui.presenters.needs import one_line
from warroom_tui.ui.screens.actions import all_actions
from warroom_tui.ui.screens.actions.tickets import TicketActions
from warroom_tui.ui.screens.arrangement import Arrangement, arrange
from warroom_tui.ui.screens.desk import Desk, in_words
from warroom_tui.ui.screens.sights import Sights
from warroom_tui.ui.theme import DARK_NAME, LIGHT_NAME, palette_for
from warroom_tui.ui.widgets.footer import KeyHints
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.rows import Cell
from warroom_tui.ui.widgets.status_line import Part, StatusLine
from warroom_tui.ui.widgets.tabs import TabStrip

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

TICK_S = 1.0
"""Seconds between two looks at the clock."""


class Dashboard(Screen[None]):
    """All panels of one launch, live."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"press('{key}')", show=False) for key in commands.bound_keys()
    ]

    def __init__(self) -> None:
        super().__init__()
        self._panels: dict[Scope, Panel] = {
            Scope(panel.NAME): panel
            for panel in (
                NeedsPanel(),
                HealthPanel(),
                TicketsPanel(),
                RotaPanel(),
                ChecklistPanel(),
                IssuesPanel(),
                ActivityPanel(),
            )
        }
        self._open = Scope.TICKETS
        self._zoomed = False
        self._arrangement: Arrangement | None = None
        self._view = BoardView()
        self._board: Board | None = None
        self._situation: Situation | None = None
        self._sequence = 0
        self._failed_since: datetime | None = None
        self._goal: tuple[Scope, str] | None = None
        """Where the cursor wants to go once the row is there."""
        self._desk: Desk | None = None
        self._feed: Feed | None = None
        self._actions: dict[str, object] = {}
        self._score = StatusLine(id="score")
        self._title = StatusLine(id="title")
        self._band = BandPanel(id="band")
        self._tabs = TabStrip(id="tabs")
        self._needs_line = StatusLine(id="needs-line")
        self._hints = KeyHints(id="hints")

    def compose(self) -> ComposeResult:
        """Title, band, panels, score, keys."""
        panels = self._panels
        with Vertical(id="main"):
            yield self._title
            yield self._band
            yield self._tabs
            yield self._needs_line
            yield panels[Scope.NEEDS]
            with Horizontal(id="columns"):
                with Vertical(id="left"):
                    yield panels[Scope.HEALTH]
                    yield panels[Scope.ROTA]
                    yield panels[Scope.ISSUES]
                with Vertical(id="right"):
                    yield panels[Scope.TICKETS]
                    yield panels[Scope.CHECKLIST]
                with Vertical(id="far"):
                    yield panels[Scope.ACTIVITY]
            yield self._score
            yield self._hints
        yield Static("", id="too-small", markup=False)

    def on_mount(self) -> None:
        """Begin to tick; the first board comes with `attach`."""
        self._title.set_parts([Part(Cell("Warroom")), Part(Cell("opening …"))])
        self._panels[self._open].list.focus()
        self._rearrange()
        self.set_interval(TICK_S, self._tick)

    def attach(self, services: Services) -> None:
        """The database is open: watch it and let commands through."""
        self._feed = Feed(services, self)
        self._desk = Desk(self, services, self._feed.refresh, self.selected)
        sights = Sights(self)
        self._actions = {**all_actions(self._desk), "view": sights, "needs": sights}
        self._feed.start()

    def on_unmount(self) -> None:
        """Stop watching; a read under way is not waited for."""
        if self._feed is not None:
            self._feed.close()

    # What commands may ask and do

    @property
    def desk(self) -> Desk | None:
        """Where commands reach the services; None until the database is open."""
        return self._desk

    @property
    def situation(self) -> Situation | None:
        """What the screen shows now."""
        return self._situation

    @property
    def view(self) -> BoardView:
        """Which rows this seat looks at."""
        return self._view

    @property
    def open_panel(self) -> Scope:
        """The panel with the focus."""
        return self._open

    @property
    def zoomed(self) -> bool:
        """Whether one panel has the whole screen by wish."""
        return self._zoomed

    @property
    def tickets_panel(self) -> TicketsPanel:
        """The panel with the filter."""
        return self.query_one(TicketsPanel)

    @property
    def needs_panel(self) -> NeedsPanel:
        """The panel that leads to the others."""
        return self.query_one(NeedsPanel)

    def selected(self, scope: Scope) -> str | None:
        """Key of the row under the cursor of a panel."""
        return self._panels[scope].selected

    def look_at(self, view: BoardView) -> None:
        """Look at other rows; the next board brings them."""
        self._view = view
        if self._feed is not None:
            self._feed.look_at(view)

    def zoom(self, zoomed: bool) -> None:
        """Give the whole screen to the open panel, or back."""
        self._zoomed = zoomed
        self._rearrange()

    def go(self, scope: Scope, row: str | None = None) -> None:
        """Focus a panel and, when its row is there or as soon as it is, that row."""
        self._open = scope
        self._rearrange()
        panel = self._panels[scope]
        panel.list.focus()
        if row is not None and not panel.list.move_to(row):
            self._goal = (scope, row)

    # Time and data

    @on(BoardRead)
    def _board_read(self, message: BoardRead) -> None:
        message.stop()
        if message.sequence <= self._sequence or message.view != self._view:
            return
        self._sequence = message.sequence
        self._board = message.board
        if self._failed_since is not None:
            self._failed_since = None
            for panel in self._panels.values():
                panel.recover()
        self._tick()
        self._reach_goal()

    @on(BoardFailed)
    def _board_failed(self, message: BoardFailed) -> None:
        message.stop()
        if message.sequence <= self._sequence:
            return
        self._sequence = message.sequence
        self._fail(" ".join(part for part in (message.reason, message.hint) if part))

    def _fail(self, reason: str) -> None:
        if self._failed_since is None:
            zone = self._board.launch.zone if self._board else None
            self._failed_since = datetime.now(UTC).astimezone(zone)
        for panel in self._panels.values():
            panel.fail(self._failed_since, reason)

    def _tick(self) -> None:
        """Let time pass: derive the situation and let each part repaint what changed."""
        if self._board is None or self._desk is None:
            return
        try:
            situation = read_situation(self._board, self._desk.services.clock.now())
            self._situation = self._desk.situation = situation
            if self.is_current or self.app.screen.is_modal:
                self._show(situation)
        # Whatever a plan or a row holds that we cannot draw, the screen must say so and live on.
        except Exception as error:  # noqa: BLE001
            self._fail(str(in_words(error)))

    def _show(self, situation: Situation) -> None:
        assert self._desk is not None
        palette = palette_for(self.app.theme)
        self._title.set_parts(
            title.left_parts(situation, palette),
            title.right_parts(situation, palette, self._desk.services.actor.name),
        )
        self._band.show(situation)
        self._rearrange()
        for panel in self._panels.values():
            panel.show(situation, self._view)
        self._score.set_parts(score.parts(situation, palette))
        self._show_narrow(situation)

    def _show_narrow(self, situation: Situation) -> None:
        """Tabs and the one-line needs, where panels stand alone."""
        if self._tabs.display:
            titles = list(commands.PANEL_TITLES.items())
            strip = tabs.tabs(situation, palette_for(self.app.theme), titles)
            self._tabs.set_tabs(strip, self._open)
        if self._needs_line.display:
            palette = palette_for(self.app.theme)
            (what, why), tone = one_line(situation)
            style = palette.tone(tone)
            line = Text.assemble(("0 ", palette.accent), (what, style))
            line.append(f" · {why}" if why else "", palette.text)
            self._needs_line.set_parts([Part(line)])

    def _reach_goal(self) -> None:
        if self._goal is not None:
            scope, row = self._goal
            self._goal = None
            self._panels[scope].list.move_to(row)

    # Layout

    def on_resize(self, _: events.Resize) -> None:
        """Choose the layout for the new size."""
        self._rearrange()

    def _rearrange(self) -> None:
        rows = _rows(self._situation) if self._situation is not None else {}
        size = (self.app.size.width, self.app.size.height)
        wanted = arrange(size, self._open, self._zoomed, rows)
        self._hint()
        if wanted == self._arrangement:
            return
        self._arrangement = wanted
        with self.app.batch_update():
            self._apply(wanted)
        self.call_after_refresh(self._show_again)

    def _apply(self, wanted: Arrangement) -> None:
        self.set_class(wanted.tiny, "-tiny")
        self.set_class(wanted.vast, "-vast")
        for scope, panel in self._panels.items():
            panel.display = scope in wanted.shown
        for container, scopes in _CONTAINERS.items():
            self.query_one(container).display = bool(scopes & wanted.shown)
        self._tabs.display = wanted.alone
        self._needs_line.display = wanted.needs_line
        self._band.styles.height = wanted.band_lines
        heights = dict(wanted.heights)
        for scope, panel in self._panels.items():
            panel.styles.height = heights.get(scope, "1fr")
        size = self.app.size
        self.query_one("#too-small", Static).update(
            f"Warroom needs 80 x 24.\nThis terminal has {size.width} x {size.height}."
        )

    def _show_again(self) -> None:
        """Panels that have just become visible draw what they missed."""
        if self._situation is not None:
            self._show(self._situation)

    def switch_theme(self) -> None:
        """From dark to light or back."""
        self.app.theme = DARK_NAME if self.app.theme == LIGHT_NAME else LIGHT_NAME
        self._show_again()

    def take_ticket(self, ref: str, version: int | None) -> None:
        """Make a ticket this seat's, whichever panel names it."""
        actions = self._actions["tickets"]
        assert isinstance(actions, TicketActions)
        actions.take_ref(ref, version)

    def _hint(self) -> None:
        self._hints.set_hints(commands.hints(self._open, self.app.size.width))

    # Keys

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The footer follows the focus."""
        for scope, panel in self._panels.items():
            if event.widget in panel.walk_children() and scope is not self._open:
                self._open = scope
                self._rearrange()
                if self._situation is not None:
                    self._show_narrow(self._situation)

    @on(TabStrip.Chosen)
    def _tab_chosen(self, event: TabStrip.Chosen) -> None:
        event.stop()
        self.go(Scope(event.key))

    @on(LineList.RowSelected)
    def _row_chosen(self, event: LineList.RowSelected) -> None:
        event.stop()
        self.action_press("enter")

    @on(TicketsPanel.FilterChanged)
    def _filter_changed(self, event: TicketsPanel.FilterChanged) -> None:
        event.stop()
        self.look_at(replace(self._view, ticket_filter=" ".join(event.words.split())))

    def action_press(self, key: str) -> None:
        """Carry out what the key means in the focused panel."""
        rehearsal = self._situation is not None and self._situation.board.pace is not None
        command = commands.find(key, self._open, rehearsal=rehearsal)
        if command is not None:
            self.carry_out(command.id)

    def carry_out(self, command_id: str) -> None:
        """Carry out a command by its id."""
        group, _, name = command_id.partition(".")
        if self._desk is None:
            self.notify("Still opening the database.", severity="warning", markup=False)
            return
        handler: Callable[[], None] = getattr(self._actions[group], name)
        try:
            handler()
        # A fault of ours in one command must not end the launch's screen.
        except Exception as error:  # noqa: BLE001
            self._desk.refuse(in_words(error))


def _rows(situation: Situation) -> dict[Scope, int]:
    """How many rows the panels have whose height follows them."""
    return {
        Scope.NEEDS: len(situation.needs),
        Scope.HEALTH: len(situation.checks),
        Scope.ROTA: rota.row_count(situation),
    }


_CONTAINERS: dict[str, frozenset[Scope]] = {
    "#left": frozenset({Scope.HEALTH, Scope.ROTA, Scope.ISSUES}),
    "#right": frozenset({Scope.TICKETS, Scope.CHECKLIST}),
    "#far": frozenset({Scope.ACTIVITY}),
    "#columns": frozenset(Scope) - {Scope.NEEDS},
}
