"""Which probe measures which kind of check. A new kind is one entry in `default_probers`."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import replace

from warroom_tui.domain.clock import Clock, SystemClock
from warroom_tui.domain.monitoring.database_question import Ask
from warroom_tui.domain.monitoring.health import ALERTMANAGER, HEARTBEAT, MANUAL, Check, Measurement
from warroom_tui.probes.alertmanager import AlertmanagerProber
from warroom_tui.probes.database import DatabaseProber
from warroom_tui.probes.host import HostProber
from warroom_tui.probes.http import HttpProber
from warroom_tui.probes.numbers import PromqlProber, QueueProber
from warroom_tui.probes.prober import Prober, not_measured
from warroom_tui.probes.reasons import short
from warroom_tui.probes.secrets import NotSet, Secrets
from warroom_tui.probes.tcp import TcpProber
from warroom_tui.probes.tls import TlsProber
from warroom_tui.probes.told import HeartbeatProber, ManualProber

EXCERPT = 2000
"""Characters of an answer that leave the probe, credentials hidden before the cut."""


class Probers:
    """Sends each check to the probe of its kind; an unknown kind is not measured."""

    def __init__(self, by_kind: Mapping[str, Prober], secrets: Secrets | None = None) -> None:
        self._by_kind = dict(by_kind)
        self._secrets = secrets or Secrets(os.environ)

    async def probe(self, check: Check) -> Measurement:
        """Run the check once; never raises but when cancelled, and never tells a credential."""
        seen = await self._measured(check)
        hide = self._secrets.hide
        return replace(
            seen, detail=hide(seen.detail, check), excerpt=hide(seen.excerpt, check)[:EXCERPT]
        )

    async def _measured(self, check: Check) -> Measurement:
        prober = self._by_kind.get(check.kind)
        if prober is None:
            return not_measured(short(f"not measured yet: kind {check.kind}"))
        try:
            return await prober.probe(check)
        except NotSet as error:
            return not_measured(short(str(error)))
        except Exception as error:  # noqa: BLE001 - the boundary: a failure is a result
            # Hidden before it is cut to its length, so that no half of a secret is left.
            said = self._secrets.hide(f"{type(error).__name__}: {error}", check)
            return not_measured(short(f"the probe failed: {said}"))

    async def aclose(self) -> None:
        """Close what the running event loop holds open; the set can be used again."""
        for prober in self._by_kind.values():
            if isinstance(prober, HttpProber):
                await prober.aclose()


def default_probers(
    clock: Clock | None = None,
    ask_database: Ask | None = None,
    environ: Mapping[str, str] = os.environ,
    allowed: Collection[str] = (),
) -> Probers:
    """Every kind's probe. `clock` is the launch's; without `ask_database` no database is asked.

    `allowed` are environment variables that plans may name, beside those made for it.
    """
    secrets = Secrets(environ, allowed)
    http = HttpProber(secrets)
    kinds: dict[str, Prober] = {
        "http": http,
        "queue": QueueProber(http),
        "promql": PromqlProber(http),
        ALERTMANAGER: AlertmanagerProber(http),
        "tcp": TcpProber(),
        "tls": TlsProber(),
        "host": HostProber(),
        HEARTBEAT: HeartbeatProber(clock or SystemClock()),
        MANUAL: ManualProber(),
    }
    if ask_database is not None:
        kinds["db"] = DatabaseProber(ask_database, secrets)
    return Probers(kinds, secrets)
