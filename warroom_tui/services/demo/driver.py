"""Plays a scenario on the rehearsal's clock: pause, faster and jump are obeyed."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from warroom_tui.domain.clock import SystemClock
from warroom_tui.domain.errors import DatabaseError, Refused
from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.services.demo.acts import Advance, SignIn, SignOut, Step
from warroom_tui.services.demo.ad_lib import AdLib
from warroom_tui.services.demo.history import usage_of
from warroom_tui.services.demo.performer import Performer
from warroom_tui.services.demo.product import DemoProduct
from warroom_tui.services.demo.scenario import Scenario
from warroom_tui.services.warroom import Services

TICK_S = 0.3
"""Real seconds between two looks at the clock."""

FIGURES_EVERY = timedelta(minutes=1)
"""Simulated time between two readings of the product's own figures."""

_FORGOTTEN_AFTER = timedelta(hours=36)
"""After a jump over days, unscripted steps older than this are not played one by one."""

_NEVER_FORGOTTEN = (SignIn, SignOut, Advance)

_LONGEST_BACK_OFF_S = 5.0


class DemoDriver:
    """Acts in the names of the scenario's people while a rehearsal runs."""

    def __init__(
        self, services: Services, scenario: Scenario, product: DemoProduct | None = None
    ) -> None:
        """Raises Refused on a live launch, InputError while go-live is unknown."""
        launch = services.launch()
        pace = services.rehearsal.pace()
        if pace is None or not launch.rehearsal:
            raise Refused("Scripted people act in rehearsals only; this is a live launch.")
        self._services = services
        self._product = product
        self._real = SystemClock()
        self._pace = pace
        self._start = scenario.starts_at(launch)
        self._performer = Performer(services, scenario, product)
        self._usage = usage_of(scenario, self._start)
        self._played_to = self._last_played(scenario)
        self._script = self._steps(scenario, launch)
        self._next: tuple[Step, bool] | None = None
        self._figures_at: datetime | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        if product is not None:
            product.count_with(lambda: self._usage.at(self._pace.at(self._real.now())))

    def start(self) -> None:
        """Begin to play in the background; returns at once."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="demo-driver", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Play no more; waits for the step under way, at most a tenth of a second."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(0.1)

    def play_due(self) -> int:
        """Play everything that the simulated clock has reached; how many steps that were.

        Each step is stamped with its own time, so after a jump the record reads as if the
        people had worked all along. Raises DatabaseError; the step is played the next time.
        """
        self._pace = self._services.rehearsal.pace() or self._pace
        now = self._pace.at(self._real.now())
        played = 0
        while not self._stopping.is_set():
            step, scripted = self._upcoming()
            at = self._start + step.at
            if at > now:
                break
            if scripted or now - at < _FORGOTTEN_AFTER or isinstance(step.act, _NEVER_FORGOTTEN):
                self._performer.perform(step, at)
                played += 1
            self._next = None
            self._played_to = at
        self._tell_figures(now)
        return played

    def _run(self) -> None:
        wait_s = TICK_S
        watch = self._services.watch()
        try:
            while not self._stopping.wait(wait_s):
                try:
                    if self._due() or watch.changed():
                        self.play_due()
                    wait_s = TICK_S
                except (DatabaseError, OSError, sqlite3.Error):
                    wait_s = min(_LONGEST_BACK_OFF_S, wait_s * 2)  # the step is tried again
        finally:
            watch.close()

    def _due(self) -> bool:
        """Whether something is to be done at the pace known last; asks no database."""
        now = self._pace.at(self._real.now())
        step, _ = self._upcoming()
        return self._start + step.at <= now or self._figures_due(now)

    def _figures_due(self, now: datetime) -> bool:
        return self._figures_at is None or now - self._figures_at >= FIGURES_EVERY

    def _upcoming(self) -> tuple[Step, bool]:
        if self._next is None:
            self._next = next(self._script)
        return self._next

    def _steps(self, scenario: Scenario, launch: Launch) -> Iterator[tuple[Step, bool]]:
        """The script from where it stopped, then ad-lib; True with a step of the script."""
        left_at = self._played_to
        for step in scenario.events:
            if self._start + step.at > left_at:
                yield step, True
        last = max((step.at for step in scenario.events), default=timedelta())
        shifts, phases = self._services.rota.shifts(), self._services.run_sheet.phases()
        ad_lib = AdLib(self._start, launch.zone, shifts, phases)
        for step in ad_lib.steps(max(left_at, self._start + last)):
            yield step, False

    def _tell_figures(self, now: datetime) -> None:
        if not self._figures_due(now):
            return
        figures = dict(self._usage.at(now))
        if self._product is not None:
            figures["error_rate"] = self._product.error_percent()
        self._performer.tell_figures(figures, now)
        self._figures_at = now

    def _last_played(self, scenario: Scenario) -> datetime:
        """Where an earlier driver of this rehearsal stopped."""
        cast = {step.by for step in (*scenario.done, *scenario.events)} - {
            self._services.actor.name
        }
        events = self._services.timeline.recent(limit=200)
        return max(
            (event.at for event in events if event.actor in cast),
            default=self._start - timedelta(seconds=1),
        )


def start_demo(services: Services, scenario: Scenario, product: DemoProduct) -> DemoDriver:
    """Start the product (if it is not running) and the people; stop both at the end."""
    product.start()
    lives_at = urlsplit(services.launch().product_url or "").port
    if lives_at is not None:
        product.answer_also_at(lives_at)  # a rehearsal taken up again looks where it looked before
    driver = DemoDriver(services, scenario, product)
    driver.start()
    return driver
