"""TLS checks: is the certificate good for this name, and for how many days more."""

from __future__ import annotations

import asyncio
import ssl

from warroom_tui.domain.clock import SystemClock
from warroom_tui.domain.monitoring.health import Check, Measurement
from warroom_tui.probes.prober import failed, not_measured, seconds_text
from warroom_tui.probes.reasons import connection_reason
from warroom_tui.probes.tcp import split_address
from warroom_tui.probes.trust import days_left, left_text, trusted_context, warning_days

HTTPS_PORT = 443


class TlsProber:
    """Probes `tls` checks; the target is `host` or `host:port`, the value is days left."""

    def __init__(self) -> None:
        self._trusted: ssl.SSLContext | None = None

    async def probe(self, check: Check) -> Measurement:
        """Shake hands once and hang up."""
        address = _address(check.target)
        if address is None:
            return not_measured("address must be host or host:port")
        self._trusted = self._trusted or trusted_context()  # costs tens of milliseconds to make
        try:
            async with asyncio.timeout(check.timeout_s):
                certificate = await _certificate(*address, self._trusted)
        except TimeoutError:
            return failed(f"timeout after {seconds_text(check.timeout_s)}")
        except (OSError, UnicodeError) as error:
            return failed(connection_reason(error) or "no connection")
        left = days_left(certificate, SystemClock().now())
        if left is None:
            return not_measured("the certificate does not say when it ends")
        # Limits of the plan stand instead of the usual warning.
        asked = 0.0 if check.slow is not None else check.options.certificate_days
        warning = left < warning_days(certificate, asked)
        return Measurement(True, left, f"good for {left_text(left)}", warning=warning)


def _address(target: str) -> tuple[str, int] | None:
    plain = target.strip().removeprefix("https://").removeprefix("tls://").partition("/")[0]
    return split_address(plain) or split_address(f"{plain}:{HTTPS_PORT}")


async def _certificate(host: str, port: int, trusted: ssl.SSLContext) -> dict[str, object]:
    _, writer = await asyncio.open_connection(host, port, ssl=trusted, server_hostname=host)
    try:
        tls: ssl.SSLObject = writer.get_extra_info("ssl_object")
        return dict(tls.getpeercert() or {})
    finally:
        writer.transport.abort()
