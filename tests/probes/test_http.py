"""What the person on duty reads when a product answers, misbehaves or does not answer."""

from __future__ import annotations

import asyncio
import gzip
import socket
import time

import pytest

from tests.probes.conftest import Caller, Serve, a_check, measure
from warroom_tui.domain.monitoring.health import Measurement
from warroom_tui.probes.http import BODY_CAP, status_matches
from warroom_tui.probes.offload import ProbeLoop
from warroom_tui.probes.registry import default_probers


def fine(caller: Caller) -> None:
    caller.answer(body=b'{"status": "ok"}')


def test_a_healthy_product_is_ok_with_its_latency(serve: Serve) -> None:
    seen = measure(a_check("http", serve(fine).url("/health")))
    assert (seen.ok, seen.unknown, seen.detail) == (True, False, "HTTP 200")
    assert seen.value is not None
    assert 0 < seen.value < 3000


def test_a_503_is_down_and_says_so(serve: Serve) -> None:
    server = serve(lambda caller: caller.answer("503 Service Unavailable"))
    seen = measure(a_check("http", server.url()))
    assert (seen.ok, seen.detail) == (False, "HTTP 503")


@pytest.mark.parametrize(
    ("expect", "status", "matches"),
    [
        ((), 204, True),
        ((), 304, True),
        ((), 404, False),
        (("200",), 204, False),
        (("2xx",), 204, True),
        (("200", "404"), 404, True),
        (("4XX",), 404, True),
        (("two hundred",), 200, False),
    ],
)
def test_expected_status(expect: tuple[str, ...], status: int, matches: bool) -> None:
    assert status_matches(status, expect) is matches


def test_the_text_that_must_be_there(serve: Serve) -> None:
    url = serve(fine).url()
    assert measure(a_check("http", url, contains='"status": "ok"')).ok
    seen = measure(a_check("http", url, contains="all [b]green\x1b[0m"))
    assert not seen.ok
    assert seen.detail == "HTTP 200, without “all [b]green␛[0m”"


def test_text_is_found_in_a_body_packed_against_our_wish(serve: Serve) -> None:
    packed = gzip.compress(b"service ok")
    server = serve(lambda caller: caller.answer("200 OK", packed, "Content-Encoding: gzip"))
    assert measure(a_check("http", server.url(), contains="service ok")).ok


def test_a_packed_bomb_is_unpacked_only_up_to_the_cap(serve: Serve) -> None:
    bomb = gzip.compress(b"0" * 50_000_000 + b"needle")
    server = serve(lambda caller: caller.answer("200 OK", bomb, "Content-Encoding: gzip"))
    assert not measure(a_check("http", server.url(), contains="needle")).ok


def test_a_refused_port(free_port: int) -> None:
    seen = measure(a_check("http", f"http://127.0.0.1:{free_port}/"))
    assert (seen.ok, seen.value, seen.detail) == (False, None, "connection refused")


def test_a_host_that_does_not_exist() -> None:
    seen = measure(a_check("http", "http://nowhere.invalid/"))
    assert not seen.ok
    assert seen.detail in ("host name not found", "name server does not answer")


def test_a_hanging_server_ends_at_the_timeout(serve: Serve) -> None:
    server = serve(lambda caller: caller.closing.wait(20) and None)
    begun = time.monotonic()
    seen = measure(a_check("http", server.url(), timeout_s=0.3))
    assert time.monotonic() - begun < 2
    assert (seen.ok, seen.unknown, seen.detail) == (False, False, "timeout after 0.3 s")


def test_a_body_that_drips_ends_at_the_timeout_in_total(serve: Serve) -> None:
    def drip(caller: Caller) -> None:
        caller.sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while not caller.closing.wait(0.02):
            caller.sock.sendall(b".")

    begun = time.monotonic()
    seen = measure(a_check("http", serve(drip).url(), timeout_s=0.4))
    assert time.monotonic() - begun < 2
    assert seen.detail == "timeout after 0.4 s"


def test_headers_that_drip_end_at_the_timeout(serve: Serve) -> None:
    def drip(caller: Caller) -> None:
        caller.sock.sendall(b"HTTP/1.1 200 OK\r\n")
        while not caller.closing.wait(0.02):
            caller.sock.sendall(b"X-More: 1\r\n")

    assert not measure(a_check("http", serve(drip).url(), timeout_s=0.4)).ok


