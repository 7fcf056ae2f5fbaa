"""Blocking calls off the event loop, on threads that never hold up the end of the program.

The default executor of asyncio is joined when the interpreter ends, so one name server or disk
that hangs would keep a closed program alive for half a minute. Daemon threads do not.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

T = TypeVar("T")


def start_daemon(call: Callable[[], T]) -> asyncio.Future[T]:
    """Run `call` on a daemon thread; the future belongs to the running loop."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def hand_over(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result: T | None = None
        error: BaseException | None = None
        try:
            result = call()
        except Exception as caught:  # noqa: BLE001 - carried over to whoever awaits the future
            error = caught
        try:
            loop.call_soon_threadsafe(hand_over, result, error)
        except RuntimeError:
            return  # the loop was closed meanwhile: nobody waits any more

    threading.Thread(target=run, name="warroom-blocking", daemon=True).start()
    return future


class ProbeLoop(asyncio.SelectorEventLoop):
    """An event loop whose name look-ups run on daemon threads."""

    def run_forever(self) -> None:
        """Run; libraries below httpx are told which kind of loop this is.

        They ask a dozen times in each request, and finding out costs a tenth of it.
        """
        from sniffio import thread_local

        thread_local.name = "asyncio"
        try:
            super().run_forever()
        finally:
            thread_local.name = None

    async def getaddrinfo(  # type: ignore[override]
        self,
        host: str | bytes | None,
        port: str | bytes | int | None,
        *,
        family: int = 0,
        type: int = 0,  # noqa: A002 - the name that the base class gives it
        proto: int = 0,
        flags: int = 0,
    ) -> list[
        tuple[
            socket.AddressFamily,
            socket.SocketKind,
            int,
            str,
            tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes],
        ]
    ]:
        """Resolve a name like the base class does."""
        look_up = partial(socket.getaddrinfo, host, port, family, type, proto, flags)
        return await start_daemon(look_up)  # type: ignore[arg-type]  # family is spelt out there
