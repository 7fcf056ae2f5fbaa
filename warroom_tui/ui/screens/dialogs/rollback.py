"""Decide on a rollback; set its deadline, its length and the time to decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets._input import Input
from textual.widgets._static import Static

from warroom_tui.domain.situation import Situation
from warroom_tui.domain.triggers.last_safe import rollback_minutes
from warroom_tui.domain.triggers.rollback import Decision
from warroom_tui.ui.presenters.tripwire_rows import decision_text
from warroom_tui.ui.screens.dialogs.base import Dialog
from warroom_tui.ui.screens.dialogs.fields import Chooser, Field, LineField

_OTHER_LINES = 14


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided, until when, why, and whether it is forced."""

    decision: Decision
    until: str
    reason: str
    force: bool


class RollbackDialog(Dialog[Answer]):
    """Roll back, continue until a time, or fix forward; the evidence stands above."""

    DEFAULT_CSS = """
    RollbackDialog {
        & #known { height: auto; padding: 0 1; margin: 0 0 1 0; scrollbar-size-vertical: 1; }
        & #known Static { height: auto; }
    }
    """

    def __init__(
        self, situation: Situation, save: Callable[[Answer], object] | None = None
    ) -> None:
        super().__init__("Do we roll back?", save)
        self._situation = situation
        safe = situation.last_safe
        self._late = safe is not None and safe.passed(situation.now)

    def content(self) -> ComposeResult:
        """Evidence, decision, time, reason."""
        with VerticalScroll(id="known", can_focus=False):
            yield Static(decision_text(self._situation, self.palette))
        options = [
            (Decision.ROLL_BACK.value, "roll back"),
            (Decision.CONTINUE_UNTIL.value, "continue until"),
            (Decision.FORWARD_FIX.value, "fix forward"),
        ]
        start = Decision.FORWARD_FIX if self._late else Decision.ROLL_BACK
        yield Field("Decision", Chooser(options, start.value, id="decision"))
        yield Field("Until", LineField(placeholder="16:30, or +45 for minutes", id="until"))
        yield Field("Reason", LineField(placeholder="what speaks for it (required)", id="why"))
        if self._late:
            forced = (("no", "no"), ("yes", "yes, although it is too late"))
            yield Field("Force", Chooser(forced, id="force"))

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("enter", "decide"), ("tab", "next field"), ("escape", "not yet"))

    def on_mount(self) -> None:
        """The decision comes first."""
        known = self.query_one("#known")
        known.styles.max_height = self.rows_for(12, _OTHER_LINES)
        self.query_one("#decision").focus()

    def answer(self) -> Answer:
        """What was filled in."""
        decision = Decision(self.chosen("decision"))
        until = self.line("until")
        if decision is Decision.CONTINUE_UNTIL:
            self.demand("until", until, "Continue until when? Say when it is looked at again.")
        why = self.demand("why", self.line("why"), "A decision needs its reason.")
        return Answer(decision, until, why, self._late and self.chosen("force") == "yes")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter on a line decides."""
        event.stop()
        self.action_save()


@dataclass(frozen=True, slots=True)
class RollbackPlan:
    """Deadline, minutes it takes, minutes to decide; empty stays as it is."""

    deadline: str
    estimate: str
    margin: str


class RollbackPlanDialog(Dialog[RollbackPlan]):
    """The three figures of the last safe moment."""

    def __init__(
        self, situation: Situation, save: Callable[[RollbackPlan], object] | None = None
    ) -> None:
        super().__init__("Last safe moment", save)
        self._situation = situation

    def content(self) -> ComposeResult:
        """The fields."""
        launch = self._situation.board.launch
        deadline = launch.rollback_deadline
        at = f"{launch.local(deadline):%Y-%m-%d %H:%M}" if deadline else ""
        length = rollback_minutes(launch, self._situation.board.rollback_minutes)
        known = f"now {length[0]} min, {'measured' if length[1] else 'estimated'}" if length else ""
        forms = "2026-12-06 12:00, 16:30, or +120 for minutes"
        yield Field("Deadline", LineField(at, placeholder=forms, id="deadline"))
        yield Field(
            "It takes", LineField(_text(launch.rollback_estimate_min), "min", id="takes"), known
        )
        yield Field("To decide", LineField(_text(launch.decision_margin_min), "min", id="margin"))

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("enter", "set"), ("tab", "next field"), ("escape", "cancel"))

    def answer(self) -> RollbackPlan:
        """What was filled in."""
        return RollbackPlan(self.line("deadline"), self.line("takes"), self.line("margin"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter on a line saves."""
        event.stop()
        self.action_save()


def _text(minutes: int | None) -> str:
    return str(minutes) if minutes is not None else ""
