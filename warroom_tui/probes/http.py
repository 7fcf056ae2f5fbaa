"""HTTP checks: status, body text and the time until the whole answer (up to a cap) is here.

Every probe opens its own connection, so that a broken name, certificate or listener shows at
once instead of hiding behind a kept-alive connection. httpx is imported with the first probe.
"""

from __future__ import annotations

import asyncio
import zlib
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from warroom_tui.domain.clock import monotonic
from warroom_tui.domain.health import Check, Measurement
from warroom_tui.probes.prober import failed, not_measured, seconds_text
from warroom_tui.probes.reasons import connection_reason, short

if TYPE_CHECKING:
    import httpx

BODY_CAP = 256 * 1024
"""Bytes of a body that are read; the connection is closed after them."""

MAX_REDIRECTS = 5

_USER_AGENT = "warroom-check"
_HOP_CODES = frozenset({301, 302, 303, 307, 308})
_LOCAL = ("all://localhost", "all://127.0.0.1", "all://[::1]")


def status_matches(status: int, expect: tuple[str, ...]) -> bool:
    """True when `status` is one of "200", "2xx", ...; nothing expected means 2xx or 3xx."""
    code = str(status)
    return any(
        len(want) == 3 and all(w in ("x", c) for w, c in zip(want.lower(), code, strict=True))
        for want in expect or ("2xx", "3xx")
    )


class HttpProber:
    """Probes `http` checks; the target is an absolute http(s) URL, the value is milliseconds."""

    def __init__(self) -> None:
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient] = (
            WeakKeyDictionary()
        )

    async def probe(self, check: Check) -> Measurement:
        """Fetch the target once, following at most `MAX_REDIRECTS` redirects."""
        import httpx

        problem = _address_problem(check.target)
        if problem is not None:
            return not_measured(problem)
        client = self._client()
        begun = monotonic()
        try:
            async with asyncio.timeout(check.timeout_s):
                return await _Fetch(client, check, begun).run()
        except TimeoutError:
            return failed(f"timeout after {seconds_text(check.timeout_s)}")
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            return not_measured(short(f"address cannot be used: {error}"))
        except httpx.RemoteProtocolError as error:
            return failed(_protocol_reason(str(error)))
        except (httpx.HTTPError, OSError) as error:
            fallback = "connection lost" if isinstance(error, httpx.ReadError) else "no connection"
            return failed(connection_reason(error) or fallback)

    async def aclose(self) -> None:
        """Close the running loop's connections."""
        client = self._clients.pop(asyncio.get_running_loop(), None)
        if client is not None:
            await client.aclose()

    def _client(self) -> httpx.AsyncClient:
        loop = asyncio.get_running_loop()
        client = self._clients.get(loop)
        if client is None:
            client = self._clients[loop] = _new_client()
        return client


def _address_problem(target: str) -> str | None:
    if not target.lower().startswith(("http://", "https://")):
        return "no product address set" if target.startswith("/") else "not an http(s) address"
    return None if target.partition("://")[2].strip("/ ") else "no host in the address"


def _new_client() -> httpx.AsyncClient:
    import httpx

    trusted = httpx.create_ssl_context()
    trusted.load_default_certs()  # a company's own authority lives in the system's store
    return httpx.AsyncClient(
        verify=trusted,
        timeout=None,
        follow_redirects=False,
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        # No cookie outlives its probe: a check that is signed in measures something else.
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        mounts=dict.fromkeys(_LOCAL),  # a proxy cannot reach this machine's own services
        headers={"User-Agent": _USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity"},
    )


class _Fetch:
    """One probe on its way along the redirects."""

    def __init__(self, client: httpx.AsyncClient, check: Check, begun: float) -> None:
        import httpx

        self._client = client
        self._check = check
        self._begun = begun
        first = httpx.URL(check.target)
        self._home = _origin(first)
        self._auth = (first.username, first.password) if first.userinfo else None
        self._url = first.copy_with(userinfo=b"", fragment=None)
        self._cookies = httpx.Cookies()

    async def run(self) -> Measurement:
        for _ in range(MAX_REDIRECTS + 1):
            result = await self._hop()
            if result is not None:
                return result
        return failed(f"more than {MAX_REDIRECTS} redirects", self._elapsed_ms())

    async def _hop(self) -> Measurement | None:
        """One request; None when it sent us on to `self._url`."""
        import httpx

        request = self._client.build_request("GET", self._url)
        self._cookies.set_cookie_header(request)
        # httpx would take a redirect's own user:password from its address.
        auth = self._auth if _origin(self._url) == self._home else None
        sender = httpx.BasicAuth(*auth) if auth else httpx.Auth()
        response = await self._client.send(request, stream=True, auth=sender)
        try:
            if self._sends_on(response):
                self._cookies.extract_cookies(response)
                return self._next_hop(response)
            body = await _read_capped(response)
        finally:
            await response.aclose()
        return self._judge(response, body)

    def _sends_on(self, response: httpx.Response) -> bool:
        asked_for = str(response.status_code) in self._check.expect
        return (
            response.status_code in _HOP_CODES and "location" in response.headers and not asked_for
        )

    def _next_hop(self, response: httpx.Response) -> Measurement | None:
        import httpx

        try:
            url = self._url.join(response.headers["location"])
            url = url.copy_with(userinfo=b"", fragment=None)
        except (httpx.InvalidURL, ValueError):
            return failed("redirect to an unusable address", self._elapsed_ms())
        if url.scheme not in ("http", "https") or not url.host:
            return failed("redirect to an unusable address", self._elapsed_ms())
        self._url = url
        return None

    def _judge(self, response: httpx.Response, body: bytes) -> Measurement:
        value = self._elapsed_ms()
        status = f"HTTP {response.status_code}"
        if not status_matches(response.status_code, self._check.expect):
            return failed(status, value)
        wanted = self._check.contains
        if wanted and wanted not in _text(response, body):
            return failed(short(f"{status}, without “{wanted}”"), value)
        return Measurement(ok=True, value=value, detail=status)

    def _elapsed_ms(self) -> float:
        return (monotonic() - self._begun) * 1000


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return (url.scheme, url.host, url.port)


async def _read_capped(response: httpx.Response) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) >= BODY_CAP:
            break
    return bytes(body[:BODY_CAP])


def _text(response: httpx.Response, body: bytes) -> str:
    """The body as text; compressed although we asked for plain, it is unpacked up to the cap."""
    if response.headers.get("content-encoding", "").lower() in ("gzip", "x-gzip", "deflate"):
        try:
            body = zlib.decompressobj(wbits=47).decompress(body, BODY_CAP)
        except zlib.error:
            return ""
    try:
        return body.decode(response.charset_encoding or "utf-8", errors="replace")
    except LookupError:
        return body.decode("utf-8", errors="replace")


def _protocol_reason(message: str) -> str:
    lowered = message.lower()
    if "location header" in lowered:
        return "redirect to an unusable address"
    if "without sending a response" in lowered:
        return "connection closed without an answer"
    if "complete message body" in lowered or "incomplete" in lowered:
        return "connection closed in mid-answer"
    return "not an HTTP answer"
