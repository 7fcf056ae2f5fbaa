"""The product of the demo: a small real web service on this machine, with trouble on demand."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from warroom_tui.services.demo.usage import FETCHED, Figures

LATENCY_MS = {
    "/health": 24.0,
    "/api/laybys": 118.0,
    "/api/payments": 186.0,
    "/login": 92.0,
    "/stats": 12.0,
}
"""Every path that it answers, with its usual latency."""

_HANG_LIMIT_S = 120.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """How a path misbehaves."""

    latency_ms: float = 0.0
    """On top of the usual one."""
    status: int | None = None
    hang: bool = False
    """Accepts the request and says nothing."""
    drip: bool = False
    """Sends its answer byte by byte, a second each."""


class DemoProduct:
    """Answers on 127.0.0.1 on a port of its own until stopped; thread-safe."""

    def __init__(self, *, seed: int = 7) -> None:
        self._random = random.Random(seed)
        self._stopping = threading.Event()
        self._trouble: dict[str, Trouble] = {}
        self._figures: Callable[[], Figures] = dict
        self._server = _Server(self)
        self._serving: list[_Server] = []

    @property
    def base_url(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> Self:
        """Begin to answer; a second call changes nothing."""
        if not self._serving:
            self._serve(self._server)
        return self

    def answer_also_at(self, port: int) -> bool:
        """Answer on the port of an earlier run, too, if nobody else has it now."""
        if port == self._server.server_port:
            return True
        try:
            self._serve(_Server(self, port))
        except OSError:
            return False
        return True

    def stop(self) -> None:
        """Answer no more and let go of every hanging request; prompt."""
        self._stopping.set()
        for server in self._serving:
            server.shutdown()
            server.server_close()
        self._server.server_close()

    def _serve(self, server: _Server) -> None:
        threading.Thread(
            target=server.serve_forever, args=(0.1,), name="demo-product", daemon=True
        ).start()
        self._serving.append(server)

    def set_trouble(self, path: str, trouble: Trouble) -> None:
        """From now on `path` misbehaves; replaces earlier trouble there."""
        self._trouble[path] = trouble

    def clear_trouble(self, path: str | None = None) -> None:
        """`path` behaves again; without a path, all of them."""
        if path is None:
            self._trouble.clear()
        else:
            self._trouble.pop(path, None)

    def count_with(self, figures: Callable[[], Figures]) -> None:
        """Take the statistics of `/stats` from `figures` (metric key to value)."""
        self._figures = figures

    def trouble_at(self, path: str) -> Trouble:
        """How `path` behaves now."""
        return self._trouble.get(path, Trouble())

    def error_percent(self) -> float:
        """Share of failed requests: high while some path answers with a server error."""
        failing = any((trouble.status or 0) >= 500 for trouble in list(self._trouble.values()))
        return 6.4 if failing else 0.2

    def latency_s(self, path: str) -> float:
        """How long the next answer of `path` takes: its usual time, now and then longer."""
        return usual_latency_ms(path, self._random) / 1000 + self.trouble_at(path).latency_ms / 1000

    def statistics(self) -> dict[str, dict[str, float]]:
        """What `/stats` tells."""
        figures = {"error_rate": self.error_percent(), **self._figures()}
        told: dict[str, dict[str, float]] = {}
        for key, place in FETCHED.items():
            group, _, name = place.partition(".")
            told.setdefault(group, {})[name] = figures.get(key, 0.0)
        return told

    def wait(self, seconds: float) -> bool:
        """Take time; False when the product stops meanwhile."""
        return not self._stopping.wait(seconds)


def usual_latency_ms(path: str, chance: random.Random) -> float:
    """A plausible latency of `path`: jitter of a third, one in forty takes twice as long."""
    base = LATENCY_MS.get(path, 60.0)
    slow = 2.0 if chance.random() < 0.025 else 1.0
    return base * slow * max(0.4, chance.gauss(1.0, 0.16))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, product: DemoProduct, port: int = 0) -> None:
        self.product = product
        super().__init__(("127.0.0.1", port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version = "DemoProduct"
    sys_version = ""
    timeout = 10

    def do_GET(self) -> None:
        product = self.server.product
        path = self.path.partition("?")[0]
        trouble = product.trouble_at(path)
        if not product.wait(_HANG_LIMIT_S if trouble.hang else product.latency_s(path)):
            self.close_connection = True
            return
        known = path in LATENCY_MS
        status = trouble.status or (200 if known else 404)
        self._answer(status, _body(product, path, status), slowly=trouble.drip)

    def _answer(self, status: int, body: bytes, *, slowly: bool) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not slowly:
            self.wfile.write(body)
            return
        for position in range(len(body)):
            self.wfile.write(body[position : position + 1])
            if not self.server.product.wait(1.0):
                return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the base
        """Nothing is written over the screen."""


def _body(product: DemoProduct, path: str, status: int) -> bytes:
    if status >= 400:
        told: object = {"status": "error", "code": status}
    elif path == "/stats":
        told = product.statistics()
    else:
        told = {"status": "ok", "path": path}
    return json.dumps(told).encode()
