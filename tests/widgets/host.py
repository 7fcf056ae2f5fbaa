"""A small app that hosts one widget, and ways to look at what it drew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from textual.app import App, ComposeResult
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from warroom_tui.ui.theme import DARK_NAME, themes


class Host(App[None]):
    """Shows the widgets it was given and keeps the messages that reached it."""

    CSS = "Screen { background: $background; }"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *shown: Widget) -> None:
        super().__init__()
        self.shown = shown
        self.heard: list[Message] = []
        self.pressed: list[str] = []
        for theme in themes():
            self.register_theme(theme)
        self.theme = DARK_NAME

    def compose(self) -> ComposeResult:
        yield from self.shown

    def on_key(self, event: object) -> None:
        self.pressed.append(str(getattr(event, "key", "")))

    def heard_of(self, kind: type[Message]) -> list[Message]:
        """The messages of one kind, oldest first."""
        return [message for message in self.heard if isinstance(message, kind)]


def screen_lines(app: App[None]) -> list[str]:
    """The text of the whole screen, line by line."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


@contextmanager
def painted_lines(widget: Widget) -> Iterator[list[int]]:
    """Collect the line numbers that `widget` is asked to draw."""
    painted: list[int] = []
    original = widget.render_line

    def render_line(y: int) -> Strip:
        painted.append(y)
        return original(y)

    widget.render_line = render_line  # type: ignore[method-assign]
    try:
        yield painted
    finally:
        del widget.render_line
