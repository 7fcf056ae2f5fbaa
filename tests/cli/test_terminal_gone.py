"""A terminal that goes away ends the program, whether or not a signal tells it so."""

from __future__ import annotations

import os
import pty
import select
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

PATIENCE_S = 20.0


def started(command: str, shop: Path) -> tuple[subprocess.Popen[bytes], int]:
    """The program on a terminal that is not its controlling one, once its screen stands."""
    screen, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "warroom_tui.cli.main", "--db", str(shop), command],
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    return process, screen


def read_until(screen: int, stands: bytes) -> None:
    """Read what is drawn until `stands` has come, and on until it is quiet for a moment."""
    seen = b""
    last = time.monotonic() + PATIENCE_S
    while stands not in seen or select.select([screen], [], [], 0.3)[0]:
        assert time.monotonic() < last, seen[-2000:]
        try:
            seen += os.read(screen, 65536) if select.select([screen], [], [], 1.0)[0] else b""
        except OSError:  # the program has ended
            break
    assert stands in seen


def seats_taken(shop: Path) -> int:
    """Seats that have not said goodbye."""
    with closing(sqlite3.connect(shop)) as connection:
        return int(connection.execute("SELECT count(*) FROM app_session").fetchone()[0])


@pytest.mark.parametrize(("command", "stands"), [("open", b"SHOP"), ("wall", b"Imported")])
def test_a_terminal_that_vanished_without_a_signal_ends_the_program(
    command: str, stands: bytes, shop: Path
) -> None:
    process, screen = started(command, shop)
    read_until(screen, stands)
    os.close(screen)
    assert process.wait(timeout=8.0) == 129
    assert seats_taken(shop) == 0
    assert not shop.with_name(f"{shop.name}-wal").exists()


@pytest.mark.parametrize("sent", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_to_end_leaves_the_seat_and_the_terminal_clean(
    sent: signal.Signals, shop: Path
) -> None:
    process, screen = started("open", shop)
    read_until(screen, b"SHOP")
    process.send_signal(sent)
    read_until(screen, b"\x1b[?1049l")
    assert process.wait(timeout=8.0) == 129
    os.close(screen)
    assert seats_taken(shop) == 0
