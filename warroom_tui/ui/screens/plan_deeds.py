"""What can be done in the plan: meetings held, risks moved on, questions of a retro answered."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType

from warroom_tui.domain.planning.plan_book import Entry
from warroom_tui.domain.runsheet.risks import RiskState
from warroom_tui.ui.screens.full_screen import FullScreen

D = TypeVar("D")

_STATES = (
    (RiskState.OPEN, "it can still happen"),
    (RiskState.MITIGATED, "enough is done against it"),
    (RiskState.OCCURRED, "it has happened"),
    (RiskState.CLOSED, "it cannot happen any more"),
)


class PlanDeeds(FullScreen[D], Generic[D]):
    """The keys that act on the entry under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "hold", "The meeting was held, with notes", show=False),
        Binding("x", "skip", "Call the meeting off", show=False),
        Binding("a", "agreed", "Write down what a meeting agreed", show=False),
        Binding("s", "risk_state", "How the risk stands", show=False),
        Binding("o", "risk_owner", "Who watches the risk", show=False),
        Binding("w", "answer", "Answer a question of the plan", show=False),
    ]

    def chosen_entry(self) -> Entry | None:
        """The entry under the cursor."""
        raise NotImplementedError

    def _numbered(self, kind: str, otherwise: str) -> int | None:
        """The number of the chosen entry when it is of that kind; else `otherwise` is said."""
        entry = self.chosen_entry()
        found, _, number = (entry.key if entry else "").partition(":")
        if found == kind:
            return int(number)
        self.say(otherwise)
        return None

    def _meeting(self) -> int | None:
        return self._numbered("meeting", "That is no meeting; they have a chapter of their own.")

    def action_hold(self) -> None:
        """The meeting was held; write down what came of it."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        meeting_id = self._meeting()
        if meeting_id is None:
            return
        dialog = TextDialog(
            "Meeting held",
            "What came of it",
            multiline=True,
            required=False,
            save=lambda text: self.services.meetings.hold(meeting_id, text),
        )
        self.app.push_screen(dialog, self.saved("Held · u undo"))

    def action_skip(self) -> None:
        """The meeting is called off, for a reason."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        meeting_id = self._meeting()
        if meeting_id is None:
            return
        dialog = TextDialog(
            "Call it off", "Why", save=lambda why: self.services.meetings.skip(meeting_id, why)
        )
        self.app.push_screen(dialog, self.saved("Called off · u undo"))

    def action_agreed(self) -> None:
        """Write down what somebody does after the meeting."""
        from warroom_tui.domain.runsheet.actions import ActionSource
        from warroom_tui.ui.screens.action_items import write_down
        from warroom_tui.ui.screens.dialogs.action_item import ActionItemDialog

        meeting_id, entry = self._meeting(), self.chosen_entry()
        if meeting_id is None or entry is None:
            return
        dialog = ActionItemDialog(
            f"Agreed in {entry.title}",
            lambda form: write_down(
                self.services, form, ActionSource.MEETING, str(meeting_id), entry.title
            ),
        )
        self.app.push_screen(dialog, self.saved("Written down · A lists them · u undo"))

    # Risks

    def _risk(self) -> int | None:
        return self._numbered("risk", "That is no risk; they have a chapter of their own.")

    def action_risk_state(self) -> None:
        """Say how the risk stands."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        risk_id = self._risk()
        if risk_id is None:
            return
        options = [(state.value, state.value.capitalize(), detail) for state, detail in _STATES]
        options.insert(3, ("issue", "Occurred, log it", "and make a known issue of it"))

        def chosen(key: str | None) -> None:
            if key is not None:
                self._ask_why(risk_id, key)

        self.app.push_screen(ChoiceDialog("How does the risk stand?", options), chosen)

    def _ask_why(self, risk_id: int, key: str) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        log = key == "issue"
        state = RiskState.OCCURRED if log else RiskState(key)
        desk = self.services.risks
        dialog = TextDialog(
            f"Risk {state}",
            "Why",
            required=state is RiskState.CLOSED,
            save=lambda why: desk.set_state(risk_id, state, why, log_issue=log),
        )
        self.app.push_screen(dialog, self.saved(f"Risk {state} · u undo"))

    def action_risk_owner(self) -> None:
        """Say who watches the risk."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        risk_id = self._risk()
        if risk_id is None:
            return
        dialog = TextDialog(
            "Who watches it?",
            "Owner",
            required=False,
            save=lambda name: self.services.risks.assign(risk_id, name),
        )
        self.app.push_screen(dialog, self.saved("Given · u undo"))

    # Lessons learned

    def action_answer(self) -> None:
        """Write an answer to the question under the cursor."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        entry = self.chosen_entry()
        kind, _, place = (entry.key if entry else "").partition(":")
        if kind != "retro" or entry is None:
            self.say("That is no question; lessons learned have a chapter of their own.")
            return
        form = place.rpartition(":")[0]
        dialog = TextDialog(
            entry.title,
            "Answer",
            multiline=True,
            save=lambda text: self.services.retro.answer(form, entry.title, text),
        )
        self.app.push_screen(dialog, self.saved("Written down · u undo"))
