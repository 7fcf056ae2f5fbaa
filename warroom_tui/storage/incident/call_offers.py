"""Incidents for which nobody was called yet: the machine offers the call, a person makes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, exists, select, text

from warroom_tui.domain.desk.callees import People, whom_to_call
from warroom_tui.domain.incident.incidents import CallOffer
from warroom_tui.domain.incident.issues import Severity
from warroom_tui.storage import record
from warroom_tui.storage.desk import escalations
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.schema import escalation, incident
from warroom_tui.storage.staffing import rota
from warroom_tui.storage.transaction import Plain

OFFERS_LIMIT = 3
DECLINED = "incident_calls_declined"
"""The setting that holds the incidents for which a person said that nobody is to be called."""
_KEPT = 200

_CALLED = exists(
    select(escalation.c.id).where(
        escalation.c.subject_type == "incident", escalation.c.subject_ref == incident.c.ref
    )
)
_UNCALLED = (
    select(incident.c.ref, incident.c.title, incident.c.severity, incident.c.declared_at)
    .where(
        text("incident.state NOT IN ('resolved','reviewed')"),
        incident.c.severity.in_((Severity.CRITICAL.value, Severity.HIGH.value)),
        ~_CALLED,
    )
    .order_by(incident.c.declared_at)
)


def read_call_offers(connection: Connection, now: datetime) -> tuple[CallOffer, ...]:
    """Live incidents of the two highest severities that nobody was called for."""
    waiting = connection.execute(_UNCALLED).all()
    declined = set(_declined(connection)) if waiting else set()
    waiting = [row for row in waiting if row.ref not in declined][:OFFERS_LIMIT]
    if not waiting:
        return ()
    path = escalations.read_path(connection)
    people = read_people_now(connection, now)
    out = []
    for ref, title, severity, declared_at in waiting:
        critical = severity == Severity.CRITICAL.value
        key = path.first_call(critical=critical)
        if key:
            callees = callee_words(key, path.who_of(key), people)
            priority = "P1" if critical else "P2"
            name = " ".join(dict.fromkeys((key, path.name_of(key))))
            out.append(CallOffer(ref, title, priority, declared_at, key, name, callees))
    return tuple(out)


def callee_words(key: str, roles: Sequence[str], people: People) -> str:
    """Who of a level can be reached, with a number: two at most."""
    found = [one for one in whom_to_call(key, roles, people) if one.reachable is not False]
    return ", ".join(f"{one.name or one.role} {one.phone}".strip() for one in found[:2])


def read_people_now(connection: Connection, now: datetime) -> People:
    """Rota and directory around `now`."""
    return People(
        rota.read_shifts(connection, now - timedelta(days=1), now + timedelta(days=1)),
        rota.read_people(connection),
        rota.read_contacts(connection),
        now,
        launches.read_launch(connection).zone,
    )


def _declined(connection: Connection) -> list[str]:
    value = record.read_setting(connection, DECLINED)
    return [str(ref) for ref in value] if isinstance(value, list) else []


def decline_call(connection: Connection, ref: str) -> None:
    """Offer no call for this incident any more."""
    kept: list[Plain] = [one for one in _declined(connection) if one != ref]
    kept = [*kept, ref][-_KEPT:]
    record.write_setting(connection, DECLINED, kept)
