"""A changed plan changes what its checks ask for, and says so."""

from __future__ import annotations

from pathlib import Path

from tests.health.conftest import MakeLaunch
from tests.services.sample import seat
from warroom_tui.bootstrap import read_plan_files
from warroom_tui.domain.monitoring.check_options import JsonRule

FENCE = """\
checks:
  - {name: Shop, http: "https://shop.example/health", json: {path: status, equals: ok}}
"""


def test_conditions_follow_the_plan(make_launch: MakeLaunch, tmp_path: Path) -> None:
    with seat(make_launch(FENCE), "Ana") as ana:
        plan = tmp_path / "plan.md"
        plan.write_text(plan.read_text("utf-8").replace("equals: ok", "equals: fine"), "utf-8")
        [(file, _)] = read_plan_files([plan])
        diff = ana.plan_update.update(file)
        [shop] = [check for check in ana.health.checks() if check.name == "Shop"]
        assert shop.options.json == (JsonRule("status", "equals", "fine"),)
        assert "Shop" in str(diff)
