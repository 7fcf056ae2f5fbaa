"""Keys that are meant for a form which is still on its way."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.app import App
from textual.screen import Screen

R = TypeVar("R")

ALWAYS_PASSES = "ctrl+q"
"""Leaving must work whatever a form waits for."""


class KeyHoldingApp(App[None]):
    """Can keep what is typed until the screen stands that it was typed for.

    Some forms need a reading before they can open. A quick typist is ahead of it: without this,
    the first letters of a reason would be commands of the screen below.
    """

    _held: list[events.Event] | None = None

    def hold_keys(self) -> None:
        """Keep every key from now on."""
        if self._held is None:
            self._held = []

    def release_keys(self, asked: Screen[R]) -> None:
        """Hand the keys to what opened above `asked`; when nothing did, they are forgotten."""
        held, self._held = self._held or [], None
        if self.screen is not asked:
            for event in held:
                self.screen._forward_event(event)

    async def on_event(self, event: events.Event) -> None:
        """Keep keys and pastes while a form is on its way."""
        typed = isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded
        if typed and self._held is not None and getattr(event, "key", "") != ALWAYS_PASSES:
            self._held.append(event)
            return
        await super().on_event(event)


def hold_keys(screen: Screen[R]) -> None:
    """Keep what is typed on `screen` until `release_keys`."""
    if isinstance(screen.app, KeyHoldingApp):
        screen.app.hold_keys()


def release_keys(screen: Screen[R]) -> None:
    """Hand what was typed meanwhile to what opened above `screen`."""
    if isinstance(screen.app, KeyHoldingApp):
        screen.app.release_keys(screen)
