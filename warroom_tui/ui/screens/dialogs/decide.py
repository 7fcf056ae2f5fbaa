"""Decide a gate on its evidence, with a reason; sign for a role."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets._input import Input
from textual.widgets._static import Static

from warroom_tui.domain.runsheet.gates import Evidence, Gate, GateState, SignOff, answer_word
from warroom_tui.ui.presenters import gate_rows
from warroom_tui.ui.screens.dialogs.base import Dialog
from warroom_tui.ui.screens.dialogs.fields import Chooser, Field, LineField

_OTHER_LINES = 12
"""Border, fields, refusal, keys, and some of the screen below."""
_ANSWERS = (GateState.GO, GateState.CONDITIONAL, GateState.NO_GO, GateState.WAIVED)


@dataclass(frozen=True, slots=True)
class Decision:
    """How a gate was answered, and why."""

    state: GateState
    rationale: str


class DecideDialog(Dialog[Decision]):
    """The evidence, the answer and its reason, which is demanded whatever the answer."""

    DEFAULT_CSS = """
    DecideDialog {
        & #evidence { padding: 0 1; scrollbar-size-vertical: 1; margin: 0 0 1 0; }
        & #evidence Static { height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "page(1)", "More evidence", show=False),
        Binding("pageup", "page(-1)", "What stood before", show=False),
    ]

    def __init__(
        self, gate: Gate, evidence: Evidence, save: Callable[[Decision], object] | None = None
    ) -> None:
        super().__init__(gate.title, save)
        self._gate = gate
        self._evidence = evidence

    def content(self) -> ComposeResult:
        """Evidence, answer, reason."""
        with VerticalScroll(id="evidence", can_focus=False):
            yield Static(gate_rows.evidence(self._evidence, self.palette))
        options = [(state.value, answer_word(self._gate.kind, state)) for state in _ANSWERS]
        yield Field("Decision", Chooser(options, id="state"))
        yield Field("Reason", LineField(placeholder="what speaks for it (required)", id="why"))

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("enter", "decide"),
            ("tab", "next field"),
            ("pagedown", "more evidence"),
            ("escape", "not yet"),
        )

    def on_mount(self) -> None:
        """The answer comes first."""
        height = self.rows_for(self._evidence.lines, _OTHER_LINES)
        self.query_one("#evidence").styles.height = height
        self.query_one("#state").focus()

    def answer(self) -> Decision:
        """Answer and reason."""
        why = self.demand("why", self.line("why"), "A decision needs its reason.")
        return Decision(GateState(self.chosen("state")), why)

    def action_page(self, direction: int) -> None:
        """Scroll the evidence while a field keeps the focus."""
        box = self.query_one("#evidence")
        box.scroll_relative(y=direction * max(box.size.height - 1, 1), animate=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter on the line decides."""
        event.stop()
        self.action_save()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs for a role, and what they say."""

    person: str
    refuses: bool
    comment: str


class SignDialog(Dialog[Signature]):
    """Name, agreement, words."""

    def __init__(
        self, sign: SignOff, me: str, save: Callable[[Signature], object] | None = None
    ) -> None:
        super().__init__(f"Sign as {sign.role}", save)
        self._sign = sign
        self._me = me

    def content(self) -> ComposeResult:
        """The fields."""
        yield Field("Name", LineField(self._sign.person or self._me, id="person"))
        yield Field("Answer", Chooser((("yes", "agrees"), ("no", "refuses")), id="answer"))
        yield Field("Words", LineField(placeholder="condition or reason", id="comment"))

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("enter", "sign"), ("tab", "next field"), ("escape", "cancel"))

    def answer(self) -> Signature:
        """What was filled in."""
        person = self.demand("person", self.line("person"), "A signature needs a name.")
        return Signature(person, self.chosen("answer") == "no", self.line("comment"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter on a line signs."""
        event.stop()
        self.action_save()
