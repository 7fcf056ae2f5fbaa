"""`warroom monitor`: run the checks of a launch without a screen."""

from __future__ import annotations

import argparse
import signal
import threading
from contextlib import ExitStack
from types import FrameType
from typing import TYPE_CHECKING, Any

from warroom_tui.cli.context import Context
from warroom_tui.cli.parser import Parser
from warroom_tui.domain.clock import SimulatedClock

if TYPE_CHECKING:
    from warroom_tui.services.monitoring.monitor import Monitor
    from warroom_tui.services.warroom import Services

INTERRUPTED = 130
"""Exit code after ctrl+c, as a shell gives it."""

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

    with _Leaving() as leave, ExitStack() as running:
        services = running.enter_context(context.services(kind="monitor"))
        running.callback(services.seats.leave)
        backed_up(services, running)
        monitor, radar = monitor_for(services), PatternThread(services.context)
        monitor.start()
        running.callback(monitor.stop)
        radar.start()
        running.callback(radar.stop)
        _watch(monitor, services, context, leave.asked)
    return leave.code


class _Leaving:
    """Turns ctrl+c and a polite kill into an event.

    As an exception, ctrl+c could fall into a clean-up that swallows it, and be lost. The second
    one breaks off whatever hangs; one that the parent process ignores stays ignored.
    """

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.code = 0
        self._before: dict[int, Any] = {}

    def __enter__(self) -> _Leaving:
        for number in (signal.SIGTERM, signal.SIGINT):
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._leave)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _leave(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGINT:
            if self.asked.is_set():
                raise KeyboardInterrupt
            self.code = INTERRUPTED
        self.asked.set()


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
