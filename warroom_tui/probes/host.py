"""Host checks: processor, memory, disk, load and processes of the machine that runs the probes."""

from __future__ import annotations

import asyncio
from functools import partial

from warroom_tui.domain.clock import monotonic
from warroom_tui.domain.monitoring.health import Check, Measurement
from warroom_tui.probes.offload import start_daemon
from warroom_tui.probes.prober import failed, not_measured, seconds_text
from warroom_tui.probes.reasons import short

_CPU_WINDOW_S = 0.25
"""Shortest time over which a processor figure means anything."""


class HostProber:
    """Probes `host` checks; the target is cpu, memory, load, disk, disk:/path or process:name.

    Values are percent used, but for disk percent free, for load the one-minute load as percent
    of the processors, and for a process how many of that name run: none is down.
    """

    def __init__(self) -> None:
        self._cpu_at: float | None = None
        self._cpu_value: float | None = None
        self._disks: dict[str, asyncio.Future[float]] = {}

    async def probe(self, check: Check) -> Measurement:
        """Read the figure once; only a disk that hangs can take until the timeout."""
        what, _, path = check.target.partition(":")
        match what.strip().lower():
            case "cpu":
                return _percent(await self._cpu(), "used")
            case "memory":
                return _percent(_memory(), "used")
            case "load":
                return _percent(_load(), "of the processors")
            case "disk":
                return await self._disk(path.strip() or "/", check.timeout_s)
            case "process" if path.strip():
                return await _process(path.strip(), check.timeout_s)
        return not_measured(short(f"nothing called “{check.target}” on a host"))

    async def _cpu(self) -> float:
        import psutil

        if self._cpu_at is None:
            psutil.cpu_percent(interval=None)
            self._cpu_at = monotonic()
        age = monotonic() - self._cpu_at
        if age < _CPU_WINDOW_S and self._cpu_value is not None:
            return self._cpu_value
        if age < _CPU_WINDOW_S:
            await asyncio.sleep(_CPU_WINDOW_S - age)
        self._cpu_value = psutil.cpu_percent(interval=None)
        self._cpu_at = monotonic()
        return self._cpu_value

    async def _disk(self, path: str, timeout_s: float) -> Measurement:
        reading = self._disks.get(path)
        if reading is None or reading.get_loop() is not asyncio.get_running_loop():
            # One thread per path at most: a dead network disk blocks it for as long as it likes.
            reading = self._disks[path] = start_daemon(partial(_disk_free, path))
        try:
            async with asyncio.timeout(timeout_s):
                value = await asyncio.shield(reading)
        except TimeoutError:
            return failed(f"disk does not answer within {seconds_text(timeout_s)}")
        except OSError as error:
            self._disks.pop(path, None)
            return not_measured(short(f"{error.strerror or 'cannot be read'}: {path}"))
        self._disks.pop(path, None)
        return _percent(value, "free")


async def _process(name: str, timeout_s: float) -> Measurement:
    # Reading every process takes longer than a loop that others share may stand still.
    try:
        async with asyncio.timeout(timeout_s):
            running = await start_daemon(partial(_count_processes, name))
    except TimeoutError:
        return not_measured(f"the processes could not be read within {seconds_text(timeout_s)}")
    if not running:
        return failed(short(f"no process {name}"), 0.0)
    return Measurement(ok=True, value=float(running), detail="running")


def _count_processes(name: str) -> int:
    """Processes whose name, or whose program's file name, is `name`; zombies do not run."""
    import psutil

    wanted, found = name.casefold(), 0
    for process in psutil.process_iter(["name", "cmdline", "status"]):
        seen = process.info
        program = (seen["cmdline"] or [""])[0].rpartition("/")[2]
        names = {str(seen["name"] or "").casefold(), program.casefold()}
        found += wanted in names and seen["status"] != psutil.STATUS_ZOMBIE
    return found


def _percent(value: float, meaning: str) -> Measurement:
    return Measurement(ok=True, value=value, detail=f"{value:.0f} % {meaning}")


def _memory() -> float:
    import psutil

    return float(psutil.virtual_memory().percent)


def _load() -> float:
    import psutil

    return psutil.getloadavg()[0] / (psutil.cpu_count() or 1) * 100


def _disk_free(path: str) -> float:
    import psutil

    return 100.0 - float(psutil.disk_usage(path).percent)
