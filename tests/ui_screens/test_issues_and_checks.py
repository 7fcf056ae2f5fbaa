"""The known-issue log and one check in full."""

from __future__ import annotations

import asyncio

import pytest

from tests.ui_screens.conftest import SIZES, ascii_name, watching
from tests.widgets.hostile import HOSTILE
from warroom_tui.domain.incident.issues import IssueState, NewIssue, Severity
from warroom_tui.domain.situation import CheckNow, read_situation
from warroom_tui.services.warroom import Services
from warroom_tui.ui.screens.dialogs import CheckDetailScreen, IssuesScreen


@pytest.mark.parametrize("size", SIZES)
def test_an_issue_is_settled_only_with_its_resolution(
    mine: Services, size: tuple[int, int]
) -> None:
    async def run() -> None:
        async with watching(IssuesScreen(mine), size) as seat:
            await seat.sees("2 live", "LAYBY-001", "Old gateway drops payments", "reported")
            await seat.keys("s")
            await seat.sees("LAYBY-001 is")
            await seat.keys("4")
            await seat.keys("ctrl+s")
            await seat.sees("How it was settled is empty.")
            await seat.types("New gateway in place")
            await seat.keys("ctrl+s")
            await seat.sees("1 live")
        issue = mine.issues.get("LAYBY-001")
        assert issue.state is IssueState.RESOLVED
        assert issue.resolution == "New gateway in place"

    asyncio.run(run())


def test_editing_changes_only_what_was_changed(mine: Services, colleague: Services) -> None:
    async def run() -> None:
        async with watching(IssuesScreen(mine)) as seat:
            await seat.sees("LAYBY-001")
            await seat.keys("E")
            await seat.sees("Edit LAYBY-001")
            await seat.keys("tab", "tab", "tab")
            await seat.types("12x")
            await seat.keys("enter")
            await seat.sees("no number of users")
            await seat.keys("backspace", "enter")
            await seat.sees("12 users affected")
        issue = mine.issues.get("LAYBY-001")
        assert (issue.affected_n, issue.title) == (12, "Old gateway drops payments")

    asyncio.run(run())


def test_tickets_are_linked_and_counted(mine: Services) -> None:
    async def run() -> None:
        async with watching(IssuesScreen(mine)) as seat:
            await seat.sees("LAYBY-001")
            await seat.keys("l")
            await seat.sees("Link to LAYBY-001")
            await seat.keys("enter")
            await seat.sees("Tickets (1)")
            await seat.keys("L")
            await seat.sees("Unlink from LAYBY-001")
            await seat.keys("1")
            await seat.told("points to no known issue")
        assert mine.issues.get("LAYBY-001").tickets == 0

    asyncio.run(run())


def test_a_title_is_enough_to_log_one(mine: Services) -> None:
    async def run() -> None:
        async with watching(IssuesScreen(mine), (80, 24)) as seat:
            await seat.sees("2 live")
            await seat.keys("i")
            await seat.types("Printer [PROD] jams")
            await seat.keys("enter")
            await seat.sees("3 live", "Printer [PROD] jams")

    asyncio.run(run())


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()], ids=ascii_name)
def test_hostile_text_is_drawn_as_text(mine: Services, text: str) -> None:
    async def run() -> None:
        mine.issues.add(
            NewIssue(
                f"Title {text}",
                severity=Severity.CRITICAL,
                description=text,
                steps=text,
                impact=text,
                workaround=text,
            )
        )
        async with watching(IssuesScreen(mine), (80, 24)) as seat:
            await seat.sees("3 live", "Title")
            await seat.keys("home")
            await seat.sees("Title", "critical")
            assert not any(ord(char) < 32 and char != "\n" for char in seat.frame)

    asyncio.run(run())


def _check(services: Services, name: str) -> CheckNow:
    situation = read_situation(services.board(), services.clock.now())
    return next(check for check in situation.checks if check.row.check.name == name)


@pytest.mark.parametrize("size", SIZES)
def test_a_check_shows_its_hour_its_limit_and_its_last_words(
    mine: Services, size: tuple[int, int]
) -> None:
    async def run() -> None:
        screen = CheckDetailScreen(_check(mine, "Payment gateway"), mine)
        async with watching(screen, size) as seat:
            await seat.sees("✖ down", "Payment gateway", "timeout after 5 s", "limit", "█")
            await seat.sees("07:47", "08:47", "slow > ")
            await seat.keys("escape")
            assert seat.app.gone

    asyncio.run(run())


def test_a_check_without_samples_says_so(mine: Services) -> None:
    async def run() -> None:
        quiet = next(
            check
            for check in read_situation(mine.board(), mine.clock.now()).checks
            if check.row.check.name == "Notifications"
        )
        async with watching(CheckDetailScreen(quiet, mine)) as seat:
            await seat.sees("◌ unknown", "Notifications")

    asyncio.run(run())
