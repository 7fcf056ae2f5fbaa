"""The screens of what the plan asks for: messages, gates, runbooks, the plan itself."""

from __future__ import annotations

from warroom_tui.ui.screens.desk import Desk


class MessageActions:
    """Announcements and updates."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self) -> None:
        """What is due and next."""
        from warroom_tui.ui.screens.messages import MessagesScreen

        self._desk.open(MessagesScreen(self._desk.services))


class GateActions:
    """Decisions and sign-offs."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self) -> None:
        """The list of gates with the evidence."""
        from warroom_tui.ui.screens.gates import GatesScreen

        self._desk.open(GatesScreen(self._desk.services))


class ActionItemActions:
    """Action items."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self) -> None:
        """What people said they would do."""
        from warroom_tui.ui.screens.action_items import ActionItemsScreen

        self._desk.open(ActionItemsScreen(self._desk.services))


class RunbookActions:
    """Procedures."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self) -> None:
        """The list of procedures."""
        from warroom_tui.ui.screens.runbooks import RunbooksScreen

        self._desk.open(RunbooksScreen(self._desk.services))


class PlanActions:
    """The plan as a book."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self) -> None:
        """From its first chapter."""
        self._at("phases")

    def directory(self) -> None:
        """Contacts and people."""
        self._at("directory")

    def meetings(self) -> None:
        """Ceremonies and their agendas."""
        self._at("meetings")

    def routines(self) -> None:
        """Checklists that come back, with their history."""
        self._at("routines")

    def focus(self) -> None:
        """What counts during the current hours or days."""
        from warroom_tui.ui.screens.focus import FocusScreen

        self._desk.open(FocusScreen(self._desk.services))

    def risks(self) -> None:
        """The risk register."""
        self._at("risks")

    def lessons(self) -> None:
        """The questions of lessons learned, to be answered."""
        self._at("retro")

    def findings(self) -> None:
        """What the plans leave wrong or open."""
        self._at("findings")

    def _at(self, chapter: str) -> None:
        from warroom_tui.ui.screens.plan import PlanScreen

        self._desk.open(PlanScreen(self._desk.services, chapter))
