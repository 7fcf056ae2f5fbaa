"""The wall as a screen: follows the launch by itself, shows scenes in turn, changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from warroom_tui.domain.board import Board, BoardView
from warroom_tui.domain.clock import monotonic
from warroom_tui.domain.needs import Weight
from warroom_tui.domain.rag import Rag
from warroom_tui.domain.situation import Situation, read_situation
from warroom_tui.ui.feed import BoardFailed, BoardRead, Feed
from warroom_tui.ui.presenters.wall import WallView, draw_wall
from warroom_tui.ui.presenters.wall_privacy import without_names
from warroom_tui.ui.presenters.wall_scenes import SCENES
from warroom_tui.ui.theme import palette_for
from warroom_tui.ui.widgets.lines_widget import LinesWidget

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

SCENE_S = {
    "status": 24, "tickets": 12, "health": 12, "triggers": 10, "timeline": 10, "rota": 10,
}  # fmt: skip
"""Seconds each scene stays."""

STALE_AFTER_S = 30.0
"""Seconds without a good look at the database after which the picture is called stale."""


class WallCanvas(LinesWidget):
    """Draws the wall's lines; only cells that changed are repainted."""

    DEFAULT_CSS = "WallCanvas { width: 1fr; height: 1fr; }"

    def __init__(self) -> None:
        super().__init__(id="wall-canvas")
        self.situation: Situation | None = None
        self.view = WallView("status")

    def draw(self, width: int) -> Sequence[Text]:
        """The picture at this size."""
        if self.situation is None:
            return [Text(), Text("  Warroom wall: opening …")]
        palette = palette_for(self.app.theme)
        return draw_wall(self.situation, self.view, palette, width, self.size.height)


class WallScreen(Screen[None]):
    """The big screen. Keys change what is shown, never any data."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back"),
        Binding("right,space,n", "scene(1)", "Next scene"),
        Binding("left,p", "scene(-1)", "Previous scene"),
        Binding("h", "names", "Hide names"),
    ]

    def __init__(
        self,
        services: Services,
        scene: str | None = None,
        hide_names: bool = False,
        *,
        alone: bool = False,
    ) -> None:
        """`alone`: there is no dashboard to go back to, so leaving ends the program."""
        super().__init__()
        self._alone = alone
        self._services = services
        self._fixed = scene
        self._scene = scene or SCENES[0]
        self._scene_left = SCENE_S[self._scene]
        self._hide_names = hide_names
        self._canvas = WallCanvas()
        self._feed = Feed(services, self)
        self._board: Board | None = None
        self._sequence = 0
        self._good_look = monotonic()
        self._good_time: datetime | None = None
        self._failed = False

    def compose(self) -> ComposeResult:
        """One canvas."""
        yield self._canvas

    def on_mount(self) -> None:
        """Follow the launch."""
        self.set_interval(1.0, self._tick)
        self._feed.look_at(BoardView(ticket_limit=40))
        self._feed.start()

    def on_unmount(self) -> None:
        """Stop watching."""
        self._feed.close()

    @on(BoardRead)
    def _board_read(self, message: BoardRead) -> None:
        message.stop()
        if message.sequence > self._sequence:
            self._sequence = message.sequence
            self._board = message.board
            self._failed = False
            self._paint()

    @on(BoardFailed)
    def _board_failed(self, message: BoardFailed) -> None:
        message.stop()
        self._failed = True

    def _tick(self) -> None:
        """Let time pass: scenes take turns, countdowns run, silence becomes STALE."""
        if self._fixed is None:
            self._scene_left -= 1
            if self._scene_left <= 0:
                self._turn(1)
        self._paint()

    def _paint(self) -> None:
        if self._board is None:
            return
        now = self._services.clock.now()
        board = without_names(self._board) if self._hide_names else self._board
        situation = read_situation(board, now)
        scene = _scene_of(situation, self._scene, fixed=self._fixed is not None)
        self._canvas.situation = situation
        self._canvas.view = WallView(scene, self._hide_names, self._stale_since(now))
        self._canvas.redraw()

    def _stale_since(self, now: datetime) -> datetime | None:
        """When the last good look at the database was, if that is too long ago."""
        looked = self._feed.looked_at
        silent = monotonic() - looked if looked is not None else 0.0
        if silent <= STALE_AFTER_S:
            self._good_time = now - timedelta(seconds=silent)
            return None
        return self._good_time or now

    def _turn(self, step: int) -> None:
        self._scene = SCENES[(SCENES.index(self._scene) + step) % len(SCENES)]
        seen = self._canvas.situation
        if self._scene == "triggers" and seen and not any(g.is_trigger for g in seen.gauges):
            self._scene = SCENES[(SCENES.index(self._scene) + step) % len(SCENES)]
        self._scene_left = SCENE_S[self._scene]

    def action_scene(self, step: int) -> None:
        """Show the next or the previous scene, and stay there."""
        self._turn(step)
        self._fixed = self._scene
        self._paint()

    def action_names(self) -> None:
        """Hide or show names."""
        self._hide_names = not self._hide_names
        self._paint()

    def action_leave(self) -> None:
        """Back to the dashboard, or out of the program when the wall is all there is."""
        if self._alone:
            self.app.exit()
        else:
            self.app.pop_screen()


def _scene_of(situation: Situation, scene: str, *, fixed: bool) -> str:
    """What takes over has the wall, even one that somebody has set to a scene.

    A red launch or a P1 that nobody has holds the status scene.
    """
    if situation.takeovers:
        return "takeover"
    unowned = any(need.weight is Weight.P1_UNOWNED for need in situation.needs)
    return "status" if not fixed and (unowned or situation.rag.rag is Rag.RED) else scene
