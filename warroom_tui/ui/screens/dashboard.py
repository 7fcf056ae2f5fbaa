"""The dashboard: what needs me now, and one key to act on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input, Static

from warroom_tui.domain.board import Board, BoardView
from warroom_tui.domain.incident.incident_needs import CALL_PANEL, PANEL, PATTERN_PANEL
from warroom_tui.domain.situation import Situation, read_situation
from warroom_tui.ui import commands
from warroom_tui.ui.commands import Scope
from warroom_tui.ui.faults import in_words
from warroom_tui.ui.feed import BoardFailed, BoardRead, Feed
from warroom_tui.ui.panels.needs import NeedsPanel
from warroom_tui.ui.panels.tickets import TicketsPanel
from warroom_tui.ui.presenters import rota
from warroom_tui.ui.screens.actions import all_actions
from warroom_tui.ui.screens.actions.health import HealthActions
from warroom_tui.ui.screens.actions.incidents import IncidentActions
from warroom_tui.ui.screens.actions.patterns import PatternActions
from warroom_tui.ui.screens.actions.tickets import TicketActions
from warroom_tui.ui.screens.alarm import Alarm
from warroom_tui.ui.screens.arrangement import LEAST, Arrangement, arrange
from warroom_tui.ui.screens.deck import READS_ONLY, Deck
from warroom_tui.ui.screens.desk import Desk
from warroom_tui.ui.screens.sights import Sights
from warroom_tui.ui.theme import DARK_NAME, LIGHT_NAME
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.tabs import TabStrip

if TYPE_CHECKING:
    from warroom_tui.domain.takeover import Takeover
    from warroom_tui.services.warroom import Services
    from warroom_tui.ui.screens.takeover import Takeovers

_NEVER_TYPED = frozenset(f"f{number}" for number in range(1, 13))
TICK_S = 1.0
"""Seconds between two looks at the clock."""


class Dashboard(Screen[None]):
    """All panels of one launch, live."""

    AUTO_FOCUS = ""
    """The open panel is focused by name; the first one may be about to hide."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"press('{key}')", show=False, priority=True) for key in commands.bound_keys()
    ]
    # Priority, because a key that bubbles up from a list is acted on later than the keys behind
    # it are handed out: of "n" and a subject sent at once, letters would still land here.

    def __init__(self, services: Services, board: Board) -> None:
        """`board` is what it opens with; its feed brings every later one."""
        super().__init__()
        self._deck = Deck()
        self._open = Scope.TICKETS
        self._zoomed = False
        self._arrangement: Arrangement | None = None
        self._view = BoardView()
        self._board = board
        self._situation: Situation | None = None
        self._sequence = 0
        self._failed_since: datetime | None = None
        self._goal: tuple[Scope, str] | None = None
        """Where the cursor wants to go once the row is there."""
        self._feed = Feed(services, self, board)
        self._desk = Desk(self, services, self._feed.refresh, self.selected)
        self._takeovers: Takeovers | None = None
        self._alarm = Alarm(bell=services.bell)
        sights = Sights(self)
        self._actions: dict[str, object] = {
            **all_actions(self._desk),
            "view": sights,
            "needs": sights,
        }

    def compose(self) -> ComposeResult:
        """The deck, and a word for terminals that are too small for it."""
        yield self._deck
        yield Static("", id="too-small", markup=False)

    def on_mount(self) -> None:
        """Show the first board, watch for the next, begin to tick."""
        self._rearrange()
        self._deck.panels[self._open].list.focus()
        self._tick()
        self.set_interval(TICK_S, self._tick)
        self._feed.start()

    def on_unmount(self) -> None:
        """Stop watching; a read under way is not waited for."""
        self._feed.close()

    # What commands may ask and do

    @property
    def desk(self) -> Desk:
        """Where commands reach the services."""
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
        return self._deck.tickets

    @property
    def needs_panel(self) -> NeedsPanel:
        """The panel that leads to the others."""
        return self._deck.needs

    def selected(self, scope: Scope) -> str | None:
        """Key of the row under the cursor of a panel."""
        return self._deck.panels[scope].selected

    def look_at(self, view: BoardView) -> None:
        """Look at other rows; the next board brings them."""
        self._view = view
        self._feed.look_at(view)

    def zoom(self, zoomed: bool) -> None:
        """Give the whole screen to the open panel, or back."""
        self._zoomed = zoomed
        self._rearrange()

    def go(self, scope: Scope, row: str | None = None) -> None:
        """Focus a panel and, when its row is there or as soon as it is, that row."""
        self._open = scope
        self._rearrange()
        panel = self._deck.panels[scope]
        # At once: a key of the same burst must already find the panel that this one opened.
        self.set_focus(panel.list)
        if self.focused is not panel.list:
            panel.list.focus()  # hidden until the new layout holds
        if row is not None and not panel.list.move_to(row):
            self._goal = (scope, row)

    def switch_theme(self) -> None:
        """From dark to light or back."""
        self.app.theme = DARK_NAME if self.app.theme == LIGHT_NAME else LIGHT_NAME
        self._show_again()

    def take_ticket(self, ref: str, version: int | None) -> None:
        """Make a ticket this seat's, whichever panel names it."""
        actions = self._actions["tickets"]
        assert isinstance(actions, TicketActions)
        actions.take_ref(ref, version)

    def escalate_ticket(self, ref: str) -> None:
        """Raise the level of a ticket, whichever panel names it."""
        actions = self._actions["tickets"]
        assert isinstance(actions, TicketActions)
        actions.escalate_ref(ref)

    def acknowledge(self, name: str) -> None:
        """Acknowledge a failing check, whichever panel names it."""
        actions = self._actions["health"]
        assert isinstance(actions, HealthActions)
        actions.ack_name(name)

    def answer_offer(self, panel: str, row: str, *, yes: bool) -> None:
        """Go to an incident, or accept or refuse what Needs you offers."""
        actions, patterns = self._actions["incidents"], self._actions["patterns"]
        assert isinstance(actions, IncidentActions)
        assert isinstance(patterns, PatternActions)
        if panel == PATTERN_PANEL:
            (patterns.link if yes else patterns.dismiss)(row)
        elif panel == PANEL:
            actions.open(row)
        elif panel == CALL_PANEL:
            (actions.call if yes else actions.decline_call)(row)
        elif yes:
            actions.declare_for(row)
        else:
            actions.decline(row)

    def _act_on(self, takeover: Takeover) -> None:
        """Go to the incident that took the screen, not to the newest; else as its command says."""
        kind, _, ref = takeover.key.partition(":")
        if kind == "incident":
            self.answer_offer(PANEL, ref, yes=True)
        else:
            self.carry_out(takeover.command)

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
            self._deck.recover()
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
            zone = self._board.launch.zone
            self._failed_since = datetime.now(UTC).astimezone(zone)
        self._deck.fail(self._failed_since, reason)

    def _tick(self) -> None:
        """Let time pass: derive the situation and let each part repaint what changed."""
        try:
            now = self._desk.services.clock.now()
            situation = read_situation(self._board, now, self._situation)
            self._situation = self._desk.situation = situation
            if self.is_current:
                self._rearrange()
                self._show_again()
            self._take_over(situation)
            self._alarm.look(self, situation)
        # Whatever a plan or a row holds that we cannot draw, the screen must say so and live on.
        except Exception as error:  # noqa: BLE001
            self._fail(str(in_words(error)))

    def _take_over(self, situation: Situation) -> None:
        """Let what must be seen now have the screen; imported when something first does."""
        if self._takeovers is None:
            if not situation.takeovers:
                return
            from warroom_tui.ui.screens.takeover import Takeovers

            self._takeovers = Takeovers(self._act_on)
        me = self._desk.services.actor.name
        self._takeovers.look(self, [one for one in situation.takeovers if one.by != me])

    @property
    def is_current(self) -> bool:
        """False below a screen that covers it.

        Textual takes the screen right below for one that may shine through, and paints what
        changes there over again on the top one: with a clock in it, the whole terminal each second.
        """
        covered = getattr(self.app.screen, "COVERS", False)
        return super().is_current and not covered

    def _compositor_refresh(self) -> None:
        """Draw nothing that a batch of changes would throw away: Textual draws it all the same."""
        if not self.app._batch_count:
            super()._compositor_refresh()

    def on_screen_resume(self) -> None:
        """Back in sight: show what was missed."""
        if self._situation is not None:
            self._tick()

    def _show_again(self) -> None:
        """Draw the situation; panels that have just become visible draw what they missed."""
        if self._situation is not None:
            services = self._desk.services
            actor = services.actor.name + (READS_ONLY if services.read_only else "")
            self._deck.show(self._situation, self._view, actor, self._open)
            self._reach_goal(last=False)

    def _reach_goal(self, *, last: bool = True) -> None:
        """Put the cursor where it wants to be; `last`: if the row is not there now, give up."""
        if self._goal is not None:
            scope, row = self._goal
            if self._deck.panels[scope].list.move_to(row) or last:
                self._goal = None

    # Layout

    def on_resize(self, _: events.Resize) -> None:
        """Choose the layout for the new size."""
        self._rearrange()

    def _rearrange(self) -> None:
        rows = _rows(self._situation) if self._situation is not None else {}
        size = self.app.size
        wanted = arrange((size.width, size.height), self._open, self._zoomed, rows)
        self._deck.hint(self._open)
        if wanted == self._arrangement:
            return
        self._arrangement = wanted
        with self.app.batch_update():
            self.set_class(wanted.tiny, "-tiny")
            self.set_class(wanted.vast, "-vast")
            self._deck.lay_out(wanted)
        if wanted.tiny:
            least = f"Warroom needs {LEAST[0]} x {LEAST[1]}."
            has = f"This terminal has {size.width} x {size.height}."
            self.query_one("#too-small", Static).update(f"{least}\n{has}")
        self.call_after_refresh(self._show_again)

    # Keys

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The footer follows the focus."""
        scope = self._deck.scope_of(event.widget)
        if scope is not None and scope is not self._open:
            self._open = scope
            self._rearrange()
            if self._situation is not None:
                self._deck.show_open(self._situation, scope)

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave letters to the filter line while somebody types in it."""
        typing = isinstance(self.focused, Input)
        return not (action == "press" and typing and str(parameters[0]) not in _NEVER_TYPED)

    def action_press(self, key: str) -> None:
        """Carry out what the key means in the focused panel."""
        rehearsal = self._situation is not None and self._situation.board.pace is not None
        command = commands.find(key, self._open, rehearsal=rehearsal)
        if command is not None:
            self.carry_out(command.id)

    def carry_out(self, command_id: str) -> None:
        """Carry out a command by its id."""
        group, _, name = command_id.partition(".")
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
