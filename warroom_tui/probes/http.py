"""HTTP checks: status, headers, body text, JSON, certificate, and the time until all is here.

Every probe opens its own connection, so that a broken name, certificate or listener shows at
once instead of hiding behind a kept-alive connection. httpx is imported with the first probe.
"""

from __future__ import annotations

import asyncio
import json
import os
import zlib
from dataclasses import dataclass, field, replace
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING
from urllib.request import getproxies
from weakref import WeakKeyDictionary

from warroom_tui.domain.clock import SystemClock, monotonic
from warroom_tui.domain.monitoring.check_options import CheckOptions
from warroom_tui.domain.monitoring.health import ALERTMANAGER, Check, Measurement
from warroom_tui.domain.monitoring.json_path import Json, NothingThere, as_text, find
from warroom_tui.probes.prober import failed, not_measured, seconds_text
from warroom_tui.probes.reasons import connection_reason, short
from warroom_tui.probes.secrets import Secrets
from warroom_tui.probes.trust import days_left, left_text, trusted_context, warning_days

if TYPE_CHECKING:
    import httpx

    from warroom_tui.probes.direct import DirectTransport

    Way = tuple[httpx.AsyncClient, DirectTransport | None]

BODY_CAP = 256 * 1024
"""Bytes of a body that are read; the connection is closed after them."""

EXCERPT_READ = 4000
"""Characters of a body that are looked through for credentials before an excerpt is cut."""

MAX_REDIRECTS = 5

_USER_AGENT = "warroom-check"
_HOP_CODES = frozenset({301, 302, 303, 307, 308})
_LOCAL = ("all://localhost", "all://127.0.0.1", "all://[::1]")


KINDS = frozenset({"http", "queue", "promql", ALERTMANAGER})
"""Kinds of checks that speak HTTP."""


def load() -> None:
    """Import httpx now: with the first probe it would take some of that one's time."""
    import httpx

    httpx.URL("http://127.0.0.1")


def status_matches(status: int, expect: tuple[str, ...]) -> bool:
    """True when `status` is one of "200", "2xx", ...; nothing expected means 2xx or 3xx."""
    code = str(status)
    return any(
        len(want) == 3 and all(w in ("x", c) for w, c in zip(want.lower(), code, strict=True))
        for want in expect or ("2xx", "3xx")
    )


@dataclass(frozen=True, slots=True)
class Request:
    """What to fetch, credentials filled in; lives only as long as the probe."""

    url: str = field(repr=False)
    timeout_s: float
    expect: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    cap: int = BODY_CAP
    """Bytes of the body that are read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status."""

    status: int
    headers: tuple[tuple[str, str], ...]
    """Names in lower case."""
    text: str
    """The body, at most `BODY_CAP` bytes of it."""
    whole: bool
    """False when the body was longer than the cap."""
    elapsed_ms: float
    certificate: dict[str, object]
    """As `SSLSocket.getpeercert()` gives it; empty without TLS."""
    cap: int = BODY_CAP

    @property
    def excerpt(self) -> str:
        """The beginning of the answer, for people who look for what is wrong."""
        return self.text[:EXCERPT_READ]

    def json(self) -> Json:
        """The body as JSON. Raises ValueError."""
        if not self.whole:
            raise ValueError(f"the answer is longer than {self.cap // 1024} kB")
        try:
            data: Json = json.loads(self.text)
        except (ValueError, RecursionError):
            raise ValueError("the answer is no JSON") from None
        return data


