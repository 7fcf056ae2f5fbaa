"""A launch whose checks are told what they see, on a clock that the test moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.monitor.conftest import start_monitor
from tests.probes.conftest import free_port, serve
from tests.services.sample import seat
from warroom_tui.bootstrap import import_plans, read_plan_files
from warroom_tui.domain.monitoring.health import Measurement
from warroom_tui.domain.situation import Situation, read_situation
from warroom_tui.services.planning.launch_import import ImportAnswers
from warroom_tui.services.warroom import Services

__all__ = ["free_port", "serve", "start_monitor"]

CHECKS = """\
checks:
  - {name: Shop, http: "https://shop.example/health", every: 15s, fail-after: 1, slow: "> 500 ms"}
  - {name: Nightly copy, heartbeat: The copy has run, every: 10 min, timeout: 1 min}
  - {name: Accounting, manual: Send an invoice and see it arrive}
"""

MakeLaunch = Callable[[str], Path]


@pytest.fixture
def make_launch(tmp_path: Path) -> MakeLaunch:
    """Import a plan with this `warroom` fence; returns the database."""

    def make(fence: str) -> Path:
        plan, path = tmp_path / "plan.md", tmp_path / "launch.db"
        plan.write_text(f"# Shop launch\n\n```warroom\n{fence}```\n", encoding="utf-8")
        answers = ImportAnswers(go_live=datetime(2026, 12, 1, 8, tzinfo=UTC))
        import_plans(read_plan_files([plan]), path, answers, actor="Ana")
        return path

    return make


@pytest.fixture
def ana(make_launch: MakeLaunch, clock: FixedClock) -> Iterator[Services]:
    """Ana's seat on a launch with one check of each way to be told."""
    with seat(make_launch(CHECKS), "Ana", clock) as services:
        yield services


def see(services: Services, name: str, seen: Measurement) -> None:
    """A probe of this check saw that, now."""
    check = next(check for check in services.health.checks() if check.name == name)
    services.health.record([(check, seen, services.clock.now())])


def good(latency_ms: float = 90.0) -> Measurement:
    return Measurement(True, latency_ms, "HTTP 200")


def bad() -> Measurement:
    return Measurement(False, None, "HTTP 503")


def situation(services: Services) -> Situation:
    """What the dashboard would show now."""
    return read_situation(services.board(), services.clock.now())


def needed(services: Services) -> list[str]:
    """The checks that stand in the urgent list."""
    return [need.row for need in situation(services).needs if need.key.startswith("check:")]


def told(services: Services) -> list[str]:
    """What the timeline says about checks and metrics, oldest first."""
    events = reversed(services.board().events)
    return [event.text for event in events if event.subject_type in ("check", "metric")]
