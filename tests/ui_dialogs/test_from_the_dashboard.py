"""From a key on the dashboard to what is stored, on a real database."""

from __future__ import annotations

from pathlib import Path

from textual import events

from tests.ui.conftest import _played, colleague, day, sitting
from warroom_tui.domain.desk.tickets import Level, Priority, Ticket
from warroom_tui.services.warroom import Services
from warroom_tui.ui.screens.dashboard import Dashboard

__all__ = ["_played", "colleague", "day"]


def newest(services: Services) -> Ticket:
    """The ticket logged last."""
    return max(services.tickets.search(), key=lambda ticket: ticket.id)


async def test_a_key_and_a_line_log_a_ticket(day: Path, colleague: Services) -> None:
    async with sitting(day, (80, 24)) as seat:
        await seat.keys("n", *"Till", "ctrl+up", "alt+up", "enter")
        await seat.sees("logged: Till")
        assert isinstance(seat.app.screen, Dashboard)
    stored = newest(colleague)
    assert (stored.subject, stored.priority, stored.level) == ("Till", Priority.P2, Level.L2)


async def test_a_key_and_a_line_that_arrive_at_once_are_no_commands(
    day: Path, colleague: Services
) -> None:
    """A slow line hands over several keys in one piece; t, e, x, p and space are commands."""
    async with sitting(day) as seat:
        for letter in "ntexp ":
            name = "space" if letter == " " else letter
            seat.app.post_message(events.Key(name, letter))
        await seat.sees("texp")
        await seat.keys(*"ok", "enter")
        await seat.sees("logged: texp ok")
    assert newest(colleague).subject == "texp ok"


async def test_letters_in_the_filter_line_are_no_commands(day: Path) -> None:
    async with sitting(day) as seat:
        await seat.keys("slash", *"npx")
        await seat.sees("npx")
        assert isinstance(seat.app.screen, Dashboard)


async def test_a_phase_advances_with_a_reason(day: Path, colleague: Services) -> None:
    async with sitting(day, (80, 24)) as seat:
        await seat.keys("p")
        await seat.sees("Complete Launch hour")
        await seat.keys("enter")
        await seat.sees("say why")
        await seat.keys(*"calm", "enter")
        await seat.sees("Launch hour ended")
        ended = next(p for p in colleague.run_sheet.phases() if p.name == "Launch hour")
        assert ended.override_reason == "calm"
