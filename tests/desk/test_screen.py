"""The Tickets screen by keys: views, queries, many at once, two seats, articles."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import cast

import pytest
from textual import events

from tests.ui_screens.conftest import (
    SIZES,
    ScreenHost,
    Watcher,
    _plain_terminal,
    _played,
    colleague,
    day,
    mine,
    watching,
)
from tests.widgets.hostile import HOSTILE
from warroom_tui import bootstrap
from warroom_tui.domain.desk.kb import ArticleState
from warroom_tui.domain.desk.tickets import NewTicket, Priority, TicketState
from warroom_tui.services.warroom import Services
from warroom_tui.ui.app import WarroomApp
from warroom_tui.ui.screens.dialogs import TicketDetailScreen
from warroom_tui.ui.screens.kb import KbScreen
from warroom_tui.ui.screens.queue.screen import TicketsScreen
from warroom_tui.ui.widgets.story_page import wrapped

__all__ = ["_plain_terminal", "_played", "colleague", "day", "mine"]


@pytest.mark.parametrize("size", SIZES)
def test_views_queries_and_their_faults_are_shown(mine: Services, size: tuple[int, int]) -> None:
    async def run() -> None:
        async with watching(TicketsScreen(mine), size) as seat:
            await seat.sees("Tickets · Queue", "T-001", "Where is the Laybys menu?")
            await seat.keys("2")
            await seat.sees("Tickets · Unassigned", "T-001")
            await seat.keys("slash")
            await seat.types('"payments"')
            await seat.sees('unassigned "payments"', "Tickets · unassigned", "T-001")
            await seat.types(" stat:open")
            await seat.sees("There is no field “stat”", "Did you mean state?")
            await seat.keys("escape")
            await seat.sees("Tickets · Unassigned", "T-001")
            await seat.keys("8")
            await seat.sees("Tickets · Resolved today")
            await seat.keys("0", "o")
            await seat.sees("worst priority first" if size[0] > 100 else "Queue")
            await seat.keys("escape")
            assert seat.app.gone

    asyncio.run(run())


def test_marked_tickets_are_changed_as_one_and_refusals_are_named(
    mine: Services, colleague: Services
) -> None:
    async def run() -> None:
        async with watching(TicketsScreen(mine)) as seat:
            await seat.sees("T-001", "T-005")
            await seat.keys("A")
            await seat.sees("marked")
            colleague.tickets.resolve("T-005", "It is under Sales")
            await seat.keys("P")
            await seat.sees("Priority of")
            await seat.keys("1")
            await seat.told("1 not")
            await seat.told("T-005")
            await seat.sees("✖ P1 7")
            await seat.keys("u")
            await seat.told("Undone: Set")
        assert mine.tickets.get("T-005").priority is not Priority.P1

    asyncio.run(run())


def test_a_category_a_saved_view_and_a_new_ticket_by_keys(mine: Services) -> None:
    mine.tickets.edit("T-005", category="menus")

    async def run() -> None:
        async with watching(TicketsScreen(mine)) as seat:
            await seat.sees("T-005")
            await seat.keys("6")
            await seat.sees("Tickets of which category?")
            await seat.keys(str([name for name, _ in mine.queue.categories()].index("menus") + 1))
            await seat.sees("Tickets · menus")
            await seat.keys("v")
            await seat.types("Menu desk")
            await seat.keys("enter")
            await seat.told("Saved the view Menu desk")
            await seat.keys("0", "9")
            await seat.sees("Saved views", "Menu desk")
            await seat.keys("enter")
            await seat.sees("Tickets · Menu desk")
            await seat.keys("C")
            await seat.types("navigation")
            await seat.keys("enter")
            await seat.told("T-005 categorised")
            await seat.keys("D")
            await seat.told("Dropped Menu desk")
            await seat.keys("n")
            await seat.types("Out of paper")
            await seat.keys("enter")
            await seat.told("Ticket logged")
            await seat.sees("Out of paper")
        assert mine.tickets.get("T-005").category == "navigation"
        assert mine.queue.views() == ()

    asyncio.run(run())


def test_a_form_is_refused_once_keeps_the_text_and_then_means_the_new_state(
    mine: Services, colleague: Services
) -> None:
    async def run() -> None:
        async with watching(TicketDetailScreen("T-001", mine)) as seat:
            await seat.sees("nobody")
            await seat.keys("y")
            await seat.types("We are on it")
            colleague.tickets.set_priority("T-001", Priority.P2)
            await seat.until(
                lambda: (
                    "changed meanwhile by marcus"
                    in str(seat.app.screen_stack[1].query_one("#news").render())
                ),
                "the change",
            )
            await seat.keys("ctrl+s")
            await seat.sees("We are on it", "marcus changed it first: T-001 is P2 now")
            await seat.keys("ctrl+s")
            await seat.sees("priya replied")
        assert mine.tickets.notes("T-001")[-1].text == "We are on it"

    asyncio.run(run())


def test_a_canned_reply_is_read_over_before_it_is_recorded(mine: Services) -> None:
    mine.replies.save("Menu", "Hello {{ requester }}, it is [Provide guidance].\n[Name]")

    async def run() -> None:
        async with watching(TicketsScreen(mine)) as seat:
            await seat.sees("T-005")
            await seat.keys("slash")
            await seat.types("menu")
            await seat.keys("enter", "down", "y", "ctrl+t")
            await seat.sees("Begin from")
            await seat.keys("enter")
            await seat.sees("it is [Provide guidance].", "priya")
            await seat.keys("ctrl+s")
            await seat.sees("Still to fill in: [Provide guidance].")
            await seat.keys("ctrl+s")
            await seat.told("answered")
        assert mine.queue.page("menu is:answered").tickets

    asyncio.run(run())


def test_who_has_a_ticket_open_is_said_to_the_second_one(
    mine: Services, colleague: Services
) -> None:
    async def run() -> None:
        async with watching(TicketDetailScreen("T-005", colleague)) as theirs:
            await theirs.sees("Where is the Laybys menu?")
            await theirs.until(lambda: bool(mine.presence.others()), "the first one there")
            async with watching(TicketDetailScreen("T-005", mine)) as seat:
                await seat.sees("marcus has it open since")
            await theirs.keys("escape")
        for _ in range(100):
            if not mine.presence.others():
                break
            await asyncio.sleep(0.02)
        assert mine.presence.others() == ()

    asyncio.run(run())


def test_ten_thousand_lines_of_notes_are_all_there_and_scroll(mine: Services) -> None:
    mine.tickets.note("T-005", "\n".join(f"line {number}" for number in range(10_000)))

    async def run() -> None:
        async with watching(TicketDetailScreen("T-005", mine)) as seat:
            await seat.sees("line 0")
            await seat.keys("end")
            await seat.sees("line 9999")
            await seat.keys("pageup", "home")
            await seat.sees("line 1")

    asyncio.run(run())


@pytest.mark.parametrize("size", SIZES)
def test_hostile_text_in_every_column_is_text(mine: Services, size: tuple[int, int]) -> None:
    for text in HOSTILE:
        if text.strip():
            new = NewTicket(f"Odd {text}", requester=text, category=text, body=text)
            mine.tickets.take(mine.tickets.add(new).ref)

    async def run() -> None:
        async with watching(TicketsScreen(mine), size) as seat:
            await seat.sees("Tickets · Queue")
            await seat.keys("1")
            await seat.sees("Tickets · Mine", "Odd")
            for _ in range(len(HOSTILE) // 4):
                await seat.keys("down", "down", "down", "down")
                assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", seat.frame)

    asyncio.run(run())


def test_an_article_is_needed_written_and_published_by_keys(mine: Services) -> None:
    mine.kb.flag("T-005", "Where the menu is")

    async def run() -> None:
        async with watching(KbScreen(mine)) as seat:
            await seat.sees("▲ 1 needed", "Where the menu is", "asked for by T-005")
            await seat.keys("v")
            await seat.types("x")
            await seat.keys("enter")
            await seat.sees("is no count")
            await seat.keys("escape", "y", "s", "3")
            await seat.told("KB-001 is published")
            await seat.sees("1 published · 1 today")
            await seat.keys("d")
            await seat.types("3")
            await seat.keys("enter")
            await seat.sees("self-service 100 %: 3 of 3 since")
            await seat.keys("u")
            await seat.keys("u")
            await seat.told("Undone")
            await seat.sees("▲ 1 needed")
        assert mine.kb.get("1").state is ArticleState.NEEDED

    asyncio.run(run())


def test_several_are_resolved_with_one_solution(mine: Services) -> None:
    async def run() -> None:
        async with watching(TicketsScreen(mine, query="state:new")) as seat:
            await seat.sees("T-005")
            await seat.keys("A", "s")
            await seat.sees("what now?")
            await seat.keys("3")
            await seat.types("A restart")
            await seat.keys("ctrl+s")
            await seat.told("Resolved")
        assert mine.tickets.get("T-005").state is TicketState.RESOLVED

    asyncio.run(run())


def test_long_lines_break_at_blanks_and_wide_letters_are_counted() -> None:
    assert list(wrapped("one two three", 7)) == ["one two", "three"]
    assert list(wrapped("abcdefgh", 3)) == ["abc", "def", "gh"]
    assert list(wrapped("漢字漢字", 5)) == ["漢字", "漢字"]
    assert list(wrapped("", 5)) == [""]


def test_a_dashboard_below_the_tickets_is_not_drawn_and_is_right_when_one_is_back(
    day: Path, mine: Services
) -> None:
    async def run() -> None:
        app = WarroomApp(lambda: bootstrap.open_services(str(day), actor="priya"))
        async with app.run_test(size=(160, 45)) as pilot:
            seat = Watcher(cast("ScreenHost", app), pilot)
            await seat.sees("T-001", "Checklist")
            dashboard = app.screen
            await seat.keys("T")
            await seat.sees("Tickets · Queue")
            assert not dashboard.is_current
            mine.tickets.add(NewTicket("Out of paper", priority=Priority.P1))
            await seat.sees("Out of paper")
            await seat.keys("escape")
            await seat.until(lambda: dashboard.is_current, "the dashboard")
            await seat.sees("Out of paper", "Checklist")

    asyncio.run(run())


def test_letters_typed_right_after_a_backspace_stay(mine: Services) -> None:
    async def run() -> None:
        async with watching(TicketsScreen(mine)) as seat:
            await seat.sees("Tickets · Queue")
            await seat.keys("slash")
            for key in ("x", "y", "backspace", "backspace", "p", "1"):
                seat.app.post_message(events.Key(key, None if len(key) > 1 else key))
            await seat.sees("Tickets · p1")

    asyncio.run(run())
