"""Monitors that are always stopped, and the loopback servers of the probe tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.probes.conftest import free_port, serve
from warroom_tui.domain.clock import Clock, SystemClock
from warroom_tui.probes.prober import ProbeSet
from warroom_tui.probes.registry import default_probers
from warroom_tui.services.monitoring.monitor import CheckDesk, Monitor

__all__ = ["free_port", "serve"]

StartMonitor = Callable[..., Monitor]


@pytest.fixture
def start_monitor() -> Iterator[StartMonitor]:
    """Start monitors; all are stopped at the end of the test."""
    running: list[Monitor] = []

    def start(
        desk: CheckDesk,
        session: str = "one",
        clock: Clock | None = None,
        probers: ProbeSet | None = None,
        lease_ttl_s: float = 15.0,
    ) -> Monitor:
        monitor = Monitor(
            desk,
            probers or default_probers(),
            clock or SystemClock(),
            session,
            lease_ttl_s=lease_ttl_s,
        )
        running.append(monitor)
        monitor.start()
        return monitor

    yield start
    for monitor in running:
        monitor.stop()
