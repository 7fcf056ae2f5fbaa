"""Real processes on a machine whose wall clock the test moves, and which it puts to sleep."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from warroom_tui.domain.timeline import Actor
from warroom_tui.services.context import Context
from warroom_tui.services.warroom import Services
from warroom_tui.storage.store import Store

_SIZE = ("COLUMNS", "LINES")
PATIENCE_S = 60.0
_RUN = """
import sys, time
sleeps = time.sleep
def sleep(seconds):
    try:
        sleeps(seconds)
    except OSError:
        return  # the library takes an end that has just passed for a wrong one
time.sleep = sleep
from warroom_tui.cli.main import main
sys.exit(main())
"""
_LIBRARY = "libfaketimeMT.so.1"
_PLACES = ("/usr/lib/*/faketime", "/usr/lib64/faketime", "/usr/local/lib/faketime")


def fake_time_library() -> str:
    """The library that lies to a process about the time; without it the test is skipped."""
    for place in _PLACES:
        for found in Path("/").glob(f"{place.lstrip('/')}/{_LIBRARY}"):
            return str(found)
    pytest.skip("libfaketime is not installed here (.ci/run installs it)")


class Machine:
    """Processes that share one wall clock, which may jump; their monotonic clock goes on as ever.

    That is what Linux shows a process whose machine slept: hours later by the wall clock, no time
    at all by the monotonic one.
    """

    def __init__(self, folder: Path, db: Path) -> None:
        self._library = fake_time_library()
        self._offset = folder / "clock"
        self._folder = folder
        self.db = db
        self.ahead = timedelta(0)
        self.processes: list[subprocess.Popen[bytes]] = []
        self.set_clock(self.ahead)

    def now(self) -> datetime:
        """The wall clock of the processes."""
        return datetime.now(UTC) + self.ahead

    def set_clock(self, ahead: timedelta) -> None:
        """The processes' wall clock is so far ahead of the real one from now on."""
        self.ahead = ahead
        fresh = self._offset.with_suffix(".new")
        fresh.write_text(f"{ahead.total_seconds():+.0f}\n")
        fresh.replace(self._offset)

    def start(self, *command: str, **options: Any) -> subprocess.Popen[bytes]:
        """Start `warroom COMMAND` on this machine."""
        # A size told by the environment would win over that of the pseudo-terminal.
        ours = {name: value for name, value in os.environ.items() if name not in _SIZE}
        process = subprocess.Popen(
            [sys.executable, "-c", _RUN, "--db", str(self.db), *command],
            env={**ours, **self.environment(), "HOME": str(self._folder)},
            **options,
        )
        self.processes.append(process)
        return process

    def environment(self) -> dict[str, str]:
        """What a process needs so that it reads this machine's clock."""
        return {
            "LD_PRELOAD": self._library,
            "FAKETIME_TIMESTAMP_FILE": str(self._offset),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_RESET": "1",
        }

    def services(self) -> Services:
        """A seat at this machine, in the test's own process."""
        return Services(Context(Store.open(self.db), self, Actor("Lee", "test")))

    def sleep(self, hours: float) -> None:
        """Close the lid, and open it so many hours later."""
        for process in self.processes:
            process.send_signal(signal.SIGSTOP)
        for process in self.processes:
            os.waitid(os.P_PID, process.pid, os.WSTOPPED)
        self.set_clock(self.ahead + timedelta(hours=hours))
        for process in self.processes:
            process.send_signal(signal.SIGCONT)

    def switch_off(self) -> None:
        """End whatever still runs."""
        for process in self.processes:
            process.kill()
            process.wait()

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database says."""
        with closing(sqlite3.connect(self.db)) as connection:
            return connection.execute(query, values).fetchall()

    def until(self, happened: Callable[[], bool]) -> bool:
        """True as soon as it happened; False when it did not in time."""
        last = time.monotonic() + PATIENCE_S
        while not happened():
            if time.monotonic() > last:
                return False
            time.sleep(0.05)
        return True
