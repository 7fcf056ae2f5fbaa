"""One launch day through the real database: board, status, report and rows agree."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import PLAN
from tests.conftest import FixedClock
from warroom_tui.bootstrap import import_plans, open_services, read_plan_files
from warroom_tui.cli.main import main
from warroom_tui.cli.shapes import figures_shape
from warroom_tui.domain.desk.tickets import EscalationContext, Level, NewTicket, Priority
from warroom_tui.domain.errors import DatabaseReadOnly, WarroomError
from warroom_tui.domain.incident.issues import NewIssue, Severity
from warroom_tui.domain.notes import NoteKind
from warroom_tui.domain.reporting.report_figures import DayRows
from warroom_tui.domain.runsheet.launch import PhaseState
from warroom_tui.services.context import Context
from warroom_tui.services.desk.figure_rows import FigureRows
from warroom_tui.services.planning.launch_import import ImportAnswers
from warroom_tui.services.warroom import Services

DAY = date(2026, 12, 1)

STATUS_KEYS = {
    "tickets_created": "created",
    "tickets_resolved": "resolved",
    "resolution_rate": "resolution_pct",
    "csat": "csat_of_5",
    "sla_compliance": "sla_pct",
    "first_contact": "first_contact_pct",
    "same_day": "same_day_pct",
    "mean_response": "mean_response_min",
    "mean_resolution": "mean_resolution_min",
    "p90_response": "p90_response_min",
    "p90_resolution": "p90_resolution_min",
    "escalation_rate": "escalation_pct",
    "reopen_rate": "reopen_pct",
    "critical_issues": "critical_issues",
}
"""Figure of the report → key of `warroom status --json`."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A small launch that goes live at 08:00 in Copenhagen."""
    (tmp_path / "plan.md").write_text(PLAN, "utf-8")
    plans = read_plan_files([tmp_path / "plan.md"])
    answers = ImportAnswers(go_live=datetime(2026, 12, 1, 8))  # noqa: DTZ001 - local, by contract
    import_plans(plans, tmp_path / "shop.db", answers, actor="Ada")
    return tmp_path / "shop.db"


@pytest.fixture
def services(database: Path, clock: FixedClock) -> Iterator[Services]:
    """The launch on a clock that the test moves; it is 09:00 on launch day."""
    opened = open_services(str(database), actor="Ada")
    yield replace(opened, context=replace(opened.context, clock=clock))
    opened.close()


def live_through(services: Services, clock: FixedClock) -> None:
    """A morning with a bit of everything."""
    desk = services.tickets
    for number in range(5):
        desk.add(NewTicket(f"Order {number} is lost [x](y)", priority=Priority.P1))
        clock.move(minutes=3)
    desk.reply("1", "We look into it")
    desk.resolve("1", "Found it", stars=5)
    clock.move(minutes=30)
    desk.resolve("2", "Found it too, late", stars=2)
    desk.reopen("2")
    desk.resolve("2", "Now really")
    desk.escalate("3", Level.L2, EscalationContext("Lost", "Since 08:00", "Looked everywhere"))
    services.issues.add(NewIssue("Orders vanish <b>", severity=Severity.CRITICAL))
    services.notes.add(NoteKind.WIN, "First order after two minutes")
    services.health.set_metric("orders", 42)
    sheet = services.run_sheet
    ready = sheet.readiness()
    assert ready.phase is not None
    if ready.starts:
        sheet.advance(ready.phase.id)


def test_report_board_and_status_say_the_same(services: Services, clock: FixedClock) -> None:
    live_through(services, clock)
    board = services.board()
    status = figures_shape(services.desk_figures.day(DAY).counts)
    facts = services.reports.preview().facts
    assert {figure.key: figure.value for figure in facts.support} == {
        figure: status[key] for figure, key in STATUS_KEYS.items()
    }
    assert services.figures(DAY) == board.today
    assert board.today.created == 5
    assert board.today.clocks_breached
    assert [figure.value for figure in facts.business if figure.key == "orders"] == [42]
    assert facts.wins == ("First order after two minutes",)
    assert facts.tickets is not None
    assert facts.tickets.live == board.ticket_counts.live == 3
    running = [phase.name for phase in board.phases if phase.state is PhaseState.IN_PROGRESS]
    assert running[0] in [line.name for line in facts.phases if line.state_word == "in progress"]


