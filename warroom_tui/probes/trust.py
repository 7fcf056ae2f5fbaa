"""Whom a TLS connection trusts, and how long a certificate is still good."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from datetime import datetime

WARNING_DAYS = 14.0
"""Days before its end at which a certificate should have been renewed."""

_SHARE_LEFT = 0.25
"""Certificates that live for days are renewed by machines: a quarter of their life warns."""
_DAY_S = 86_400.0


def trusted_context() -> ssl.SSLContext:
    """The public authorities and those of this machine (a company's own)."""
    import httpx

    trusted = httpx.create_ssl_context()
    trusted.load_default_certs()
    return trusted


def days_left(certificate: Mapping[str, object], now: datetime) -> float | None:
    """Days until a certificate ends (`SSLSocket.getpeercert()`), None when it does not say."""
    ends = certificate.get("notAfter")
    if not isinstance(ends, str):
        return None
    return (ssl.cert_time_to_seconds(ends) - now.timestamp()) / _DAY_S


def warning_days(certificate: Mapping[str, object], asked: float | None) -> float:
    """Days left below which somebody should look: what the plan asks for, else a fitting share."""
    begins, ends = certificate.get("notBefore"), certificate.get("notAfter")
    if asked is not None or not isinstance(begins, str) or not isinstance(ends, str):
        return WARNING_DAYS if asked is None else asked
    life_s = ssl.cert_time_to_seconds(ends) - ssl.cert_time_to_seconds(begins)
    return min(WARNING_DAYS, life_s / _DAY_S * _SHARE_LEFT)


def left_text(days: float) -> str:
    """How long it is good for: "12 days", "5 hours"."""
    return f"{days:.0f} days" if days >= 2 else f"{max(0.0, days * 24):.0f} hours"
