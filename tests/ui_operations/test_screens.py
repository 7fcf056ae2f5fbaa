"""Messages, gates, runbooks and the plan, as a person sees and presses them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.operations.sample import PLANNED, planned_launch
from tests.services.sample import HERE, seat
from tests.ui_screens.conftest import SIZES, watching
from tests.widgets.hostile import HOSTILE
from warroom_tui.domain.runsheet.gates import GateState
from warroom_tui.domain.runsheet.messages import MessageState
from warroom_tui.plan.draft import GateDraft, MessageDraft, ProcedureDraft
from warroom_tui.services.warroom import Services
from warroom_tui.ui.screens.gates import GatesScreen
from warroom_tui.ui.screens.messages import MessagesScreen
from warroom_tui.ui.screens.plan import PlanScreen
from warroom_tui.ui.screens.runbooks import RunbooksScreen
from warroom_tui.ui.widgets.line_list import LineList


@pytest.mark.parametrize("size", SIZES)
def test_a_message_is_written_approved_and_marked_as_sent(
    at_ten: Services, size: tuple[int, int]
) -> None:
    async def run() -> None:
        async with watching(MessagesScreen(at_ten), size) as watcher:
            await watcher.sees("Messages · 3 to send · 1 late", "We are live", "1 h 00 late")
            await watcher.sees("2 open blanks to fill in", "[Name]")
            await watcher.keys("a")
            await watcher.told("Approved: We are live")
            await watcher.sees("approved by Ana")
            await watcher.keys("s")
            await watcher.told("Marked as sent: We are live")
            await watcher.sees("Messages · 2 to send · 1 sent")
            await watcher.keys("u")
            await watcher.sees("Messages · 3 to send · 1 late")

    asyncio.run(run())
    assert at_ten.messages.all()[0].state is MessageState.APPROVED


def test_typed_words_are_kept_and_a_password_is_not(at_ten: Services) -> None:
    async def run() -> None:
        async with watching(MessagesScreen(at_ten)) as watcher:
            await watcher.sees("We are live")
            await watcher.keys("end", "d")
            await watcher.sees("passwords are never stored")
            await watcher.keys("ctrl+a", "delete")
            await watcher.types("Password: abc")
            await watcher.keys("ctrl+s")
            await watcher.told("Written")
            await watcher.sees("Password: [generated]")

    asyncio.run(run())


def test_a_message_is_skipped_with_its_reason_and_found_by_words(at_ten: Services) -> None:
    async def run() -> None:
        async with watching(MessagesScreen(at_ten)) as watcher:
            await watcher.sees("We are live")
            await watcher.keys("slash")
            await watcher.types("board")
            await watcher.sees("Update for the board")
            assert "We are live" not in watcher.frame
            await watcher.keys("enter", "x")
            await watcher.sees("Why it does not go out")
            await watcher.types("no board today")
            await watcher.keys("enter")
            await watcher.told("Skipped")
            await watcher.keys("escape")
            await watcher.sees("We are live")
            assert not watcher.app.gone
            await watcher.keys("escape")
            await watcher.until(lambda: watcher.app.gone, "the screen was left")

    asyncio.run(run())


def test_a_message_is_written_to_a_file(at_ten: Services, tmp_path: Path) -> None:
    services = replace(at_ten, reports_folder=tmp_path / "out")

    async def run() -> None:
        async with watching(MessagesScreen(services)) as watcher:
            await watcher.sees("We are live")
            await watcher.keys("f")
            await watcher.told("Written to")

    asyncio.run(run())
    assert (tmp_path / "out" / "we-are-live.txt").read_text("utf-8").startswith("Subject: Orchid")


@pytest.mark.parametrize("size", SIZES)
def test_a_gate_is_decided_on_its_evidence(at_ten: Services, size: tuple[int, int]) -> None:
    async def run() -> None:
        async with watching(GatesScreen(at_ten), size) as watcher:
            await watcher.sees("Gates · 3 to decide · 1 late", "Go or not", "Evidence now")
            await watcher.keys("enter")
            await watcher.sees("2 open required tasks", "what speaks for it")
            await watcher.keys("enter")
            await watcher.sees("A decision needs its reason.")
            await watcher.types("All is well")
            await watcher.keys("enter")
            await watcher.told("Recorded with the evidence")
            await watcher.sees("Gates · 2 to decide")

    asyncio.run(run())
    gate = next(one for one in at_ten.gates.all() if one.title == "Go or not")
    assert (gate.state, gate.rationale) == (GateState.GO, "All is well")


def test_a_role_signs(at_ten: Services) -> None:
    async def run() -> None:
        async with watching(GatesScreen(at_ten)) as watcher:
            await watcher.sees("Final sign-off", "0/2")
            watcher.app.screen.query_one(LineList).move_to("gate:2")
            await watcher.keys("s")
            await watcher.sees("Who signs?", "Tech lead")
            await watcher.keys("2")
            await watcher.sees("Sign as Tech lead")
            await watcher.keys("enter")
            await watcher.sees("1/2", "Ana")

    asyncio.run(run())


@pytest.mark.parametrize("size", SIZES)
def test_a_procedure_is_followed_step_by_step(at_ten: Services, size: tuple[int, int]) -> None:
    async def run() -> None:
        async with watching(RunbooksScreen(at_ten), size) as watcher:
            await watcher.sees("Runbooks · 2 procedures", "Roll back", "Close the shop")
            await watcher.keys("space")
            await watcher.told("Press enter first")
            await watcher.keys("enter")
            await watcher.sees("1 being followed", "Ana on it")
            await watcher.keys("space")
            await watcher.sees("✔ Close the shop")
            await watcher.keys("f")
            await watcher.sees("How it went")
            await watcher.types("fine")
            await watcher.keys("enter")
            await watcher.told("Finished")
            await watcher.sees("followed ×1")

    asyncio.run(run())


@pytest.mark.parametrize("size", [*SIZES, (120, 36), (240, 67)])
def test_every_chapter_of_the_plan_can_be_read(at_ten: Services, size: tuple[int, int]) -> None:
    async def run() -> None:
        async with watching(PlanScreen(at_ten), size) as watcher:
            await watcher.sees("Plan · ", "Phases", "Freeze", "planned", "actual")
            for chapter in at_ten.book.read():
                watcher.app.screen.query_one("#chapters", LineList).move_to(chapter.key)
                await watcher.sees(chapter.entries[0].title[:12])

    asyncio.run(run())


def test_a_meeting_is_held_from_the_plan_and_the_directory_shows_what_is_missing(
    at_ten: Services,
) -> None:
    async def run() -> None:
        async with watching(PlanScreen(at_ten, "directory")) as watcher:
            await watcher.sees("▲ System down", "nobody named")
        async with watching(PlanScreen(at_ten, "meetings")) as watcher:
            await watcher.sees("Debrief", "Stand-up")
            await watcher.keys("enter", "h")
            await watcher.sees("What came of it")
            await watcher.types("all well")
            await watcher.keys("ctrl+s")
            await watcher.told("Held")
            await watcher.sees("held by Ana")

    asyncio.run(run())


def test_a_search_looks_into_every_chapter(at_ten: Services) -> None:
    async def run() -> None:
        async with watching(PlanScreen(at_ten)) as watcher:
            await watcher.sees("Phases")
            await watcher.keys("slash")
            await watcher.types("advertise")
            await watcher.sees("Nobody comes", "Mitigation: Advertise")
            assert "Phases" not in watcher.frame

    asyncio.run(run())


def test_an_empty_launch_says_what_to_do(tmp_path: Path, clock: FixedClock) -> None:
    bare = replace(PLANNED, messages=(), procedures=(), gates=(), meetings=(), lists=())

    async def run() -> None:
        with seat(planned_launch(tmp_path, bare), "Ana", clock) as services:
            async with watching(MessagesScreen(services), (80, 24)) as watcher:
                await watcher.sees("The plan names no messages. Press escape to go back.")
            async with watching(RunbooksScreen(services), (80, 24)) as watcher:
                await watcher.sees("Press escape to go back.")

    asyncio.run(run())


def test_hostile_words_are_words(tmp_path: Path, clock: FixedClock) -> None:
    messages = tuple(MessageDraft(text, HERE, body=text) for text in HOSTILE)
    gates = tuple(GateDraft("uat", text, HERE) for text in HOSTILE)
    procedures = tuple(ProcedureDraft(text, HERE, "rollback", (text,)) for text in HOSTILE)
    draft = replace(PLANNED, messages=messages, gates=gates, procedures=procedures)

    async def run() -> None:
        with seat(planned_launch(tmp_path, draft), "Ana", clock) as services:
            for screen in (MessagesScreen, GatesScreen, RunbooksScreen, PlanScreen):
                async with watching(screen(services)) as watcher:
                    await watcher.until(lambda: "·" in watcher.frame, "the heading")
                    for _ in HOSTILE:
                        await watcher.keys("down")
                    assert "\x1b" not in watcher.frame

    asyncio.run(run())
