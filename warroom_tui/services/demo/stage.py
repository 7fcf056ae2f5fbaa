"""Sets the stage of `warroom demo`: a product, a rehearsal database, and the people to play it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from warroom_tui.domain.clock import Clock, Pace, SystemClock
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.shipped import shipped_path
from warroom_tui.services.demo.driver import DemoDriver, start_demo
from warroom_tui.services.demo.history import prepare
from warroom_tui.services.demo.product import DemoProduct
from warroom_tui.services.demo.scenario import Scenario, plain_scenario, shipped_scenario
from warroom_tui.services.launch_import import ImportAnswers
from warroom_tui.services.warroom import Services

DEMO_PLAN = "layby-launch-week"
"""The shipped plan that has a scripted day; other plans are played ad lib."""

GO_LIVE_TIME = time(8, 0)

_WEEKDAYS = {"weekend-go-live": 5}

ImportRehearsal = Callable[[Path, Path, ImportAnswers, datetime], None]
"""Imports (plan, database, answers, time of the import)."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A rehearsal database with its product running, ready to be played."""

    path: Path
    product: DemoProduct
    scenario: Scenario

    def play(self, services: Services) -> DemoDriver:
        """Write the history, set the clock to the start and let it run; stop it at the end."""
        start = self.scenario.starts_at(services.launch())
        prepare(services, self.scenario)
        services.rehearsal.jump(start)
        services.rehearsal.resume()
        return start_demo(services, self.scenario, self.product)


def set_stage(
    plan: str, path: Path, import_rehearsal: ImportRehearsal, real: Clock | None = None
) -> Stage:
    """Import the shipped `plan` as a rehearsal into `path`, beside a running product.

    Raises InputError for a plan that is not shipped and for a database that exists.
    """
    source = _shipped_plan(plan)
    scenario = shipped_scenario() if plan == DEMO_PLAN else plain_scenario(_WEEKDAYS.get(plan, 0))
    now = (real or SystemClock()).now()
    day = scenario.go_live_date(now.date())
    # The launch's zone is known after the import only: until then the clock stands still before.
    before = datetime.combine(day, scenario.time, UTC) - timedelta(days=1)
    product = DemoProduct().start()
    answers = ImportAnswers(
        go_live=datetime.combine(day, GO_LIVE_TIME),
        rehearsal=Pace(before, now, speed=0.0, resume_speed=1.0),
        product_url=product.base_url,
    )
    try:
        import_rehearsal(source, path, answers, before - timedelta(days=8))
    except BaseException:
        product.stop()
        raise
    return Stage(path, product, scenario)


def _shipped_plan(name: str) -> Path:
    folder = shipped_path("data", "plans")
    known = sorted(path.stem for path in folder.glob("*.md"))
    if name not in known:
        raise InputError(
            f"No plan called {name!r} comes with the program.", f"One of: {', '.join(known)}."
        )
    return folder / f"{name}.md"