def test_a_hundred_megabytes_are_not_read(serve: Serve) -> None:
    sent: list[int] = []

    def flood(caller: Caller) -> None:
        caller.sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n")
        block = b"x" * 65536
        for _ in range(1600):
            caller.sock.sendall(block)
            sent.append(len(block))

    seen = measure(a_check("http", serve(flood).url()))
    assert (seen.ok, seen.detail) == (True, "HTTP 200")
    assert sum(sent) < BODY_CAP + 20_000_000  # what the socket buffers took on top


def test_redirects_for_ever(serve: Serve) -> None:
    server = serve(lambda caller: caller.answer("302 Found", b"", "Location: /again"))
    seen = measure(a_check("http", server.url()))
    assert (seen.ok, seen.detail) == (False, "more than 5 redirects")
    assert len(server.asked) == 6


def test_a_redirect_is_followed_to_what_it_leads_to(serve: Serve) -> None:
    def moved(caller: Caller) -> None:
        if caller.path == "/":
            caller.answer("301 Moved", b"", "Location: /gone")
        else:
            caller.answer("410 Gone")

    assert measure(a_check("http", serve(moved).url())).detail == "HTTP 410"


def test_a_redirect_that_the_check_asks_for_is_the_answer(serve: Serve) -> None:
    server = serve(lambda caller: caller.answer("302 Found", b"", "Location: /login"))
    assert measure(a_check("http", server.url(), expect=("302",))).detail == "HTTP 302"
    assert len(server.asked) == 1


@pytest.mark.parametrize("location", ["file:///etc/passwd", "http://x:banana/", "gopher://x/"])
def test_a_redirect_to_nowhere(serve: Serve, location: str) -> None:
    server = serve(lambda caller: caller.answer("302 Found", b"", f"Location: {location}"))
    seen = measure(a_check("http", server.url()))
    assert (seen.ok, seen.detail) == (False, "redirect to an unusable address")


def test_a_password_never_reaches_another_host(serve: Serve) -> None:
    other = serve(fine)
    home = serve(
        lambda caller: caller.answer("302 Found", b"", f"Location: {other.url('/landing')}")
    )
    target = home.url().replace("http://", "http://duty:secret@")
    assert measure(a_check("http", target)).ok
    assert home.asked[0].header("Authorization") is not None
    assert other.asked[0].header("Authorization") is None


def test_a_redirect_cannot_smuggle_a_password_in(serve: Serve) -> None:
    other = serve(fine)
    smuggled = other.url().replace("http://", "http://root:toor@")
    home = serve(lambda caller: caller.answer("302 Found", b"", f"Location: {smuggled}"))
    assert measure(a_check("http", home.url())).ok
    assert other.asked[0].header("Authorization") is None


def test_a_password_survives_a_redirect_at_home(serve: Serve) -> None:
    def moved(caller: Caller) -> None:
        if caller.path == "/":
            caller.answer("302 Found", b"", "Location: /in")
        else:
            caller.answer("200 OK" if caller.header("Authorization") else "401 Unauthorized")

    target = serve(moved).url().replace("http://", "http://duty:secret@")
    assert measure(a_check("http", target)).detail == "HTTP 200"


def test_a_cookie_lives_for_one_probe_only(serve: Serve) -> None:
    def shop(caller: Caller) -> None:
        if caller.path == "/":
            caller.answer("302 Found", b"", "Location: /shop", "Set-Cookie: seen=1; Path=/")
        else:
            caller.answer("200 OK" if caller.header("Cookie") == "seen=1" else "403 Forbidden")

    server = serve(shop)

    async def twice() -> list[Measurement]:
        probers = default_probers()
        check = a_check("http", server.url())
        results = [await probers.probe(check), await probers.probe(check)]
        await probers.aclose()
        return results

    with asyncio.Runner(loop_factory=ProbeLoop) as runner:
        assert [seen.detail for seen in runner.run(twice())] == ["HTTP 200", "HTTP 200"]
    assert [caller.header("Cookie") for caller in server.asked] == [None, "seen=1"] * 2


