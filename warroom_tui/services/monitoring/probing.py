"""Runs checks on their periods, on a thread and an event loop that no screen shares."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Sequence

from warroom_tui.domain.clock import Tick, tick
from warroom_tui.domain.monitoring.health import Check, Measurement
from warroom_tui.probes import http
from warroom_tui.probes.offload import ProbeLoop
from warroom_tui.probes.prober import ProbeSet, not_measured

AT_ONCE = 50
"""Probes running at the same time; as many again for targets that gave no answer last time."""

FIRST_SPREAD_S = 2.0
"""First probes are spread over this long, so that a launch shows figures soon after start."""

SHORTEST_PERIOD_S = 0.5
_GRACE_S = 1.0
_LATE_S = 1.0
"""Seconds that a busy machine may let pass before it goes on with a probe."""
_GOLDEN = 0.6180339887498949

Done = Callable[[Check, Measurement], None]


def spread(check_id: int) -> float:
    """A check's place in its period, 0 to 1: neighbours land far apart, always the same."""
    return (check_id * _GOLDEN) % 1


def next_due(due: float, now: float, period_s: float) -> float:
    """The first moment on the check's grid after `now`; missed runs are not caught up."""
    missed = max(0, int((now - due) // period_s))
    return due + (missed + 1) * period_s


class ProbeThread:
    """Watches a set of checks until stopped; every result goes to `done` (on this thread)."""

    def __init__(self, probers: ProbeSet, done: Done, idle: Callable[[], bool]) -> None:
        self._probers = probers
        self._done = done
        self._idle = idle
        self._watchers: dict[int, tuple[Check, asyncio.Task[None]]] = {}
        self._loop = ProbeLoop()
        self._thread = threading.Thread(target=self._run, name="warroom-probes", daemon=True)
        self._answering: asyncio.Semaphore | None = None
        self._silent: asyncio.Semaphore | None = None

    def start(self) -> None:
        """Begin; nothing is probed before `watch`."""
        self._thread.start()

    def watch(self, checks: Iterable[Check]) -> None:
        """From now on watch exactly these checks; one that did not change keeps its schedule."""
        self._tell(self._watch_all, tuple(checks))

    def stop(self) -> None:
        """Break off everything; returns at once."""
        self._tell(self._loop.stop)

    def join(self, timeout_s: float) -> None:
        """Wait until the thread has ended, at most `timeout_s`."""
        self._thread.join(timeout_s)

    def _tell(self, call: Callable[..., object], *args: object) -> None:
        try:
            self._loop.call_soon_threadsafe(call, *args)
        except RuntimeError:
            return  # already closed: nothing left to tell

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            left = asyncio.all_tasks(self._loop)
            for task in left:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            self._loop.run_until_complete(self._probers.aclose())
            self._loop.close()

    def _watch_all(self, checks: tuple[Check, ...]) -> None:
        wanted = {check.id: check for check in checks if check.enabled}
        if any(check.kind in http.KINDS for check in wanted.values()):
            http.load()
        for check_id, (check, task) in list(self._watchers.items()):
            if wanted.get(check_id) != check or task.done():
                task.cancel()
                del self._watchers[check_id]
        for check_id, check in wanted.items():
            if check_id not in self._watchers:
                task = self._loop.create_task(self._watch(check))
                self._watchers[check_id] = (check, task)

    async def _watch(self, check: Check) -> None:
        period_s = max(SHORTEST_PERIOD_S, check.every_s)
        share = spread(check.id)
        due = self._loop.time() + share * min(period_s, FIRST_SPREAD_S)
        first, silent = True, False
        while True:
            await asyncio.sleep(max(0.0, due - self._loop.time()))
            if not self._idle():
                async with self._lane(silent):
                    begun = tick()
                    seen = await probe_bounded(self._probers, check)
                if not stood_still(check, begun, tick()):
                    self._done(check, seen)
                    silent = not seen.ok and seen.value is None
            if first:
                due -= (1 - share) * period_s / 2
                first = False
            due = next_due(due, self._loop.time(), period_s)

    def _lane(self, silent: bool) -> asyncio.Semaphore:
        """Targets that hang wait behind each other, never in front of those that answer."""
        if self._answering is None or self._silent is None:
            self._answering = asyncio.Semaphore(AT_ONCE)
            self._silent = asyncio.Semaphore(AT_ONCE)
        return self._silent if silent else self._answering


def stood_still(check: Check, begun: Tick, ended: Tick) -> bool:
    """True when the machine or this process slept during a probe, or its clock was set anew.

    What such a probe saw says nothing about its target: the answer may have come long ago.
    """
    longest_s = check.timeout_s + _GRACE_S + _LATE_S
    return begun.spent_s(ended) > longest_s or abs(begun.jump_s(ended)) > _LATE_S


async def probe_bounded(probers: ProbeSet, check: Check) -> Measurement:
    """One probe; one that does not keep its own timeout is given up."""
    try:
        async with asyncio.timeout(check.timeout_s + _GRACE_S):
            return await probers.probe(check)
    except TimeoutError:
        return not_measured("the probe did not end")


def run_once(probers: ProbeSet, checks: Sequence[Check]) -> list[tuple[Check, Measurement]]:
    """Run each check once, many at a time, and return the results in the same order."""

    async def run_all() -> list[Measurement]:
        slots = asyncio.Semaphore(AT_ONCE)

        async def run_one(check: Check) -> Measurement:
            async with slots:
                return await probe_bounded(probers, check)

        try:
            return await asyncio.gather(*(run_one(check) for check in checks))
        finally:
            await probers.aclose()

    with asyncio.Runner(loop_factory=ProbeLoop) as runner:
        return list(zip(checks, runner.run(run_all()), strict=True))
