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
from warroom_tui.domain.errors import InputError, StaleWrite, WarroomError
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
    rota = "| Week | Primary | Secondary |\n|--|--|--|\n| Week 1 | | |\n"
    assert blank_tables(rota) == (), "people, not figures"
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


def test_a_figure_is_typed_over_the_counted_one(tmp_path: Path, clock: FixedClock) -> None:
    """With a reason, marked, in the report too, and one undo counts it again."""
    clock.at = datetime(2026, 12, 1, 9, tzinfo=UTC)
    path = launched(tmp_path, "layby-production-go-live")
    with seat(path, "Ana", clock) as ana, seat(path, "Ben", clock) as ben:
        days = DayTables(ana.context)
        days.type_in("day 1", "issues found", "3", "two came by phone [/b]\x1b[31m", seen="0")
        assert cells(ana, 0, 0) == ("–", "3*", "green")
        note = days.all()[0].notes[0]
        assert note.startswith("* Day 1, Issues Found: typed in by Ana, counted 0: two came")
        assert "\x1b" not in note
        assert "typed in by Ana, counted 0" in ana.reports.preview().text
        with pytest.raises(StaleWrite, match="Ana"):
            DayTables(ben.context).type_in("Day 1", "Issues Found", "9", "mine", seen="0")
        DayTables(ben.context).type_in("Day 1", "Issues Found", "4", "one more", seen="3*")
        assert cells(ana, 0, 0)[1] == "4*"
        ben.timeline.undo()
        assert cells(ana, 0, 0)[1] == "3*"
        days.type_in("Day 1", "Issues Found", "", "counted after all")
        assert cells(ana, 0, 0)[1] == "0"
        assert not days.all()[0].notes


@pytest.mark.parametrize(
    ("row", "heading", "reason", "said"),
    [
        ("Day 3", "Issues Found", "x", "lies ahead"),
        ("Day 1", "Nonsense", "x", "No table has a cell"),
        ("Day 1", "Issues Found", " ", "A reason is needed"),
    ],
)
def test_what_cannot_be_typed_is_refused_in_words(
    tmp_path: Path, clock: FixedClock, row: str, heading: str, reason: str, said: str
) -> None:
    clock.at = datetime(2026, 12, 1, 9, tzinfo=UTC)
    with seat(launched(tmp_path, "layby-production-go-live"), "Ana", clock) as ana:
        with pytest.raises(WarroomError, match=said):
            DayTables(ana.context).type_in(row, heading, "1", reason)
        assert cells(ana, 0, 0)[1] == "0"


def test_a_rung_without_a_time_gets_one_from_a_person(tmp_path: Path, clock: FixedClock) -> None:
    clock.at = datetime(2026, 12, 1, 9, tzinfo=UTC)
    with seat(launched(tmp_path, "weekend-go-live"), "Ana", clock) as ana:
        days = DayTables(ana.context)
        open_rung = next(step for step in days.ladder() if step.due_at is None)
        number = next(
            one.criterion.id
            for one in ana.triggers.gauges()
            if one.criterion.text == open_rung.text
        )
        with pytest.raises(InputError, match="No days are named"):
            ana.triggers.configure(number, period="soon")
        ana.triggers.configure(number, period="48 hours")
        dues = [step.due_at for step in days.ladder()]
        assert dues == [datetime(2026, 12, 3, 8, tzinfo=UTC)] * len(dues)
