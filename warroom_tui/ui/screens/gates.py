"""Gates: decisions on evidence and sign-offs by named roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from rich.text import Text
from textual.binding import Binding, BindingType

from warroom_tui.domain.runsheet.gates import Evidence, Gate, GateKind, GateState, SignOff
from warroom_tui.domain.runsheet.roles import Role, deciders
from warroom_tui.ui.presenters import gate_rows
from warroom_tui.ui.screens.shelf import Shelf
from warroom_tui.ui.widgets.rows import Row


@dataclass(frozen=True, slots=True)
class GatePage:
    """What the screen shows, read at one moment."""

    gates: tuple[Gate, ...]
    evidence: dict[GateKind, Evidence]
    now: datetime
    zone: ZoneInfo
    roles: tuple[Role, ...] = ()
    """Who may decide what, as the plan says."""


class GatesScreen(Shelf[GatePage]):
    """The list of gates with the evidence beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g,d", "decide", "Decide on the evidence", show=False),
        Binding("s", "sign", "Sign for a role", show=False),
    ]
    ENTER = "Decide on the evidence"
    COLUMNS = gate_rows.COLUMNS
    EMPTY = "This launch has no gates. Press escape to go back."
    EVERY_S = 5.0

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("enter", "decide"),
            ("s", "sign"),
            ("slash", "find"),
            ("tab", "read"),
            ("u", "undo"),
            ("escape", "back"),
        )

    def read(self) -> GatePage:
        """Gates and what is known now."""
        desk = self.services.gates
        zone = self.page.zone if self.page else self.services.launch().zone
        now = self.services.clock.now()
        return GatePage(desk.all(), desk.evidence(), now, zone, desk.roles())

    def title_of(self, data: GatePage) -> str:
        """How many are open and late."""
        pending = [gate for gate in data.gates if not gate.state.decided]
        late = sum(gate.late_by(data.now) is not None for gate in pending)
        return f"Gates · {len(pending)} to decide" + (f" · {late} late" if late else "")

    def rows(self, data: GatePage) -> Sequence[Row]:
        """Undecided ones first."""
        return [
            gate_rows.row(gate, data.now, data.zone, self.palette)
            for gate in data.gates
            if self.matches(gate.title, gate.kind.value)
        ]

    def told(self, data: GatePage) -> Text:
        """The gate in full."""
        gate = self._chosen()
        if gate is None:
            return Text("")
        known = data.evidence[gate.kind]
        who = deciders(data.roles, gate.kind)
        return gate_rows.facts(gate, known, data.now, data.zone, self.palette, who)

    def _chosen(self) -> Gate | None:
        gates = self.page.gates if self.page else ()
        return next((gate for gate in gates if self.cursor == f"gate:{gate.id}"), None)

    # What can be done

    def action_act(self) -> None:
        """Enter decides."""
        self.action_decide()

    def action_decide(self) -> None:
        """Answer the gate with a reason."""
        from warroom_tui.ui.screens.dialogs.decide import DecideDialog, Decision

        gate, page = self._chosen(), self.page
        if gate is None or page is None:
            return
        if gate.state.decided:
            self.say(f"Decided already: {gate.word}. u takes your own decision back.")
            return

        def save(decision: Decision) -> object:
            desk = self.services.gates
            return desk.decide(gate.id, decision.state, decision.rationale, gate.version)

        def closed(decision: Decision | None) -> None:
            if decision is not None:
                self.say(_said(gate, decision.state))
            self.reload()

        self.app.push_screen(DecideDialog(gate, page.evidence[gate.kind], save), closed)

    def action_sign(self) -> None:
        """Sign for one of the roles."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        gate = self._chosen()
        if gate is None or not gate.sign_offs:
            self.say("Nobody has to sign this gate; enter decides it.")
            return
        options = [
            (str(sign.id), sign.role, sign.person or sign.state.value) for sign in gate.sign_offs
        ]
        by_id = {str(sign.id): sign for sign in gate.sign_offs}

        def chosen(key: str | None) -> None:
            if key is not None:
                self._ask_signature(by_id[key])

        self.app.push_screen(ChoiceDialog("Who signs?", options), chosen)

    def _ask_signature(self, sign: SignOff) -> None:
        from warroom_tui.ui.screens.dialogs.decide import Signature, SignDialog

        def save(given: Signature) -> object:
            return self.services.gates.sign(
                sign.id, given.person, given.comment, refuse=given.refuses, expected=sign.version
            )

        dialog = SignDialog(sign, self.services.actor.name, save)
        self.app.push_screen(dialog, self.saved("Recorded · u undo"))


def _said(gate: Gate, state: GateState) -> str:
    if gate.kind is GateKind.GO_NO_GO and state is GateState.NO_GO:
        return "No-go recorded. B opens the runbooks: delay, tell everybody, fix first."
    if state is GateState.NO_GO:
        return "Recorded. B opens the runbooks with the rollback."
    return "Recorded with the evidence of this moment · u undo"
