"""The exchange screen, as a person sees and presses it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.exchange.test_help_desk import Exchange, both  # noqa: F401 - a fixture
from tests.exchange.test_import import ZENDESK, put
from tests.ui_screens.conftest import SIZES, watching
from tests.widgets.hostile import HOSTILE
from warroom_tui.domain.desk.tickets import NewTicket, Priority
from warroom_tui.domain.errors import WarroomError
from warroom_tui.services.warroom import Services
from warroom_tui.ui.screens.exchange import ExchangeScreen


def test_a_file_is_looked_at_mended_and_imported(ana: Services, tmp_path: Path) -> None:
    path = put(tmp_path, ZENDESK)

    async def run() -> None:
        async with watching(ExchangeScreen(ana), SIZES[0]) as watcher:
            await watcher.sees("no help desk is set up", "Press i to import tickets")
            await watcher.keys("i")
            await watcher.sees("nothing is written before you say so")
            await watcher.types(str(path))
            await watcher.keys("enter")
            await watcher.sees(
                "12 rows · 7 cannot be imported", "What each column means", "Solved at"
            )
            await watcher.keys("v")
            await watcher.types("priority:Show stopper=P9")
            await watcher.keys("enter")
            await watcher.sees("'P9' is no priority.")  # and what was typed is still there
            await watcher.keys("backspace", "1", "enter")
            await watcher.sees("12 rows · 6 cannot be imported")
            assert ana.tickets.search(live_only=False) == ()
            await watcher.keys("y")
            await watcher.told("Imported: 5 new")
            await watcher.sees("import 1", "desk.csv · 5 new")
            await watcher.keys("end", "b")
            await watcher.sees("Take import 1 back?")
            await watcher.keys("y")
            await watcher.told("5 tickets taken back, 0 stay")

    asyncio.run(run())
    assert ana.tickets.search(live_only=False) == ()
    assert path.with_suffix(".rejected.csv").exists()


def test_a_conflict_is_settled_by_a_key_and_refused_ones_are_sent_again(
    both: Exchange,  # noqa: F811
) -> None:
    issue = both.tracker.issue(HOSTILE[2], "Refused.", status="chatting", priority="3")
    both.turn()
    (ticket,) = both.seat.tickets.search()
    both.seat.tickets.set_priority(ticket.ref, Priority.P1)
    both.seat.tickets.assign(ticket.ref, "Stranger")
    both.tracker.set(issue, priority="wish")
    both.turn()
    both.tracker.stop()
    with pytest.raises(WarroomError):
        both.turn()

    async def run() -> None:
        async with watching(ExchangeScreen(both.seat), SIZES[-1]) as watcher:
            await watcher.sees("1 to settle · 1 refused · 1 waiting", "no answer")
            await watcher.keys("home", "down")
            await watcher.sees("priority was changed on both sides", "mine    P1", "theirs  P4")
            await watcher.keys("t")
            await watcher.told("priority is P4")
            await watcher.keys("u")
            await watcher.sees("1 to settle")
            await watcher.keys("home", "down", "m")
            await watcher.told("priority is P1")
            await watcher.keys("home", "down")
            await watcher.sees("knows nobody called Stranger")
            await watcher.keys("r")
            await watcher.told("1 will be sent again")

    asyncio.run(run())
    both.tracker.start()
    result = both.turn()
    assert (result.sent, result.failed) == (1, 1)
    assert both.tracker.shown(issue)["priority"] == "critical"


def test_what_is_on_its_way_to_the_help_desk_is_shown_and_can_stay_here(
    both: Exchange,  # noqa: F811
) -> None:
    both.turn()
    first = both.seat.tickets.add(NewTicket("Cannot pay"))
    second = both.seat.tickets.add(NewTicket(HOSTILE[2]))

    async def run() -> None:
        async with watching(ExchangeScreen(both.seat), SIZES[-1]) as watcher:
            await watcher.sees("Tickets logged here stay here")  # no process that makes them yet
            await watcher.keys("c")
            await watcher.types(f"{first.ref}, {second.ref}")
            await watcher.keys("enter")
            await watcher.told("2 will be made on the help desk")
            await watcher.sees("2 waiting", "make this ticket there")
            await watcher.keys("end")
            await watcher.sees(f"{second.ref} → not there yet", "d  do not send")
            await watcher.keys("d", "y")
            await watcher.sees("1 waiting")

    asyncio.run(run())
    assert both.turn().sent == 1
    assert both.tracker.titles() == ["Cannot pay"]
