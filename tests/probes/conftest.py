"""Real servers on the loopback interface, each as ill-behaved as its test wants it."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from warroom_tui.domain.monitoring.health import Check, Measurement
from warroom_tui.probes.offload import ProbeLoop
from warroom_tui.probes.registry import default_probers


@dataclass
class Caller:
    """One connection as the server's behaviour sees it."""

    sock: socket.socket
    request: bytes
    closing: threading.Event

    def answer(self, status: str = "200 OK", body: bytes = b"", *headers: str) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
        head = "\r\n".join([*lines, *headers, "", ""])
        self.sock.sendall(head.encode() + body)

    @property
    def path(self) -> str:
        return self.request.split(b" ")[1].decode()

    def header(self, name: str) -> str | None:
        for line in self.request.decode("latin-1").split("\r\n")[1:]:
            key, _, value = line.partition(":")
            if key.lower() == name.lower():
                return value.strip()
        return None


Behaviour = Callable[[Caller], None]


@dataclass
class LoopbackServer:
    """Accepts connections until closed; remembers what it was asked."""

    behaviour: Behaviour
    family: socket.AddressFamily = socket.AF_INET
    tls: ssl.SSLContext | None = None
    asked: list[Caller] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    called: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        host = "::1" if self.family == socket.AF_INET6 else "127.0.0.1"
        self._listener = socket.create_server((host, 0), family=self.family)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"

    def wait_for_calls(self, number: int, timeout_s: float = 15.0) -> bool:
        """True as soon as it was asked so often; False when it was not in time."""
        with self.called:
            return self.called.wait_for(lambda: len(self.asked) >= number, timeout_s)

    def close(self) -> None:
        self.closing.set()
        self._listener.close()

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(sock,), daemon=True).start()

    def _talk(self, sock: socket.socket) -> None:
        with sock:
            try:
                if self.tls is not None:
                    sock = self.tls.wrap_socket(sock, server_side=True)
                caller = Caller(sock, sock.recv(65536), self.closing)
                with self.called:
                    self.asked.append(caller)
                    self.called.notify_all()
                self.behaviour(caller)
            except OSError:
                return
            finally:
                sock.close()


Serve = Callable[..., LoopbackServer]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start servers; all are closed at the end of the test."""
    started: list[LoopbackServer] = []

    def start(
        behaviour: Behaviour,
        family: socket.AddressFamily = socket.AF_INET,
        tls: ssl.SSLContext | None = None,
    ) -> LoopbackServer:
        server = LoopbackServer(behaviour, family, tls)
        started.append(server)
        return server

    yield start
    for server in started:
        server.close()


def a_check(kind: str, target: str, **changes: object) -> Check:
    """A check with everyday settings."""
    settings: dict[str, object] = {
        "id": 1,
        "name": "Application",
        "kind": kind,
        "target": target,
        "every_s": 15.0,
        "timeout_s": 3.0,
        "expect": (),
        "contains": None,
        "slow": None,
        "down": None,
        "fail_after": 2,
        "ok_after": 1,
        "group": "Product",
        "target_text": "",
        "unit": "%" if kind == "host" else "ms",
    }
    return Check(**{**settings, **changes})  # type: ignore[arg-type]


def measure(check: Check) -> Measurement:
    """Probe once, on a loop of its own as the monitor has."""

    async def once() -> Measurement:
        probers = default_probers()
        try:
            return await probers.probe(check)
        finally:
            await probers.aclose()

    with asyncio.Runner(loop_factory=ProbeLoop) as runner:
        return runner.run(once())


@pytest.fixture
def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
