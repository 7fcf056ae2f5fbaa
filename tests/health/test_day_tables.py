"""Tables that the plan leaves blank fill themselves, and adoption is held against its ladder."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.services.sample import seat
from warroom_tui.bootstrap import import_plans, read_plan_files
from warroom_tui.domain.board import BoardView
from warroom_tui.domain.desk.tickets import NewTicket
from warroom_tui.domain.monitoring.day_table import blank_tables
from warroom_tui.domain.monitoring.metrics_now import metrics_now
from warroom_tui.domain.shipped import shipped_path
from warroom_tui.domain.triggers.readings import read_value
from warroom_tui.services.monitoring.day_tables import DayTables
from warroom_tui.services.planning.launch_import import ImportAnswers
from warroom_tui.services.warroom import Services


def launched(tmp_path: Path, plan: str) -> Path:
    path = tmp_path / "launch.db"
    files = read_plan_files([shipped_path("data", "plans", f"{plan}.md")])
    go_live = datetime(2026, 12, 1, 8)  # noqa: DTZ001 - wall-clock time in the launch's zone
    import_plans(files, path, ImportAnswers(go_live=go_live, timezone="UTC"), actor="Ana")
    return path


def cells(services: Services, table: int, row: int) -> tuple[str, ...]:
    return DayTables(services.context).all("green")[table].rows[row].cells


def test_days_and_weeks_of_the_go_live_plan(tmp_path: Path, clock: FixedClock) -> None:
    clock.at = datetime(2026, 12, 1, 9, tzinfo=UTC)
    with seat(launched(tmp_path, "layby-production-go-live"), "Ana", clock) as ana:
        ana.health.set_metric("laybys_created", 12)
        ana.health.set_metric("laybys_created", 31)
        ana.tickets.add(NewTicket("Till is dead"))
        clock.move(days=1)
        ana.health.set_metric("laybys_created", 55)
        ana.health.set_metric("active_users", 9)
        days, weeks = DayTables(ana.context).all()
        assert days.columns == ("Day", "Laybys Created", "Issues Found", "Status")
        assert [row.label for row in days.rows] == [f"Day {n}" for n in range(1, 8)]
        assert cells(ana, 0, 0) == ("31", "0", "–")
        assert cells(ana, 0, 1) == ("55", "0", "green")
        assert cells(ana, 0, 2) == ("", "", "")
        assert weeks.columns[1:] == ("Laybys Created", "Active Users", "Support Tickets", "Issues")
        assert cells(ana, 1, 0) == ("55", "9", "1", "0")
        report = ana.reports.preview().text
        assert "| Day 2 | 55 | 0 |" in report
        assert "| Week 1 | 55 | 9 | 1 | 0 |" in report


def test_the_ladder_of_adoption(tmp_path: Path, clock: FixedClock) -> None:
    clock.at = datetime(2026, 12, 3, 9, tzinfo=UTC)
    with seat(launched(tmp_path, "layby-production-go-live"), "Ana", clock) as ana:
        ana.health.set_metric("adoption", 12)
        steps = DayTables(ana.context).ladder()
        assert [(step.target, step.state) for step in steps] == [
            (10, "reached"),
            (25, "under way"),
            (50, "under way"),
            (75, "under way"),
        ]
        assert steps[0].due_at == datetime(2026, 12, 8, tzinfo=UTC)
        clock.at = datetime(2026, 12, 16, 9, tzinfo=UTC)
        ana.health.set_metric("adoption", 40)
        states = [(s.value, s.state) for s in DayTables(ana.context).ladder()]
        assert states[:3] == [(12, "reached"), (12, "missed"), (40, "under way")]


@pytest.mark.parametrize(
    ("plan", "targets"),
    [
        ("custody-rollout", {80.0, 50.0}),
        ("weekend-go-live", {80.0, 50.0}),
    ],
)
def test_other_plans_have_their_rungs(
    tmp_path: Path, clock: FixedClock, plan: str, targets: set[float]
) -> None:
    with seat(launched(tmp_path, plan), "Ana", clock) as ana:
        steps = DayTables(ana.context).ladder()
        assert {step.target for step in steps} == targets
        assert {step.state for step in steps} == {"no data"}
        [table] = DayTables(ana.context).all()
        assert table.line is None


def test_only_blank_tables_are_filled() -> None:
    filled = "| Week | Primary |\n|---|---|\n| Week 1 | Elif |\n"
    other = "| Name | Phone |\n|---|---|\n| | |\n"
    blank = "**Numbers**:\n\n| Day | Orders |\n|---|---|\n| Day 1 | |\n| Day 2 | |\n\ntext"
    assert blank_tables(filled) == ()
    assert blank_tables(other) == ()
    [table] = blank_tables(filled + other + blank)
    assert (table.title, table.period, table.columns, table.numbers) == (
        "Numbers",
        "day",
        ("Orders",),
        (1, 2),
    )


def test_the_run_sheet_and_the_rota_are_figures_too(tmp_path: Path, clock: FixedClock) -> None:
    clock.at = datetime(2026, 12, 1, 9, tzinfo=UTC)
    with seat(launched(tmp_path, "layby-launch-week"), "Ana", clock) as ana:
        board = ana.board(BoardView())
        found = {
            key: read_value(board, clock.now(), (), key)
            for key in ("tasks_done", "tasks_open", "tasks_late", "cover_gap", "cover")
        }
    values = {key: reading.value for key, reading in found.items() if reading is not None}
    assert set(values) == set(found)
    assert values["tasks_done"] == 0
    assert values["tasks_open"] > 50
    assert values["cover_gap"] > 0
    assert values["cover"] == 0


def test_computed_figures_stand_in_the_list_of_metrics(tmp_path: Path, clock: FixedClock) -> None:
    clock.at = datetime(2026, 12, 1, 9, tzinfo=UTC)
    with seat(launched(tmp_path, "layby-launch-week"), "Ana", clock) as ana:
        ana.tickets.add(NewTicket("Till is dead"))
        found = {metric.key: metric.value for metric in metrics_now(ana.board(), clock.now())}
    assert (found["critical_issues"], found["laybys_created"]) == (0, None)
