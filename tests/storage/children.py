"""Other processes, forked so that starting one costs a few milliseconds."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator

Tell = Callable[[str], None]


class Child:
    """A process that does one thing and tells the parent lines about it."""

    def __init__(self, act: Callable[[Tell], None]) -> None:
        reader, writer = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:  # pragma: no cover - a child's lines are not measured
            os.close(reader)
            self._live(act, writer)
        os.close(writer)
        self._told = os.fdopen(reader)

    def _live(self, act: Callable[[Tell], None], writer: int) -> None:  # pragma: no cover
        def tell(line: str) -> None:
            os.write(writer, line.encode() + b"\n")

        try:
            act(tell)
        except BaseException as error:  # noqa: BLE001 - reported to the parent as text
            tell(f"unplanned {type(error).__name__}: {error}")
        finally:
            os._exit(0)

    def lines(self) -> Iterator[str]:
        """What it tells, until it ends."""
        for line in self._told:
            if line.endswith("\n"):
                yield line.rstrip("\n")
        self._told.close()
        os.waitpid(self.pid, 0)

    def next_line(self) -> str:
        """The next thing it tells."""
        return self._told.readline().rstrip("\n")

    def kill(self) -> None:
        """SIGKILL: nothing in it can react."""
        os.kill(self.pid, signal.SIGKILL)


class Gate:
    """Children wait at it until the parent opens it for all at once."""

    def __init__(self) -> None:
        self._reader, self._writer = os.pipe()

    def wait(self) -> None:
        """In a child: go on when the gate opens."""
        os.close(self._writer)
        os.read(self._reader, 1)

    def open(self) -> None:
        """In the parent, when every child was started."""
        os.close(self._writer)
        os.close(self._reader)
