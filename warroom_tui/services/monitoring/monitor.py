"""The monitor: exactly one process of a launch runs its checks and records what they saw.

Two threads, neither of them the screen's. One probes (`probing.ProbeThread`); the other talks to
the database: renews the lease, picks up changed checks, records results in batches. So a locked
database never delays a probe, and a hanging target never delays the lease.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from warroom_tui.domain.clock import Clock, SimulatedClock, SystemClock, monotonic
from warroom_tui.domain.monitoring.health import Check, CheckState, Measurement, judge
from warroom_tui.domain.text import clean
from warroom_tui.probes.prober import ProbeSet
from warroom_tui.services.monitoring.probing import ProbeThread, run_once

LEASE_TTL_S = 15.0
BATCH_S = 0.25
CALM_S = 2.0
"""Seconds that results which say nothing new wait for others: each commit wakes every seat."""
_REFRESH_S = 2.0
_TIDY_S, _TIDY_MORE_S = 60.0, 1.0
"""Seconds between two steps of tidying up, and when more is left to do."""
_LONGEST_BACK_OFF_S = 8.0
_KEPT_RESULTS = 5000
"""Results kept while the database cannot be written; older ones are dropped."""
_BATCH_ROWS = 500
_STOP_PATIENCE_S = 0.08

Result = tuple[Check, Measurement, datetime]


class CheckDesk(Protocol):
    """What the monitor needs of the health desk; every call may raise."""

    def mark(self) -> object:
        """Differs as soon as checks, feeds, or what checks are told may have changed."""
        ...

    def checks(self) -> Sequence[Check]:
        """All checks as they stand now."""
        ...

    def record(self, results: Sequence[Result]) -> None:
        """Store measurements with the time of each."""
        ...

    def feeds(self) -> Sequence[Check]:
        """Metrics to fetch, as checks with negative ids."""
        ...

    def record_fetched(self, results: Sequence[Result]) -> None:
        """Store fetched metrics."""
        ...

    def tidy(self) -> bool:
        """Roll up and forget a little of what is old; True when there is more to do."""
        ...

    def lease(self, session: str, ttl_s: float = LEASE_TTL_S) -> bool:
        """Take or renew the right to probe for `ttl_s` real seconds; False: another has it."""
        ...

    def release(self, session: str) -> None:
        """Give the right back."""
        ...


class MonitorRole(StrEnum):
    """What the monitor of this process does."""

    STOPPED = "stopped"
    STANDBY = "standby"
    PROBING = "probing"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class MonitorStatus:
    """The monitor as it stands now."""

    role: MonitorRole
    detail: str = ""
    """In trouble: what the database said."""


class Monitor:
    """Probes the checks of one launch while this session holds the lease, else stands by."""

    def __init__(
        self,
        health: CheckDesk,
        probers: ProbeSet,
        clock: Clock,
        session: str,
        *,
        lease_ttl_s: float = LEASE_TTL_S,
        watch: Callable[[], None] | None = None,
    ) -> None:
        """`clock` stamps the results (simulated in a rehearsal); the schedule is real time.

        `watch` looks after the criteria: called again and again by whoever holds the lease, and
        by everybody where there is no check to hold it for.
        """
        self._watch = watch
        self._wanted = True
        self._health = health
        self._probers = probers
        self._clock = clock
        self._session = session
        self._ttl_s = lease_ttl_s
        self._real = SystemClock()
        self._results: deque[Result] = deque(maxlen=_KEPT_RESULTS)
        self._unsaved: list[Result] = []
        self._stopping = threading.Event()
        self._desk: threading.Thread | None = None
        self._probes: ProbeThread | None = None
        self._held = False
        self._lease_at: datetime | None = None
        self._refreshed_at = 0.0
        self._flushed_at = 0.0
        self._mark: object = None
        self._verdicts: dict[int, tuple[CheckState, int]] = {}
        self._news = True
        self._tidy_at = 0.0
        self._status = MonitorStatus(MonitorRole.STOPPED)

    @property
    def status(self) -> MonitorStatus:
        """Probing, standing by, in trouble or stopped."""
        return self._status

    def start(self) -> None:
        """Begin in the background; returns at once."""
        if self._desk is not None:
            return
        self._stopping.clear()
        self._status = MonitorStatus(MonitorRole.STANDBY)
        self._desk = threading.Thread(target=self._run, name="warroom-monitor", daemon=True)
        self._desk.start()

    def stop(self) -> None:
        """Break off all probes and give the lease back; never waits for what hangs (< 0.1 s)."""
        if self._desk is None:
            return
        until = monotonic() + _STOP_PATIENCE_S
        self._stopping.set()
        probes = self._probes
        if probes is not None:
            probes.stop()
        self._desk.join(max(0.0, until - monotonic()))
        if probes is not None:
            probes.join(max(0.0, until - monotonic()))
        self._desk = None

    def run_once(self, checks: Sequence[Check]) -> list[tuple[Check, Measurement]]:
        """Run each check once, now, in the calling thread; nothing is recorded."""
        return run_once(self._probers, checks)

    def _run(self) -> None:
        wait_s = 0.0
        while not self._stopping.wait(wait_s):
            try:
                self._turn()
                wait_s = BATCH_S
            except Exception as error:  # noqa: BLE001 - the boundary: the monitor outlives its database
                self._status = MonitorStatus(MonitorRole.TROUBLE, clean(str(error), limit=200))
                wait_s = min(_LONGEST_BACK_OFF_S, max(BATCH_S, wait_s) * 2)
        self._let_go()

    def _turn(self) -> None:
        if self._lease_due():
            self._renew()
        if self._held:
            if monotonic() - self._refreshed_at >= _REFRESH_S:
                self._refresh()
            if self._news or monotonic() - self._flushed_at >= CALM_S:
                self._news = False
                self._flush()
                self._flushed_at = monotonic()
            if monotonic() >= self._tidy_at:
                self._tidy_at = monotonic() + _TIDY_S  # also when it fails
                if self._health.tidy():
                    self._tidy_at = monotonic() + _TIDY_MORE_S
        if self._watch is not None and (self._held or not self._wanted):
            self._watch()
        self._status = MonitorStatus(MonitorRole.PROBING if self._held else MonitorRole.STANDBY)

    def _lease_due(self) -> bool:
        if self._lease_at is None:
            return True
        # Real time of day: it goes on while the machine sleeps, and another may have taken over.
        age_s = abs((self._real.now() - self._lease_at).total_seconds())
        return age_s >= (self._ttl_s / 3 if self._held else min(2.0, self._ttl_s / 5))

    def _renew(self) -> None:
        had = self._held
        # Without a check there is nothing to hold the lease for, and each renewal wakes every seat.
        wanted = had or any(check.enabled for check in self._health.checks())
        wanted = wanted or bool(self._health.feeds())
        self._wanted = wanted
        self._held = wanted and self._health.lease(self._session, self._ttl_s)
        self._lease_at = self._real.now()
        if self._held and not had:
            self._refreshed_at = -_REFRESH_S
        if had and not self._held:
            self._results.clear()  # the new holder has its own
            self._unsaved.clear()
            self._mark = None
            if self._probes is not None:
                self._probes.watch(())

    def _refresh(self) -> None:
        self._refreshed_at = monotonic()
        mark = self._health.mark()
        if mark == self._mark and self._probes is not None:
            return
        checks = (*self._health.checks(), *self._health.feeds())
        if self._probes is None:
            self._probes = ProbeThread(self._probers, self._measured, self._standing_still)
            self._probes.start()
            if self._stopping.is_set():
                self._probes.stop()
        self._probes.watch(checks)
        self._mark = mark

    def _measured(self, check: Check, seen: Measurement) -> None:
        if not self._standing_still():
            self._weigh(check, judge(check, seen))
            self._results.append((check, seen, self._clock.now()))

    def _weigh(self, check: Check, verdict: CheckState) -> None:
        """A run that is unlike the one before, or may be the one that makes it count, is news."""
        before, runs = self._verdicts.get(check.id, (None, 0))
        runs = runs + 1 if verdict is before else 1
        self._verdicts[check.id] = (verdict, runs)
        self._news = self._news or runs <= max(check.fail_after, check.ok_after)

    def _standing_still(self) -> bool:
        return isinstance(self._clock, SimulatedClock) and self._clock.pace.paused

    def _flush(self) -> None:
        while self._results:
            self._unsaved.append(self._results.popleft())
        del self._unsaved[:-_KEPT_RESULTS]
        while self._unsaved:
            batch = self._unsaved[:_BATCH_ROWS]
            seen = [result for result in batch if result[0].id >= 0]
            fetched = [result for result in batch if result[0].id < 0]
            if seen:
                self._health.record(seen)
                self._unsaved[: len(batch)] = fetched  # stored: not again if the next line fails
            if fetched:
                self._health.record_fetched(fetched)
            del self._unsaved[: len(fetched)]

    def _let_go(self) -> None:
        try:
            if self._held:
                self._flush()
                self._health.release(self._session)
        except Exception as error:  # noqa: BLE001 - leaving: the lease runs out by itself
            self._status = MonitorStatus(MonitorRole.STOPPED, clean(str(error), limit=200))
            return
        finally:
            self._held = False
            self._lease_at = None
            self._probes = None
        self._status = MonitorStatus(MonitorRole.STOPPED)
