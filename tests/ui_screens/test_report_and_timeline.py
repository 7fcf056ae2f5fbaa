"""The report before it is written, and the record."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.ui_screens.conftest import SIZES, watching
from warroom_tui.services.warroom import Services
from warroom_tui.ui.screens.dialogs import ReportScreen, TimelineScreen
from warroom_tui.ui.widgets.line_list import LineList


@pytest.mark.parametrize("size", SIZES)
def test_a_win_captured_from_the_report_stands_in_it(mine: Services, size: tuple[int, int]) -> None:
    async def run() -> None:
        async with watching(ReportScreen(mine), size) as seat:
            await seat.sees("Day 1 summary", "preview as md")
            await seat.keys("c")
            await seat.types("Fifty laybys [/b] by nine")
            await seat.keys("enter")
            await seat.until(
                lambda: bool(mine.notes.of_day(mine.launch().local(mine.clock.now()).date())),
                "the note",
            )
            await seat.keys("f")
            await seat.sees("preview as txt")

    asyncio.run(run())


def test_a_file_is_never_replaced_without_a_question(mine: Services, tmp_path: Path) -> None:
    async def run() -> None:
        target = tmp_path / "day.md"
        target.write_text("mine")
        async with watching(ReportScreen(mine)) as seat:
            await seat.sees("Day 1 summary")
            await seat.keys("w")
            await seat.sees("Write the report")
            await seat.keys("ctrl+u", *str(target))
            await seat.keys("enter")
            await seat.sees("Replace it")
            await seat.keys("n")
            assert target.read_text() == "mine"
            await seat.sees("day.md")
            await seat.keys("enter")
            await seat.sees("Replace it")
            await seat.keys("y")
            await seat.told("Issued as")
        assert "Day 1 summary" in target.read_text()

    asyncio.run(run())


def test_a_place_that_cannot_be_written_is_offered_again(mine: Services, tmp_path: Path) -> None:
    async def run() -> None:
        async with watching(ReportScreen(mine)) as seat:
            await seat.sees("Day 1 summary")
            await seat.keys("w")
            (tmp_path / "file").write_text("")
            await seat.keys("ctrl+u", *str(tmp_path / "file" / "below.md"))
            await seat.keys("enter")
            await seat.until(lambda: bool(seat.toasts), "a reason")
            await seat.sees("below.md")

    asyncio.run(run())


def test_the_day_before_can_be_seen_and_tomorrow_is_empty(mine: Services) -> None:
    async def run() -> None:
        async with watching(ReportScreen(mine)) as seat:
            await seat.sees("Thu 26 Nov 2026")
            await seat.keys("left")
            await seat.sees("Wed 25 Nov 2026")
            await seat.keys("right", "right")
            await seat.sees("has not come yet")

    asyncio.run(run())


@pytest.mark.parametrize("size", SIZES)
def test_the_record_is_found_by_words_and_escape_goes_back_in_steps(
    mine: Services, size: tuple[int, int]
) -> None:
    async def run() -> None:
        async with watching(TimelineScreen(mine), size) as seat:
            await seat.sees("Timeline", "laybys is 37")
            await seat.keys("slash")
            await seat.types("gateway down")
            await seat.sees("Payment gateway is down")
            await seat.until(lambda: "laybys is 37" not in seat.frame, "the filter")
            await seat.keys("escape")
            await seat.sees("laybys is 37")
            assert not seat.app.gone
            await seat.keys("escape")
            assert seat.app.gone

    asyncio.run(run())


def test_older_events_come_when_the_end_is_near(mine: Services) -> None:
    async def run() -> None:
        for number in range(420):
            mine.notes.add("win", f"win {number}")
        total = len(mine.timeline.recent(limit=2_000))
        async with watching(TimelineScreen(mine)) as seat:
            await seat.sees("win 419")
            events = seat.app.screen.query_one(LineList)
            for _ in range(4):
                await seat.keys("end")
                await seat.pilot.pause(0.05)
            await seat.until(lambda: len(events.rows) == total, f"{total} events")

    asyncio.run(run())