def test_the_rows_behind_a_figure_are_those_it_counted(
    services: Services, clock: FixedClock
) -> None:
    live_through(services, clock)
    counts, rows = services.figures(DAY), FigureRows(services.context)
    assert len(rows.tickets(DayRows.CREATED, DAY)) == counts.created == 5
    assert len(rows.tickets(DayRows.RESOLVED, DAY)) == counts.resolved == 2
    late = rows.tickets(DayRows.LATE, DAY)
    assert 0 < len(late) <= counts.clocks_breached
    assert rows.tickets(DayRows.CREATED, date(2026, 12, 2)) == ()


def test_every_command_that_a_report_names_works(
    services: Services,
    clock: FixedClock,
    database: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    live_through(services, clock)
    expected = {"tickets_created": 5, "tickets_resolved": 2, "critical_issues": 1}
    for figure in services.reports.preview().facts.figures:
        program, *words = shlex.split(figure.rows_query_hint)
        assert program == "warroom"
        capsys.readouterr()
        assert main([*words, "--json", "--db", str(database)]) == 0
        rows = json.loads(capsys.readouterr().out)
        assert len(rows) == expected.get(figure.key, len(rows))


def test_an_issued_report_is_kept_as_it_was(
    services: Services, clock: FixedClock, tmp_path: Path
) -> None:
    live_through(services, clock)
    path = services.reports.write(services.reports.preview(), tmp_path)
    clock.move(hours=2)
    services.tickets.resolve("4", "Later")
    [issued] = services.reports.issued()
    assert issued.body == path.read_text("utf-8") != services.reports.preview().text
    assert json.loads(issued.facts_json)["support"][0]["value"] == 5
    event = services.timeline.recent(limit=2)[1]
    assert (event.verb, event.subject_type, event.actor) == ("issued", "report", "Ada")


def test_a_day_ends_at_midnight_of_the_launchs_own_zone(
    services: Services, clock: FixedClock
) -> None:
    clock.at = datetime(2026, 12, 1, 22, 59, tzinfo=UTC)
    services.tickets.add(NewTicket("Before midnight in Copenhagen"))
    clock.at = datetime(2026, 12, 1, 23, 1, tzinfo=UTC)
    services.tickets.add(NewTicket("After it"))
    yesterday, today = (services.reports.preview(day=day).facts for day in (DAY, None))
    assert (yesterday.title, today.title) == ("Day 1 summary", "Day 2 summary")
    assert [facts.support[0].value for facts in (yesterday, today)] == [1, 1]


def test_a_busy_desk_does_not_crowd_out_what_happened(
    services: Services, clock: FixedClock
) -> None:
    live_through(services, clock)
    for number in range(520):
        services.tickets.add(NewTicket(f"Question {number}"))
    told = [event.text for event in services.reports.preview().facts.timeline]
    assert any(text.startswith("Started ") for text in told)
    assert not any("Question" in text for text in told)


def test_a_read_only_seat_reads_reports_but_issues_none(
    services: Services, clock: FixedClock, database: Path, tmp_path: Path
) -> None:
    live_through(services, clock)
    watching = open_services(str(database), actor="Wall", read_only=True)
    still = Context(watching.context.store, clock, watching.actor)
    desk = replace(watching, context=still).reports
    assert "Orders vanish" in desk.preview(fmt="txt").text
    with pytest.raises(WarroomError) as caught:
        desk.write(desk.preview(), tmp_path / "report.md")
    watching.close()
    assert isinstance(caught.value, DatabaseReadOnly)
    assert not (tmp_path / "report.md").exists()
