"""Every action says what it did, and undo brings back exactly what was there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.services.rows import all_rows, event_texts
from warroom_tui.domain.desk.tickets import (
    Channel,
    EscalationContext,
    Level,
    NewTicket,
    Priority,
    TicketState,
)
from warroom_tui.domain.errors import Refused
from warroom_tui.domain.incident.issues import IssueState, NewIssue, Severity
from warroom_tui.domain.notes import NoteKind
from warroom_tui.domain.runsheet.launch import TaskState
from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.services.warroom import Services


@dataclass(frozen=True)
class Action:
    """Something a person does, on a prepared launch, and the sentence the timeline gets."""

    do: Callable[[Services], object]
    text: str
    before: tuple[Callable[[Services], object], ...] = ()


CONTEXT = EscalationContext("Card refused", "Only for one bank", "Tried another card")


def logged(s: Services) -> object:
    return s.tickets.add(NewTicket("Cannot pay", requester="Cleo", priority=Priority.P1))


def issue(s: Services) -> object:
    return s.issues.add(NewIssue("Cards of one bank fail", Severity.HIGH))


def task_id(s: Services, words: str) -> int:
    return next(task.id for task in s.run_sheet.all_tasks() if words in task.text)


def shift_id(s: Services, person: str) -> int:
    return next(shift.id for shift in s.rota.shifts() if shift.person == person)


def person_id(s: Services, name: str) -> int:
    return next(person.id for person in s.rota.people() if person.name == name)


def criterion_id(s: Services) -> int:
    return s.health.criteria()[0].id


def phase_id(s: Services) -> int:
    phase = s.run_sheet.readiness().phase
    assert phase is not None
    return phase.id


def started(s: Services) -> object:
    return s.run_sheet.advance(phase_id(s))


ACTIONS = {
    "log": Action(logged, "Logged T-001 P1 Cannot pay"),
    "take": Action(lambda s: s.tickets.take("T-001"), "Ana took T-001", (logged,)),
    "assign": Action(
        lambda s: s.tickets.assign("T-001", "Ben", Level.L2),
        "Assigned T-001 to Ben (L2)",
        (logged,),
    ),
    "give back": Action(
        lambda s: s.tickets.assign("T-001", None),
        "Assigned T-001 to nobody (L1)",
        (logged, lambda s: s.tickets.take("T-001")),
    ),
    "reply": Action(
        lambda s: s.tickets.reply("T-001", "Try again now\nplease"),
        "Replied on T-001: Try again now",
        (logged,),
    ),
    "note": Action(
        lambda s: s.tickets.note("T-001", "Bank called"), "Noted on T-001: Bank called", (logged,)
    ),
    "wait": Action(
        lambda s: s.tickets.wait("T-001", "card number"),
        "T-001 waits on the requester: card number",
        (logged,),
    ),
    "resume": Action(
        lambda s: s.tickets.resume("T-001"),
        "T-001 goes on",
        (logged, lambda s: s.tickets.wait("T-001")),
    ),
    "escalate": Action(
        lambda s: s.tickets.escalate("T-001", Level.L2, CONTEXT),
        "Escalated T-001 to L2: Card refused",
        (logged,),
    ),
    "resolve": Action(
        lambda s: s.tickets.resolve("T-001", "Bank fixed it", 4),
        "Resolved T-001 after 30 min",
        (logged,),
    ),
    "close": Action(
        lambda s: s.tickets.close("T-001"),
        "Closed T-001",
        (logged, lambda s: s.tickets.resolve("T-001", "ok")),
    ),
    "reopen": Action(
        lambda s: s.tickets.reopen("T-001", "fails again"),
        "Reopened T-001",
        (logged, lambda s: s.tickets.resolve("T-001", "ok")),
    ),
    "set priority": Action(
        lambda s: s.tickets.set_priority("T-001", Priority.P3),
        "T-001 is P3 now (was P1)",
        (logged,),
    ),
    "edit": Action(
        lambda s: s.tickets.edit("T-001", subject="Cards fail", channel=Channel.PHONE),
        "Edited T-001: subject, channel",
        (logged,),
    ),
    "rate": Action(lambda s: s.tickets.rate("T-001", 5), "T-001 rated 5/5", (logged,)),
    "link": Action(
        lambda s: s.tickets.link("T-001", "ORCHID-001"),
        "Linked T-001 to ORCHID-001",
        (logged, issue),
    ),
    "unlink": Action(
        lambda s: s.tickets.link("T-001", None),
        "Unlinked T-001",
        (logged, issue, lambda s: s.tickets.link("T-001", "1")),
    ),
    "log issue": Action(issue, "Logged ORCHID-001 (high): Cards of one bank fail"),
    "edit issue": Action(
        lambda s: s.issues.update("ORCHID-001", workaround="Another card", affected=(12, None)),
        "Edited ORCHID-001: affected_n, workaround",
        (issue,),
    ),
    "resolve issue": Action(
        lambda s: s.issues.set_state("ORCHID-001", IssueState.RESOLVED, "Bank fixed it"),
        "ORCHID-001 is resolved",
        (issue,),
    ),
    "investigate issue": Action(
        lambda s: s.issues.set_state("ORCHID-001", IssueState.IN_PROGRESS),
        "ORCHID-001 is in progress",
        (issue,),
    ),
    "tick": Action(lambda s: s.run_sheet.tick(task_id(s, "Flip")), "Ticked “Flip it”"),
    "tick with a value": Action(
        lambda s: s.run_sheet.tick(task_id(s, "commit"), "4f2a"), "Ticked “Note the commit”"
    ),
    "untick": Action(
        lambda s: s.run_sheet.untick(task_id(s, "Flip")),
        "Unticked “Flip it”",
        (lambda s: s.run_sheet.tick(task_id(s, "Flip")),),
    ),
    "skip": Action(
        lambda s: s.run_sheet.skip(task_id(s, "Flip"), "flipped by night shift"),
        "Skipped: “Flip it” (flipped by night shift)",
    ),
    "not applicable": Action(
        lambda s: s.run_sheet.skip(task_id(s, "plants"), "", na=True),
        "Not applicable: “Water the plants”",
    ),
    "add task": Action(
        lambda s: s.run_sheet.add_task(1, "Call the bank", "Ben"),
        "Added “Call the bank” to Before the switch",
    ),
    "start phase": Action(started, "Started Freeze"),
    "advance": Action(
        lambda s: s.run_sheet.advance(phase_id(s), "the rest can wait"),
        "Freeze complete after 30 min, overridden: the rest can wait; started Switch",
        (started,),
    ),
    "sign in": Action(lambda s: s.rota.sign_in(shift_id(s, "Ana")), "Ana signed in"),
    "sign out": Action(
        lambda s: s.rota.sign_out(shift_id(s, "Ana")),
        "Ana signed out",
        (lambda s: s.rota.sign_in(shift_id(s, "Ana")),),
    ),
    "break": Action(
        lambda s: s.rota.start_break(shift_id(s, "Ana")),
        "Ana on a break",
        (lambda s: s.rota.sign_in(shift_id(s, "Ana")),),
    ),
    "back": Action(
        lambda s: s.rota.end_break(shift_id(s, "Ana")),
        "Ana back from a break",
        (
            lambda s: s.rota.sign_in(shift_id(s, "Ana")),
            lambda s: s.rota.start_break(shift_id(s, "Ana")),
        ),
    ),
    "absent": Action(lambda s: s.rota.mark_absent(shift_id(s, "Ben")), "Ben absent"),
    "sign in unplanned": Action(
        lambda s: s.rota.sign_in_person(person_id(s, "Ben")), "Ben signed in"
    ),
    "add person": Action(lambda s: s.rota.add_person("Cleo", level="L1"), "Cleo joined the team"),
    "add shift": Action(
        lambda s: s.rota.add_shift(
            person_id(s, "Ben"), "L2", s.clock.now(), s.clock.now() + timedelta(hours=2)
        ),
        "Ben planned on L2 technical",
    ),
    "type a metric": Action(lambda s: s.health.set_metric("signups", 412), "Sign-ups is 412"),
    "judge": Action(
        lambda s: s.health.set_verdict(criterion_id(s), Verdict.MET, "seen it"),
        "“The smoke test passes”: met",
    ),
    "win": Action(lambda s: s.notes.add(NoteKind.WIN, "First order"), "Win: First order"),
}


def prepare(services: Services, clock: FixedClock, action: Action) -> None:
    for step in action.before:
        step(services)
        clock.move(minutes=30)


@pytest.mark.parametrize("name", ACTIONS)
def test_each_action_tells_the_timeline_what_it_did(
    name: str, ana: Services, clock: FixedClock
) -> None:
    prepare(ana, clock, ACTIONS[name])
    count = len(ana.timeline.recent())
    ACTIONS[name].do(ana)
    newest = ana.timeline.recent()
    assert newest[0].text == ACTIONS[name].text
    assert (newest[0].actor, newest[0].at) == ("Ana", clock.now())
    assert len(newest) == count + 1


@pytest.mark.parametrize("name", ACTIONS)
def test_undo_of_each_action_brings_every_row_back(
    name: str, ana: Services, clock: FixedClock, launch_file: Path
) -> None:
    prepare(ana, clock, ACTIONS[name])
    before = all_rows(launch_file)
    ACTIONS[name].do(ana)
    assert all_rows(launch_file) != before
    undone = ana.timeline.undo()
    assert undone.text == ACTIONS[name].text
    assert all_rows(launch_file) == before
    assert event_texts(launch_file)[-1] == f"Undid: {ACTIONS[name].text}"


def test_undo_again_goes_further_back(ana: Services, launch_file: Path) -> None:
    before = all_rows(launch_file)
    logged(ana)
    ana.tickets.take("T-001")
    ana.tickets.reply("T-001", "On it")
    undone = [ana.timeline.undo().verb for _ in range(3)]
    assert undone == ["replied", "took", "logged"]
    assert all_rows(launch_file) == before
    with pytest.raises(Refused, match="nothing of yours"):
        ana.timeline.undo()


def test_a_number_is_never_given_twice_not_even_after_an_undo(ana: Services) -> None:
    logged(ana)
    ana.timeline.undo()
    assert ana.tickets.add(NewTicket("Another")).ref == "T-002"


def test_undo_takes_back_only_my_own_last_action(ana: Services, ben: Services) -> None:
    logged(ana)
    ben.run_sheet.tick(task_id(ben, "Flip"))
    assert ana.timeline.undo().verb == "logged"
    assert ben.run_sheet.task(task_id(ben, "Flip")).state is TaskState.DONE


def test_undo_is_refused_when_somebody_changed_it_since(ana: Services, ben: Services) -> None:
    logged(ana)
    ana.tickets.take("T-001")
    ben.tickets.assign("T-001", "Ben")
    with pytest.raises(Refused, match=r"changed since by Ben \(Assigned T-001 to Ben"):
        ana.timeline.undo()
    assert ana.tickets.get("T-001").assignee == "Ben"


def test_undo_keeps_what_somebody_else_changed_on_other_fields(
    ana: Services, ben: Services
) -> None:
    logged(ana)
    ana.tickets.take("T-001")
    ben.tickets.edit("T-001", category="payments")
    ana.timeline.undo()
    ticket = ana.tickets.get("T-001")
    assert (ticket.assignee, ticket.category) == (None, "payments")


def test_undo_of_a_ticket_that_others_answered_is_refused(ana: Services, ben: Services) -> None:
    logged(ana)
    ben.tickets.reply("T-001", "On it")
    with pytest.raises(Refused, match="changed since by Ben"):
        ana.timeline.undo()
    assert [note.text for note in ana.tickets.notes("T-001")] == ["On it"]


def test_undo_of_a_person_who_has_shifts_by_now_is_refused(ana: Services, ben: Services) -> None:
    cleo = ana.rota.add_person("Cleo")
    ben.rota.sign_in_person(cleo.id, "L1")
    with pytest.raises(Refused, match="something else builds on it"):
        ana.timeline.undo()
    assert "Cleo" in {person.name for person in ana.rota.people()}


def test_undo_of_an_issue_that_tickets_point_to_is_refused(ana: Services, ben: Services) -> None:
    issue(ana)
    logged(ben)
    ben.tickets.link("T-001", "ORCHID-001")
    with pytest.raises(Refused, match="builds on it"):
        ana.timeline.undo()
    assert ana.tickets.get("T-001").issue_ref == "ORCHID-001"


def test_undo_makes_an_open_form_stale(ana: Services, ben: Services) -> None:
    seen = ana.tickets.add(NewTicket("Cannot pay"))
    ana.tickets.take(seen.ref)
    ana.timeline.undo()
    with pytest.raises(Refused, match="changed it first"):
        ben.tickets.edit(seen.ref, subject="Typed long ago", expected=seen.version)


def test_a_resolved_ticket_that_is_undone_has_its_clocks_running(
    ana: Services, clock: FixedClock
) -> None:
    logged(ana)
    due = ana.tickets.get("T-001").next_due_at
    clock.move(minutes=5)
    ana.tickets.resolve("T-001", "ok")
    ana.timeline.undo()
    ticket = ana.tickets.get("T-001")
    assert (ticket.state, ticket.next_due_at) == (TicketState.NEW, due)
    assert {row.state for row in ticket.clocks} == {"running"}
