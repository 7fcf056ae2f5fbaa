"""`Beside`: what works beside a screen, from when the screen stands until it goes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

Begin = Callable[["Services", ExitStack], None]
"""Starts it, and puts onto the stack what stops it again."""


class Beside:
    """Begins once, from a thread; ends from any other, even before it has begun."""

    def __init__(self, begin: Begin) -> None:
        self._begin = begin
        self._begun = ExitStack()
        self._left = False
        self._lock = Lock()

    def begin(self, services: Services) -> None:
        """Load it and let it work; nothing when the screen has gone already."""
        with self._lock:
            if not self._left:
                self._begin(services, self._begun)

    def end(self) -> None:
        """Stop it."""
        with self._lock:
            self._left = True
            self._begun.close()
