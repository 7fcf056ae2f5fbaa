"""Decisions with reason and frozen evidence; roles that sign."""

from __future__ import annotations

import pytest

from tests.conftest import FixedClock
from warroom_tui.domain.desk.tickets import NewTicket, Priority
from warroom_tui.domain.errors import InputError, Refused, StaleWrite
from warroom_tui.domain.runsheet.gates import GateKind, GateState, SignOffState
from warroom_tui.domain.runsheet.launch import LaunchStatus
from warroom_tui.domain.situation import read_situation
from warroom_tui.services.warroom import Services


def gate_id(services: Services, kind: GateKind) -> int:
    return next(gate.id for gate in services.gates.all() if gate.kind is kind)


def test_the_evidence_of_the_moment_is_frozen_with_the_decision(ana: Services) -> None:
    ana.tickets.add(NewTicket("Nobody can pay", priority=Priority.P1))
    go = gate_id(ana, GateKind.GO_NO_GO)
    gate = ana.gates.decide(go, GateState.CONDITIONAL, "Payments are watched")
    assert gate.evidence is not None
    assert gate.evidence.tickets == ("T-001 P1 Nobody can pay",)
    assert gate.evidence.open_task_count == 2
    assert gate.evidence.gaps == ("L1 support: 0 of 1 here",)
    ana.tickets.resolve("T-001", "paid")
    kept = ana.gates.get(go).evidence
    assert kept is not None
    assert kept.tickets == ("T-001 P1 Nobody can pay",)
    assert ana.gates.evidence()[GateKind.GO_NO_GO].tickets == ()
    said = ana.timeline.recent(2)[1].text
    assert said == "Go or not: Go with conditions (Payments are watched)"


def test_a_go_makes_the_launch_ready_and_undo_takes_both_back(ana: Services) -> None:
    go = gate_id(ana, GateKind.GO_NO_GO)
    ana.gates.decide(go, GateState.GO, "All is well")
    assert ana.launch().status is LaunchStatus.READY
    with pytest.raises(Refused, match="decided: Go, by Ana"):
        ana.gates.decide(go, GateState.NO_GO, "Changed my mind")
    ana.timeline.undo()
    assert ana.launch().status is LaunchStatus.PLANNING
    assert ana.gates.get(go).evidence is None


def test_no_decision_without_its_reason(ana: Services) -> None:
    go = gate_id(ana, GateKind.GO_NO_GO)
    with pytest.raises(InputError, match="reason"):
        ana.gates.decide(go, GateState.NO_GO, " ")
    assert ana.gates.get(go).state is GateState.PENDING


def test_the_final_sign_off_waits_for_every_role(ana: Services) -> None:
    final = gate_id(ana, GateKind.FINAL_SIGNOFF)
    sponsor, lead = ana.gates.get(final).sign_offs
    ana.gates.sign(sponsor.id, "Clare", "well done")
    with pytest.raises(Refused, match="not signed by Tech lead"):
        ana.gates.decide(final, GateState.GO, "It is time")
    with pytest.raises(InputError, match="needs a reason"):
        ana.gates.sign(lead.id, "Viktor", refuse=True)
    signed = ana.gates.sign(lead.id, "Viktor")
    assert (signed.state, signed.person) == (SignOffState.SIGNED, "Viktor")
    gate = ana.gates.decide(final, GateState.GO, "All signed")
    assert gate.word == "Signed off"


def test_criteria_of_the_sign_off_stand_against_it_without_data(ana: Services) -> None:
    known = ana.gates.evidence()
    assert known[GateKind.FINAL_SIGNOFF].failing == ("Everybody is content (no data)",)
    assert known[GateKind.GO_NO_GO].failing == ()
    assert known[GateKind.GO_NO_GO].unknown == 2  # exit criteria of later phases do not count yet


def test_a_verdict_has_words_of_its_own(ana: Services) -> None:
    verdict = gate_id(ana, GateKind.DAY1_VERDICT)
    assert ana.gates.decide(verdict, GateState.NO_GO, "Data is lost").word == "Rollback required"


def test_an_overdue_gate_needs_you_until_it_is_decided(ana: Services, clock: FixedClock) -> None:
    (need,) = [n for n in read_situation(ana.board(), clock.now()).needs if n.tag == "GATE"]
    assert (need.what, need.why, need.hint) == ("Go or not", "30 min late", "g decide")
    ana.gates.decide(gate_id(ana, GateKind.GO_NO_GO), GateState.WAIVED, "Not needed")
    assert not [n for n in read_situation(ana.board(), clock.now()).needs if n.tag == "GATE"]


def test_a_plan_without_a_go_no_go_gets_one(ana: Services) -> None:
    assert sum(gate.kind is GateKind.GO_NO_GO for gate in ana.gates.all()) == 1


def test_two_seats_cannot_both_decide(ana: Services, ben: Services) -> None:
    go = ana.gates.get(gate_id(ana, GateKind.GO_NO_GO))
    ben.gates.decide(go.id, GateState.NO_GO, "Too early")
    with pytest.raises((StaleWrite, Refused), match="by Ben"):
        ana.gates.decide(go.id, GateState.GO, "All is well", go.version)
