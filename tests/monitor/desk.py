"""A health desk in memory, shared by several monitors, that can be made to fail."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from warroom_tui.domain.clock import monotonic
from warroom_tui.domain.errors import DatabaseBusy
from warroom_tui.domain.monitoring.health import Check, Measurement
from warroom_tui.services.monitoring.monitor import Result

PATIENCE_S = 30.0


class MemoryDesk:
    """Keeps what monitors record; tests wait for it instead of sleeping."""

    def __init__(self, *checks: Check) -> None:
        self._changed = threading.Condition()
        self._checks = checks
        self._holder: tuple[str, float] | None = None
        self.batches: list[tuple[Result, ...]] = []
        self.asked: list[str] = []
        self.locked = False
        self.refusals = 0

    @property
    def results(self) -> list[Result]:
        return [result for batch in self.batches for result in batch]

    def seen(self, check_id: int) -> list[Measurement]:
        return [seen for check, seen, _ in self.results if check.id == check_id]

    def stamps(self) -> list[datetime]:
        return [at for _, _, at in self.results]

    def change(self, *checks: Check) -> None:
        self._checks = checks

    def wait_for(self, happened: Callable[[], bool]) -> bool:
        """True as soon as it happened; False when it did not in time."""
        with self._changed:
            return self._changed.wait_for(happened, PATIENCE_S)

    def mark(self) -> object:
        self._fail_when_locked()
        return tuple(self._checks)

    def checks(self) -> Sequence[Check]:
        self._fail_when_locked()
        return self._checks

    def record(self, results: Sequence[Result]) -> None:
        self._fail_when_locked()
        with self._changed:
            self.batches.append(tuple(results))
            self._changed.notify_all()

    def feeds(self) -> Sequence[Check]:
        return ()

    def record_fetched(self, results: Sequence[Result]) -> None:
        assert not results

    def tidy(self) -> bool:
        return False

    def lease(self, session: str, ttl_s: float = 15.0) -> bool:
        self._fail_when_locked()
        with self._changed:
            self.asked.append(session)
            self._changed.notify_all()
            now = monotonic()
            if self._holder and self._holder[0] != session and self._holder[1] > now:
                return False
            self._holder = (session, now + ttl_s)
            return True

    def release(self, session: str) -> None:
        with self._changed:
            if self._holder and self._holder[0] == session:
                self._holder = None
            self._changed.notify_all()

    def take_away(self, session: str, ttl_s: float) -> None:
        """Another process gets the lease, as after this one slept."""
        with self._changed:
            self._holder = (session, monotonic() + ttl_s)

    @property
    def holder(self) -> str | None:
        return self._holder[0] if self._holder else None

    def _fail_when_locked(self) -> None:
        if self.locked:
            with self._changed:
                self.refusals += 1
                self._changed.notify_all()
            raise DatabaseBusy("The database is busy.", "Close the other program.")
