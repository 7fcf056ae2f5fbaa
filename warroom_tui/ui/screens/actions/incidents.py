"""Incident commands: declare, open, and what Needs you offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom_tui.domain.incident.incidents import Incident, NewIncident
from warroom_tui.ui.commands import Scope
from warroom_tui.ui.screens.desk import Desk

if TYPE_CHECKING:
    from warroom_tui.services.desk.escalation_desk import EscalationPage


class IncidentActions:
    """Declare an incident, go to one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self, ref: str | None = None) -> None:
        """Show the incidents, the cursor on `ref`."""
        from warroom_tui.ui.screens.dialogs import IncidentsScreen

        self._desk.open(IncidentsScreen(self._desk.services, ref))

    def declare(self) -> None:
        """Declare an incident, for the P1 ticket that is offered or chosen if there is one."""
        self.declare_for(self._offered())

    def declare_for(self, ticket_ref: str | None) -> None:
        """Ask for an incident, with what a ticket says already filled in."""
        desk = self._desk
        desk.ask_for_form(lambda: desk.services.incidents.blank(ticket_ref), self._ask)

    def decline(self, ticket_ref: str) -> None:
        """Say that a P1 ticket is no incident."""
        self._desk.write(
            lambda: self._desk.services.incidents.decline(ticket_ref),
            lambda ref: f"{ref} is no incident; ! declares one all the same",
            undoable=False,
        )

    def call(self, ref: str) -> None:
        """Choose whom to call for an incident, and note the call."""
        desk = self._desk
        desk.ask_for_form(
            lambda: (desk.services.incidents.get(ref), desk.services.escalations.page()),
            lambda found: self._whom(*found),
        )

    def decline_call(self, ref: str) -> None:
        """Say that nobody is to be called."""
        self._desk.write(
            lambda: self._desk.services.incidents.decline_call(ref),
            lambda done: f"Nobody is called for {done}; I c calls all the same",
            undoable=False,
        )

    def _whom(self, one: Incident, page: EscalationPage) -> None:
        from warroom_tui.ui.screens.dialogs.call import choose_call, why_form

        dialog, calls = choose_call(one, page), self._desk.services.escalations
        if dialog is None:
            self._desk.say("The plan names nobody to call.")
            return

        def chosen(key: str) -> None:
            self._desk.form(
                lambda save: why_form(one, page, key, save),
                lambda why: calls.raise_above(one.ref, key, why),
                lambda _: f"{page.path.name_of(key)} called for {one.ref}; E shows who answers",
            )

        self._desk.choose(dialog, chosen)

    def _ask(self, new: NewIncident) -> None:
        from warroom_tui.ui.screens.dialogs import IncidentDialog

        desk = self._desk
        situation = desk.situation
        zone = situation.board.launch.zone if situation else desk.services.launch().zone
        now = desk.services.clock.now()
        desk.form(
            lambda save: IncidentDialog(new, now, zone, save=save),
            desk.services.incidents.declare,
            _declared,
        )

    def _offered(self) -> str | None:
        """The P1 ticket that is offered, the one under the cursor first; None without an offer."""
        situation = self._desk.situation
        offers = situation.board.incident_offers if situation else ()
        refs = [ticket.ref for ticket in offers]
        need = (self._desk.selected(Scope.NEEDS) or "").removeprefix("offer:")
        chosen = self._desk.selected(Scope.TICKETS)
        return next((ref for ref in (need, chosen, *refs) if ref in refs), None)


def _declared(incident: Incident) -> str:
    lead = incident.commander or "nobody"
    return f"{incident.ref} declared, {lead} leads, update every {incident.update_every_min} min"
