"""A terminal that is gone: the program must not run on without a screen that anybody sees."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

HANGUP_CODE = 129
"""Exit code of a program whose terminal went away, as shells count it (128 + SIGHUP)."""

PATIENCE_S = 4.0
"""Seconds that leaving in good order may take once the terminal is gone."""


def watch_terminal(leave: Callable[[], None], by_force: Callable[[], None]) -> None:
    """Call `leave` in the running loop once the terminal is gone, whether a signal says so or not.

    A window that is closed sends SIGHUP to most programs, but not to one in a session of its own
    (setsid, some containers and remote shells): its input then only reads as empty for ever.
    `by_force` is called from a thread when the program has not ended in time.
    """
    if sys.platform == "win32":
        return  # the console ends its programs itself
    loop = asyncio.get_running_loop()

    def gone() -> None:
        _write_into_nothing()
        timer = threading.Timer(PATIENCE_S, by_force)
        timer.daemon = True
        timer.start()
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(leave)

    for told in (signal.SIGHUP, signal.SIGTERM):
        loop.add_signal_handler(told, leave)
    if sys.__stdin__ is not None and sys.__stdin__.isatty():
        work = (sys.__stdin__.fileno(), gone)
        threading.Thread(target=_wait, args=work, name="warroom-hangup", daemon=True).start()


def _wait(descriptor: int, gone: Callable[[], None]) -> None:
    """Sleep until the terminal hangs up; costs nothing meanwhile."""
    if _hung_up(descriptor, None):
        gone()


def _write_into_nothing() -> None:
    """Whatever is still written must not fail: the screen's writer would die and block the rest."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (sys.__stdin__, sys.__stdout__, sys.__stderr__):
        if stream is not None and _hung_up(stream.fileno(), 0):
            os.dup2(nothing, stream.fileno())


def _hung_up(descriptor: int, wait: int | None) -> bool:
    watched = select.poll()
    watched.register(descriptor, 0)  # a hang-up is reported without asking for it
    return any(event & select.POLLHUP for _, event in watched.poll(wait))
