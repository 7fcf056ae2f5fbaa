"""Incidents of the demo day: declared and told by scripted people, unless a person was faster."""

from __future__ import annotations

from warroom_tui.domain.errors import Refused
from warroom_tui.domain.incident.incidents import NewIncident
from warroom_tui.services.demo import acts
from warroom_tui.services.warroom import Services


def declare(me: Services, act: acts.Declare, ticket: str | None, issue: str | None) -> None:
    """Declare it; Refused when somebody at the keyboard has one going already."""
    if me.incidents.all(live_only=True):
        raise Refused("An incident is handled already.")
    me.incidents.declare(
        NewIncident(
            act.title,
            act.severity,
            impact=act.impact,
            workaround=act.workaround,
            conditions=act.conditions,
            actions=act.actions,
            ticket_ref=ticket,
            issue_ref=issue,
        )
    )


def tell(me: Services, act: acts.Tell) -> None:
    """An update on the live incident that this person declared and still leads."""
    mine = [one for one in me.incidents.all(live_only=True) if one.commander == me.actor.name]
    if not mine:
        raise Refused(f"{me.actor.name} leads no incident.")
    words = {"conditions": act.conditions, "actions": act.actions}
    changed: dict[str, object] = {name: text for name, text in words.items() if text is not None}
    me.incidents.update(mine[0].ref, act.text, None, state=act.state, **changed)
