"""Escalation, promises and figures, as a person sees and presses them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.service_levels.conftest import Launch
from tests.ui.conftest import _plain_terminal
from tests.ui_screens.conftest import SIZES, watching
from warroom_tui.domain.desk.tickets import EscalationContext, Level, NewTicket, Priority
from warroom_tui.domain.timeline import Actor
from warroom_tui.services.context import Context
from warroom_tui.services.warroom import Services
from warroom_tui.storage.store import Store
from warroom_tui.ui.screens.desk_figures import FiguresScreen
from warroom_tui.ui.screens.escalations import EscalationsScreen
from warroom_tui.ui.screens.full_screen import FullScreen
from warroom_tui.ui.screens.queue.screen import TicketsScreen

__all__ = ["_plain_terminal"]

WHY = EscalationContext("Cards [/] refused", "Only \x1b bank X", "Another till")


@pytest.mark.parametrize("size", SIZES)
def test_a_call_is_answered_and_a_held_ticket_kept_from_the_screen(
    launch: Launch, shipped_plans: dict[str, Path], clock: FixedClock, size: tuple[int, int]
) -> None:
    ana = launch(shipped_plans["post-launch-support"])
    called = ana.tickets.add(NewTicket("[/] Cards", priority=Priority.P2)).ref
    ana.tickets.escalate(called, Level.L2, WHY)
    ana.tickets.add(NewTicket("Slow page"))
    clock.move(hours=3)

    async def run() -> None:
        async with watching(EscalationsScreen(ana), size) as watcher:
            await watcher.sees("1 not answered", "1 held too long", "T-001 [/] Cards")
            await watcher.keys("a")
            await watcher.sees("Who answered?")
            await watcher.types("Dana")
            await watcher.keys("enter")
            await watcher.told("Answered")
            await watcher.sees("Escalation and promises · 1 held too long")
            await watcher.keys("home", "s")
            await watcher.sees("Why?")
            await watcher.types("the vendor calls back")
            await watcher.keys("enter")
            await watcher.told("stays at L1")
            await watcher.keys("u")
            await watcher.sees("1 held too long")

    asyncio.run(run())
    assert ana.escalations.calls() == ()


def test_a_figure_opens_the_tickets_that_it_counted(
    launch: Launch, shipped_plans: dict[str, Path], clock: FixedClock
) -> None:
    ana = launch(shipped_plans["post-launch-support"])
    ref = ana.tickets.add(NewTicket("Cards refused")).ref
    clock.move(minutes=5)
    ana.tickets.resolve(ref, "Restarted")

    async def run() -> None:
        async with watching(FiguresScreen(ana)) as watcher:
            await watcher.sees("Figures · today, Tue 1 Dec", "1 logged, 1 resolved")
            await watcher.keys("enter")
            await watcher.sees("Support tickets · Tue 1 Dec · 1", "T-001", "Cards refused")
            await watcher.keys("escape")
            await watcher.keys("left_square_bracket")
            await watcher.sees("Figures · Mon 30 Nov", "0 logged")
            await watcher.keys("right_square_bracket")
            await watcher.sees("Figures · today")

    asyncio.run(run())
    assert ana.desk_figures.day(ana.desk_figures.today()).counts.first_contact == 1


def test_the_cursor_goes_to_the_call_that_an_escalation_made(
    launch: Launch, shipped_plans: dict[str, Path], clock: FixedClock
) -> None:
    ana = launch(shipped_plans["post-launch-support"])
    ana.tickets.add(NewTicket("Slow page"))
    clock.move(hours=3)
    ana.tickets.escalate(ana.tickets.add(NewTicket("Other")).ref, Level.L2, WHY)

    async def run() -> None:
        screen = EscalationsScreen(ana)
        async with watching(screen) as watcher:
            await watcher.sees("1 held too long")
            assert screen.list.move_to("held:T-001")
            await watcher.keys("e")
            await watcher.sees("Escalate T-001")
            for words in ("Slow", "All stores", "Restarted"):
                await watcher.types(words)
                await watcher.keys("tab")
            await watcher.keys("ctrl+s")
            await watcher.sees("2 not answered")
            await watcher.until(lambda: (screen.cursor or "") == "call:2", "the new call")

    asyncio.run(run())


@pytest.mark.parametrize("kind", [EscalationsScreen, TicketsScreen, FiguresScreen])
def test_a_read_only_seat_says_so_and_changes_nothing(
    launch: Launch, shipped_plans: dict[str, Path], clock: FixedClock, tmp_path: Path,
    kind: type[FullScreen[object]],
) -> None:  # fmt: skip
    ana = launch(shipped_plans["post-launch-support"])
    ref = ana.tickets.add(NewTicket("Slow page")).ref
    clock.move(hours=3)
    store = Store.open(tmp_path / "post-launch-support.db", read_only=True)
    viewer = Services(Context(store, clock, Actor("Viewer", "viewer-seat")))

    async def run() -> None:
        async with watching(kind(viewer)) as watcher:
            await watcher.sees("read-only")
            if kind is FiguresScreen:
                return
            await watcher.sees("Slow page")
            if kind is EscalationsScreen:
                await watcher.keys("home", "s")
                await watcher.sees("Why?")
                await watcher.types("later")
                await watcher.keys("enter")
                await watcher.sees("This seat is read-only: nothing was changed.")
            else:
                await watcher.keys("t")
                await watcher.told("This seat is read-only: nothing was changed.")

    asyncio.run(run())
    viewer.close()
    assert ana.tickets.get(ref).assignee is None
    assert [one.ref for one in ana.escalations.page().held] == [ref]


def test_names_and_promises_are_whole_on_a_screen_of_middle_width(
    launch: Launch, shipped_plans: dict[str, Path]
) -> None:
    ana = launch(shipped_plans["layby-launch-week"])

    async def run() -> None:
        async with watching(EscalationsScreen(ana), (120, 36)) as seat:
            await seat.sees("level, call or promise", "Support Manager: Priya Raman")
        async with watching(TicketsScreen(ana), (120, 36)) as seat:
            await seat.sees("8 Resolved today  9 Saved")

    asyncio.run(run())
