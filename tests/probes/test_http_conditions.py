"""An answer may be wrong although its status is fine: JSON, headers, certificate, credentials."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.probes.conftest import Caller, Serve, a_check, measure
from tests.probes.test_tls import certificate
from warroom_tui.domain.monitoring.check_options import CheckOptions, JsonRule

STATUS = {"status": "ok", "queue": {"depth": 3}, "parts": [{"up": True}, {"up": False}]}


def telling(data: object, *headers: str) -> Callable[[Caller], None]:
    def behave(caller: Caller) -> None:
        caller.answer("200 OK", json.dumps(data).encode(), *headers)

    return behave


@pytest.mark.parametrize(
    ("path", "rule", "wanted", "detail"),
    [
        ("status", "equals", "ok", "HTTP 200"),
        ("status", "equals", "fine", "status is ok"),
        ("status", "not", "ok", "status is ok"),
        ("parts[0].up", "equals", "true", "HTTP 200"),
        ("parts.1.up", "equals", "true", "parts.1.up is false"),
        ("queue.depth", "below", "5", "HTTP 200"),
        ("$.queue.depth", "above", "5", "$.queue.depth is 3"),
        ("queue.depth", "equals", "3.0", "HTTP 200"),
        ("queue.length", "equals", "3", "nothing at queue.length"),
        ("parts[7].up", "equals", "true", "nothing at parts[7].up"),
        ("parts", "above", "1", "parts is a list of 2"),
    ],
)
def test_json_in_the_answer(serve: Serve, path: str, rule: str, wanted: str, detail: str) -> None:
    options = CheckOptions(json=(JsonRule(path, rule, wanted),))
    seen = measure(a_check("http", serve(telling(STATUS)).url(), options=options))
    assert (seen.ok, seen.detail) == (detail == "HTTP 200", detail)


def test_what_is_no_json_is_down_when_json_is_wanted(serve: Serve) -> None:
    options = CheckOptions(json=(JsonRule("status", "equals", "ok"),))
    url = serve(lambda caller: caller.answer(body=b"<html>sorry</html>")).url()
    seen = measure(a_check("http", url, options=options))
    assert (seen.ok, seen.detail) == (False, "the answer is no JSON")


def test_nesting_without_end_is_no_json(serve: Serve) -> None:
    options = CheckOptions(json=(JsonRule("a", "equals", "1"),))
    url = serve(lambda caller: caller.answer(body=b"[" * 200_000)).url()
    assert measure(a_check("http", url, options=options)).detail == "the answer is no JSON"


def test_headers_of_the_answer(serve: Serve) -> None:
    url = serve(telling(STATUS, "Content-Type: application/json", "X-Cache: MISS")).url()

    def seen(*wanted: tuple[str, str]) -> str:
        return measure(a_check("http", url, options=CheckOptions(expect_headers=wanted))).detail

    assert seen(("content-type", "JSON"), ("X-Cache", "")) == "HTTP 200"
    assert seen(("X-Cache", "hit")) == "header X-Cache is “MISS”"
    assert seen(("Retry-After", "")) == "no header Retry-After"


def test_a_token_from_the_environment_is_sent_and_never_told(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARROOM_SECRET_A", "s3cr3t-t0ken")

    def echo(caller: Caller) -> None:
        caller.answer(body=json.dumps({"you": caller.header("Authorization")}).encode())

    server = serve(echo)
    options = CheckOptions(
        headers=(("Authorization", "Bearer ${WARROOM_SECRET_A}"),),
        json=(JsonRule("you", "equals", "nobody"),),
    )
    seen = measure(a_check("http", server.url(), options=options))
    assert server.asked[0].header("Authorization") == "Bearer s3cr3t-t0ken"
    assert seen.detail == "you is Bearer •••"


def test_half_a_secret_does_not_stand_at_the_end_of_a_cut_text(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARROOM_SECRET_A", "0123456789" * 20)

    def echo(caller: Caller) -> None:
        caller.answer(body=json.dumps({"you": caller.header("X-Token")}).encode())

    options = CheckOptions(
        headers=(("X-Token", "${WARROOM_SECRET_A}"),),
        json=(JsonRule("you", "equals", "nobody"),),
    )
    seen = measure(a_check("http", serve(echo).url(), options=options))
    assert "0123" not in seen.detail


def test_a_variable_that_is_not_set_is_named_and_says_nothing_about_the_product(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WARROOM_SECRET_A", raising=False)
    server = serve(telling(STATUS))
    options = CheckOptions(headers=(("Authorization", "${WARROOM_SECRET_A}"),))
    seen = measure(a_check("http", server.url(), options=options))
    assert (seen.unknown, seen.detail) == (
        True,
        "environment variable WARROOM_SECRET_A is not set",
    )
    assert not server.asked


def test_headers_stay_at_home_when_a_redirect_leads_away(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARROOM_SECRET_A", "s3cr3t")
    other = serve(telling(STATUS))
    home = serve(
        lambda caller: caller.answer("302 Found", b"", f"Location: {other.url('/elsewhere')}")
    )
    options = CheckOptions(headers=(("Authorization", "Bearer ${WARROOM_SECRET_A}"),))
    assert measure(a_check("http", home.url(), options=options)).ok
    assert home.asked[0].header("Authorization") == "Bearer s3cr3t"
    assert other.asked[0].header("Authorization") is None


def test_a_password_in_an_address_is_quoted(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARROOM_SECRET_P", "p@ss/w:rd")
    server = serve(telling(STATUS))
    url = server.url().replace("http://", "http://app:${WARROOM_SECRET_P}@")
    assert measure(a_check("http", url)).ok
    sent = server.asked[0].header("Authorization")
    assert sent == "Basic YXBwOnBAc3MvdzpyZA=="


def test_a_certificate_that_soon_ends_makes_the_check_slow(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, cert = certificate(tmp_path, "IP:127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    url = serve(telling(STATUS), tls=context).url()
    assert not measure(a_check("http", url)).warning
    seen = measure(a_check("http", url, options=CheckOptions(certificate_days=60)))
    assert (seen.ok, seen.warning) == (True, True)
    assert seen.detail == "HTTP 200, certificate ends in 30 days"


def test_tls_counts_the_days(serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, cert = certificate(tmp_path, "IP:127.0.0.1")
    server = serve(telling(STATUS), tls=context)
    refused = measure(a_check("tls", f"127.0.0.1:{server.port}", unit="d"))
    assert (refused.ok, refused.detail) == (False, "certificate self-signed")
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    seen = measure(a_check("tls", f"127.0.0.1:{server.port}", unit="d"))
    assert seen.ok
    assert seen.value is not None
    assert 29 < seen.value < 31
    assert seen.detail == "good for 30 days"


def test_tls_without_a_listener_or_an_address(free_port: int) -> None:
    assert measure(a_check("tls", f"127.0.0.1:{free_port}")).detail == "connection refused"
    assert measure(a_check("tls", "")).unknown
    assert measure(a_check("tls", "shop.example:port")).unknown
