"""Which probe measures which kind of check. A new kind is one entry in `default_probers`."""

from __future__ import annotations

from collections.abc import Mapping

from warroom_tui.domain.health import Check, Measurement
from warroom_tui.probes.host import HostProber
from warroom_tui.probes.http import HttpProber
from warroom_tui.probes.prober import Prober, not_measured
from warroom_tui.probes.reasons import short
from warroom_tui.probes.tcp import TcpProber


class Probers:
    """Sends each check to the probe of its kind; an unknown kind is not measured."""

    def __init__(self, by_kind: Mapping[str, Prober]) -> None:
        self._by_kind = dict(by_kind)

    async def probe(self, check: Check) -> Measurement:
        """Run the check once; never raises but when cancelled."""
        prober = self._by_kind.get(check.kind)
        if prober is None:
            return not_measured(short(f"not measured yet: kind {check.kind}"))
        try:
            return await prober.probe(check)
        except Exception as error:  # noqa: BLE001 - the boundary: a failure is a result
            return not_measured(short(f"the probe failed: {type(error).__name__}: {error}"))

    async def aclose(self) -> None:
        """Close what the running event loop holds open; the set can be used again."""
        for prober in self._by_kind.values():
            if isinstance(prober, HttpProber):
                await prober.aclose()


def default_probers() -> Probers:
    """The probes that exist so far; tls, db, queue, promql, heartbeat and manual are to come."""
    return Probers({"http": HttpProber(), "tcp": TcpProber(), "host": HostProber()})
