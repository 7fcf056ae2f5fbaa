"""An action item: text and enter; owner and due time when they are known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.widgets._input import Input

from warroom_tui.domain.runsheet.actions import DUE_FORMS
from warroom_tui.ui.screens.dialogs.base import Dialog
from warroom_tui.ui.screens.dialogs.fields import Field, LineField


@dataclass(frozen=True, slots=True)
class ActionForm:
    """What was typed; the due time still as words, which the launch's zone reads."""

    text: str
    owner: str
    due: str


class ActionItemDialog(Dialog[ActionForm]):
    """Text, owner, due."""

    def __init__(
        self,
        heading: str,
        save: Callable[[ActionForm], object] | None = None,
        initial: ActionForm | None = None,
    ) -> None:
        super().__init__(heading, save)
        self._initial = initial or ActionForm("", "", "")

    def content(self) -> ComposeResult:
        """The fields."""
        form = self._initial
        yield Field("Action", LineField(form.text, "what is to be done", id="text"))
        yield Field("Owner", LineField(form.owner, "who does it", id="owner"))
        yield Field("Due", LineField(form.due, DUE_FORMS, id="due"))

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("enter", "save"), ("tab", "next field"), ("escape", "cancel"))

    def answer(self) -> ActionForm:
        """What was typed; the text must be there."""
        text = self.demand("text", self.line("text"), "An action item needs a text.")
        return ActionForm(text, self.line("owner"), self.line("due"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter on any line saves."""
        event.stop()
        self.action_save()
