"""HTTP over a connection of its own for each request, straight on asyncio.

A probe never reuses a connection, so of httpx's own transport the pool, its locks and a second
layer of streams are of no use to it, and they cost as much as the request: with hundreds of
checks that was a third of the monitor's time. Requests, responses and their meaning remain httpx's.
"""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from collections.abc import AsyncIterator

import h11
import httpx

_CHUNK = 65536
_HEAD_LIMIT = 100 * 1024
"""Bytes of a status line with its headers; more is no answer."""
_SECOND_TRY_S = 0.25
"""A name may stand for several addresses: seconds until the next one is tried beside the first."""


class DirectTransport(httpx.AsyncBaseTransport):
    """Opens a connection, asks once, and hangs up when the response is closed."""

    def __init__(self, trusted: ssl.SSLContext) -> None:
        trusted.set_alpn_protocols(["http/1.1"])
        self._trusted = trusted

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request; returns once the headers of the answer are here.

        Raises httpx's errors for what is wrong with the talk, OSError for the connection.
        """
        url = request.url
        secure = url.scheme == "https"
        host = url.raw_host.decode("ascii")
        reader, writer = await asyncio.open_connection(
            host,
            url.port or (443 if secure else 80),
            ssl=self._trusted if secure else None,
            server_hostname=host if secure else None,
            happy_eyeballs_delay=None if _is_address(host) else _SECOND_TRY_S,
        )
        talk = _Talk(reader, writer)
        try:
            return await talk.ask(request)
        except BaseException:
            await talk.aclose()
            raise


class _Talk(httpx.AsyncByteStream):
    """One exchange; as a stream it is the body of the answer."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._state = h11.Connection(h11.CLIENT, max_incomplete_event_size=_HEAD_LIMIT)

    async def ask(self, request: httpx.Request) -> httpx.Response:
        state = self._state
        try:
            head = h11.Request(
                method=request.method, target=request.url.raw_path, headers=request.headers.raw
            )
            data = (state.send(head) or b"") + (state.send(h11.EndOfMessage()) or b"")
        except h11.LocalProtocolError as error:
            raise httpx.LocalProtocolError(str(error)) from error
        self._writer.write(data)
        while True:
            event = await self._next()
            if isinstance(event, h11.Response):
                break
        return httpx.Response(
            event.status_code,
            headers=event.headers.raw_items(),
            stream=self,
            extensions={"network_stream": self},
        )

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            event = await self._next()
            if isinstance(event, h11.Data):
                yield bytes(event.data)
            elif isinstance(event, h11.EndOfMessage):
                return

    async def aclose(self) -> None:
        """Hang up without a word: nobody sends or waits for anything any more."""
        self._writer.transport.abort()

    def get_extra_info(self, name: str) -> object:
        """What asyncio knows of the connection, by the names that httpx uses."""
        return self._writer.get_extra_info(name)

    async def _next(self) -> object:
        """The next thing that the other side says."""
        state = self._state
        while True:
            try:
                event = state.next_event()
            except h11.RemoteProtocolError as error:
                raise httpx.RemoteProtocolError(str(error)) from error
            if event is h11.PAUSED:  # it wants to go on in another protocol
                raise httpx.RemoteProtocolError("the server left HTTP")
            if event is not h11.NEED_DATA:
                return event
            try:
                data = await self._reader.read(_CHUNK)
            except OSError as error:
                raise httpx.ReadError(str(error)) from error
            if not data and state.their_state is h11.SEND_RESPONSE:
                raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
            state.receive_data(data)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
