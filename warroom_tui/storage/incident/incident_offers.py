"""P1 tickets for which an incident may have to be declared: the machine offers, people decide."""

from __future__ import annotations

from sqlalchemy import Connection, exists, select, text

from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.storage import record
from warroom_tui.storage.desk.tickets import TICKETS, fetch
from warroom_tui.storage.schema import LIVE_TICKET, incident, ticket
from warroom_tui.storage.transaction import Plain

OFFERS_LIMIT = 3
DECLINED = "incident_declined"
"""The setting that holds the tickets for which a person said no."""
_KEPT = 500

_LIVE = text("ticket." + LIVE_TICKET.text)
_MATCHED = exists(
    select(incident.c.id).where(
        (incident.c.ticket_id == ticket.c.id)
        | (incident.c.issue_id.is_not(None) & (incident.c.issue_id == ticket.c.issue_id))
    )
)


def read_offers(connection: Connection) -> tuple[Ticket, ...]:
    """Live P1 tickets, soonest due first, with no incident of their own or of their known issue.

    One that nobody owns is in Needs you already, to be taken: its owner is asked next.
    While a P1 incident is live nothing is offered: its commander knows.
    """
    busy = select(incident.c.id).where(
        incident.c.severity == "critical", text("incident.state NOT IN ('resolved','reviewed')")
    )
    if connection.execute(busy.limit(1)).first() is not None:
        return ()
    declined = set(read_declined(connection))
    query = TICKETS.where(
        _LIVE, ticket.c.priority == "P1", ticket.c.assignee.is_not(None), ~_MATCHED
    ).order_by(ticket.c.queue_at, ticket.c.id)  # as an index lies: 100,000 may be open
    found = fetch(connection, query.limit(OFFERS_LIMIT + len(declined)))
    return tuple(one for one in found if one.ref not in declined)[:OFFERS_LIMIT]


def read_declined(connection: Connection) -> list[str]:
    """Tickets for which a person said that they are no incident, oldest first."""
    value = record.read_setting(connection, DECLINED)
    return [str(ref) for ref in value] if isinstance(value, list) else []


def decline(connection: Connection, ref: str) -> None:
    """Offer nothing for this ticket any more."""
    kept: list[Plain] = [one for one in read_declined(connection) if one != ref]
    kept = [*kept, ref][-_KEPT:]
    record.write_setting(connection, DECLINED, kept)
