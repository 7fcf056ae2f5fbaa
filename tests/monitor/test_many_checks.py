"""Many checks keep their schedule although some of them hang, and end at once."""

from __future__ import annotations

from itertools import pairwise

from tests.monitor.conftest import StartMonitor
from tests.monitor.desk import MemoryDesk
from tests.probes.conftest import Caller, Serve, a_check
from warroom_tui.domain.clock import monotonic

CHECKS, HANGING, RUNS = 120, 12, 3


def test_the_schedule_holds_and_quitting_does_not_wait(
    serve: Serve, start_monitor: StartMonitor
) -> None:
    def behave(caller: Caller) -> None:
        if caller.path == "/hang":
            caller.closing.wait(60)
        else:
            caller.answer(body=b"ok")

    server = serve(behave)
    checks = [
        a_check(
            "http",
            server.url("/hang" if number < HANGING else "/"),
            id=number,
            name=f"C{number}",
            every_s=2.0,
            timeout_s=1.5,
        )
        for number in range(1, CHECKS + 1)
    ]
    desk = MemoryDesk(*checks)
    monitor = start_monitor(desk)

    def all_ran() -> bool:
        counts: dict[int, int] = {}
        for check, _, _ in list(desk.results):
            counts[check.id] = counts.get(check.id, 0) + 1
        return len(counts) == CHECKS and min(counts.values()) >= RUNS

    assert desk.wait_for(all_ran)
    for check in checks[HANGING:]:
        stamps = [at for seen, _, at in desk.results if seen.id == check.id]
        # The first run comes early, so that figures are there soon after the start.
        gaps = [(after - before).total_seconds() for before, after in pairwise(stamps[1:])]
        assert all(abs(gap - 2.0) < 1.0 for gap in gaps)
    begun = monotonic()
    monitor.stop()
    assert monotonic() - begun < 0.5
