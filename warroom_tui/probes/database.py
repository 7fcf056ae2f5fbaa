"""Database checks: one short-lived connection on a daemon thread, bounded in time."""

from __future__ import annotations

import asyncio
from functools import partial

from warroom_tui.domain.monitoring.database_question import Ask, DatabaseQuestion
from warroom_tui.domain.monitoring.health import Check, Measurement
from warroom_tui.probes.offload import start_daemon
from warroom_tui.probes.prober import failed, seconds_text
from warroom_tui.probes.secrets import Secrets


class DatabaseProber:
    """Probes `db` checks; the target is an SQLAlchemy URL, `ask` knows how to talk to it."""

    def __init__(self, ask: Ask, secrets: Secrets) -> None:
        self._ask = ask
        self._secrets = secrets
        self._asking: dict[int, asyncio.Future[Measurement]] = {}

    async def probe(self, check: Check) -> Measurement:
        """Ask once; a database that hangs keeps one thread, however often it is asked."""
        asking = self._asking.get(check.id)
        if asking is None or asking.get_loop() is not asyncio.get_running_loop():
            asking = self._asking[check.id] = start_daemon(partial(self._ask, self._words(check)))
        try:
            async with asyncio.timeout(check.timeout_s):
                seen = await asyncio.shield(asking)
        except TimeoutError:
            return failed(f"timeout after {seconds_text(check.timeout_s)}")
        finally:
            if asking.done():
                self._asking.pop(check.id, None)
        return seen

    def _words(self, check: Check) -> DatabaseQuestion:
        options, secrets = check.options, self._secrets
        return DatabaseQuestion(
            url=secrets.fill_address(check.target),
            user=secrets.value(options.user_env) if options.user_env else None,
            password=secrets.value(options.password_env) if options.password_env else None,
            query=options.query,
            measure=options.measure,
            timeout_s=check.timeout_s,
        )
