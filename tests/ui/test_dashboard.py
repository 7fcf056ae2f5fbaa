"""The dashboard on a launch morning, by keys, on a real database."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest
from textual import events

from tests.ui.conftest import Seat, sitting
from warroom_tui import bootstrap
from warroom_tui.domain.desk.tickets import NewTicket, Priority
from warroom_tui.services.warroom import Services
from warroom_tui.ui.app import WarroomApp
from warroom_tui.ui.commands import Scope
from warroom_tui.ui.screens.dialogs.base import Dialog

SIZES = ((80, 24), (100, 30), (120, 36), (160, 45), (240, 67))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_size_answers_the_first_questions(day: Path, size: tuple[int, int]) -> None:
    async def run() -> None:
        async with sitting(day, size) as seat:
            frame = seat.frame
            for text in ("LAYBY", "YELLOW", "08:47", "left in Launch hour", "4 of 6", "SLA"):
                assert text in frame, text
            assert "T-001" in frame
            assert "no owner" in frame or "nobody" in frame

    asyncio.run(run())


def test_the_whole_room_is_on_one_screen(day: Path) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            frame = seat.frame
            for text in (
                "Day 1 of 14",
                "Payment gateway is down",
                "Needs you · 5 · 2 urgent",
                "1 down · 1 slow · 1 without data",
                "8 open · 1 over SLA",
                "9 on · 1 short",
                "not in Raj",
                "Launch hour 4/6 · 1 late",
                "47 min late",
                "LAYBY-001",
                "laybys 37 / 100",
                "3 met",
            ):
                assert text in frame, text

    asyncio.run(run())


def test_a_large_screen_shows_what_happened(day: Path) -> None:
    async def run() -> None:
        async with sitting(day, (240, 67)) as seat:
            assert "Activity" in seat.frame
            assert "Payment gateway is down (timeout after 5 s)" in seat.frame

    asyncio.run(run())


def test_too_small_a_terminal_is_told_so_and_recovers(day: Path) -> None:
    async def run() -> None:
        async with sitting(day, (60, 20)) as seat:
            assert "Warroom needs 80 x 24." in seat.frame
            assert "This terminal has 60 x 20." in seat.frame
            await seat.pilot.resize_terminal(120, 36)
            await seat.sees("Launch hour 4/6")
            assert "Warroom needs" not in seat.frame

    asyncio.run(run())


def test_resizing_while_it_runs_keeps_the_open_panel_and_its_row(day: Path) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            await seat.keys("2", "down", "down")
            row = seat.cursor(Scope.TICKETS)
            await seat.pilot.resize_terminal(80, 24)
            await seat.sees("2 Tickets")
            assert "Rota · " not in seat.frame
            assert seat.cursor(Scope.TICKETS) == row
            await seat.pilot.resize_terminal(160, 45)
            await seat.sees("3 Rota")
            assert seat.cursor(Scope.TICKETS) == row

    asyncio.run(run())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_arrows_move_at_once_in_every_size(day: Path, size: tuple[int, int]) -> None:
    async def run() -> None:
        async with sitting(day, size) as seat:
            await seat.keys("down", "j", "k")
            assert seat.cursor(Scope.TICKETS) == "T-008"

    asyncio.run(run())


def test_on_a_small_screen_digits_open_one_panel_at_a_time(day: Path) -> None:
    async def run() -> None:
        async with sitting(day, (80, 24)) as seat:
            assert "P1 T-001 Cannot record payments" in seat.frame  # the needs-you line
            await seat.keys("1")
            await seat.sees("Database query")
            assert "T-008" not in seat.frame
            await seat.keys("4")
            await seat.sees("Watch for error spikes")
            await seat.keys("0")
            await seat.sees("not signed in: Raj Patel")

    asyncio.run(run())


def test_tab_goes_round_the_panels_and_the_footer_follows(day: Path) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            seen = []
            for _ in range(6):
                seen.append(seat.dashboard.open_panel)
                await seat.keys("tab")
            assert len(set(seen)) == 6
            assert seat.dashboard.open_panel is seen[0]
            await seat.keys("4")
            assert "space Tick" in seat.frame.splitlines()[-1]
            await seat.keys("2")
            assert "t Take" in seat.frame.splitlines()[-1]

    asyncio.run(run())


def test_z_gives_a_panel_the_screen_and_escape_gives_it_back(day: Path) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            await seat.keys("4", "z")
            await seat.until(lambda: "Payment gateway" not in seat.frame[300:], "the large list")
            assert "Escalation drill" in seat.frame
            await seat.keys("escape")
            await seat.sees("1 Health")
            await seat.sees("Payment gateway")

    asyncio.run(run())


def test_taking_a_ticket_shows_and_is_stored_and_undone(day: Path, colleague: Services) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            assert seat.cursor(Scope.TICKETS) == "T-001"
            await seat.keys("t")
            await seat.until(lambda: "T-001 is yours" in " ".join(seat.toasts), "the toast")
            assert "u undo" in seat.toasts[-1]
            assert colleague.tickets.get("T-001").assignee == "priya"
            await seat.keys("u")
            await seat.until(lambda: "Undone" in " ".join(seat.toasts), "the undo")
            assert colleague.tickets.get("T-001").assignee is None

    asyncio.run(run())


def test_what_a_colleague_changes_appears_by_itself(day: Path, colleague: Services) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            colleague.tickets.add(NewTicket("Till 3 shows a blank page", priority=Priority.P2))
            await seat.sees("Till 3 shows a blank page")

    asyncio.run(run())


def test_the_cursor_stays_on_its_ticket_when_a_worse_one_arrives(
    day: Path, colleague: Services
) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            await seat.keys("2", "down", "down")
            row = seat.cursor(Scope.TICKETS)
            assert row not in (None, "T-001")
            new = colleague.tickets.add(NewTicket("Nobody can log in", priority=Priority.P1))
            await seat.sees("Nobody can log in")
            assert seat.cursor(Scope.TICKETS) == row != new.ref

    asyncio.run(run())


def test_two_people_take_one_ticket_and_the_second_is_told_who_was_first(
    day: Path, colleague: Services
) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            stale = seat.dashboard.situation
            colleague.tickets.take("T-001")
            assert stale is not None
            seat.dashboard.take_ticket("T-001", stale.board.tickets[0].version)
            await seat.until(lambda: "marcus" in " ".join(seat.toasts), "who was first")
            assert colleague.tickets.get("T-001").assignee == "marcus"

    asyncio.run(run())


def test_space_ticks_the_task_under_the_cursor_and_again_unticks_it(
    day: Path, colleague: Services
) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            await seat.keys("4", *["down"] * 5)
            assert seat.dashboard.situation is not None
            await seat.keys("space")
            await seat.sees("Launch hour 5/6")
            row = seat.cursor(Scope.CHECKLIST) or ""
            task = colleague.run_sheet.task(int(row.removeprefix("task:")))
            assert (task.text, task.done_by) == ("Watch for error spikes", "priya")
            await seat.keys("space")
            await seat.sees("Launch hour 4/6")

    asyncio.run(run())


def test_the_filter_narrows_while_typing_and_escape_shows_all(day: Path) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            await seat.keys("slash", *"layby")
            await seat.until(lambda: "match 'layby'" in seat.frame, "the filtered count")
            await seat.keys("enter")
            assert "Layby list empty" in seat.frame
            await seat.keys("slash", *"zzz", "enter")
            await seat.sees("No open ticket matches")
            await seat.keys("escape")
            await seat.sees("8 open")
            assert "Where is the Laybys menu?" in seat.frame

    asyncio.run(run())


def test_a_filter_that_cannot_be_read_says_why(day: Path) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            await seat.keys("slash", *"due<soon")
            await seat.sees("▲ due<soon")
            assert "“due” takes a time" in seat.frame
            await seat.keys("escape")
            await seat.until(lambda: "takes a time" not in seat.frame, "the explanation to go")

    asyncio.run(run())


def test_enter_on_a_need_goes_to_its_row(day: Path) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            await seat.keys("0", "end", "enter")
            assert seat.dashboard.open_panel == "checklist"
            row = seat.cursor(Scope.CHECKLIST) or ""
            situation = seat.dashboard.situation
            assert situation is not None
            late = [n for n in situation.needs if n.panel == "checklist"]
            assert row == late[-1].row
            await seat.keys("0", "home", "enter")
            assert seat.dashboard.open_panel == "tickets"
            assert seat.cursor(Scope.TICKETS) == "T-001"

    asyncio.run(run())


def test_lists_unfold_and_other_phases_can_be_looked_at(day: Path) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            await seat.keys("4", "z")
            assert "Daily box 1" not in seat.frame
            lists = [r.key for r in seat.dashboard._deck.panels[Scope.CHECKLIST].list.rows]
            daily = next(key for key in lists if key.startswith("list:"))
            seat.dashboard.go(Scope.CHECKLIST, daily)
            await seat.keys("enter")
            await seat.sees("Daily box 1")
            await seat.keys("enter")
            await seat.until(lambda: "Daily box 1" not in seat.frame, "the folded list")
            await seat.keys("right_square_bracket")
            await seat.sees("Morning operations, step 1")
            assert "not the current phase" in seat.frame
            await seat.keys("escape")
            await seat.sees("Watch for error spikes")

    asyncio.run(run())


def test_markup_and_escapes_in_a_subject_are_only_text(day: Path) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            assert "[/b] receipt ␛[31mprints twice" in seat.frame
            seat.dashboard.go(Scope.TICKETS, "T-008")
            await seat.keys("t")
            await seat.until(lambda: "[/b] receipt" in " ".join(seat.toasts), "the toast")
            await seat.sees("[/b] receipt")

    asyncio.run(run())


def test_a_burst_that_begins_with_slash_is_all_words_of_the_filter(day: Path) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            for panel in ("2", "4", "1"):
                await seat.keys(panel)
                for key in ("slash", "p", "a", "y"):
                    seat.app.post_message(events.Key(key, "/" if key == "slash" else key))
                await seat.until(
                    lambda: seat.dashboard.view.ticket_filter == "pay", f"pay, from panel {panel}"
                )
                assert seat.app.screen is seat.dashboard
                await seat.keys("escape")

    asyncio.run(run())


@pytest.mark.parametrize("first", ["p", "a"])
def test_keys_typed_before_a_form_opens_are_for_the_form(day: Path, first: str) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            await seat.keys("2")
            before = seat.dashboard.situation
            assert before is not None
            for key in (first, "n", "t", "r"):
                seat.app.post_message(events.Key(key, key))
            await seat.until(lambda: isinstance(seat.app.screen, Dialog), "the form")
            await seat.pilot.pause()
            await seat.keys()
            assert len(seat.app.screen_stack) == 3, "the form stands alone above the dashboard"
            now = seat.dashboard.situation
            assert now is not None
            assert now.board.tickets == before.board.tickets, "t took no ticket"

    asyncio.run(run())


def test_the_checklist_follows_the_launch_into_its_next_phase(
    day: Path, colleague: Services
) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            await seat.keys("2")
            readiness = colleague.run_sheet.readiness()
            assert readiness.phase is not None
            _, started = colleague.run_sheet.advance(readiness.phase.id, "legal agrees")
            assert started is not None
            await seat.until(
                lambda: seat.cursor(Scope.CHECKLIST) == f"phase:{started.id}",
                "the cursor on the phase that has begun",
            )

    asyncio.run(run())


def _overridden(services: Services, held: bool) -> bool:
    return (services.board().rag_override is not None) == held


@pytest.mark.parametrize("way", ["dashboard", "report"])
def test_a_status_set_by_hand_holds_until_it_is_lifted(
    day: Path, colleague: Services, way: str
) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            for key, reason in (("1", "vendor"), ("4", "")):
                if way == "dashboard":
                    seat.dashboard.carry_out("launch.rag")
                    await seat.sees("The launch is")
                else:
                    await seat.keys("r")
                    await seat.keys("o")
                await seat.keys(key)
                if reason:
                    await seat.sees("until somebody lifts it")
                    await seat.keys("4")
                    await seat.sees("Why RED?")
                    await seat.keys(*reason, "enter")
                held = bool(reason)
                await seat.until(partial(_overridden, colleague, held), f"override is {held}")
                override = colleague.board().rag_override
                assert override is None or override.until is None
                await seat.keys("escape")

    asyncio.run(run())


def test_a_seat_that_may_only_read_says_so(day: Path) -> None:
    async def run() -> None:
        app = WarroomApp(lambda: bootstrap.open_services(str(day), actor="priya", read_only=True))
        async with app.run_test(size=(80, 24)) as pilot:
            seat = Seat(app, pilot)
            await seat.sees("priya · read-only")
            await seat.keys("n")
            refused = "This seat is read-only: nothing was changed."
            await seat.until(lambda: any(refused in toast for toast in seat.toasts), refused)
            assert not isinstance(app.screen, Dialog), "nothing can be typed that cannot be stored"

    asyncio.run(run())


def test_a_reply_that_was_refused_as_stale_can_be_sent_again(
    day: Path, colleague: Services
) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            await seat.keys("2")
            ref = seat.cursor(Scope.TICKETS)
            assert ref is not None
            await seat.keys("y", *"looking")
            colleague.tickets.assign(ref, "marcus")
            await seat.keys("ctrl+s")
            await seat.sees("marcus changed it first")
            assert "looking" in seat.frame
            await seat.keys("ctrl+s")
            await seat.until(lambda: seat.app.screen is seat.dashboard, "the form closed")
            assert [note.text for note in colleague.tickets.notes(ref)][-1] == "looking"

    asyncio.run(run())


def test_the_palette_offers_what_the_screen_on_top_can_do(day: Path) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            await seat.keys("r")
            await seat.keys("ctrl+p")
            await seat.keys(*"status")
            await seat.sees("Set status")
            await seat.keys("down", "enter")
            await seat.sees("The launch is")

    asyncio.run(run())
