"""Deciding on a rollback and going on with it: the same questions from the board and dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import ModalScreen

from warroom_tui.domain.errors import InputError
from warroom_tui.domain.situation import Situation
from warroom_tui.domain.triggers.rollback import DECISION_WORDS, Decision, Rollback, RollbackState
from warroom_tui.ui.screens.dialogs.base import Dialog
from warroom_tui.ui.screens.dialogs.rollback import (
    Answer,
    RollbackDialog,
    RollbackPlan,
    RollbackPlanDialog,
)
from warroom_tui.ui.screens.dialogs.text import TextDialog

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services


def decision_dialog(services: Services, situation: Situation) -> Dialog[Answer]:
    """The question; the form stores the answer before it closes."""
    asked = situation.board.rollback
    version = asked.version if asked is not None else None

    def save(answer: Answer) -> object:
        from warroom_tui.services.triggers.trigger_desk import due_at

        until = None
        if answer.decision is Decision.CONTINUE_UNTIL:
            until = due_at(answer.until, services.clock.now(), situation)
        return services.rollback.decide(
            answer.decision,
            answer.reason,
            recheck_at=until,
            force=answer.force,
            expected=version,
        )

    return RollbackDialog(situation, save)


def decided_words(answer: Answer) -> str:
    """What the toast says."""
    words = DECISION_WORDS[answer.decision]
    tail = " · s begins it" if answer.decision is Decision.ROLL_BACK else ""
    return f"Decided: {words}{tail} · u undo"


def plan_dialog(services: Services, situation: Situation) -> Dialog[RollbackPlan]:
    """Deadline, length and margin."""
    from warroom_tui.services.triggers.trigger_desk import deadline_at

    launch = situation.board.launch

    def save(plan: RollbackPlan) -> object:
        return services.rollback.plan(
            deadline=deadline_at(plan.deadline, services.clock.now(), situation)
            if plan.deadline
            else None,
            estimate_min=minutes_of(plan.estimate) if plan.estimate else None,
            margin_min=minutes_of(plan.margin) if plan.margin else None,
            expected=launch.version,
        )

    return RollbackPlanDialog(situation, save)


def minutes_of(text: str) -> int:
    """A typed number of minutes; raises InputError."""
    if not (text.isdecimal() and text.isascii()):
        raise InputError(f"{text!r} is no number of minutes.", "Write it as 30.")
    return int(text)


def step_dialog(services: Services, found: Rollback | None) -> ModalScreen[str | None] | None:
    """What comes next in a rollback under way, as a question; None when nothing does."""
    if found is None:
        return None
    desk, version = services.rollback, found.version
    if found.state is RollbackState.RUNNING:
        return TextDialog(
            "The old state is back", "How was it verified?",
            save=lambda text: desk.verify(text, version),
        )  # fmt: skip
    if found.state is RollbackState.VERIFIED:
        return TextDialog(
            "Everybody knows", "Who was told, and how?",
            save=lambda text: desk.communicate(text, version),
        )  # fmt: skip
    if found.state is RollbackState.COMMUNICATED:
        return TextDialog(
            "Close the rollback", "What came of it, and what is next?",
            save=lambda text: desk.close(text, version),
        )  # fmt: skip
    return None
