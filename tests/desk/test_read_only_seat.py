"""A seat that only looks on is refused before it types, not after."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.ui.conftest import Seat, _plain_terminal, _played, colleague, day
from warroom_tui import bootstrap
from warroom_tui.domain.desk.tickets import EscalationContext, Level
from warroom_tui.domain.incident.incidents import NewIncident
from warroom_tui.domain.incident.issues import NewIssue
from warroom_tui.services.warroom import Services
from warroom_tui.ui.app import WarroomApp
from warroom_tui.ui.screens.dialogs.base import Dialog
from warroom_tui.ui.screens.help import HelpScreen

__all__ = ["_plain_terminal", "_played", "colleague", "day"]

FORMS = {
    "": ("n", "y", "exclamation_mark", "g", "m"),
    "T": ("n", "t", "y", "a", "e", "R", "P", "N", "s", "v"),
    "E": ("a",),
    "I": ("p", "n", "exclamation_mark", "s"),
    "X": ("c",),
    "A": ("n",),
    "TB": ("n",),
}
"""What asks for something to write, by the screen it is pressed on."""


def test_no_form_opens_on_a_seat_that_only_reads(day: Path, colleague: Services) -> None:
    colleague.incidents.declare(NewIncident("Tills down"))
    colleague.tickets.escalate("T-005", Level.L3, EscalationContext("Tills", "All", "None"))
    colleague.issues.add(NewIssue("Cards are refused"))
    before = colleague.board().revision

    async def run() -> None:
        app = WarroomApp(lambda: bootstrap.open_services(str(day), actor="priya", read_only=True))
        async with app.run_test(size=(120, 36), notifications=True) as pilot:
            seat = Seat(app, pilot)
            await seat.sees("MAJOR INCIDENT")
            await seat.keys("escape", "2")
            for way, keys in FORMS.items():
                await seat.keys(*way)
                stands = app.screen
                for key in keys:
                    app.clear_notifications()
                    await seat.keys(key)
                    assert not isinstance(app.screen, Dialog), f"{way} {key}"
                    while app.screen is not stands:
                        await seat.keys("escape")
                app.clear_notifications()
                await seat.keys(keys[0])
                await seat.until(
                    lambda: any("This seat is read-only" in toast for toast in seat.toasts), way
                )
                if way:
                    await seat.keys("question_mark")
                    assert isinstance(app.screen, HelpScreen)
                    await seat.keys("escape", *(["escape"] * len(way)))
            await seat.keys("T")
            app.clear_notifications()
            await seat.keys("6")  # what is only looked at can still be chosen
            await seat.sees("Tickets of which category?")
            assert seat.toasts == []

    asyncio.run(run())
    assert colleague.board().revision == before
