"""The support desk: promises, pauses, refusals, and what a late form is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import FixedClock
from warroom_tui.domain.desk.tickets import (
    EscalationContext,
    Level,
    NewTicket,
    Priority,
    Ticket,
    TicketState,
)
from warroom_tui.domain.errors import InputError, NotFound, Refused, StaleWrite
from warroom_tui.services.warroom import Services

CONTEXT = EscalationContext("Card refused", "One bank", "Another card")


def clock_of(ticket: Ticket, name: str) -> tuple[str, float]:
    """State and minutes from logging until it is due, of the newest clock of that name."""
    row = [clock for clock in ticket.clocks if clock.clock == name][-1]
    return row.state, (row.due_at - ticket.created_at).total_seconds() / 60


def p1(services: Services) -> Ticket:
    return services.tickets.add(NewTicket("Cannot pay", priority=Priority.P1))


def test_both_promises_start_when_a_ticket_is_logged(ana: Services) -> None:
    ticket = p1(ana)
    assert clock_of(ticket, "first_response") == ("running", 15)
    assert clock_of(ticket, "resolution") == ("running", 120)
    assert (ticket.next_clock, ticket.state) == ("first_response", TicketState.NEW)


def test_a_target_without_a_duration_starts_no_clock(ana: Services) -> None:
    ticket = ana.tickets.add(NewTicket("Nicer icons", priority=Priority.P4))
    assert (ticket.clocks, ticket.next_due_at) == ((), None)


def test_the_first_reply_keeps_the_response_promise(ana: Services, clock: FixedClock) -> None:
    p1(ana)
    clock.move(minutes=15)
    ticket = ana.tickets.reply("1", "On it")
    assert clock_of(ticket, "first_response")[0] == "met"
    assert (ticket.next_clock, ticket.assignee) == ("resolution", "Ana")
    assert ticket.first_response_at == clock.now()


def test_a_reply_a_second_late_breaks_it(ana: Services, clock: FixedClock) -> None:
    p1(ana)
    clock.move(minutes=15, seconds=1)
    assert clock_of(ana.tickets.reply("1", "On it"), "first_response")[0] == "breached"


def test_waiting_on_the_requester_stops_the_clocks(ana: Services, clock: FixedClock) -> None:
    p1(ana)
    clock.move(minutes=10)
    waiting = ana.tickets.wait("T-001")
    assert waiting.next_due_at is None
    clock.move(hours=5)
    ticket = ana.tickets.resume("T-001")
    assert clock_of(ticket, "first_response") == ("running", 15 + 300)
    assert clock_of(ticket, "resolution") == ("running", 120 + 300)


def test_a_reply_while_the_clock_stands_still_is_not_late(ana: Services, clock: FixedClock) -> None:
    p1(ana)
    clock.move(minutes=10)
    ana.tickets.wait("T-001")
    clock.move(hours=5)
    assert clock_of(ana.tickets.reply("T-001", "Any news?"), "first_response")[0] == "met"


def test_resolving_a_waiting_ticket_does_not_count_the_wait(
    ana: Services, clock: FixedClock
) -> None:
    p1(ana)
    ana.tickets.reply("T-001", "On it")
    ana.tickets.wait("T-001")
    clock.move(hours=9)
    ticket = ana.tickets.resolve("T-001", "Solved itself")
    assert clock_of(ticket, "resolution") == ("met", 120 + 540)
    assert ticket.waiting_since is None


def test_a_new_priority_counts_from_the_old_start(ana: Services, clock: FixedClock) -> None:
    ana.tickets.add(NewTicket("Cannot pay"))
    clock.move(minutes=30)
    ticket = ana.tickets.set_priority("T-001", Priority.P1)
    assert clock_of(ticket, "first_response") == ("running", 15)
    assert clock_of(ticket, "resolution") == ("running", 120)


def test_escalating_applies_the_stricter_promise(ana: Services) -> None:
    ana.tickets.add(NewTicket("Cannot pay"))
    ticket = ana.tickets.escalate("T-001", Level.L2, CONTEXT)
    assert clock_of(ticket, "resolution") == ("running", 240)
    assert (ticket.level, ticket.assignee) == (Level.L2, None)
    assert ana.tickets.notes("T-001")[-1].text.startswith("L1 → L2\nProblem: Card refused")


def test_escalating_a_waiting_ticket_starts_no_clock_behind_its_back(
    ana: Services, clock: FixedClock
) -> None:
    ana.tickets.add(NewTicket("Nicer icons", priority=Priority.P4))
    ana.tickets.wait("T-001")
    clock.move(hours=1)
    ticket = ana.tickets.escalate("T-001", Level.L2, CONTEXT)
    assert clock_of(ticket, "resolution") == ("paused", 60 + 240)
    assert ticket.next_due_at is None
    clock.move(hours=2)
    resumed = ana.tickets.resume("T-001")
    assert clock_of(resumed, "resolution") == ("running", 60 + 240 + 120)


def test_an_answered_ticket_owes_no_second_first_response(ana: Services, clock: FixedClock) -> None:
    ana.tickets.add(NewTicket("Nicer icons", priority=Priority.P4))
    ana.tickets.reply("T-001", "Thank you")
    ticket = ana.tickets.set_priority("T-001", Priority.P1)
    assert {row.clock for row in ticket.clocks} == {"resolution"}


def test_reopening_starts_a_new_resolution_clock(ana: Services, clock: FixedClock) -> None:
    p1(ana)
    ana.tickets.resolve("T-001", "ok")
    ana.tickets.close("T-001")
    clock.move(days=1)
    ticket = ana.tickets.reopen("T-001", "again")
    assert clock_of(ticket, "resolution") == ("running", 24 * 60 + 120)
    assert (ticket.reopen_count, ticket.resolved_at, ticket.closed_at) == (1, None, None)
    assert ticket.state is TicketState.OPEN


def test_taking_what_somebody_has_names_the_owner(ana: Services, ben: Services) -> None:
    p1(ana)
    ben.tickets.take("T-001")
    with pytest.raises(Refused, match="T-001 is Ben's already"):
        ana.tickets.take("T-001")


@pytest.mark.parametrize(
    "write",
    [
        lambda s, v: s.tickets.take("T-001", v),
        lambda s, v: s.tickets.assign("T-001", "Cleo", expected=v),
        lambda s, v: s.tickets.reply("T-001", "hello", v),
        lambda s, v: s.tickets.wait("T-001", "", v),
        lambda s, v: s.tickets.escalate("T-001", Level.L3, CONTEXT, v),
        lambda s, v: s.tickets.resolve("T-001", "done", None, v),
        lambda s, v: s.tickets.set_priority("T-001", Priority.P2, v),
        lambda s, v: s.tickets.edit("T-001", subject="Other", expected=v),
        lambda s, v: s.tickets.link("T-001", None, v),
    ],
    ids=["take", "assign", "reply", "wait", "escalate", "resolve", "priority", "edit", "link"],
)
def test_a_late_write_is_told_who_did_what(ana: Services, ben: Services, write: object) -> None:
    seen = p1(ana)
    ben.tickets.edit("T-001", category="payments")
    before = ana.tickets.get("T-001"), ana.tickets.notes("T-001")
    with pytest.raises(StaleWrite, match="Ben changed it first: Edited T-001: category") as told:
        write(ana, seen.version)  # type: ignore[operator]
    assert told.value.hint
    assert (ana.tickets.get("T-001"), ana.tickets.notes("T-001")) == before


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (lambda s: s.tickets.add(NewTicket("  \n ")), "needs a subject"),
        (lambda s: s.tickets.edit("T-001", subject=" "), "needs a subject"),
        (lambda s: s.tickets.reply("T-001", "\n"), "reply needs a text"),
        (lambda s: s.tickets.resolve("T-001", ""), "needs its solution"),
        (lambda s: s.tickets.rate("T-001", 9), "9 is no rating"),
        (lambda s: s.tickets.rate("T-001", float("nan")), "nan is no rating"),
        (lambda s: s.tickets.resolve("T-001", "ok", 0), "0 is no rating"),
        (
            lambda s: s.tickets.escalate("T-001", Level.L2, EscalationContext("a", "b", " ")),
            "steps that were tried",
        ),
        (lambda s: s.tickets.get("T-999"), "no ticket"),
        (lambda s: s.tickets.link("T-001", "ORCHID-9"), "no known issue"),
    ],
)
def test_input_that_cannot_be_used_changes_nothing(
    ana: Services, write: object, message: str
) -> None:
    ticket = p1(ana)
    with pytest.raises(InputError, match=message):
        write(ana)  # type: ignore[operator]
    assert ana.tickets.get("T-001") == ticket
    assert len(ana.timeline.recent()) == 2


def test_an_edited_subject_stays_on_one_line(ana: Services) -> None:
    p1(ana)
    assert ana.tickets.edit("T-001", subject="Two\nlines").subject == "Two lines"


def test_moves_that_make_no_sense_are_refused(ana: Services) -> None:
    p1(ana)
    with pytest.raises(Refused, match="cannot become closed"):
        ana.tickets.close("T-001")
    with pytest.raises(Refused, match="open already"):
        ana.tickets.reopen("T-001")
    ana.tickets.resolve("T-001", "ok")
    with pytest.raises(Refused, match="Reopen it first"):
        ana.tickets.reply("T-001", "hello")
    with pytest.raises(Refused, match="Reopen it"):
        ana.tickets.resume("T-001")


@pytest.mark.parametrize("ref", ["1", "T-1", "t-001", " T-001 ", "001"])
def test_a_ticket_is_found_however_its_number_is_typed(ana: Services, ref: str) -> None:
    p1(ana)
    assert ana.tickets.get(ref).ref == "T-001"


def test_a_nonsense_reference_is_not_found(ana: Services) -> None:
    for ref in ("", "T-", "²", "T-1; DROP", "\x00"):
        with pytest.raises(NotFound):
            ana.tickets.get(ref)
    with pytest.raises(InputError, match="cannot be stored"):
        ana.tickets.get("\ud800")


def test_search_wants_every_word_somewhere(ana: Services) -> None:
    ana.tickets.add(NewTicket("Cannot pay by card", requester="Cleo"))
    ana.tickets.add(NewTicket("100% slow", requester="Dora"))
    ana.tickets.add(NewTicket("Cannot sign in", requester="Cleo"))
    found = [ticket.subject for ticket in ana.tickets.search("cleo CANNOT")]
    assert sorted(found) == ["Cannot pay by card", "Cannot sign in"]
    assert [t.subject for t in ana.tickets.search("100%")] == ["100% slow"]
    assert ana.tickets.search("_ay") == ()


def test_paging_through_the_queue_shows_every_ticket_once(ana: Services, clock: FixedClock) -> None:
    for number in range(25):
        priority = (Priority.P1, Priority.P3, Priority.P4)[number % 3]
        ana.tickets.add(NewTicket(f"Number {number}", priority=priority))
        clock.at += timedelta(seconds=number % 4)
    whole = [ticket.ref for ticket in ana.tickets.search()]
    paged: list[str] = []
    last: Ticket | None = None
    while page := ana.tickets.search(limit=4, after=last):
        paged += [ticket.ref for ticket in page]
        last = page[-1]
    assert paged == whole
    assert len(set(whole)) == 25
