"""The takeover: a tripped trigger or a major incident has the whole screen until it is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets._input import Input
from textual.widgets._static import Static

from warroom_tui.domain.takeover import Takeover
from warroom_tui.ui.theme import palette_for
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.footer import KeyHints


class TakeoverScreen(ModalScreen[bool]):
    """What happened in large, and two keys: act now, or go back knowing it.

    It says True when somebody wants to act. The dashboard takes it away by itself when another
    seat has dealt with it.
    """

    DEFAULT_CSS = """
    TakeoverScreen {
        align: center middle;
        & > #box { width: 98%; max-width: 110; height: auto; max-height: 100%; border: thick $error;
                   background: $surface; overflow-y: auto; }
        &.eye > #box { border: thick $warning; }
        & #band { height: 3; background: $error; color: $background; text-style: bold;
                  padding: 1 2; }
        &.eye #band { background: $warning; }
        & #title { height: auto; padding: 1 2 0 2; text-style: bold; }
        & #lines { height: auto; padding: 1 2; }
        & KeyHints { background: $surface; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "act", "Act", show=False),
        Binding("escape", "later", "Later", show=False),
    ]

    def __init__(self, takeover: Takeover) -> None:
        super().__init__(classes="" if takeover.bad else "eye")
        self.takeover = takeover

    def compose(self) -> ComposeResult:
        """Band, title, lines, keys."""
        mark = "✖" if self.takeover.bad else "▲"
        with Vertical(id="box"):
            yield Static(Text(f"{mark} {drawable(self.takeover.tag)}", no_wrap=True), id="band")
            yield Static(Text(drawable(self.takeover.title)), id="title")
            yield Static(self._lines(), id="lines")
            yield KeyHints((("enter", self.takeover.hint), ("escape", "later: it stays on top")))

    def _lines(self) -> Text:
        palette = palette_for(self.app.theme)
        return Text("\n").join(
            Text(drawable(line), palette.text) for line in self.takeover.lines if line
        )

    def follow(self, takeover: Takeover) -> None:
        """Show the words of this moment."""
        if takeover != self.takeover:
            self.takeover = takeover
            self.query_one("#title", Static).update(Text(drawable(takeover.title)))
            self.query_one("#lines", Static).update(self._lines())

    def action_act(self) -> None:
        """Act on it."""
        self.dismiss(True)

    def action_later(self) -> None:
        """Back to work; the banner stays."""
        self.dismiss(False)


class Takeovers:
    """Which takeovers this seat has seen; the next one is shown when nobody is typing."""

    def __init__(self, act: Callable[[Takeover], None]) -> None:
        """`act` goes where the takeover is dealt with."""
        self._act = act
        self._seen: set[str] = set()
        self._shown: TakeoverScreen | None = None

    def look(self, dashboard: Screen[None], found: Sequence[Takeover]) -> None:
        """Follow what takes over now; called once a second."""
        if self._shown is not None:
            self._follow(self._shown, found)
            return
        # A form that is open, or a line that somebody types, is not torn away: the banner waits.
        if not dashboard.is_current or isinstance(dashboard.focused, Input):
            return
        new = next((one for one in found if one.key not in self._seen), None)
        if new is not None:
            self._show(dashboard, new)

    def _show(self, dashboard: Screen[None], takeover: Takeover) -> None:
        self._seen.add(takeover.key)
        self._shown = TakeoverScreen(takeover)

        def closed(act: bool | None) -> None:
            self._shown = None
            if act:
                self._act(takeover)

        dashboard.app.push_screen(self._shown, closed)

    def _follow(self, shown: TakeoverScreen, found: Sequence[Takeover]) -> None:
        if not shown.is_current:
            return
        same = next((one for one in found if one.key == shown.takeover.key), None)
        if same is None:
            shown.dismiss(False)  # dealt with elsewhere
        else:
            shown.follow(same)
