"""What stands on the screen while there is no launch to show: how to begin, or what is wrong."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from warroom_tui.domain.errors import DatabaseMissing, WarroomError
from warroom_tui.ui.widgets.footer import KeyHints

_BEGIN = (
    ("warroom demo", "a rehearsal: live checks, arriving tickets"),
    ("warroom new PLAN.md", "a launch from your own plan"),
    ("warroom plan list", "the plans that come with it"),
    ("warroom --db FILE", "a launch that is there already"),
)


class NoticeScreen(Screen[None]):
    """The reason why there is no dashboard, and what to do; never a traceback."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "again", "Try again"),
        Binding("escape,q", "app.quit", "Leave"),
    ]

    class TryAgain(Message):
        """A person asks to open the database once more."""

    def __init__(self, error: WarroomError) -> None:
        super().__init__()
        self._error = error

    def compose(self) -> ComposeResult:
        """A box in the middle."""
        missing = isinstance(self._error, DatabaseMissing)
        box = Vertical(id="notice", classes="-welcome" if missing else "")
        box.border_title = Content(" Welcome to Warroom " if missing else " ✖ Cannot open ")
        with box:
            yield Static(Content(self._error.message))
            if self._error.hint:
                yield Static(Content(self._error.hint), classes="hint")
            if missing:
                yield Static(Content("\n").join(map(_line, _BEGIN)))
        yield KeyHints([("r", "Try again"), ("q", "Leave")])

    def action_again(self) -> None:
        """Try to open the database once more."""
        self.post_message(self.TryAgain())


def _line(begin: tuple[str, str]) -> Content:
    return Content.assemble((f"{begin[0]:<22}", "bold"), begin[1])
