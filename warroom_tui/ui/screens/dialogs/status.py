"""Red, yellow or green set by hand: the same two questions wherever they are asked.

A status set by hand holds until somebody lifts it. It names its author in the title bar all the
while; one that ended by the clock would change the day's report behind its back.
"""

from __future__ import annotations

from collections.abc import Callable

from warroom_tui.domain.rag import Rag
from warroom_tui.ui.screens.dialogs.choice import ChoiceDialog
from warroom_tui.ui.screens.dialogs.text import TextDialog

COMPUTED = "computed"
"""The answer that lifts a status set by hand."""

_OPTIONS = (
    (Rag.RED.value, "✖ RED", "needs hands; holds until it is lifted"),
    (Rag.YELLOW.value, "▲ YELLOW", "needs an eye; holds until it is lifted"),
    (Rag.GREEN.value, "● GREEN", "all well, whatever the figures say"),
    (COMPUTED, "As computed", "as the figures say"),
)


def status_choice() -> ChoiceDialog:
    """Which status; answers with a `Rag` value or `COMPUTED`."""
    return ChoiceDialog("The launch is", _OPTIONS)


def status_reason(rag: Rag, save: Callable[[str], object]) -> TextDialog:
    """Why; the form stores by `save`."""
    return TextDialog(
        f"Why {rag.value.upper()}?", "Reason, for the title bar and the report", save=save
    )
