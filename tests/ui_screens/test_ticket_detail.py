"""A ticket in full: what it shows, what can be done, two people at once."""

from __future__ import annotations

import asyncio

import pytest

from tests.ui_screens.conftest import SIZES, ascii_name, watching
from tests.widgets.hostile import HOSTILE
from warroom_tui.domain.desk.tickets import Level, NewTicket, Priority, TicketState
from warroom_tui.domain.errors import InputError
from warroom_tui.services.warroom import Services
from warroom_tui.ui.screens.dialogs import TicketDetailScreen


@pytest.mark.parametrize("size", SIZES)
def test_it_says_what_is_promised_and_how_it_stands(mine: Services, size: tuple[int, int]) -> None:
    async def run() -> None:
        async with watching(TicketDetailScreen("T-001", mine), size) as seat:
            await seat.sees("Cannot record payments at two stores", "P1", "nobody", "Store 14")
            await seat.sees("over", "promised: 5 minutes", "left")

    asyncio.run(run())


@pytest.mark.parametrize("size", SIZES)
def test_taking_replying_and_resolving_by_keys(mine: Services, size: tuple[int, int]) -> None:
    async def run() -> None:
        async with watching(TicketDetailScreen("T-001", mine), size) as seat:
            await seat.sees("nobody")
            await seat.keys("t")
            await seat.told("T-001 is yours")
            await seat.keys("y")
            await seat.types("We are on it")
            await seat.keys("ctrl+s")
            await seat.sees("We are on it", "priya replied", "✖ broken")
            await seat.keys("R")
            await seat.types("Gateway restarted")
            await seat.keys("ctrl+s")
            await seat.sees("resolved", "Gateway restarted", "reopen")
        ticket = mine.tickets.get("T-001")
        assert (ticket.state, ticket.assignee) == (TicketState.RESOLVED, "priya")
        assert ticket.csat is None

    asyncio.run(run())


def test_another_seats_change_is_announced_while_a_text_is_typed(
    mine: Services, colleague: Services
) -> None:
    async def run() -> None:
        async with watching(TicketDetailScreen("T-001", mine)) as seat:
            await seat.sees("nobody")
            await seat.keys("R")
            await seat.types("It was the gateway")
            colleague.tickets.take("T-001")
            colleague.tickets.resolve("T-001", "Done already")
            await seat.keys("ctrl+s")
            await seat.sees("It was the gateway", "it cannot become resolved")
            await seat.keys("escape", "y")
            await seat.sees("changed meanwhile by marcus", "Done already")

    asyncio.run(run())


def test_escalating_needs_its_context_and_raises_the_level(mine: Services) -> None:
    async def run() -> None:
        async with watching(TicketDetailScreen("T-005", mine), (80, 24)) as seat:
            await seat.sees("Where is the Laybys menu?")
            await seat.keys("e")
            await seat.types("Menu is gone")
            await seat.keys("ctrl+s")
            await seat.sees("Say what is known so far.")
            await seat.types("All franchise accounts")
            await seat.keys("tab")
            await seat.types("Signed out and in")
            await seat.keys("ctrl+s")
            await seat.told("T-005 escalated")
            await seat.sees("Menu is gone", "L2")
        assert mine.tickets.get("T-005").level is Level.L2

    asyncio.run(run())


def test_priority_link_wait_and_assign_from_lists(mine: Services) -> None:
    async def run() -> None:
        async with watching(TicketDetailScreen("T-005", mine)) as seat:
            await seat.sees("Where is the Laybys menu?")
            await seat.keys("P")
            await seat.sees("Priority of T-005")
            await seat.keys("2")
            await seat.told("T-005 is P2")
            await seat.keys("l")
            await seat.sees("Link T-005 to")
            await seat.keys("1")
            await seat.told("T-005 points to LAYBY-00")
            await seat.keys("s")
            await seat.types("screenshot")
            await seat.keys("enter")
            await seat.sees("stands still", "go on")
            await seat.keys("a")
            await seat.sees("Who has T-005?")
            await seat.keys("enter")
            await seat.told("T-005 assigned")
            await seat.keys("escape")
            assert seat.app.gone
        ticket = mine.tickets.get("T-005")
        assert (ticket.priority, ticket.state) == (Priority.P2, TicketState.PENDING)
        assert ticket.issue_ref is not None

    asyncio.run(run())


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()], ids=ascii_name)
def test_hostile_text_is_drawn_as_text(mine: Services, text: str) -> None:
    async def run() -> None:
        new = NewTicket(f"Subject {text}", body=text, requester=text, category=text)
        ref = mine.tickets.add(new).ref
        try:
            mine.tickets.note(ref, text)
        except InputError:
            assert not text.strip()
        async with watching(TicketDetailScreen(ref, mine), (80, 24)) as seat:
            await seat.sees(ref, "Subject")
            await seat.keys("end")
            await seat.sees("priya noted" if len(text) < 1_000 else text[-3:])
            assert not any(ord(char) < 32 and char != "\n" for char in seat.frame)
            assert not any("\x7f" <= char <= "\x9f" for char in seat.frame)

    asyncio.run(run())


def test_a_ticket_that_is_not_there_is_said_plainly(mine: Services) -> None:
    async def run() -> None:
        async with watching(TicketDetailScreen("T-999", mine)) as seat:
            await seat.sees("T-999")
            await seat.keys("t", "e", "R", "escape")
            assert seat.app.gone

    asyncio.run(run())


def test_a_fault_while_storing_is_said_in_the_form_and_the_text_stays(
    mine: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from warroom_tui.services.desk.ticket_desk import TicketDesk

    def broken(*_: object) -> None:
        raise ZeroDivisionError("disk [/b] on fire")

    async def run() -> None:
        async with watching(TicketDetailScreen("T-005", mine)) as seat:
            await seat.sees("Where is the Laybys menu?")
            monkeypatch.setattr(TicketDesk, "note", broken)
            await seat.keys("N")
            await seat.types("half an hour of typing")
            await seat.keys("ctrl+s")
            await seat.sees("half an hour of typing", "That did not work.", "disk [/b] on fire")

    asyncio.run(run())


def test_u_takes_the_last_action_back_without_leaving_the_ticket(mine: Services) -> None:
    async def run() -> None:
        async with watching(TicketDetailScreen("T-001", mine)) as seat:
            await seat.sees("nobody")
            await seat.keys("t")
            await seat.told("T-001 is yours")
            await seat.keys("u")
            await seat.told("Undone")
            await seat.sees("nobody")
        assert mine.tickets.get("T-001").assignee is None

    asyncio.run(run())
