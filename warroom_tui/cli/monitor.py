"""`warroom monitor`: run the checks of a launch without a screen."""

from __future__ import annotations

import argparse
import signal
import threading
from contextlib import ExitStack
from types import FrameType
from typing import TYPE_CHECKING

from warroom_tui.cli.context import Context
from warroom_tui.cli.parser import Parser
from warroom_tui.domain.clock import SimulatedClock

if TYPE_CHECKING:
    from warroom_tui.services.monitoring.monitor import Monitor
    from warroom_tui.services.warroom import Services

BEAT_S = 5.0
"""Seconds between two heartbeats of this seat."""

LOOK_S = 0.5
"""Seconds between two looks at what the monitor does."""


def build(parser: Parser, _name: str) -> None:
    """Add the command."""
    parser.runs(_monitor)


def _monitor(_args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.bootstrap import backed_up, monitor_for
    from warroom_tui.services.incident.pattern_scan import PatternThread

    stop = threading.Event()

    def leave(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    before = signal.signal(signal.SIGTERM, leave)
    try:
        with context.services(kind="monitor") as services, ExitStack() as leaving:
            backed_up(services, leaving)
            monitor = monitor_for(services)
        with context.services(kind="monitor") as services:
            monitor, radar = monitor_for(services), PatternThread(services.context)
            monitor.start()
            radar.start()
            try:
                _watch(monitor, services, context, stop)
            finally:
                radar.stop()
                monitor.stop()
                services.seats.leave()
    finally:
        signal.signal(signal.SIGTERM, before)
    return 0


def _watch(monitor: Monitor, services: Services, context: Context, stop: threading.Event) -> None:
    """Beat, follow the pace, make runs that are due; say when the monitor changes its role."""
    said, until_beat = "", 0.0
    while True:
        if until_beat <= 0:
            services.seats.beat()
            _follow_pace(services)
            services.routines.sweep()
            until_beat = BEAT_S
        status = monitor.status
        now = f"{status.role.value} {status.detail}".strip()
        if now != said:
            said = now
            local = services.launch().local(services.clock.now())
            context.out.line(f"{local:%H:%M:%S} {now}")
            context.out.flush()
        if stop.wait(LOOK_S):
            return
        until_beat -= LOOK_S


def _follow_pace(services: Services) -> None:
    if isinstance(services.clock, SimulatedClock):
        services.clock.pace = services.rehearsal.pace() or services.clock.pace
