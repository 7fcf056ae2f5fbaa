"""A rehearsal of a shipped plan, on a clock of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from warroom_tui.bootstrap.launches import open_services
from warroom_tui.bootstrap.plans import import_plans, read_plan_files
from warroom_tui.domain.clock import Pace, SystemClock
from warroom_tui.domain.errors import InputError

if TYPE_CHECKING:
    from warroom_tui.services.demo.scenario import Scenario
    from warroom_tui.services.warroom import Services

GO_LIVE_TIME = time(8, 0)
"""Local time at which a demo goes live (the launch-week plan's hour)."""


def open_rehearsal(
    plan: str,
    target: Path,
    product_url: str,
    *,
    actor: str,
    reports_folder: Path | None = None,
    today: date | None = None,
) -> tuple[Services, Scenario]:
    """Make a rehearsal of a shipped plan and bring it to its scenario's start.

    A rehearsal that stands at `target` already goes on where it was left.
    """
    from warroom_tui.domain.shipped import shipped_path
    from warroom_tui.services.demo.history import prepare
    from warroom_tui.services.demo.scenario import scenario_for
    from warroom_tui.services.planning.launch_import import ImportAnswers

    scenario = scenario_for(plan)
    fresh = not target.exists()
    if fresh:
        now = SystemClock().now()
        day = scenario.go_live_date(today or now.date())
        answers = ImportAnswers(
            go_live=datetime.combine(day, GO_LIVE_TIME),
            rehearsal=Pace(now, now),
            product_url=product_url,
        )
        plans = read_plan_files([shipped_path("data", "plans", f"{plan}.md")])
        start = datetime.combine(day, GO_LIVE_TIME, UTC) - timedelta(days=30)
        import_plans(plans, target, answers, actor="demo", now=start)
    services = open_services(str(target), actor=actor, reports_folder=reports_folder)
    if services.rehearsal.pace() is None:
        services.close()
        raise InputError(
            f"{target} is a live launch; it was not touched.",
            "Rehearse in a database of its own: give another file to --db.",
        )
    if fresh:
        prepare(services, scenario)
        services.rehearsal.begin(scenario.starts_at(services.launch()))
    return services, scenario
