"""Certificate trouble is named: it is the launch-day fault that looks like an outage."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from tests.probes.conftest import Caller, Serve, a_check, measure


def fine(caller: Caller) -> None:
    caller.answer(body=b"ok")


def certificate(folder: Path, names: str) -> tuple[ssl.SSLContext, Path]:
    """A self-signed certificate for `names`, as a server's context and as a file to trust."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subject = ("-subj", "/CN=warroom test", "-addext", f"subjectAltName={names}")
    files = ("-keyout", str(key), "-out", str(cert))
    command = (openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30")
    subprocess.run([*command, *subject, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context, cert


def test_a_self_signed_certificate_is_named(serve: Serve, tmp_path: Path) -> None:
    context, _ = certificate(tmp_path, "IP:127.0.0.1")
    seen = measure(a_check("http", serve(fine, tls=context).url()))
    assert (seen.ok, seen.detail) == (False, "certificate self-signed")


def test_an_authority_of_the_company_is_trusted_when_told(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, cert = certificate(tmp_path, "IP:127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    assert measure(a_check("http", serve(fine, tls=context).url())).detail == "HTTP 200"


def test_a_certificate_for_another_host_is_named(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, cert = certificate(tmp_path, "DNS:shop.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    seen = measure(a_check("http", serve(fine, tls=context).url()))
    assert (seen.ok, seen.detail) == (False, "certificate is for another host")


def test_a_plain_server_behind_https(serve: Serve) -> None:
    url = serve(lambda caller: caller.sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")).url()
    seen = measure(a_check("http", url.replace("http://", "https://")))
    assert (seen.ok, seen.detail) == (False, "the server does not speak TLS") or (
        seen.detail.startswith("TLS failed")
    )
