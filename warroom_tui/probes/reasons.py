"""What went wrong with a connection, in a few words that a person on duty understands."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

from warroom_tui.domain.text import clean

_DETAIL_LIMIT = 80

_ERRNO_WORDS = {
    errno.ECONNREFUSED: "connection refused",
    errno.ECONNRESET: "connection reset",
    errno.EPIPE: "connection reset",
    errno.EHOSTUNREACH: "no route to host",
    errno.ENETUNREACH: "network unreachable",
    errno.ETIMEDOUT: "connection timed out",
    errno.EMFILE: "too many open files here",
    errno.ENFILE: "too many open files here",
}

_CERTIFICATE_WORDS = {
    9: "certificate not yet valid",
    10: "certificate expired",
    18: "certificate self-signed",
    19: "certificate self-signed",
    20: "certificate from an unknown issuer",
    21: "certificate from an unknown issuer",
    23: "certificate revoked",
    62: "certificate is for another host",
    64: "certificate is for another host",
}
"""OpenSSL's X509_V_ERR codes."""


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error, then everything that it was raised from, groups included, each once."""
    queue: list[BaseException] = [error]
    seen: set[int] = set()
    while queue:
        current = queue.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if isinstance(current, BaseExceptionGroup):
            queue.extend(current.exceptions)
        queue.extend(e for e in (current.__cause__, current.__context__) if e is not None)


def connection_reason(error: BaseException) -> str | None:
    """Why a connection failed, or None when no cause in the chain says."""
    for cause in causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            fallback = f"certificate refused: {cause.verify_message}"
            return short(_CERTIFICATE_WORDS.get(cause.verify_code, fallback))
        if isinstance(cause, ssl.SSLError):
            return short(f"TLS failed: {_tls_reason(cause)}")
        if isinstance(cause, socket.gaierror):
            return _lookup_reason(cause)
    for cause in causes(error):
        if isinstance(cause, OSError) and cause.errno in _ERRNO_WORDS:
            return _ERRNO_WORDS[cause.errno]
    return None


def short(text: str) -> str:
    """Text from outside as it may stand in a table cell."""
    return clean(text, limit=_DETAIL_LIMIT)


def _tls_reason(error: ssl.SSLError) -> str:
    reason = str(error.reason or "").replace("_", " ").lower()
    if reason in ("wrong version number", "record layer failure", "http request"):
        return "the server does not speak TLS"
    return reason or "handshake broken off"


def _lookup_reason(error: socket.gaierror) -> str:
    if error.errno == socket.EAI_AGAIN:
        return "name server does not answer"
    return "host name not found"
