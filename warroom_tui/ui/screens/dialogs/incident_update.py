"""An update on an incident: conditions, actions, needs, and a word of one's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from textual.app import ComposeResult

from warroom_tui.domain.errors import InputError
from warroom_tui.domain.incident.incidents import LIVE_STATES, Incident, IncidentState
from warroom_tui.domain.runsheet.actions import parse_due
from warroom_tui.ui.screens.dialogs.base import Dialog, Missing
from warroom_tui.ui.screens.dialogs.fields import BodyField, Chooser, Field, LineField

_STATES = tuple((state.value, state.value) for state in (*LIVE_STATES, IncidentState.RESOLVED))


@dataclass(frozen=True, slots=True)
class ToldUpdate:
    """What the form says."""

    text: str
    state: IncidentState
    conditions: str
    actions: str
    needs: str
    eta: datetime | None


class IncidentUpdateDialog(Dialog[ToldUpdate]):
    """How it stands now; what is not changed stays as it was told last."""

    def __init__(
        self,
        incident: Incident,
        now: datetime,
        zone: ZoneInfo,
        save: Callable[[ToldUpdate], object] | None = None,
    ) -> None:
        super().__init__(f"Update on {incident.ref}: {incident.title}", save)
        self._incident = incident
        self._now = now
        self._zone = zone

    def content(self) -> ComposeResult:
        """State, the three lines, when it should be over, a text."""
        one = self._incident
        eta = f"{one.eta.astimezone(self._zone):%Y-%m-%d %H:%M}" if one.eta else ""
        yield Field("Conditions", LineField(one.conditions, "what is the case", id="conditions"))
        yield Field("Actions", LineField(one.actions, "what is being done", id="actions"))
        yield Field("Needs", LineField(one.needs, "what is missing to go on", id="needs"))
        yield Field("State", Chooser(_STATES, one.state.value, id="state"))
        yield Field("Over by", LineField(eta, "16:30, or 2 h, if known", id="eta"))
        yield Field(
            "Text", BodyField("", "left empty, the three lines above tell it", id="text"), lines=4
        )

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("ctrl+s", "tell it"), ("tab", "next field"), ("escape", "cancel"))

    def answer(self) -> ToldUpdate:
        """The update; a time that cannot be read leads back to its field."""
        try:
            eta = parse_due(self.line("eta"), self._now, self._zone)
        except InputError as error:
            raise Missing(error.message, "eta", error.hint) from error
        told = ToldUpdate(
            text=self.body("text"),
            state=IncidentState(self.chosen("state")),
            conditions=self.line("conditions"),
            actions=self.line("actions"),
            needs=self.line("needs"),
            eta=eta,
        )
        if not (told.text or told.conditions or told.actions or told.needs):
            raise Missing("An update needs a text, or one of the three lines.", "conditions")
        return told