class HttpProber:
    """Probes `http` checks; the target is an absolute http(s) URL, the value is milliseconds."""

    def __init__(self, secrets: Secrets | None = None) -> None:
        self._secrets = secrets or Secrets(os.environ)
        self._ways: WeakKeyDictionary[asyncio.AbstractEventLoop, Way] = WeakKeyDictionary()

    async def probe(self, check: Check) -> Measurement:
        """Fetch the target once, following at most `MAX_REDIRECTS` redirects."""
        answer = await self.fetch_for(check, check.target)
        return answer if isinstance(answer, Measurement) else judge_answer(check, answer)

    async def fetch_for(
        self, check: Check, address: str, cap: int = BODY_CAP
    ) -> Answer | Measurement:
        """Fetch an address with the check's headers, credentials filled in. Raises NotSet."""
        fill = self._secrets.fill
        headers = tuple((name, fill(value)) for name, value in check.options.headers)
        url = self._secrets.fill_address(address)
        return await self.fetch(Request(url, check.timeout_s, check.expect, headers, cap))

    async def fetch(self, request: Request) -> Answer | Measurement:
        """The answer, or what went wrong on the way to it."""
        import httpx

        problem = _address_problem(request.url)
        if problem is not None:
            return not_measured(problem)
        way = self._way()
        begun = monotonic()
        try:
            async with asyncio.timeout(request.timeout_s):
                return await _Fetch(way, request, begun).run()
        except TimeoutError:
            return failed(f"timeout after {seconds_text(request.timeout_s)}")
        except (httpx.InvalidURL, httpx.HTTPError, OSError) as error:
            return _fault(error)

    async def aclose(self) -> None:
        """Close the running loop's connections."""
        way = self._ways.pop(asyncio.get_running_loop(), None)
        if way is not None:
            await way[0].aclose()

    def _way(self) -> Way:
        loop = asyncio.get_running_loop()
        way = self._ways.get(loop)
        if way is None:
            way = self._ways[loop] = _new_way()
        return way


def _address_problem(target: str) -> str | None:
    if not target.lower().startswith(("http://", "https://")):
        return "no product address set" if target.startswith("/") else "not an http(s) address"
    return None if target.partition("://")[2].strip("/ ") else "no host in the address"


def _fault(error: Exception) -> Measurement:
    """What an exchange that broke off says about the target."""
    import httpx

    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return not_measured("address cannot be used")
    if isinstance(error, httpx.LocalProtocolError):
        return not_measured("a header to send has characters that HTTP forbids")
    if isinstance(error, httpx.RemoteProtocolError):
        return failed(_protocol_reason(str(error)))
    fallback = "connection lost" if isinstance(error, httpx.ReadError) else "no connection"
    return failed(connection_reason(error) or fallback)


