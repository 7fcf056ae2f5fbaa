"""Launches made from whole plans, at a time that stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import FixedClock
from tests.services.sample import seat
from warroom_tui.bootstrap import import_plans, read_plan_files
from warroom_tui.services.planning.launch_import import ImportAnswers
from warroom_tui.services.warroom import Services

Launch = Callable[..., Services]
"""Imports a plan and opens the launch: `launch(plan)`, `launch("# text", name="Ben")`."""

ZONE = "Europe/Copenhagen"
GO_LIVE = datetime(2026, 12, 1, 8, 0, tzinfo=ZoneInfo(ZONE))


@pytest.fixture
def launch(tmp_path: Path, clock: FixedClock) -> Iterator[Launch]:
    """Launches of any plan, closed at the end; the clock says Tuesday 09:00 in Copenhagen."""
    with ExitStack() as leaving:

        def made(plan: Path | str, name: str = "Ana") -> Services:
            if isinstance(plan, str):
                path = tmp_path / f"plan-{abs(hash(plan))}.md"
                path.write_text(plan, "utf-8")
                plan = path
            target = tmp_path / f"{plan.stem}.db"
            if not target.exists():
                answers = ImportAnswers(go_live=GO_LIVE, timezone=ZONE)
                import_plans(read_plan_files([plan]), target, answers, actor="Ana")
            return leaving.enter_context(seat(target, name, clock))

        yield made
