"""Calls to a higher level wait for an answer; a level that holds a ticket too long is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.cli.conftest import Warroom, warroom
from tests.conftest import FixedClock
from tests.service_levels.conftest import ZONE, Launch
from warroom_tui.domain.desk.tickets import EscalationContext, Level, NewTicket, Priority
from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.incident.incidents import IncidentState, NewIncident
from warroom_tui.domain.needs import Need
from warroom_tui.domain.situation import read_situation
from warroom_tui.services.warroom import Services

__all__ = ["warroom"]

WHY = EscalationContext("Cards are refused", "Only bank X", "Another till")


def needs(services: Services, kind: str) -> list[Need]:
    """What needs somebody, of one kind."""
    now = services.clock.now()
    found = read_situation(services.board(), now).needs
    return [need for need in found if need.key.startswith(f"{kind}:")]


def test_a_call_stays_in_needs_you_until_the_called_level_takes_the_ticket(
    launch: Launch, shipped_plans: dict[str, Path], clock: FixedClock
) -> None:
    ana = launch(shipped_plans["post-launch-support"])
    ben = launch(shipped_plans["post-launch-support"], "Ben")
    ref = ana.tickets.add(NewTicket("Cards refused", priority=Priority.P2)).ref
    ana.tickets.escalate(ref, Level.L2, WHY)
    ana.tickets.reply(ref, "We passed it on.")
    (need,) = needs(ana, "escalation")
    assert (need.tag, need.bad) == ("CALL", False)
    clock.move(minutes=16)
    (need,) = needs(ana, "escalation")
    assert need.bad
    assert "16 min" in need.why
    ben.tickets.assign(ref, None)
    ben.tickets.take(ref)
    assert needs(ana, "escalation") == []
    (call,) = ana.escalations.calls(open_only=False)
    assert (call.acked_by, call.acked_at) == ("Ben", clock.now())
    assert "Another till" in call.context
    ben.timeline.undo()
    assert len(needs(ana, "escalation")) == 1


def test_who_answered_by_phone_can_be_named_and_nobody_answers_themselves(
    launch: Launch, shipped_plans: dict[str, Path]
) -> None:
    ana = launch(shipped_plans["post-launch-support"])
    ref = ana.tickets.add(NewTicket("Cards refused")).ref
    ana.tickets.escalate(ref, Level.L3, WHY)
    (call,) = ana.escalations.calls()
    with pytest.raises(Refused, match="made this call"):
        ana.escalations.acknowledge(call.id)
    assert ana.escalations.acknowledge(call.id, "Dana").acked_by == "Dana"
    with pytest.raises(Refused, match="answered it already"):
        ana.escalations.acknowledge(call.id, "Ed")


def test_a_level_that_held_a_ticket_for_two_hours_is_told_to_pass_it_on(
    launch: Launch, shipped_plans: dict[str, Path], clock: FixedClock
) -> None:
    ana = launch(shipped_plans["post-launch-support"])
    ref = ana.tickets.add(NewTicket("Slow page", priority=Priority.P4)).ref
    waiting = ana.tickets.add(NewTicket("Which page?", priority=Priority.P4)).ref
    ana.tickets.wait(waiting)
    clock.move(hours=2, minutes=-1)
    assert needs(ana, "held") == []
    clock.move(minutes=1)
    (need,) = needs(ana, "held")
    assert (need.row, need.hint) == (ref, "e escalate")
    ana.escalations.keep(ref, "The vendor answers at noon")
    assert needs(ana, "held") == []
    clock.move(hours=2)
    assert [need.row for need in needs(ana, "held")] == [ref]
    ana.tickets.escalate(ref, Level.L2, WHY)
    assert needs(ana, "held") == []


def test_a_critical_call_is_due_when_those_on_call_promised(
    launch: Launch, shipped_plans: dict[str, Path], clock: FixedClock
) -> None:
    ana = launch(shipped_plans["custody-rollout"])
    ref = ana.tickets.add(NewTicket("All down", priority=Priority.P1)).ref
    ana.tickets.escalate(ref, Level.L3, WHY)
    (call,) = ana.escalations.calls()
    assert call.due_at is not None
    assert (call.due_at - clock.now()).total_seconds() == 30 * 60
    assert "Dominic Roy" in call.called


def test_the_path_says_whom_to_call_now(
    launch: Launch, shipped_plans: dict[str, Path], clock: FixedClock
) -> None:
    ana = launch(shipped_plans["layby-launch-week"])
    page = ana.escalations.page()
    assert page.path.level_keys() == ("L1", "L2", "L3", "L4", "executive")
    assert page.path.steps_from("L1")[0].timing == "at once"
    assert page.callees("L2")[0].reachable
    assert page.callees("L2")[0].phone
    clock.at = datetime(2026, 12, 1, 3, tzinfo=ZoneInfo(ZONE))
    night = ana.escalations.page()
    assert not night.callees("L1")[0].reachable
    assert "24/7" in night.callees("L3")[0].why
    weekend = launch(shipped_plans["weekend-go-live"])
    (critical, *_) = weekend.escalations.page().path.situations
    called = dict(weekend.escalations.page().situations)[critical.id]
    assert critical.who == "Launch Director"
    assert called[0].name == "Kirsten Dahl"


def test_an_executive_is_called_while_the_ticket_stays_where_it_is(
    launch: Launch, shipped_plans: dict[str, Path]
) -> None:
    ana = launch(shipped_plans["layby-launch-week"])
    ref = ana.tickets.add(NewTicket("All down", level=Level.L3)).ref
    call = ana.escalations.raise_above(ref, "executive", "Press is asking")
    assert (call.from_key, call.to_key) == ("L3", "executive")
    assert ana.tickets.get(ref).level is Level.L3
    with pytest.raises(InputError, match="no level L9"):
        ana.escalations.raise_above(ref, "L9", "x")
    with pytest.raises(InputError):
        ana.escalations.raise_above(ref, "executive", "  ")


def test_an_incident_calls_a_level_and_waits_in_needs_you(
    launch: Launch, shipped_plans: dict[str, Path]
) -> None:
    ana = launch(shipped_plans["layby-launch-week"])
    incident = ana.incidents.declare(NewIncident("Nothing can be paid"))
    call = ana.escalations.raise_above(incident.ref, "L3", "Gateway is silent")
    assert (call.subject_type, call.subject_ref, call.from_key) == ("incident", "INC-001", "")
    assert [need.what for need in needs(ana, "escalation")] == [
        "INC-001 to L3: Nothing can be paid"
    ]
    above = ana.escalations.raise_above("inc-1", "executive", "Press is asking")
    assert above.from_key == "L3"
    ana.escalations.acknowledge(call.id, "Dana")
    assert [one.acked_by for one in ana.escalations.calls_of("INC-001")] == ["Dana", None]
    ana.incidents.set_state(incident.ref, IncidentState.RESOLVED)
    with pytest.raises(Refused, match="is resolved"):
        ana.escalations.raise_above(incident.ref, "L3", "Again")


def test_each_incident_follows_its_own_run_of_a_procedure(
    launch: Launch, shipped_plans: dict[str, Path]
) -> None:
    ana = launch(shipped_plans["layby-launch-week"])
    first, second = (ana.incidents.declare(NewIncident(title)) for title in ("Tills", "Mail"))
    procedure = ana.runbooks.all()[0]
    ana.runbooks.start(procedure.id, first.ref)
    ana.runbooks.start(procedure.id, second.ref)
    assert [run.incident_id for run in ana.runbooks.runs()] == [second.id, first.id]
    with pytest.raises(Refused, match="followed already"):
        ana.runbooks.start(procedure.id, first.ref)
    ana.timeline.undo()
    assert [run.incident_id for run in ana.runbooks.runs()] == [first.id]


def test_a_test_of_the_path_is_recorded_and_calls_nobody(
    launch: Launch, shipped_plans: dict[str, Path], clock: FixedClock
) -> None:
    ana = launch(shipped_plans["layby-launch-week"])
    made = ana.escalations.test("L2", "answered in 4 min")
    assert (made.subject_type, made.from_key, made.outcome) == ("test", "L1", "answered in 4 min")
    assert ana.escalations.calls() == ()
    assert needs(ana, "escalation") == []
    with pytest.raises(InputError, match="came of the test"):
        ana.escalations.test("L2", " ")
    assert ana.escalations.page().recent[0].at == clock.now()


def test_the_command_line_lists_what_a_level_held_too_long(
    launch: Launch, shipped_plans: dict[str, Path], clock: FixedClock, warroom: Warroom,
    tmp_path: Path,
) -> None:  # fmt: skip
    clock.at = datetime.now(UTC) - timedelta(hours=3)
    ana = launch(shipped_plans["post-launch-support"])
    db = ("--db", tmp_path / "post-launch-support.db")
    assert "No level holds a ticket too long." in warroom("escalation", "held", *db).out
    ref = ana.tickets.add(NewTicket("Slow page")).ref
    (held,) = json.loads(warroom("escalation", "held", *db, "--json").out)
    assert (held["ref"], held["level"], held["passes_on_to"]) == (ref, "L1", "L2")
    assert "3 h 00" in warroom("escalation", "held", *db).out
