"""The bell rings for what is new, and only then."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import cast

from textual.app import App
from textual.screen import Screen

from tests.conftest import FixedClock
from tests.health.conftest import bad, good, see, situation
from warroom_tui.services.warroom import Services
from warroom_tui.ui.screens.alarm import Alarm


class Room(App[None]):
    """Counts how often it rings."""

    rung = 0

    def bell(self) -> None:
        """Ring."""
        self.rung += 1


def test_it_rings_once_for_an_outage_a_reminder_and_a_silence_that_is_over(
    ana: Services, clock: FixedClock
) -> None:
    async def run() -> None:
        app = Room()
        async with app.run_test():
            alarm = Alarm(bell=True)

            def rings() -> int:
                before = app.rung
                for _ in range(3):
                    alarm.look(cast("Screen[None]", app.screen), situation(ana))
                return app.rung - before

            see(ana, "Shop", good())
            assert rings() == 0
            clock.move(seconds=15)
            see(ana, "Shop", bad())
            assert rings() == 1, "once, not once a look"
            clock.move(minutes=31)
            see(ana, "Shop", bad())
            assert rings() == 1, "nobody took it on: the reminder"
            ana.health.alerts.silence("Shop", "the vendor works on it", timedelta(minutes=5))
            assert rings() == 0
            clock.move(minutes=6)
            see(ana, "Shop", bad())
            assert rings() == 1, "still down when the silence is over"

    asyncio.run(run())
