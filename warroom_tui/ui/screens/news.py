"""`News`: whether a screen has to read again, found out without reading.

A screen that is open all day costs nothing while nobody does anything: a look at the database takes
microseconds, and only a commit, or time that has passed, leads to a reading.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from warroom_tui.domain.clock import monotonic
from warroom_tui.domain.errors import WarroomError
from warroom_tui.ui.faults import done_in_words

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services
    from warroom_tui.storage.store import ChangeWatch


class News:
    """`begin` before a reading, `done` after it, `due` while none runs; from any thread."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._watch: ChangeWatch | None = None
        self._lock = threading.Lock()
        self._closed = False
        self._revision = -1
        self._stirred = False
        self._read_at: datetime | None = None
        """Launch time of the last reading; None when it has to be repeated."""
        self._began = 0.0

    def begin(self) -> None:
        """What is committed from here on is news; raises when the database cannot be used."""
        self._read_at = None
        with self._lock:
            if self._closed:
                return
            if self._watch is None:
                self._watch = done_in_words(self._services.watch)
            done_in_words(self._watch.changed)
            self._revision = done_in_words(self._watch.revision)
            self._stirred = False
            self._began = monotonic()

    def done(self) -> None:
        """The reading that began last was good."""
        self._read_at = self._services.clock.now()

    def due(self, quiet_s: float, stale_s: float) -> bool:
        """True when something was done, or the last reading is older than `stale_s` launch time.

        What only machines wrote (samples, signs of life) waits until `quiet_s` after the reading.
        """
        if self._read_at is None:
            return True
        if abs(self._services.clock.now() - self._read_at) >= timedelta(seconds=stale_s):
            return True
        with self._lock:
            return self._watch is not None and self._is_news(self._watch, quiet_s)

    def _is_news(self, watch: ChangeWatch, quiet_s: float) -> bool:
        try:
            self._stirred = done_in_words(watch.changed) or self._stirred
            if not self._stirred:
                return False
            quiet = monotonic() - self._began < quiet_s
            return not quiet or done_in_words(watch.revision) != self._revision
        except WarroomError:
            return True  # the reading says what is wrong

    def close(self) -> None:
        """Give the connection back."""
        with self._lock:
            self._closed = True
            if self._watch is not None:
                self._watch.close()
                self._watch = None
