"""A full-screen program in a pseudo-terminal: when it paints, what it costs when nobody types."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
from collections.abc import Sequence
from time import perf_counter
from typing import Self

PATIENCE_S = 20.0
TICKS = os.sysconf("SC_CLK_TCK")


class Terminal:
    """Runs a command as a terminal would; answers nothing, keeps what it writes."""

    def __init__(self, command: Sequence[str], size: tuple[int, int] = (160, 45)) -> None:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self._fd = ours
        self._began = perf_counter()
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        os.close(theirs)
        self.written = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._fd)

    def until(self, words: bytes) -> float:
        """Milliseconds from the start until `words` were written; raises TimeoutError."""
        while words not in self.written:
            self._read(PATIENCE_S)
        return (perf_counter() - self._began) * 1000

    def quiet(self, seconds: float = 0.4) -> None:
        """Wait until nothing was written for a while."""
        while select.select([self._fd], [], [], seconds)[0]:
            self.written += os.read(self._fd, 65536)

    def key(self, typed: bytes) -> float:
        """Milliseconds from a key to the next thing written.

        It is typed into a quiet moment: within a frame's time of the last paint it would wait.
        """
        self.quiet(0.06)
        begun = perf_counter()
        os.write(self._fd, typed)
        self._read(PATIENCE_S)
        return (perf_counter() - begun) * 1000

    def idle(self, seconds: float) -> tuple[float, float]:
        """CPU (percent of a core) and bytes a second while nobody types."""
        cpu, begun, written = self._cpu_s(), perf_counter(), len(self.written)
        while (left := begun + seconds - perf_counter()) > 0:
            if select.select([self._fd], [], [], left)[0]:
                self.written += os.read(self._fd, 65536)
        spent = perf_counter() - begun
        return 100 * (self._cpu_s() - cpu) / spent, (len(self.written) - written) / spent

    def memory_mb(self) -> float:
        """Resident memory."""
        with open(f"/proc/{self._process.pid}/statm", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def _cpu_s(self) -> float:
        with open(f"/proc/{self._process.pid}/stat", encoding="ascii") as file:  # noqa: PTH123
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def _read(self, patience_s: float) -> None:
        if not select.select([self._fd], [], [], patience_s)[0]:
            raise TimeoutError(self.written[-400:])
        self.written += os.read(self._fd, 65536)
