"""Status by hand, notes, known issues, metrics, checks, seats, and the clock of a rehearsal."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.services.sample import make_launch, seat
from warroom_tui.domain.clock import Pace, SimulatedClock
from warroom_tui.domain.desk.tickets import NewTicket
from warroom_tui.domain.errors import InputError, NotFound, Refused, StaleWrite
from warroom_tui.domain.incident.issues import IssueState, NewIssue, Severity
from warroom_tui.domain.monitoring.health import Measurement
from warroom_tui.domain.notes import NoteKind
from warroom_tui.domain.rag import Rag
from warroom_tui.domain.situation import read_situation
from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.services.warroom import Services


def status(services: Services, clock: FixedClock) -> tuple[Rag, str | None]:
    rag = read_situation(services.board(), clock.now()).rag
    return rag.rag, rag.overridden_by


def test_a_status_by_hand_holds_for_its_time_on_every_seat(
    ana: Services, ben: Services, clock: FixedClock
) -> None:
    ana.set_rag(Rag.RED, "payment provider down", 30)
    assert status(ben, clock) == (Rag.RED, "Ana")
    assert ben.timeline.recent()[0].text == "Status set to red: payment provider down"
    clock.move(minutes=30)
    assert status(ben, clock)[1] is None
    ana.set_rag(Rag.RED, "again")
    ben.set_rag(None)
    assert status(ana, clock)[1] is None


def test_a_status_by_hand_needs_a_reason(ana: Services) -> None:
    with pytest.raises(InputError, match="needs a reason"):
        ana.set_rag(Rag.GREEN, "  ")


def test_notes_belong_to_the_local_day(ana: Services, clock: FixedClock) -> None:
    ana.notes.add(NoteKind.WIN, "First order")
    clock.move(hours=14, minutes=59)
    ana.notes.add("action", "Called the bank")
    clock.move(minutes=2)
    ana.notes.add(NoteKind.FOCUS, "Cards")
    launch = ana.launch()
    today = launch.local(clock.now()).date()
    assert [note.text for note in ana.notes.of_day(today)] == ["Cards"]
    yesterday = [note.text for note in ana.notes.of_day(today - timedelta(days=1))]
    assert yesterday == ["First order", "Called the bank"]
    with pytest.raises(InputError, match="nothing to capture"):
        ana.notes.add(NoteKind.WIN, "\n")


def test_an_issue_from_found_to_fixed(ana: Services, ben: Services, clock: FixedClock) -> None:
    issue = ana.issues.add(NewIssue("Cards fail", Severity.CRITICAL))
    ana.tickets.add(NewTicket("Cannot pay"))
    ana.tickets.link("1", issue.ref)
    assert [ticket.ref for ticket in ana.issues.tickets("1")] == ["T-001"]
    assert status(ben, clock)[0] is Rag.RED
    clock.move(hours=1)
    fixed = ben.issues.set_state(issue.ref.lower(), IssueState.RESOLVED, "New certificate")
    assert (fixed.resolved_at, fixed.resolved_by, fixed.tickets) == (clock.now(), "Ben", 1)
    assert ana.issues.all(live_only=True) == ()
    again = ben.issues.set_state("1", IssueState.IN_PROGRESS)
    assert (again.resolved_at, again.resolved_by) == (None, None)
    with pytest.raises(StaleWrite, match="Ben changed it first"):
        ana.issues.update(issue.ref, issue.version, severity=Severity.LOW)


def test_an_issue_is_not_left_without_a_title(ana: Services) -> None:
    ana.issues.add(NewIssue("Cards fail"))
    with pytest.raises(InputError, match="needs a title"):
        ana.issues.update("1", title="  ")
    with pytest.raises(InputError, match="negative"):
        ana.issues.update("1", affected=(-1, None))
    with pytest.raises(InputError, match="no field 'colour'"):
        ana.issues.update("1", colour="red")
    with pytest.raises(NotFound):
        ana.issues.get("ORCHID-99")


def test_the_worst_issue_stands_first(ana: Services) -> None:
    for severity in (Severity.LOW, Severity.CRITICAL, Severity.MEDIUM):
        ana.issues.add(NewIssue(severity.value, severity))
    assert [issue.title for issue in ana.issues.all()] == ["critical", "medium", "low"]


def test_a_metric_is_typed_in_and_judged(ana: Services, clock: FixedClock) -> None:
    metric = ana.health.set_metric("signups", 412.5, "from the shop")
    assert (metric.value, metric.value_at, metric.value_by) == (412.5, clock.now(), "Ana")
    with pytest.raises(InputError, match="needs a number"):
        ana.health.set_metric("signups", float("inf"))
    with pytest.raises(InputError, match="computed from the tickets"):
        ana.health.set_metric("csat", 4)
    with pytest.raises(NotFound, match="no metric 'smiles'"):
        ana.health.set_metric("smiles", 4)
    criterion = ana.health.set_verdict(1, Verdict.MET, "saw it")
    assert (criterion.manual_verdict, criterion.evidence) == (Verdict.MET, "saw it")
    assert ana.health.set_verdict(1, None).manual_verdict is None


def test_a_check_that_goes_down_is_told_once(ana: Services, clock: FixedClock) -> None:
    shop = ana.health.checks()[0]
    up, down = Measurement(True, 120.0, "HTTP 200"), Measurement(False, None, "HTTP 503")
    for seen in (up, up, down, down, down, up):
        clock.move(seconds=30)
        ana.health.record([(shop, seen, clock.now())])
    told = [event.text for event in reversed(ana.timeline.recent()) if event.source == "probe"]
    assert told == [
        "Shop is down (HTTP 503), was up for 1 min",
        "Shop is up (HTTP 200), was down for 1 min",
    ]


def test_a_check_found_down_after_a_silence_is_told(ana: Services, clock: FixedClock) -> None:
    shop = ana.health.checks()[0]
    ana.health.record([(shop, Measurement(True, 120.0, "HTTP 200"), clock.now())])
    clock.move(hours=2)
    for _ in range(shop.fail_after):
        assert ana.timeline.recent()[0].source != "probe", "one failure after a gap is no alarm"
        ana.health.record([(shop, Measurement(False, None, "HTTP 503"), clock.now())])
        clock.move(seconds=30)
    assert ana.timeline.recent()[0].text == "Shop is down (HTTP 503), was unknown for 2 h 00"


def test_the_worst_value_of_a_minute_is_kept(ana: Services, clock: FixedClock) -> None:
    shop = ana.health.checks()[0]
    for value in (120.0, 900.0, 100.0):
        clock.move(seconds=5)
        ana.health.record([(shop, Measurement(True, value, ""), clock.now())])
    with ana.context.store.reading() as connection:
        row = connection.exec_driver_sql("SELECT n, max_value FROM check_minute").one()
    assert tuple(row) == (3, 900.0)


def test_a_long_history_shows_its_latest_samples(ana: Services, clock: FixedClock) -> None:
    from warroom_tui.storage.monitoring import health

    shop, begun = ana.health.checks()[0], clock.now()
    for number in range(12):
        at = begun + timedelta(seconds=30 * number)
        ana.health.record([(shop, Measurement(True, float(number), ""), at)])
    with ana.context.store.reading() as connection:
        found = health.read_samples(connection, shop.id, begun, limit=3)
    assert [value for _, value, _ in found] == [9.0, 10.0, 11.0]


def test_one_prober_at_a_time(ana: Services, ben: Services) -> None:
    assert ana.health.lease("ana")
    assert not ben.health.lease("ben")
    assert ana.health.lease("ana")
    ana.health.release("ana")
    assert ben.health.lease("ben")
    assert not ana.health.lease("ana")


def test_seats_come_and_go(ana: Services, ben: Services) -> None:
    ana.seats.beat()
    ben.seats.beat()
    ben.seats.beat()
    assert [held.name for held in ana.seats.all()] == ["Ana", "Ben"]
    ben.seats.leave()
    assert [held.name for held in ana.board().seats] == ["Ana"]


# -- rehearsal ------------------------------------------------------------------------------


def test_a_live_launch_has_no_clock_to_steer(ana: Services, clock: FixedClock) -> None:
    assert ana.rehearsal.pace() is None
    for steer in (ana.rehearsal.pause, ana.rehearsal.faster, ana.rehearsal.resume):
        with pytest.raises(Refused, match="live launch"):
            steer()
    with pytest.raises(Refused, match="live launch"):
        ana.rehearsal.jump(clock.now() + timedelta(hours=1))


def test_every_seat_of_a_rehearsal_tells_the_same_time(tmp_path: Path, clock: FixedClock) -> None:
    begun = clock.now()
    pace = Pace(begun, begun, 60.0)
    path = make_launch(tmp_path / "rehearsal.db", rehearsal=pace)
    with (
        seat(path, "Ana", SimulatedClock(pace, clock)) as ana,
        seat(path, "Ben", SimulatedClock(pace, clock)) as ben,
    ):
        assert ben.launch().rehearsal
        clock.move(seconds=60)
        assert ana.clock.now() == begun + timedelta(hours=1)
        assert ana.rehearsal.pause().paused
        clock.move(hours=3)
        assert ben.board().read_at == ana.clock.now() == begun + timedelta(hours=1)
        assert ben.rehearsal.resume().speed == 60
        assert ana.rehearsal.faster().speed == 300
        assert ana.rehearsal.faster().speed == 300
        assert ana.rehearsal.slower().speed == 60
        to = begun + timedelta(hours=5)
        ben.rehearsal.jump(to)
        assert ana.board().read_at == to
        with pytest.raises(Refused, match="back in time"):
            ana.rehearsal.jump(to - timedelta(seconds=1))
        with pytest.raises(Refused, match="further than any launch"):
            ana.rehearsal.jump(to + timedelta(days=41))
        assert ana.tickets.add(NewTicket("Cannot pay")).created_at == to
