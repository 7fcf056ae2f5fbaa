"""What the panels say about awkward days: before launch, without a date, at the end."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from tests.ui.conftest import sitting
from tests.ui.launch_day import NOON, make_launch
from warroom_tui import bootstrap
from warroom_tui.domain.desk.tickets import NewTicket
from warroom_tui.plan.draft import ChecklistDraft, LaunchDraft, Place, TaskDraft
from warroom_tui.ui.commands import Scope
from warroom_tui.ui.screens.arrangement import arrange


def _frame(path: Path, size: tuple[int, int] = (160, 45), keys: tuple[str, ...] = ()) -> str:
    async def run() -> str:
        async with sitting(path, size) as seat:
            if keys:
                await seat.keys(*keys)
            return seat.frame

    return asyncio.run(run())


def test_before_launch_the_band_shows_the_day_to_come_and_counts_down(tmp_path: Path) -> None:
    path = tmp_path / "before.db"
    make_launch(path, at=NOON - timedelta(days=10, hours=4))
    frame = _frame(path)
    assert "T-10 d 3 h" in frame
    assert "10 d 03:12 to go-live Thu 26 Nov 08:00" in frame
    assert "Thu 26 Nov  │Pre-launch" in frame
    assert "Day 1 asks for · Thu 26 Nov" in frame
    assert "Nothing waits for you" in frame


def test_without_a_go_live_date_the_phases_stand_in_order(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    make_launch(path, go_live=None)
    frame = _frame(path)
    assert "no go-live set" in frame
    assert "7 phases in order, without times yet" in frame
    assert "Pre-launch not started, p starts it" in frame
    assert "Day 1 asks for · once go-live is set" in frame


def test_an_empty_launch_says_what_to_press(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    make_launch(path, plan=LaunchDraft(name="Quiet", code="QUIET"))
    frame = _frame(path)
    for text in (
        "Press n to log one",
        "Press i to log one",
        "Nobody is planned now: o signs in.",
        "This launch has no checklists",
        "This plan has no phases",
    ):
        assert text in frame, text


def test_a_box_that_says_optional_itself_is_not_called_so_twice(tmp_path: Path) -> None:
    path = tmp_path / "optional.db"
    tasks = (
        TaskDraft("Record videos (optional)", Place(1), required=False, condition="(optional)"),
        TaskDraft("Buy cake", Place(2), required=False),
        TaskDraft("Done in the plan", Place(3), done=True),
    )
    lists = (ChecklistDraft("Extras", Place(1), tasks=tasks),)
    make_launch(path, plan=LaunchDraft(name="Quiet", code="QUIET", lists=lists))
    frame = _frame(path, (120, 36), ("4", "z", "enter"))
    assert frame.count("(optional)") == 2
    assert "skipped" not in frame


def test_a_late_start_moves_the_forecast_of_the_next_phase(tmp_path: Path) -> None:
    path = tmp_path / "late.db"
    make_launch(path, at=NOON + timedelta(minutes=6))
    frame = _frame(path)
    assert "Pre-launch should have begun 1 h 53 ago" in frame
    assert "day forecast +1 h 53" in frame


def test_the_arrangement_never_hides_the_open_panel() -> None:
    for width in range(60, 260, 9):
        for height in range(18, 80, 5):
            for scope in (Scope.NEEDS, Scope.TICKETS, Scope.ISSUES, Scope.ACTIVITY):
                for zoomed in (False, True):
                    rows = {Scope.NEEDS: 30, Scope.HEALTH: 40, Scope.ROTA: 20}
                    made = arrange((width, height), scope, zoomed, rows)
                    assert scope in made.shown
                    assert made.tiny == (width < 80 or height < 24)
                    assert all(lines >= 3 for _, lines in made.heights)
                    assert sum(lines for _, lines in made.heights) <= height - 4


def test_ids_of_seven_figures_are_told_in_full(tmp_path: Path) -> None:
    path = tmp_path / "long.db"
    make_launch(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("INSERT OR REPLACE INTO counter (name, value) VALUES ('ticket', 1000041)")
        raw.commit()
    with closing(bootstrap.open_services(str(path), actor="priya")) as services:
        refs = [services.tickets.add(NewTicket(subject)).ref for subject in ("Slow", "Menu gone")]
    assert refs == ["T-1000042", "T-1000043"]
    frame = _frame(path)
    assert all(f" {ref} P3 " in frame for ref in refs)
