"""Red, yellow or green set by hand: the same two questions wherever they are asked.

A status set by hand holds for the time that was chosen, or until somebody lifts it. It names its
author, and its end, in the title bar all the while.
"""

from __future__ import annotations

from collections.abc import Callable

from warroom_tui.domain.rag import Rag
from warroom_tui.ui.screens.dialogs.choice import ChoiceDialog
from warroom_tui.ui.screens.dialogs.text import TextDialog

COMPUTED = "computed"
"""The answer that lifts a status set by hand."""

_OPTIONS = (
    (Rag.RED.value, "✖ RED", "needs hands"),
    (Rag.YELLOW.value, "▲ YELLOW", "needs an eye"),
    (Rag.GREEN.value, "● GREEN", "all well, whatever the figures say"),
    (COMPUTED, "As computed", "as the figures say"),
)


def status_choice() -> ChoiceDialog:
    """Which status; answers with a `Rag` value or `COMPUTED`."""
    return ChoiceDialog("The launch is", _OPTIONS)


def status_length() -> ChoiceDialog:
    """For how long, in minutes; 0 holds until it is lifted."""
    options = (
        ("60", "1 hour", ""),
        ("240", "4 hours", ""),
        ("720", "12 hours", ""),
        ("0", "until somebody lifts it", ""),
    )
    return ChoiceDialog("For how long?", options)


def status_reason(rag: Rag, save: Callable[[str], object]) -> TextDialog:
    """Why; the form stores by `save`."""
    return TextDialog(
        f"Why {rag.value.upper()}?", "Reason, for the title bar and the report", save=save
    )
