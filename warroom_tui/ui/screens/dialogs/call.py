"""Whom to call for an incident: the one that the plan calls first stands first."""

from __future__ import annotations

from collections.abc import Callable

from warroom_tui.domain.incident.incidents import Incident
from warroom_tui.services.desk.escalation_desk import EscalationPage
from warroom_tui.ui.screens.dialogs.choice import ChoiceDialog
from warroom_tui.ui.screens.dialogs.text import TextDialog


def choose_call(one: Incident, page: EscalationPage) -> ChoiceDialog | None:
    """The levels and roles with whoever can be reached now; None when the plan names none."""
    first = page.path.first_call(critical=one.p1)
    keys = page.path.call_keys()
    if not keys:
        return None
    ranked = sorted(keys, key=lambda key: key != first)
    options = [
        (key, page.path.name_of(key), _callees(page, key) or "nobody known") for key in ranked
    ]
    return ChoiceDialog(f"Call whom for {one.ref}?", options, first or None)


def why_form(
    one: Incident, page: EscalationPage, key: str, save: Callable[[str], object]
) -> TextDialog:
    """What they must know, with the number to dial beside it."""
    return TextDialog(
        f"Call {page.path.name_of(key)} for {one.ref}",
        "What they must know",
        one.impact or one.title,
        multiline=True,
        hint=_callees(page, key),
        save=save,
    )


def _callees(page: EscalationPage, key: str) -> str:
    """Whom to call at a level, in a few words."""
    found = [one for one in page.callees(key) if one.reachable is not False]
    return ", ".join(f"{one.name or one.role} {one.phone}".strip() for one in found[:2])
