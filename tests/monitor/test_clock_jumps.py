"""A laptop that slept, and clocks that jump: what real processes make of it.

Nothing is known of a gap, so it is neither up nor down; and nobody is called because of it.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.monitor.machine import Machine
from tests.probes.conftest import Caller, LoopbackServer, Serve
from warroom_tui.bootstrap import import_plans, read_plan_files
from warroom_tui.domain.monitoring.uptime import Tally
from warroom_tui.services.planning.launch_import import ImportAnswers
from warroom_tui.services.warroom import Services

PLAN = """# Shop launch

```warroom
checks:
  - {{name: Shop, http: "{url}", every: 1s, timeout: 2s}}
  - {{name: Nightly, heartbeat: The nightly copy, every: 10 min, timeout: 1 min, fail-after: 1}}
maintenance:
  - {{check: Shop, date: {day}, time: {begins}-{ends}, reason: new disks}}
```
"""
HOUR = timedelta(hours=1)
CALLED = ("check_down", "check_slow", "silence_over", "check_reminder", "tripped")
"""Verbs of what calls people."""


@dataclass
class Shop:
    """The product; it can be out of reach for its next callers, like a network that comes up."""

    server: LoopbackServer | None = None
    unreachable: int = 0
    times: list[float] = field(default_factory=list)

    def behave(self, caller: Caller) -> None:
        self.times.append(time.monotonic())
        if self.unreachable > 0:
            self.unreachable -= 1
        else:
            caller.answer(body=b"ok")


@pytest.fixture
def shop(serve: Serve) -> Shop:
    found = Shop()
    found.server = serve(found.behave)
    return found


@pytest.fixture
def machine(tmp_path: Path, shop: Shop) -> Iterator[Machine]:
    """A machine with a live launch; maintenance begins in half an hour."""
    assert shop.server is not None
    now = datetime.now(UTC)
    begins = now + timedelta(minutes=30)
    plan = tmp_path / "plan.md"
    text = PLAN.format(
        url=shop.server.url(),
        day=f"{begins:%Y-%m-%d}",
        begins=f"{begins:%H:%M}",
        ends=f"{begins + HOUR:%H:%M}",
    )
    plan.write_text(text, encoding="utf-8")
    answers = ImportAnswers(go_live=now - HOUR, timezone="UTC")
    import_plans(read_plan_files([plan]), tmp_path / "launch.db", answers, actor="Lee")
    found = Machine(tmp_path, tmp_path / "launch.db")
    with closing(sqlite3.connect(found.db)) as connection, connection:  # so that nobody waits long
        connection.execute("UPDATE check_def SET every_s = 1 WHERE name = 'Nightly'")
    yield found
    found.switch_off()


@pytest.fixture
def services(machine: Machine) -> Iterator[Services]:
    """A seat at that machine."""
    found = machine.services()
    yield found
    found.close()


STATUS = """SELECT state, since, last_at FROM check_status
JOIN check_def ON id = check_id WHERE name = ?"""


def state(machine: Machine, name: str) -> str:
    """What is stored of a check."""
    rows = machine.rows(STATUS, name)
    return str(rows[0][0]) if rows else ""


def last_at(machine: Machine, name: str) -> datetime:
    return datetime.fromisoformat(f"{machine.rows(STATUS, name)[0][2]}+00:00")


def events(machine: Machine) -> list[tuple[str, str]]:
    """Verb and text of what the monitor said."""
    said = "SELECT verb, text FROM timeline_event WHERE source = 'probe' ORDER BY id"
    # The checks of this host are real, and so is what they say of a busy test machine.
    return [row for row in machine.rows(said) if row[1].split(" ")[0] not in HOST]


HOST = ("CPU", "Memory", "Disk")


def shown(services: Services, name: str) -> Tally:
    """What the last hours of a check come to."""
    history = services.health.history
    found = history.overview(timedelta(hours=4)).tally(history.find(name).id)
    assert found is not None
    return found


@dataclass
class Screen:
    """A dashboard in a pseudo-terminal, and what it has painted."""

    process: subprocess.Popen[bytes]
    painted: bytes = b""

    def read(self, ours: int) -> None:
        """Take in what it paints until it ends."""
        while True:
            try:
                self.painted += os.read(ours, 65536)
            except OSError:
                return


def open_dashboard(machine: Machine) -> Screen:
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 45, 160, 0, 0))
    tty = {"stdin": theirs, "stdout": theirs, "stderr": theirs, "start_new_session": True}
    process = machine.start("open", **tty)
    os.close(theirs)
    screen = Screen(process)
    threading.Thread(target=screen.read, args=(ours,), daemon=True).start()
    return screen


@pytest.mark.parametrize("slept", [True, False], ids=["asleep", "clock set forward"])
def test_after_three_hours_without_a_look_nobody_is_called_and_the_gap_stays_unknown(
    machine: Machine, services: Services, shop: Shop, tmp_path: Path, slept: bool
) -> None:
    services.health.alerts.beat("Nightly")
    screen = open_dashboard(machine)
    assert machine.until(lambda: b"Nightly" in screen.painted), "the dashboard is open"
    assert machine.until(lambda: state(machine, "Shop") == state(machine, "Nightly") == "up")
    said = tmp_path / "monitor.txt"
    with said.open("w") as out:
        monitor = machine.start("monitor", stdout=out)
    assert machine.until(lambda: "standby" in said.read_text()), "both are there before the jump"
    painted, asked = len(screen.painted), len(shop.times)
    shop.unreachable = 1
    begun = time.monotonic()
    if slept:
        machine.sleep(3)
    else:
        machine.set_clock(3 * HOUR)
    woken = machine.now()
    assert machine.until(lambda: b"no data" in screen.painted[painted:]), "it is told plainly"
    assert time.monotonic() - begun < 8
    assert machine.until(
        lambda: state(machine, "Shop") == "up" and last_at(machine, "Shop") > woken
    )
    assert machine.until(lambda: last_at(machine, "Nightly") > woken)
    spent = time.monotonic() - begun
    assert len(shop.times) - asked <= spent + 3, "no burst: once a second, as ever"
    assert monitor.poll() is None
    assert state(machine, "Nightly") == "unknown", "it could not beat while the machine slept"
    told = events(machine)
    assert [text for verb, text in told if verb == "checks_resumed"] == [
        "No check ran for 3 h 00: how things stood in that time is unknown"
    ]
    assert [row for row in told if row[0] in CALLED] == []
    gap = (woken - 2 * HOUR).strftime("%Y-%m-%d %H:%M:%S"), woken.strftime("%Y-%m-%d %H:%M:%S")
    assert machine.rows("SELECT count(*) FROM check_sample WHERE at > ? AND at < ?", *gap) == [(0,)]
    seen = shown(services, "Shop")
    assert seen.observed <= 3
    assert seen.maintenance == 60, "it fell into the gap and is left out"
    assert seen.unknown > 115
    services.health.alerts.beat("Nightly")
    assert machine.until(lambda: state(machine, "Nightly") == "up")


def test_a_clock_set_back_an_hour_loses_nothing_and_calls_nobody(
    machine: Machine, services: Services, shop: Shop
) -> None:
    services.health.alerts.beat("Nightly")
    machine.start("monitor", stdout=subprocess.DEVNULL)
    assert machine.until(lambda: state(machine, "Shop") == state(machine, "Nightly") == "up")
    asked = len(shop.times)
    machine.set_clock(-HOUR)
    back = machine.now()
    assert machine.until(lambda: abs(last_at(machine, "Shop") - back) < HOUR / 2)
    assert machine.until(lambda: state(machine, "Nightly") == "unknown")
    assert machine.until(lambda: len(shop.times) >= asked + 4), "the checks go on"
    told = events(machine)
    assert [text for verb, text in told if verb == "checks_resumed"] == [
        "The machine's clock was set back by 59 min; the checks go on"
    ]
    assert [row for row in told if row[0] in CALLED] == []
    assert machine.rows(STATUS, "Shop")[0][1] < f"{machine.now():%Y-%m-%d %H:%M:%S}"
    services.health.alerts.beat("Nightly")
    assert machine.until(lambda: state(machine, "Nightly") == "up"), "a beat is seen at once"
