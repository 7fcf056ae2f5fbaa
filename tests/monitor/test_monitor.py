"""What a room relies on: one prober, nothing invented, nothing held up by what hangs."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.monitor.conftest import StartMonitor
from tests.monitor.desk import MemoryDesk
from tests.probes.conftest import Caller, Serve, a_check
from warroom_tui.domain.clock import Pace, SimulatedClock, SystemClock, Tick
from warroom_tui.domain.monitoring.health import Check, Measurement
from warroom_tui.probes.registry import default_probers
from warroom_tui.services.monitoring.monitor import MonitorRole
from warroom_tui.services.monitoring.probing import next_due, run_once, spread, stood_still


def fine(caller: Caller) -> None:
    caller.answer(body=b"ok")


def hang(caller: Caller) -> None:
    caller.closing.wait(30)


class Scripted:
    """Probes that take as long as the test wants and tell how many run at once."""

    def __init__(self) -> None:
        self.running = 0
        self.most = 0
        self.starts: list[tuple[int, float]] = []

    async def probe(self, check: Check) -> Measurement:
        self.running += 1
        self.most = max(self.most, self.running)
        self.starts.append((check.id, time.monotonic()))
        try:
            if check.target == "hang":
                await asyncio.sleep(3600)
            return Measurement(True, 1.0, "ok")
        finally:
            self.running -= 1

    async def aclose(self) -> None:
        return None


def test_a_product_is_measured_and_recorded_with_its_time(
    serve: Serve, start_monitor: StartMonitor
) -> None:
    desk = MemoryDesk(a_check("http", serve(fine).url()))
    before = datetime.now(UTC)
    monitor = start_monitor(desk)
    assert desk.wait_for(lambda: len(desk.results) >= 1)
    check, seen, at = desk.results[0]
    assert (check.name, seen.ok, seen.detail) == ("Application", True, "HTTP 200")
    assert before <= at <= datetime.now(UTC)
    assert monitor.status.role is MonitorRole.PROBING


def test_a_check_runs_again_on_its_period(start_monitor: StartMonitor) -> None:
    probers = Scripted()
    desk = MemoryDesk(a_check("http", "x", every_s=0.5))
    start_monitor(desk, probers=probers)
    assert desk.wait_for(lambda: len(desk.results) >= 4)
    times = [at for _, at in probers.starts]
    gaps = [later - earlier for earlier, later in pairwise(times[1:])]
    assert all(0.3 < gap < 1.5 for gap in gaps), gaps


def test_a_hanging_target_is_never_probed_twice_at_once_nor_holds_up_the_others(
    serve: Serve, start_monitor: StartMonitor
) -> None:
    bad, good = serve(hang), serve(fine)
    desk = MemoryDesk(
        a_check("http", bad.url(), id=1, every_s=0.5, timeout_s=60),
        a_check("http", good.url(), id=2, every_s=0.5),
    )
    start_monitor(desk)
    assert desk.wait_for(lambda: len(desk.seen(2)) >= 4)
    assert len(bad.asked) == 1
    assert desk.seen(1) == []


def test_a_hundred_hanging_targets_do_not_starve_the_ones_that_answer(
    start_monitor: StartMonitor,
) -> None:
    probers = Scripted()
    hanging = [a_check("http", "hang", id=i, every_s=0.5, timeout_s=0.1) for i in range(1, 101)]
    desk = MemoryDesk(*hanging, a_check("http", "x", id=200, every_s=0.5))
    start_monitor(desk, probers=probers)
    assert desk.wait_for(lambda: len(desk.seen(200)) >= 4)
    assert probers.most <= 100
    assert all(seen.unknown for seen in desk.seen(1))


@pytest.mark.parametrize("target", ["hangs", "answers"])
def test_stopping_is_prompt(serve: Serve, start_monitor: StartMonitor, target: str) -> None:
    server = serve(hang if target == "hangs" else fine)
    desk = MemoryDesk(a_check("http", server.url(), every_s=0.5, timeout_s=30))
    monitor = start_monitor(desk)
    assert server.wait_for_calls(1)
    begun = time.monotonic()
    monitor.stop()
    assert time.monotonic() - begun < 0.1
    assert desk.wait_for(lambda: desk.holder is None), "the lease is given back"
    assert monitor.status.role is MonitorRole.STOPPED


def test_without_checks_nobody_takes_the_lease(start_monitor: StartMonitor) -> None:
    desk = MemoryDesk()
    monitor = start_monitor(desk, lease_ttl_s=0.5)
    desk.change(a_check("http", "x", enabled=False))
    assert monitor.status.role is MonitorRole.STANDBY
    assert desk.asked == []


def test_stopping_is_prompt_while_the_database_hangs(start_monitor: StartMonitor) -> None:
    reached, released = threading.Event(), threading.Event()

    class HangingDesk(MemoryDesk):
        def lease(self, session: str, ttl_s: float = 15.0) -> bool:
            reached.set()
            released.wait(20)
            return False

    monitor = start_monitor(HangingDesk(a_check("http", "x")))
    assert reached.wait(5)
    begun = time.monotonic()
    monitor.stop()
    elapsed = time.monotonic() - begun
    released.set()
    assert elapsed < 0.15


def test_of_two_monitors_exactly_one_probes(serve: Serve, start_monitor: StartMonitor) -> None:
    server = serve(fine)
    desk = MemoryDesk(a_check("http", server.url(), every_s=0.5))
    first = start_monitor(desk, "one")
    assert desk.wait_for(lambda: desk.holder == "one")
    second = start_monitor(desk, "two")
    assert desk.wait_for(lambda: "two" in desk.asked and len(desk.results) >= 3)
    assert (first.status.role, second.status.role) == (MonitorRole.PROBING, MonitorRole.STANDBY)


def test_when_the_prober_leaves_the_other_takes_over(
    serve: Serve, start_monitor: StartMonitor
) -> None:
    desk = MemoryDesk(a_check("http", serve(fine).url(), every_s=0.5))
    first = start_monitor(desk, "one", lease_ttl_s=1.0)
    assert desk.wait_for(lambda: desk.holder == "one")
    second = start_monitor(desk, "two", lease_ttl_s=1.0)
    assert desk.wait_for(lambda: "two" in desk.asked)
    first.stop()
    assert desk.wait_for(lambda: desk.holder == "two")
    recorded = len(desk.results)
    assert desk.wait_for(lambda: len(desk.results) > recorded + 1)
    assert second.status.role is MonitorRole.PROBING


def test_one_that_lost_the_lease_falls_silent(serve: Serve, start_monitor: StartMonitor) -> None:
    desk = MemoryDesk(a_check("http", serve(fine).url(), every_s=0.5))
    monitor = start_monitor(desk, lease_ttl_s=0.6)
    assert desk.wait_for(lambda: len(desk.results) >= 1)
    desk.take_away("another", ttl_s=60)
    asked = len(desk.asked)
    assert desk.wait_for(lambda: len(desk.asked) > asked + 1)
    recorded = len(desk.results)
    asked = len(desk.asked)
    assert desk.wait_for(lambda: len(desk.asked) > asked + 4)
    assert len(desk.results) == recorded
    assert monitor.status.role is MonitorRole.STANDBY


def test_a_locked_database_is_told_and_survived_and_nothing_measured_is_lost(
    serve: Serve, start_monitor: StartMonitor
) -> None:
    desk = MemoryDesk(a_check("http", serve(fine).url(), every_s=0.5))
    monitor = start_monitor(desk)
    assert desk.wait_for(lambda: len(desk.results) >= 1)
    desk.locked = True
    assert desk.wait_for(lambda: desk.refusals >= 2)
    assert monitor.status.role is MonitorRole.TROUBLE
    assert "The database is busy." in monitor.status.detail
    desk.locked = False
    recorded = len(desk.results)
    assert desk.wait_for(lambda: len(desk.results) > recorded)
    gaps = [b - a for a, b in pairwise(desk.stamps())]
    assert max(gaps) < timedelta(seconds=1.5), "the samples of the locked time came through"


def test_changed_removed_and_new_checks_are_picked_up(
    serve: Serve, start_monitor: StartMonitor
) -> None:
    server = serve(lambda caller: caller.answer(f"20{caller.path[-1]} Fine"))
    kept = a_check("http", server.url("/0"), id=1, every_s=0.5)
    desk = MemoryDesk(kept, a_check("http", server.url("/1"), id=2, every_s=0.5))
    start_monitor(desk)
    assert desk.wait_for(lambda: bool(desk.seen(1)) and bool(desk.seen(2)))
    added = a_check("http", server.url("/3"), id=3, every_s=0.5)
    desk.change(replace(kept, target=server.url("/2")), added)
    assert desk.wait_for(lambda: bool(desk.seen(3)) and desk.seen(1)[-1].detail == "HTTP 202")
    gone = len(desk.seen(2))
    more = len(desk.seen(3))
    assert desk.wait_for(lambda: len(desk.seen(3)) >= more + 3)
    assert len(desk.seen(2)) <= gone + 1  # one may have been under way


def test_a_disabled_check_is_left_alone(start_monitor: StartMonitor) -> None:
    off = a_check("http", "x", id=1, every_s=0.5, enabled=False)
    desk = MemoryDesk(off, a_check("http", "x", id=2, every_s=0.5))
    start_monitor(desk, probers=Scripted())
    assert desk.wait_for(lambda: len(desk.seen(2)) >= 2)
    assert desk.seen(1) == []


def test_in_a_rehearsal_results_carry_the_simulated_time(start_monitor: StartMonitor) -> None:
    launch_day = datetime(2031, 3, 3, 8, 40, tzinfo=UTC)
    clock = SimulatedClock(Pace(launch_day, SystemClock().now(), speed=60))
    desk = MemoryDesk(a_check("http", "x", every_s=0.5))
    start_monitor(desk, clock=clock, probers=Scripted())
    assert desk.wait_for(lambda: len(desk.results) >= 2)
    assert all(launch_day <= at < launch_day + timedelta(hours=2) for at in desk.stamps())


def test_while_a_rehearsal_is_paused_nothing_is_recorded(start_monitor: StartMonitor) -> None:
    launch_day = datetime(2031, 3, 3, 8, 40, tzinfo=UTC)
    clock = SimulatedClock(Pace(launch_day, SystemClock().now(), speed=0))
    probers = Scripted()
    desk = MemoryDesk(a_check("http", "x", every_s=0.5))
    start_monitor(desk, clock=clock, probers=probers, lease_ttl_s=0.6)
    assert desk.wait_for(lambda: len(desk.asked) >= 6)
    assert desk.results == []
    clock.pace = clock.changed(speed=1)
    assert desk.wait_for(lambda: len(desk.results) >= 1)


def test_results_come_in_batches_not_one_by_one(start_monitor: StartMonitor) -> None:
    desk = MemoryDesk(*(a_check("http", "x", id=i, every_s=0.5) for i in range(1, 201)))
    start_monitor(desk, probers=Scripted())
    assert desk.wait_for(lambda: len(desk.results) >= 1000)
    assert len(desk.batches) < 40


def test_five_hundred_checks_keep_their_schedule(start_monitor: StartMonitor) -> None:
    probers = Scripted()
    desk = MemoryDesk(*(a_check("http", "x", id=i, every_s=2.0) for i in range(1, 501)))
    start_monitor(desk, probers=probers)
    assert desk.wait_for(lambda: all(len(desk.seen(i)) >= 3 for i in (1, 250, 500)))
    times = [at for check_id, at in probers.starts if check_id == 250]
    assert abs((times[2] - times[1]) - 2.0) < 1.0


def test_run_once_keeps_the_order_and_reports_failures(serve: Serve, free_port: int) -> None:
    checks = [
        a_check("http", serve(fine).url(), id=1),
        a_check("tcp", f"127.0.0.1:{free_port}", id=2),
        a_check("manual", "", id=3),
    ]
    results = run_once(default_probers(), checks)
    assert [check.id for check, _ in results] == [1, 2, 3]
    assert [(seen.ok, seen.unknown) for _, seen in results] == [
        (True, False),
        (False, False),
        (False, True),
    ]


def test_checks_are_spread_and_missed_runs_are_not_caught_up() -> None:
    shares = sorted(spread(i) for i in range(1, 101))
    gaps = [b - a for a, b in pairwise(shares)]
    assert max(gaps) < 0.03
    assert next_due(10.0, 10.2, 5.0) == 15.0
    assert next_due(10.0, 3610.2, 5.0) == 3615.0


def test_what_a_probe_saw_is_not_trusted_when_the_machine_slept_meanwhile() -> None:
    check = a_check("http", "x", timeout_s=5.0)
    begun = Tick(datetime(2026, 12, 1, 8, tzinfo=UTC), 100.0)

    def after(wall_s: float, steady_s: float) -> bool:
        ended = Tick(begun.wall + timedelta(seconds=wall_s), begun.steady + steady_s)
        return stood_still(check, begun, ended)

    assert not after(0.2, 0.2)
    assert not after(6.2, 6.2), "a timeout, with what a busy machine adds"
    assert after(60, 60), "this process was stopped"
    assert after(7200, 0.2), "the machine slept"
    assert after(-3600, 0.2), "its clock was set back"
