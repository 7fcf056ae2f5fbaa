"""An open screen reads again when somebody did something, and not before."""

from __future__ import annotations

import asyncio

import pytest

from tests.conftest import FixedClock
from tests.ui_screens.conftest import watching
from warroom_tui.domain.desk.kb import ArticleState
from warroom_tui.domain.desk.tickets import NewTicket
from warroom_tui.domain.incident.issues import NewIssue
from warroom_tui.services.desk.ticket_queue import TicketQueue
from warroom_tui.services.warroom import Services
from warroom_tui.ui.screens.dialogs import TicketDetailScreen
from warroom_tui.ui.screens.escalations import EscalationsScreen
from warroom_tui.ui.screens.full_screen import FullScreen
from warroom_tui.ui.screens.issues import IssuesScreen
from warroom_tui.ui.screens.kb import KbScreen
from warroom_tui.ui.screens.queue.screen import TicketsScreen


def counted(screen: FullScreen[object]) -> list[str]:
    """Grows by one with each reading of the screen."""
    readings: list[str] = []
    read = screen.read

    def reading() -> object:
        readings.append("read")
        return read()

    screen.read = reading  # type: ignore[method-assign]
    return readings


@pytest.mark.parametrize("kind", [IssuesScreen, KbScreen, EscalationsScreen])
def test_a_screen_that_nobody_touches_reads_once_and_follows_a_colleague_at_once(
    mine: Services, colleague: Services, kind: type[FullScreen[object]]
) -> None:
    async def run() -> None:
        screen = kind(mine)
        screen.EVERY_S = 0.05  # type: ignore[misc]
        readings = counted(screen)
        async with watching(screen) as seat:
            await seat.until(lambda: bool(readings), "the first reading")
            await seat.pilot.pause(0.3)
            first = len(readings)
            await seat.pilot.pause(0.5)
            assert len(readings) == first
            colleague.issues.add(NewIssue("Receipts print twice"))
            await seat.until(lambda: len(readings) > first, "a reading after the change")

    asyncio.run(run())


def test_an_open_ticket_lets_its_countdown_run_without_reading(
    mine: Services, colleague: Services
) -> None:
    async def run() -> None:
        ref = colleague.tickets.add(NewTicket("Slow till")).ref
        clock = FixedClock(mine.clock.now())
        object.__setattr__(mine.context, "clock", clock)
        screen = TicketDetailScreen(ref, mine)
        readings = counted(screen)  # type: ignore[arg-type]
        async with watching(screen) as seat:
            await seat.sees("Slow till", " left")
            await seat.until(lambda: bool(colleague.presence.others()), "that it is open here")
            before = len(readings)
            for _ in range(4):
                told = seat.frame
                clock.move(seconds=2)
                await seat.until(lambda told=told: seat.frame != told, "the countdown")  # type: ignore[misc]
            # Once more at most: this seat has said that the ticket is open here.
            assert len(readings) <= before + 1
            colleague.presence.enter(ref)
            await seat.sees("has it open since")

    asyncio.run(run())


def test_the_queue_looks_again_only_when_something_was_written(
    mine: Services, colleague: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        looks: list[str] = []
        revision = TicketQueue.revision

        def looking(queue: TicketQueue) -> int:
            looks.append("look")
            return revision(queue)

        monkeypatch.setattr(TicketQueue, "revision", looking)
        async with watching(TicketsScreen(mine)) as seat:
            await seat.until(lambda: bool(looks), "the first look")
            before = len(looks)
            await seat.pilot.pause(2.2)
            assert len(looks) == before
            colleague.tickets.add(NewTicket("Cards refused at till nine"))
            await seat.sees("Cards refused at till nine")

    asyncio.run(run())


def test_an_empty_list_of_gaps_says_that_all_is_published(mine: Services) -> None:
    async def run() -> None:
        article = mine.kb.add("Paying by card")
        mine.kb.set_state(article.ref, ArticleState.PUBLISHED)
        async with watching(KbScreen(mine)) as seat:
            await seat.sees("Paying by card")
            await seat.keys("G")
            await seat.sees("No gaps: every article is published.")
            await seat.keys("G")
            await seat.sees("Paying by card")

    asyncio.run(run())
