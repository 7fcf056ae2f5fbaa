"""TCP checks: does the port accept a connection, and how fast."""

from __future__ import annotations

import asyncio

from warroom_tui.domain.clock import monotonic
from warroom_tui.domain.monitoring.health import Check, Measurement
from warroom_tui.probes.prober import failed, not_measured, seconds_text
from warroom_tui.probes.reasons import connection_reason


def split_address(target: str) -> tuple[str, int] | None:
    """Host and port of "host:port" or "[::1]:port"; None when it is neither."""
    host, colon, port = target.strip().removeprefix("tcp://").rpartition(":")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        return None
    if not colon or not host or not port.isascii() or not port.isdigit():
        return None
    return (host, int(port)) if 0 < int(port) < 65536 else None


class TcpProber:
    """Probes `tcp` checks; the target is `host:port`, the value is milliseconds to connect."""

    async def probe(self, check: Check) -> Measurement:
        """Connect once and hang up."""
        address = split_address(check.target)
        if address is None:
            return not_measured("address must be host:port")
        begun = monotonic()
        try:
            async with asyncio.timeout(check.timeout_s):
                _, writer = await asyncio.open_connection(*address)
        except TimeoutError:
            return failed(f"timeout after {seconds_text(check.timeout_s)}")
        except (OSError, UnicodeError) as error:
            return failed(connection_reason(error) or "no connection")
        elapsed_ms = (monotonic() - begun) * 1000
        writer.transport.abort()
        return Measurement(ok=True, value=elapsed_ms, detail="port open")
