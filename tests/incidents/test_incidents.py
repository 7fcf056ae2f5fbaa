"""Incidents as people handle them: declared, told in time or late, moved on, undone, reviewed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.services.sample import seat
from warroom_tui.bootstrap import open_services
from warroom_tui.domain.desk.tickets import NewTicket, Priority
from warroom_tui.domain.errors import DatabaseReadOnly, InputError, Refused, StaleWrite
from warroom_tui.domain.incident.incidents import (
    Incident,
    IncidentState,
    NewIncident,
    PostMortemText,
)
from warroom_tui.domain.incident.issues import NewIssue, Severity
from warroom_tui.domain.needs import Need
from warroom_tui.domain.rag import Rag
from warroom_tui.domain.situation import read_situation
from warroom_tui.services.warroom import Services

OUTAGE = NewIncident("Cards are refused", impact="Shops cannot take cards", affected_n=120)


def needs(services: Services) -> dict[str, Need]:
    """What waits for a person, by key."""
    found = read_situation(services.board(), services.clock.now()).needs
    return {need.key: need for need in found}


def test_an_incident_promises_an_update_and_is_called_late_when_none_comes(
    ana: Services, clock: FixedClock
) -> None:
    one = ana.incidents.declare(OUTAGE)
    assert (one.ref, one.priority, one.commander) == ("INC-001", "P1", "Ana")
    assert one.next_update_due == clock.now() + timedelta(minutes=15)
    assert "incident:INC-001" not in needs(ana)
    clock.move(minutes=13)
    assert needs(ana)["incident:INC-001"].why == "update due in 2 min, Ana leads"
    clock.move(minutes=5)
    late = needs(ana)["incident:INC-001"]
    assert (late.bad, late.why) == (True, "update promised 3 min ago, Ana leads")
    assert read_situation(ana.board(), clock.now()).needs[0].key == "incident:INC-001"

    told = ana.incidents.update("1", "", conditions="Gateway down", actions="Switching over")
    assert told.next_update_due == clock.now() + timedelta(minutes=15)
    assert "incident:INC-001" not in needs(ana)
    update = ana.incidents.updates("INC-001")[-1]
    assert update.text == "Conditions: Gateway down\nActions: Switching over"
    assert update.late == timedelta(minutes=3)


def test_its_states_stamp_their_times_and_its_end_ends_the_promise(
    ana: Services, clock: FixedClock
) -> None:
    ana.incidents.declare(OUTAGE)
    with pytest.raises(Refused, match="investigating"):
        ana.incidents.set_state("INC-001", IncidentState.REVIEWED)
    clock.move(minutes=5)
    ana.incidents.update("INC-001", "It is the gateway.", state=IncidentState.IDENTIFIED)
    clock.move(minutes=5)
    over = ana.incidents.set_state("INC-001", IncidentState.RESOLVED, "Switched back.")
    assert (over.identified_at, over.mitigated_at, over.resolved_at) == (
        clock.now() - timedelta(minutes=5),
        clock.now(),
        clock.now(),
    )
    assert over.next_update_due is None
    assert over.postmortem_due == clock.now() + timedelta(days=3)
    with pytest.raises(Refused, match="resolved"):
        ana.incidents.update("INC-001", "More news")
    again = ana.incidents.set_state("INC-001", IncidentState.INVESTIGATING, "It came back.")
    assert (again.resolved_at, again.mitigated_at) == (None, None)
    assert again.next_update_due == clock.now() + timedelta(minutes=15)


def test_a_live_p1_incident_turns_the_launch_red(ana: Services, clock: FixedClock) -> None:
    ana.incidents.declare(OUTAGE)
    status = read_situation(ana.board(), clock.now()).rag
    assert (status.rag, "INC-001" in status.first_reason) == (Rag.RED, True)
    ana.incidents.edit("INC-001", severity=Severity.MEDIUM)
    calmer = read_situation(ana.board(), clock.now()).rag
    assert not any("INC-001" in reason and calmer.rag is Rag.RED for reason in calmer.reasons)


def test_the_second_of_two_updates_is_refused_and_says_who_was_first(
    ana: Services, ben: Services
) -> None:
    seen = ana.incidents.declare(OUTAGE)
    ben.incidents.update(seen.ref, "Ben was faster", seen.version)
    with pytest.raises(StaleWrite, match="Ben"):
        ana.incidents.update(seen.ref, "Ana was slower", seen.version)
    assert [u.text for u in ana.incidents.updates(seen.ref)][1:] == ["Ben was faster"]


def test_every_deed_can_be_undone(ana: Services, clock: FixedClock) -> None:
    before = ana.incidents.declare(OUTAGE)
    clock.move(minutes=1)
    ana.incidents.update(before.ref, "News")
    ana.incidents.assign(before.ref, "liaison", "Ben")
    ana.incidents.set_state(before.ref, IncidentState.RESOLVED)
    for _ in range(3):
        ana.timeline.undo()
    restored = ana.incidents.get(before.ref)
    assert replace(restored, version=before.version) == before
    assert ana.post_mortems.get(before.ref) is None
    ana.timeline.undo()
    assert ana.incidents.all() == ()


def test_a_p1_ticket_is_offered_until_a_person_decides(ana: Services) -> None:
    first = ana.tickets.add(NewTicket("All tills are dead", priority=Priority.P1))
    second = ana.tickets.add(NewTicket("Door is locked", priority=Priority.P1))
    assert not [key for key in needs(ana) if key.startswith("offer:")]
    ana.tickets.take(first.ref)
    ana.tickets.take(second.ref)
    offered = needs(ana)
    assert {"offer:T-001", "offer:T-002"} <= set(offered)
    assert offered["offer:T-001"].hint == "! declare"
    ana.incidents.decline(second.ref)
    assert "offer:T-002" not in needs(ana)
    blank = ana.incidents.blank(first.ref)
    assert (blank.title, blank.ticket_ref) == ("All tills are dead", "T-001")
    one = ana.incidents.declare(blank)
    assert (one.ticket_ref, one.started_at) == ("T-001", first.created_at)
    assert not [key for key in needs(ana) if key.startswith("offer:")]
    ana.incidents.set_state(one.ref, IncidentState.RESOLVED)
    assert not [key for key in needs(ana) if key.startswith("offer:")]


def test_an_incident_of_a_known_issue_takes_its_facts_along(ana: Services) -> None:
    issue = ana.issues.add(NewIssue("Gateway", impact="No cards", affected_n=40))
    ticket = ana.tickets.add(NewTicket("Card refused", priority=Priority.P1))
    ana.tickets.link(ticket.ref, issue.ref)
    blank = ana.incidents.blank(ticket.ref)
    assert (blank.impact, blank.affected_n, blank.issue_ref) == ("No cards", 40, issue.ref)
    assert ana.incidents.declare(blank).issue_ref == issue.ref


def test_a_post_mortem_is_due_written_and_done(ana: Services, clock: FixedClock) -> None:
    one = ana.incidents.declare(OUTAGE)
    ana.incidents.set_state(one.ref, IncidentState.RESOLVED)
    with pytest.raises(Refused, match="not done"):
        ana.incidents.set_state(one.ref, IncidentState.REVIEWED)
    assert "postmortem:INC-001" not in needs(ana)
    clock.move(days=4)
    assert needs(ana)["postmortem:INC-001"].why == "1 d 0 h late"
    with pytest.raises(Refused, match="lacks"):
        ana.post_mortems.complete(one.ref)
    found = ana.post_mortems.get(one.ref)
    assert found is not None
    text = PostMortemText("The gateway was down.", "One config for two sites.", "120 users")
    ana.post_mortems.save(one.ref, text, found.version)
    with pytest.raises(StaleWrite):
        ana.post_mortems.save(one.ref, text, found.version)
    ana.post_mortems.add_action(one.ref, "Two configs", "Ben")
    ana.post_mortems.complete(one.ref)
    assert ana.incidents.get(one.ref).state is IncidentState.REVIEWED
    assert "postmortem:INC-001" not in needs(ana)
    assert [item.owner for item in ana.post_mortems.actions(one.ref)] == ["Ben"]
    told = ana.incident_messages.one(one.ref, "postmortem").body
    for words in ("One config for two sites", "Declared INC-001", "[ ] A-001 Two configs – Ben"):
        assert words in told


@pytest.mark.parametrize(
    "wrong",
    [
        replace(OUTAGE, title="  "),
        replace(OUTAGE, affected_n=-1),
        replace(OUTAGE, affected_pct=101.0),
        replace(OUTAGE, update_every_min=0),
        replace(OUTAGE, update_every_min=100_000),
        replace(OUTAGE, ticket_ref="T-999"),
    ],
    ids=["no title", "less than nobody", "more than all", "no rhythm", "for ever", "no ticket"],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(ana: Services, wrong: NewIncident) -> None:
    with pytest.raises(InputError):
        ana.incidents.declare(wrong)
    assert ana.incidents.all() == ()


HOSTILE = "[/] \x1b[31m{{ 7*7 }} \u202e=1+1 `x` " + "w" * 300


def test_hostile_words_stay_words_in_every_text(ana: Services) -> None:
    new = NewIncident(HOSTILE, impact=HOSTILE, workaround=HOSTILE, conditions=HOSTILE)
    one = ana.incidents.declare(new)
    for words in ana.incident_messages.all(one.ref):
        assert "\x1b" not in words.text
        assert "\u202e" not in words.text
        assert "49" not in words.subject


def test_a_seat_that_may_only_read_sees_it_and_changes_nothing(
    ana: Services, launch_file: Path
) -> None:
    ana.incidents.declare(OUTAGE)
    guest = open_services(str(launch_file), actor="Guest", read_only=True)
    assert guest.incidents.get("1").title == "Cards are refused"
    with pytest.raises(DatabaseReadOnly):
        guest.incidents.update("1", "no")
    guest.close()


def lived(one: Incident) -> tuple[object, ...]:
    """What must be the same after a restart."""
    return (one.state, one.next_update_due, one.version, one.commander)


def test_a_restart_in_the_middle_goes_on_where_it_was(
    ana: Services, launch_file: Path, clock: FixedClock
) -> None:
    one = ana.incidents.update(ana.incidents.declare(OUTAGE).ref, "Half-way")
    with seat(launch_file, "Ana", clock) as later:
        assert lived(later.incidents.get(one.ref)) == lived(one)
        assert [u.text for u in later.incidents.updates(one.ref)][-1] == "Half-way"
