"""`Panel`: what all list panels share: states, columns that follow the width, selection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import ComposeResult

from warroom_tui.domain.board import BoardView
from warroom_tui.domain.situation import Situation
from warroom_tui.ui.presenters.marks import Face
from warroom_tui.ui.theme import Palette, palette_for
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.panel_frame import Empty, Failed, PanelFrame, Ready
from warroom_tui.ui.widgets.rows import Column


@dataclass(frozen=True, slots=True)
class Sight:
    """What a panel draws from."""

    situation: Situation
    view: BoardView
    palette: Palette
    width: int
    """Cells of the list's width."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a panel has drawn, to know it again."""

    sight: Sight
    pulse: object
    filled: bool

    def shows(self, sight: Sight, pulse: object) -> bool:
        """True when a drawing of `sight` would look the same."""
        mine = self.sight
        same = mine.situation.board is sight.situation.board and mine.palette is sight.palette
        return same and (mine.view, mine.width, self.pulse) == (sight.view, sight.width, pulse)


class Panel(PanelFrame):
    """A list in a frame that redraws itself from a situation."""

    NAME: ClassVar[str]
    """The scope of its commands and its widget id."""
    TITLE: ClassVar[str]
    DIGIT: ClassVar[str]
    HEADER: ClassVar[bool] = True
    EMPTY: ClassVar[str]
    """What stands there without rows, and what to press."""
    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    """The columns, unless they follow the width."""

    def __init__(self) -> None:
        self.list = LineList(self.columns(80), header=self.HEADER, vim_ends=True)
        super().__init__(title=self.TITLE, state=Ready(), id=self.NAME)
        self._situation: Situation | None = None
        self._view = BoardView()
        self._stale = False
        self._width = -1
        self._drawn: _Drawn | None = None

    def compose(self) -> ComposeResult:
        """The list, and the frame's own notice."""
        yield self.list
        yield from super().compose()

    def columns(self, width: int) -> tuple[Column, ...]:
        """The columns for a list `width` cells wide."""
        return self.COLUMNS if width else ()

    def face(self, sight: Sight) -> Face:
        """Rows and headings at the situation's moment."""
        raise NotImplementedError

    def pulse(self, situation: Situation) -> object:
        """What of the moment the face shows: while it is the same, nothing is drawn again."""
        return situation.now

    @property
    def selected(self) -> str | None:
        """Key of the row under the cursor."""
        return self.list.cursor_key

    def show(self, situation: Situation, view: BoardView) -> None:
        """Draw this situation; a hidden panel keeps it for when it is shown."""
        self._situation, self._view = situation, view
        self._stale = not self.is_on_screen
        if not self._stale:
            self._draw()

    def fail(self, since: datetime, reason: str) -> None:
        """Keep what was read, dimmed, and say since when it is old."""
        state = Failed(since.time(), reason)
        if self.state != state:
            self.show_state(state)

    def recover(self) -> None:
        """Reading works again; the next `show` decides between rows and the empty text."""
        if isinstance(self.state, Failed):
            self.show_state(Ready())

    @property
    def is_on_screen(self) -> bool:
        """Whether the layout gives it room now."""
        return self.display and self.size.width > 0

    def on_resize(self, _: events.Resize) -> None:
        """Fit the columns to the new width."""
        if self._situation is not None:
            self._draw()

    def _draw(self) -> None:
        situation = self._situation
        if situation is None or not self.is_on_screen:
            return
        width = self.list.line_width or self.size.width
        if width != self._width:
            self._width = width
            self.list.set_columns(self.columns(width))
        palette = palette_for(self.app.theme)
        sight = Sight(situation, self._view, palette, width)
        pulse = self.pulse(situation)
        if self._drawn is None or not self._drawn.shows(sight, pulse):
            face = self.face(sight)
            self._drawn = _Drawn(sight, pulse, bool(face.rows))
            self.list.set_rows(face.rows)
            self.set_title(self._heading(face, palette))
            self.set_subtitle(Text(face.subtitle, palette.muted))
            self.set_severity(face.tone if face.tone in ("warn", "bad") else "none")
        if not isinstance(self.state, Failed):
            self._show_ready(self._drawn.filled)

    def _show_ready(self, filled: bool) -> None:
        state = Ready() if filled else Empty(self.empty_text())
        if self.state != state:
            self.show_state(state)

    def empty_text(self) -> str:
        """What stands there without rows."""
        return self.EMPTY

    def _heading(self, face: Face, palette: Palette) -> Text:
        name, _, news = face.title.partition(" · ")
        out = Text(f" {self.DIGIT} ", palette.muted)
        out.append(name, palette.accent + Style(bold=True))
        if news:
            out.append(" · ", palette.track)
            out.append(news, palette.tone(face.tone))
        return out.append(" ")
