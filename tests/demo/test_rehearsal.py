"""The demo as it runs: history, people, time that pauses and jumps, and a user who comes first."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from warroom_tui.bootstrap import (
    import_plans,
    monitor_for,
    open_rehearsal,
    open_services,
    read_plan_files,
)
from warroom_tui.domain.desk.tickets import NewTicket, TicketState
from warroom_tui.domain.errors import Refused
from warroom_tui.domain.monitoring.health import CheckState, Measurement
from warroom_tui.domain.runsheet.launch import PhaseState, TaskState
from warroom_tui.domain.shipped import shipped_path
from warroom_tui.domain.situation import check_now, read_situation
from warroom_tui.domain.staffing.rota import ShiftState
from warroom_tui.services.demo.driver import DemoDriver, start_demo
from warroom_tui.services.demo.history import prepare
from warroom_tui.services.demo.product import DemoProduct
from warroom_tui.services.demo.scenario import Scenario, shipped_scenario
from warroom_tui.services.planning.launch_import import ImportAnswers
from warroom_tui.services.warroom import Services

LAUNCH_WEEK = "layby-launch-week"
SATURDAY = date(2026, 11, 21)


@dataclass
class Demo:
    """A paused demo at its start, played by hand."""

    services: Services
    scenario: Scenario
    product: DemoProduct
    driver: DemoDriver

    def go_on(self, **span: float) -> int:
        """Jump ahead and play what lies between; how many steps that were."""
        clock = self.services.clock
        self.services.rehearsal.jump(clock.now() + timedelta(**span))
        return self.driver.play_due()

    def ticket(self, subject: str) -> str:
        found = self.services.tickets.search("", live_only=False, limit=500)
        return next(ticket.ref for ticket in found if ticket.subject == subject)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """The demo of the launch-week plan, paused at its start."""
    product = DemoProduct().start()
    services, scenario = open_rehearsal(
        LAUNCH_WEEK, tmp_path / "demo.db", product.base_url, actor="Lee", today=SATURDAY
    )
    services.rehearsal.pause()
    yield Demo(services, scenario, product, DemoDriver(services, scenario, product))
    product.stop()
    services.close()


def test_it_begins_on_monday_morning_with_a_room_at_work(demo: Demo) -> None:
    services = demo.services
    local = services.launch().local(services.clock.now())
    assert (local.date(), local.strftime("%H:%M")) == (date(2026, 11, 23), "08:40")
    board = services.board()
    here = [shift for shift in services.rota.shifts() if shift.state is ShiftState.SIGNED_IN]
    assert len(here) >= 10
    assert board.ticket_counts.live >= 5
    assert board.today.resolved >= 3
    assert [issue.title for issue in board.issues] == ["Names with an apostrophe are refused"]


def test_a_newcomer_sees_a_level_asked_to_pass_a_ticket_on(demo: Demo) -> None:
    def asked() -> list[str]:
        board = demo.services.board()
        needs = read_situation(board, demo.services.clock.now()).needs
        return [one.why for one in needs if one.key.startswith("held:")]

    assert asked() == []
    demo.go_on(minutes=3)
    assert asked() == ["at L1 for 2 h 01, L2 is due"]
    demo.go_on(minutes=9)
    assert asked() == []


def test_its_history_has_the_times_at_which_it_happened(demo: Demo) -> None:
    services = demo.services
    launch = services.launch()
    phases = services.run_sheet.phases()
    setup = next(phase for phase in phases if "setup" in phase.name.casefold())
    assert setup.started_at is not None
    assert setup.ended_at is not None
    assert launch.local(setup.started_at).strftime("%a %H:%M") == "Mon 07:00"
    assert launch.local(setup.ended_at).strftime("%a %H:%M") == "Mon 07:59"
    current = next(phase for phase in phases if phase.state is PhaseState.IN_PROGRESS)
    assert "hour" in current.name.casefold()
    assert all(phase.override_reason is None for phase in phases)
    done = [task for task in services.run_sheet.all_tasks() if task.state is TaskState.DONE]
    assert all(task.done_at and task.done_at <= services.clock.now() for task in done)
    assert len({task.done_by for task in done}) >= 8


def test_every_box_named_by_the_history_is_ticked(demo: Demo) -> None:
    before = [
        task.text
        for task in demo.services.run_sheet.all_tasks(open_only=True)
        if task.due_at is not None and task.due_at < demo.services.clock.now()
    ]
    assert before == []


def test_sparklines_have_an_hour_behind_them_and_nothing_looks_broken(demo: Demo) -> None:
    now = demo.services.clock.now()
    for row in demo.services.health.rows(now):
        assert check_now(row, now).state is CheckState.UP, row.check.name
        assert sum(value is not None for value in row.spark) >= 55


def test_history_is_never_invented_in_a_live_launch(tmp_path: Path) -> None:
    plans = read_plan_files([shipped_path("data", "plans", f"{LAUNCH_WEEK}.md")])
    answers = ImportAnswers(go_live=datetime(2026, 11, 23, 8, tzinfo=UTC))
    import_plans(plans, tmp_path / "live.db", answers, actor="Lee")
    services = open_services(str(tmp_path / "live.db"), actor="Lee")
    with pytest.raises(Refused):
        prepare(services, shipped_scenario())
    with pytest.raises(Refused):
        DemoDriver(services, shipped_scenario())
    assert services.tickets.search("", live_only=False) == ()
    services.close()


def test_the_whole_scripted_day_plays_without_a_step_refused(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    from warroom_tui.services.demo.performer import Performer

    passed_over = []
    perform = Performer.perform

    def watched(self: Performer, step: object, at: datetime) -> bool:
        done = perform(self, step, at)  # type: ignore[arg-type]
        if not done:
            passed_over.append(step)
        return done

    monkeypatch.setattr(Performer, "perform", watched)
    assert demo.go_on(hours=12, minutes=41) == len(demo.scenario.events)
    assert passed_over == []
    figures = demo.services.figures(date(2026, 11, 23))
    assert figures.created == 27
    assert figures.reopened == 1
    assert not [s for s in demo.services.rota.shifts() if s.state is ShiftState.SIGNED_IN]
    values = {metric.key: metric.value for metric in demo.services.health.metrics()}
    assert values["laybys_created"] is not None
    assert values["laybys_created"] > 100


def test_what_lies_in_a_jump_is_played_in_order_with_its_own_times(demo: Demo) -> None:
    demo.go_on(hours=2)
    outage = demo.services.tickets.get(demo.ticket("Payments cannot be recorded at all"))
    assert outage.state is TicketState.RESOLVED
    assert outage.resolved_at is not None
    assert outage.resolved_at - outage.created_at == timedelta(minutes=7, seconds=20)
    times = [event.at for event in demo.services.timeline.recent(limit=60)]
    assert times == sorted(times, reverse=True)


def test_the_products_figures_grow_without_flooding_the_record(demo: Demo) -> None:
    demo.go_on(minutes=1)
    told = len([e for e in demo.services.timeline.recent(limit=500) if e.actor == "product"])
    demo.go_on(hours=3)
    values = {metric.key: metric.value for metric in demo.services.health.metrics()}
    assert values["laybys_created"] is not None
    assert values["laybys_created"] > 40
    again = len([e for e in demo.services.timeline.recent(limit=500) if e.actor == "product"])
    assert again == told == 0


def test_checks_stay_known_at_sixty_times_the_speed(demo: Demo) -> None:
    services = demo.services
    services.health.record(
        [
            (c, Measurement(True, 20.0, "HTTP 200"), services.clock.now())
            for c in services.health.checks()
        ]
    )
    while (pace := services.rehearsal.faster()).speed < 60:
        continue
    services.rehearsal.pause()
    board = services.board()
    later = services.clock.now() + timedelta(minutes=14)
    fast = read_situation(replace(board, pace=pace), later)
    assert {check.state for check in fast.checks} == {CheckState.UP}
    usual = read_situation(replace(board, pace=replace(pace, speed=1)), later)
    assert {check.state for check in usual.checks} == {CheckState.UNKNOWN}


def test_trouble_reaches_the_product_and_passes(demo: Demo) -> None:
    demo.go_on(hours=1, minutes=36)
    assert demo.product.trouble_at("/api/payments").status == 503
    demo.go_on(minutes=10)
    assert demo.product.trouble_at("/api/payments").status is None


def test_while_the_clock_is_paused_nobody_acts(demo: Demo) -> None:
    assert demo.driver.play_due() == 0
    assert demo.driver.play_due() == 0


def test_nobody_touches_a_ticket_that_the_user_has_taken(demo: Demo) -> None:
    demo.go_on(seconds=5)
    mine = demo.services.tickets.take(demo.ticket("Can I move an instalment to payday?"))
    demo.go_on(minutes=3)
    after = demo.services.tickets.get(mine.ref)
    assert (after.assignee, after.state, after.version) == ("Lee", TicketState.OPEN, mine.version)


def test_a_box_that_the_user_ticked_stays_the_users(demo: Demo) -> None:
    task = next(
        task
        for task in demo.services.run_sheet.all_tasks(open_only=True)
        if "sudden jumps in errors" in task.text
    )
    demo.services.run_sheet.tick(task.id)
    demo.go_on(minutes=2)
    assert demo.services.run_sheet.task(task.id).done_by == "Lee"


def test_undo_takes_back_the_users_own_act_not_one_of_the_scripted_people(demo: Demo) -> None:
    mine = demo.services.tickets.add(NewTicket("Printer on fire"))
    demo.go_on(minutes=1)
    assert mine.ref in demo.services.timeline.undo().text


def test_after_the_script_the_room_stays_alive(demo: Demo) -> None:
    demo.go_on(hours=13)
    before = demo.services.figures(date(2026, 11, 24)).created
    demo.go_on(hours=15)
    figures = demo.services.figures(date(2026, 11, 24))
    assert before == 0
    assert figures.created >= 5
    assert figures.resolved >= 3
    here = {s.person for s in demo.services.rota.shifts() if s.state is ShiftState.SIGNED_IN}
    assert "Tom Okafor" in here, "the people of the second day have come"


def test_a_jump_over_a_week_is_played_in_seconds(demo: Demo) -> None:
    begun = time.monotonic()
    demo.go_on(days=7)
    assert time.monotonic() - begun < 20
    assert demo.services.figures(date(2026, 11, 30)).created > 0


def test_a_second_driver_goes_on_where_the_first_stopped(demo: Demo) -> None:
    demo.go_on(minutes=4)
    filed = len(demo.services.tickets.search("", live_only=False, limit=500))
    again = DemoDriver(demo.services, demo.scenario, demo.product)
    assert again.play_due() == 0
    assert len(demo.services.tickets.search("", live_only=False, limit=500)) == filed
    demo.services.rehearsal.jump(demo.services.clock.now() + timedelta(minutes=2))
    assert again.play_due() >= 1
    resolved = demo.services.tickets.get(demo.ticket("Please let Kari cancel laybys"))
    assert resolved.state is TicketState.RESOLVED


def test_the_demo_runs_by_itself_and_stops_promptly(demo: Demo) -> None:
    services = demo.services
    watch = services.watch()
    driver = start_demo(services, demo.scenario, demo.product)
    monitor = monitor_for(services)
    monitor.start()
    services.rehearsal.jump(services.clock.now() + timedelta(minutes=2))
    services.rehearsal.resume()
    until = time.monotonic() + 20
    fetched = False
    while time.monotonic() < until and not fetched:
        if watch.changed():
            row = next(row for row in services.board().checks if row.check.name == "Payments")
            fetched = (
                row.status is not None
                and row.status.last_at is not None
                and (row.status.last_at > demo.scenario.starts_at(services.launch()))
            )
    begun = time.monotonic()
    driver.stop()
    monitor.stop()
    assert time.monotonic() - begun < 0.3
    watch.close()
    assert fetched, "the monitor measured the product"
    assert demo.ticket('What does "grace days" mean?')


@pytest.mark.parametrize(
    "plan",
    ["custody-rollout", "weekend-go-live", "post-launch-support", "layby-production-go-live"],
)
def test_a_plan_without_a_script_is_played_ad_lib(tmp_path: Path, plan: str) -> None:
    product = DemoProduct()
    services, scenario = open_rehearsal(
        plan, tmp_path / "demo.db", product.base_url, actor="Lee", today=SATURDAY
    )
    services.rehearsal.pause()
    here = [s for s in services.rota.shifts() if s.state is ShiftState.SIGNED_IN]
    demo = Demo(services, scenario, product, DemoDriver(services, scenario, product))
    demo.go_on(hours=2)
    day = services.launch().local(services.clock.now()).date()
    assert services.figures(day).resolved >= 2
    assert here or services.rota.shifts()
    services.close()
    product.stop()