def test_closed_without_an_answer(serve: Serve) -> None:
    seen = measure(a_check("http", serve(lambda caller: None).url()))
    assert not seen.ok
    assert seen.detail in ("connection closed without an answer", "connection reset")


def test_closed_in_mid_answer(serve: Serve) -> None:
    def half(caller: Caller) -> None:
        caller.sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")

    seen = measure(a_check("http", serve(half).url()))
    assert (seen.ok, seen.detail) == (False, "connection closed in mid-answer")


@pytest.mark.parametrize(
    "garbage",
    [b"SSH-2.0-OpenSSH_9.2\r\nbad\r\n\r\n", b"\x00\xff" * 400, b"HTTP/1.1 banana\r\n\r\n"],
)
def test_something_that_is_not_http(serve: Serve, garbage: bytes) -> None:
    seen = measure(a_check("http", serve(lambda caller: caller.sock.sendall(garbage)).url()))
    assert (seen.ok, seen.unknown, seen.detail) == (False, False, "not an HTTP answer")


def test_headers_without_end_are_not_collected_for_ever(serve: Serve) -> None:
    def endless(caller: Caller) -> None:
        caller.sock.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
        for _ in range(200):
            caller.sock.sendall(b"y" * 65536)

    assert measure(a_check("http", serve(endless).url())).detail == "not an HTTP answer"


def test_ipv6_by_address_and_by_the_name_localhost(serve: Serve) -> None:
    try:
        server = serve(fine, family=socket.AF_INET6)
    except OSError:
        pytest.skip("no IPv6 on this machine")
    assert measure(a_check("http", server.url(host="[::1]"))).ok
    names = {info[4][0] for info in socket.getaddrinfo("localhost", server.port)}
    if "::1" in names:
        assert measure(a_check("http", server.url(host="localhost"))).ok


def test_a_proxy_setting_does_not_catch_local_services(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(lambda caller: caller.answer("502 Bad Gateway"))
    monkeypatch.setenv("http_proxy", proxy.url())
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert measure(a_check("http", serve(fine).url())).detail == "HTTP 200"
    assert proxy.asked == []


@pytest.mark.parametrize("target", ["", "/health", "layby.example/health", "ftp://layby.example/"])
def test_without_a_usable_address_nothing_is_claimed(target: str) -> None:
    seen = measure(a_check("http", target))
    assert seen.unknown
    assert "address" in seen.detail


@pytest.mark.parametrize(
    "target", ["http://", "http://[::1", "http://exa mple/", "http://x:99999/"]
)
def test_a_broken_address_is_unknown_or_down_but_never_an_error(target: str) -> None:
    seen = measure(a_check("http", target))
    assert not seen.ok
    assert not seen.detail.startswith("the probe failed")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n4\r\nall \r\n4\r\nwell\r\n0\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\nall well",
        b"HTTP/1.1 200\r\ncontent-length:8\r\n\r\nall well and more",
    ],
    ids=["hints and chunks", "until it hangs up", "no reason, more than told"],
)
def test_answers_of_every_shape_are_read(serve: Serve, answer: bytes) -> None:
    server = serve(lambda caller: caller.sock.sendall(answer))
    seen = measure(a_check("http", server.url(), contains="all well"))
    assert (seen.ok, seen.detail, seen.excerpt) == (True, "HTTP 200", "all well")


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        (
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: tea\r\nConnection: upgrade\r\n\r\n",
            "not an HTTP answer",
        ),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000, "not an HTTP answer"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "connection closed without an answer"),
    ],
    ids=["another protocol", "headers without end", "no HTTP at all"],
)
def test_what_is_no_answer_is_down(serve: Serve, answer: bytes, detail: str) -> None:
    server = serve(lambda caller: caller.sock.sendall(answer))
    seen = measure(a_check("http", server.url(), timeout_s=2.0))
    assert (seen.ok, seen.unknown, seen.detail) == (False, False, detail)


def test_a_proxy_is_asked_for_what_is_not_here(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(lambda caller: caller.answer(body=b"from afar"))
    monkeypatch.setenv("http_proxy", proxy.url())
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert measure(a_check("http", "http://shop.example/", contains="from afar")).ok
    assert proxy.asked[0].request.startswith(b"GET http://shop.example/")
