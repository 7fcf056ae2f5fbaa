"""The exchange in the background: one process of a launch runs it, on a thread of its own."""

from __future__ import annotations

import threading
from contextlib import suppress

from warroom_tui.domain.clock import monotonic
from warroom_tui.domain.desk.sync import HelpDeskDown, HelpDeskRefused, TurnResult, back_off_s
from warroom_tui.domain.errors import WarroomError
from warroom_tui.services.context import Context
from warroom_tui.services.desk.help_desk import HelpDesk
from warroom_tui.services.desk.help_desk_sync import HelpDeskSync
from warroom_tui.storage.desk.sync import LEASE
from warroom_tui.storage.monitoring import health
from warroom_tui.storage.store import ChangeWatch

LEASE_TTL_S = 45.0
"""Longer than the longest call to the help desk, so that nobody takes over in the middle of one."""
EVERY_S = 15.0
"""Seconds between two looks at the help desk."""
LOOK_S = 0.5
"""Seconds between two looks whether somebody changed something here."""
_STOP_PATIENCE_S = 0.1


class SyncRunner:
    """Exchanges tickets with one help desk while this session holds the lease."""

    def __init__(
        self,
        context: Context,
        desk: HelpDesk,
        *,
        creates: bool = False,
        every_s: float = EVERY_S,
        lease_ttl_s: float = LEASE_TTL_S,
    ) -> None:
        self._context = context
        self._desk = desk
        self._every_s = every_s
        self._ttl_s = lease_ttl_s
        self._sync = HelpDeskSync(context, desk, self._mine, creates=creates)
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._renewed = -lease_ttl_s
        self._next = 0.0
        self._failures = 0
        self.held = False
        """Whether this process is the one."""

    def start(self) -> None:
        """Begin in the background; returns at once."""
        self._stopping.clear()
        # A daemon thread, because leaving must not wait for a help desk that does not answer.
        self._thread = threading.Thread(target=self._run, name="warroom-sync", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop; a call under way is not waited for: what it did is found again by its marks."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(_STOP_PATIENCE_S)

    def once(self) -> TurnResult | None:
        """One turn in this thread; None when another process does it.

        Raises HelpDeskDown or HelpDeskRefused.
        """
        if not self._mine():
            return None
        try:
            return self._sync.turn()
        finally:
            self.release()

    def release(self) -> None:
        """Let another process take over without waiting."""
        if self.held:
            self.held = False
            self._renewed = -self._ttl_s
            with suppress(WarroomError), self._context.store.measuring() as connection:
                health.drop_lease(connection, self._context.actor.session, LEASE)
        self._desk.close()

    def _run(self) -> None:
        watch: ChangeWatch | None = None
        while not self._stopping.wait(LOOK_S):
            try:
                if watch is None:
                    watch = self._context.store.watch()
                self._look(watch)
            except (HelpDeskDown, HelpDeskRefused):
                self._failures += 1
                self._next = monotonic() + back_off_s(self._failures)
            except Exception:  # noqa: BLE001 - the boundary: the exchange outlives its database
                self._failures += 1
                self._next = monotonic() + back_off_s(self._failures)
        if watch is not None:
            watch.close()
        self.release()

    def _look(self, watch: ChangeWatch) -> None:
        changed = watch.changed()
        if not self._mine():
            self._next = 0.0
            return
        if monotonic() >= self._next:
            self._next = monotonic() + self._every_s
            self._sync.turn()
            self._failures = 0
        elif changed:
            if self._failures:
                self._sync.collect()
            else:
                self._sync.send_only()

    def _mine(self) -> bool:
        """Hold the lease, renewing it in time."""
        if self._stopping.is_set():
            return False
        age = monotonic() - self._renewed
        if age < (self._ttl_s / 3 if self.held else 2.0):
            return self.held
        store = self._context.store
        session = self._context.actor.session
        with store.measuring() as connection:
            self.held = health.take_lease(connection, session, store.real_now(), self._ttl_s, LEASE)
        self._renewed = monotonic()
        return self.held
