"""Pattern commands: one issue for tickets that speak of the same, or no pattern."""

from __future__ import annotations

from warroom_tui.domain.incident.issues import KnownIssue
from warroom_tui.domain.incident.patterns import Pattern
from warroom_tui.ui.screens.desk import Desk


class PatternActions:
    """What Needs you suggests about tickets."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self) -> None:
        """Show every pattern."""
        from warroom_tui.ui.screens.dialogs import PatternsScreen

        self._desk.open(PatternsScreen(self._desk.services))

    def link(self, row: str) -> None:
        """Choose the issue that the tickets of a pattern point to."""
        one = self._pattern(row)
        if one is not None:
            self._desk.ask_for_form(
                lambda: self._desk.services.issues.all(live_only=True),
                lambda issues: self._ask(one, issues),
            )

    def dismiss(self, row: str) -> None:
        """Say that the tickets have nothing in common."""
        one = self._pattern(row)
        if one is not None:
            self._desk.write(
                lambda: self._desk.services.patterns.dismiss(one.id, one.version),
                lambda _: "No pattern: it is not suggested again",
            )

    def _ask(self, one: Pattern, issues: tuple[KnownIssue, ...]) -> None:
        from warroom_tui.domain.incident.incident_needs import pattern_words
        from warroom_tui.ui.screens.dialogs import ChoiceDialog
        from warroom_tui.ui.screens.patterns import NEW, link_options

        def chosen(key: str) -> None:
            ref = None if key == NEW else key
            self._desk.write(
                lambda: self._desk.services.patterns.link(one.id, ref, one.version),
                lambda issue: f"{issue.ref} has {issue.tickets} tickets now",
            )

        self._desk.choose(ChoiceDialog(pattern_words(one), link_options(one, issues)), chosen)

    def _pattern(self, row: str) -> Pattern | None:
        situation = self._desk.situation
        found = situation.board.patterns if situation else ()
        return next((one for one in found if str(one.id) == row), None)