def _new_way() -> Way:
    import httpx

    from warroom_tui.probes.direct import DirectTransport

    trusted = trusted_context()
    client = httpx.AsyncClient(
        verify=trusted,
        timeout=None,
        follow_redirects=False,
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        # No cookie outlives its probe: a check that is signed in measures something else.
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        mounts=dict.fromkeys(_LOCAL),  # a proxy cannot reach this machine's own services
        headers={"User-Agent": _USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity"},
    )
    return client, None if getproxies() else DirectTransport(trusted)


class _Fetch:
    """One probe on its way along the redirects."""

    def __init__(self, way: Way, wanted: Request, begun: float) -> None:
        import httpx

        self._client, self._direct = way
        self._wanted = wanted
        self._begun = begun
        first = httpx.URL(wanted.url)
        self._home = _origin(first)
        self._auth = (first.username, first.password) if first.userinfo else None
        self._url = first.copy_with(userinfo=b"", fragment=None)
        self._cookies = httpx.Cookies()

    async def run(self) -> Answer | Measurement:
        for _ in range(MAX_REDIRECTS + 1):
            result = await self._hop()
            if result is not None:
                return result
        return failed(f"more than {MAX_REDIRECTS} redirects", self._elapsed_ms())

    async def _hop(self) -> Answer | Measurement | None:
        """One request; None when it sent us on to `self._url`."""
        import httpx

        at_home = _origin(self._url) == self._home
        headers = self._wanted.headers if at_home else ()
        request = self._client.build_request("GET", self._url, headers=list(headers))
        if len(self._cookies):
            self._cookies.set_cookie_header(request)
        # httpx would take a redirect's own user:password from its address.
        auth = self._auth if at_home else None
        sender = httpx.BasicAuth(*auth) if auth else httpx.Auth()
        response = await self._send(request, sender)
        try:
            if self._sends_on(response):
                self._cookies.extract_cookies(response)
                return self._next_hop(response)
            certificate = _certificate(response)
            body = await _read_capped(response, self._wanted.cap)
        finally:
            await response.aclose()
        return Answer(
            response.status_code,
            tuple((name.lower(), value) for name, value in response.headers.multi_items()),
            _text(response, body, self._wanted.cap),
            len(body) < self._wanted.cap,
            self._elapsed_ms(),
            certificate,
            self._wanted.cap,
        )

    async def _send(self, request: httpx.Request, auth: httpx.Auth) -> httpx.Response:
        """Straight to the other side where no proxy is in between: the client would look for
        cookies, redirects and hooks on the way, which costs as much as the request."""
        if self._direct is None:
            return await self._client.send(request, stream=True, auth=auth)
        response = await self._direct.handle_async_request(next(auth.auth_flow(request)))
        response.request = request
        return response

    def _sends_on(self, response: httpx.Response) -> bool:
        asked_for = str(response.status_code) in self._wanted.expect
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

    def _elapsed_ms(self) -> float:
        return (monotonic() - self._begun) * 1000


def judge_answer(check: Check, answer: Answer) -> Measurement:
    """What an answer means to a check: status, headers, body, JSON, then its certificate."""
    return replace(_judged(check, answer), excerpt=answer.excerpt)


def _judged(check: Check, answer: Answer) -> Measurement:
    value = answer.elapsed_ms
    status = f"HTTP {answer.status}"
    if not status_matches(answer.status, check.expect):
        return failed(status, value)
    if check.contains and check.contains not in answer.text:
        return failed(short(f"{status}, without “{check.contains}”"), value)
    wrong = _wrong_header(check.options, answer) or _wrong_json(check.options, answer)
    if wrong is not None:
        return failed(short(wrong), value)
    return _with_certificate(check, answer, Measurement(ok=True, value=value, detail=status))


def _wrong_header(options: CheckOptions, answer: Answer) -> str | None:
    for name, wanted in options.expect_headers:
        values = [value for key, value in answer.headers if key == name.lower()]
        if not values:
            return f"no header {name}"
        if not any(wanted.casefold() in value.casefold() for value in values):
            return f"header {name} is “{values[0]}”"
    return None


def _wrong_json(options: CheckOptions, answer: Answer) -> str | None:
    if not options.json:
        return None
    try:
        data = answer.json()
    except ValueError as error:
        return str(error)
    for rule in options.json:
        try:
            found = find(data, rule.path)
        except NothingThere:
            return f"nothing at {rule.path}"
        if not rule.holds(found):
            return f"{rule.path} is {as_text(found)}"
    return None


def _with_certificate(check: Check, answer: Answer, seen: Measurement) -> Measurement:
    """The same, with a warning when the certificate soon ends."""
    left = days_left(answer.certificate, SystemClock().now())
    if left is None or left >= warning_days(answer.certificate, check.options.certificate_days):
        return seen
    detail = f"{seen.detail}, certificate ends in {left_text(left)}"
    return replace(seen, detail=detail, warning=True)


def _certificate(response: httpx.Response) -> dict[str, object]:
    stream = response.extensions.get("network_stream")
    tls = stream.get_extra_info("ssl_object") if stream is not None else None
    return dict(tls.getpeercert() or {}) if tls is not None else {}


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return (url.scheme, url.host, url.port)


async def _read_capped(response: httpx.Response, cap: int) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) >= cap:
            break
    return bytes(body[:cap])


def _text(response: httpx.Response, body: bytes, cap: int) -> str:
    """The body as text; compressed although we asked for plain, it is unpacked up to the cap."""
    if response.headers.get("content-encoding", "").lower() in ("gzip", "x-gzip", "deflate"):
        try:
            body = zlib.decompressobj(wbits=47).decompress(body, cap)
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
