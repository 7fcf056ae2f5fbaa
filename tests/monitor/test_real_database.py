"""Monitors on a real launch database: killed processes, locked and vanished files."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.monitor.conftest import StartMonitor
from tests.probes.conftest import Caller, LoopbackServer, Serve
from warroom_tui.bootstrap import import_plans, open_services, read_plan_files
from warroom_tui.domain.monitoring.health import CheckState
from warroom_tui.services.monitoring.monitor import Monitor, MonitorRole
from warroom_tui.services.planning.launch_import import ImportAnswers
from warroom_tui.services.warroom import Services

PLAN = """# Shop launch

```warroom
checks:
  - name: Shop
    http: {url}
    every: 1s
    timeout: 2s
```
"""

PROBING_PROCESS = """
import sys
from warroom_tui.bootstrap import open_services
from warroom_tui.probes.registry import default_probers
from warroom_tui.services.monitoring.monitor import Monitor
services = open_services(sys.argv[1], actor="first")
monitor = Monitor(services.health, default_probers(), services.clock, "first", lease_ttl_s=2.0)
monitor.start()
sys.stdin.read()
"""


@pytest.fixture
def shop(serve: Serve) -> LoopbackServer:
    """The product that is probed."""

    def fine(caller: Caller) -> None:
        caller.answer(body=b"ok")

    return serve(fine)


@pytest.fixture
def services(tmp_path: Path, shop: LoopbackServer) -> Iterator[Services]:
    """A live launch with one check."""
    plan = tmp_path / "plan.md"
    plan.write_text(PLAN.format(url=shop.url("/health")), encoding="utf-8")
    answers = ImportAnswers(go_live=datetime(2026, 12, 1, 8, tzinfo=UTC))
    import_plans(read_plan_files([plan]), tmp_path / "launch.db", answers, actor="Lee")
    opened = open_services(str(tmp_path / "launch.db"), actor="Lee")
    yield opened
    opened.close()


def holder(path: Path) -> str | None:
    connection = sqlite3.connect(path)
    try:
        row = connection.execute("SELECT holder FROM lease").fetchone()
    finally:
        connection.close()
    return str(row[0]) if row else None


def wait_for_role(monitor: Monitor, role: MonitorRole, shop: LoopbackServer) -> bool:
    """Follow the monitor until it has that role, at most a quarter of a minute."""
    until = time.monotonic() + 15
    while monitor.status.role is not role and time.monotonic() < until:
        shop.wait_for_calls(len(shop.asked) + 1, timeout_s=0.1)
    return monitor.status.role is role


def test_what_is_measured_can_be_read_back(
    services: Services, shop: LoopbackServer, start_monitor: StartMonitor
) -> None:
    before = datetime.now(UTC)
    monitor = start_monitor(services.health)
    assert shop.wait_for_calls(3)
    monitor.stop()
    check = next(check for check in services.health.checks() if check.name == "Shop")
    samples = services.health.samples(check.id, before)
    assert 2 <= len(samples) <= len(shop.asked)
    assert {state for _, _, state in samples} == {CheckState.UP}


def test_when_the_prober_is_killed_another_process_takes_over_and_the_gap_stays_empty(
    services: Services, shop: LoopbackServer, start_monitor: StartMonitor, tmp_path: Path
) -> None:
    path = tmp_path / "launch.db"
    command = [sys.executable, "-c", PROBING_PROCESS, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as first:
        try:
            assert shop.wait_for_calls(2, timeout_s=30)
            assert holder(path) == "first"
            second = start_monitor(services.health, "second", lease_ttl_s=2.0)
            asked = len(shop.asked)
            assert shop.wait_for_calls(asked + 2)
            assert second.status.role is MonitorRole.STANDBY
        finally:
            first.send_signal(signal.SIGKILL)
    killed_at = datetime.now(UTC)
    asked = len(shop.asked)
    begun = time.monotonic()
    assert shop.wait_for_calls(asked + 1), "the other one probes now"
    assert time.monotonic() - begun < 2.0 + 2.0 + 2.0
    assert wait_for_role(second, MonitorRole.PROBING, shop)
    assert holder(path) == "second"
    assert shop.wait_for_calls(asked + 3)
    second.stop()
    check = next(check for check in services.health.checks() if check.name == "Shop")
    after = services.health.samples(check.id, killed_at)
    assert 1 <= len(after) <= len(shop.asked) - asked + 1
    first_sample = after[0][0] - killed_at
    assert first_sample.total_seconds() > 0.3, "nothing was made up for the gap"


def test_a_file_that_another_program_locks_is_survived(
    services: Services, shop: LoopbackServer, start_monitor: StartMonitor, tmp_path: Path
) -> None:
    monitor = start_monitor(services.health, lease_ttl_s=3.0)
    assert shop.wait_for_calls(2)
    bully = sqlite3.connect(tmp_path / "launch.db", isolation_level=None)
    bully.execute("BEGIN IMMEDIATE")
    assert wait_for_role(monitor, MonitorRole.TROUBLE, shop)
    begun = time.monotonic()
    bully.execute("ROLLBACK")
    bully.close()
    assert wait_for_role(monitor, MonitorRole.PROBING, shop)
    assert time.monotonic() - begun < 12


def test_leaving_is_prompt_although_the_file_is_locked(
    services: Services, shop: LoopbackServer, start_monitor: StartMonitor, tmp_path: Path
) -> None:
    monitor = start_monitor(services.health, lease_ttl_s=1.0)
    assert shop.wait_for_calls(1)
    bully = sqlite3.connect(tmp_path / "launch.db", isolation_level=None)
    bully.execute("BEGIN IMMEDIATE")
    assert shop.wait_for_calls(3)
    begun = time.monotonic()
    monitor.stop()
    assert time.monotonic() - begun < 0.15
    bully.close()


def test_a_file_that_vanishes_is_told_and_does_not_end_the_monitor(
    services: Services, shop: LoopbackServer, start_monitor: StartMonitor, tmp_path: Path
) -> None:
    monitor = start_monitor(services.health, lease_ttl_s=1.0)
    assert shop.wait_for_calls(2)
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    for file in tmp_path.glob("launch.db*"):
        file.rename(hidden / file.name)
    services.context.store.close()
    assert wait_for_role(monitor, MonitorRole.TROUBLE, shop)
    assert monitor.status.detail
    for file in hidden.iterdir():
        file.rename(tmp_path / file.name)
    assert wait_for_role(monitor, MonitorRole.PROBING, shop)
