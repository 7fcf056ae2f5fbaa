"""Reading incidents, their updates and their post-mortems."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, case, func, select, text

from warroom_tui.domain.errors import NotFound
from warroom_tui.domain.incident.incidents import (
    Incident,
    IncidentState,
    IncidentUpdate,
    PostMortem,
    PromisesKept,
)
from warroom_tui.domain.incident.issues import Severity
from warroom_tui.storage.schema import (
    incident,
    incident_update,
    known_issue,
    post_mortem,
    ticket,
)
from warroom_tui.storage.schema.incidents import OPEN_INCIDENT

_OPEN = text("incident." + OPEN_INCIDENT.text)
"""The condition of the partial index, word for word, so that the planner may use it."""

OPEN_LIMIT = 50
"""Incidents on a board: live ones and those that wait for their review."""
ALL_LIMIT = 1000

_SEVERITY = case(
    {severity.value: rank for rank, severity in enumerate(Severity)}, value=incident.c.severity
)
_LIVE_FIRST = case((incident.c.state.in_(("resolved", "reviewed")), 1), else_=0)
_UPDATES = (
    select(func.count())
    .select_from(incident_update)
    .where(incident_update.c.incident_id == incident.c.id)
    .scalar_subquery()
    .label("updates")
)
_INCIDENTS = (
    select(
        incident,
        known_issue.c.ref.label("issue_ref"),
        ticket.c.ref.label("ticket_ref"),
        post_mortem.c.due_at.label("postmortem_at"),
        post_mortem.c.completed_at.label("postmortem_done"),
        _UPDATES,
    )
    .outerjoin_from(incident, known_issue, known_issue.c.id == incident.c.issue_id)
    .outerjoin(ticket, ticket.c.id == incident.c.ticket_id)
    .outerjoin(post_mortem, post_mortem.c.incident_id == incident.c.id)
)


def read_open(connection: Connection) -> tuple[Incident, ...]:
    """Live incidents, worst first, then those that wait for their review."""
    query = _INCIDENTS.where(_OPEN).order_by(_LIVE_FIRST, _SEVERITY, incident.c.id)
    rows = connection.execute(query.limit(OPEN_LIMIT)).mappings()
    return tuple(_incident(row) for row in rows)


def read_all(connection: Connection) -> tuple[Incident, ...]:
    """Every incident: live ones first, worst first, then the others, newest first."""
    worst = case((_LIVE_FIRST == 0, _SEVERITY), else_=0)
    query = _INCIDENTS.order_by(_LIVE_FIRST, worst, incident.c.id.desc()).limit(ALL_LIMIT)
    return tuple(_incident(row) for row in connection.execute(query).mappings())


def read_between(connection: Connection, start: datetime, end: datetime) -> tuple[Incident, ...]:
    """Incidents that were live at some time of a period, oldest first."""
    query = _INCIDENTS.where(
        incident.c.declared_at < end,
        (incident.c.resolved_at.is_(None)) | (incident.c.resolved_at >= start),
    ).order_by(incident.c.id)
    rows = connection.execute(query.limit(ALL_LIMIT)).mappings()
    return tuple(_incident(row) for row in rows)


def find(connection: Connection, ref: str) -> Incident:
    """One incident; a bare number is enough; raises NotFound."""
    number = ref.strip().upper().removeprefix("INC-")
    whole = number.isascii() and number.isdigit()
    wanted = f"INC-{int(number):03d}" if whole else ref.strip().upper()
    row = connection.execute(_INCIDENTS.where(incident.c.ref == wanted)).mappings().first()
    if row is None:
        raise NotFound(f"There is no incident {ref!r}.", "List them with: warroom incident list.")
    return _incident(row)


def read_updates(connection: Connection, incident_id: int) -> tuple[IncidentUpdate, ...]:
    """What was told, oldest first."""
    query = select(incident_update).where(incident_update.c.incident_id == incident_id)
    rows = connection.execute(query.order_by(incident_update.c.id)).mappings()
    return tuple(
        IncidentUpdate(
            row["id"],
            row["at"],
            row["by"],
            IncidentState(row["state"]),
            row["text"],
            row["due_at"],
        )
        for row in rows
    )


def read_post_mortem(connection: Connection, of: Incident) -> PostMortem | None:
    """The post-mortem of an incident, or None."""
    query = select(post_mortem).where(post_mortem.c.incident_id == of.id)
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    return PostMortem(
        id=row["id"],
        incident_ref=of.ref,
        summary=row["summary"],
        contributing=row["contributing"],
        impact=row["impact"],
        went_well=row["went_well"],
        improve=row["improve"],
        due_at=row["due_at"],
        owner=row["owner"],
        completed_at=row["completed_at"],
        completed_by=row["completed_by"],
        version=row["version"],
    )


def read_promises_kept(
    connection: Connection, start: datetime, end: datetime, now: datetime
) -> PromisesKept:
    """Updates promised for a period, and how many of them came in time.

    One that is owed and late already counts as due and broken.
    """
    told = incident_update
    due, kept = connection.execute(
        select(func.count(), func.sum(case((told.c.at <= told.c.due_at, 1), else_=0))).where(
            told.c.due_at >= start, told.c.due_at < end
        )
    ).one()
    owed = connection.execute(
        select(func.count())
        .select_from(incident)
        .where(
            _OPEN,
            incident.c.next_update_due >= start,
            incident.c.next_update_due < min(end, now),
        )
    ).scalar_one()
    return PromisesKept(due=due + owed, kept=kept or 0)


def _incident(row: RowMapping) -> Incident:
    return Incident(
        id=row["id"],
        ref=row["ref"],
        title=row["title"],
        severity=Severity(row["severity"]),
        state=IncidentState(row["state"]),
        impact=row["impact"],
        affected_n=row["affected_n"],
        affected_pct=row["affected_pct"],
        workaround=row["workaround"],
        conditions=row["conditions"],
        actions=row["actions"],
        needs=row["needs"],
        eta=row["eta"],
        update_every_min=row["update_every_min"],
        next_update_due=row["next_update_due"],
        commander=row["commander"],
        liaison=row["liaison"],
        scribe=row["scribe"],
        hotline=row["hotline"],
        issue_ref=row["issue_ref"],
        ticket_ref=row["ticket_ref"],
        started_at=row["started_at"],
        detected_at=row["detected_at"],
        declared_at=row["declared_at"],
        declared_by=row["declared_by"],
        identified_at=row["identified_at"],
        mitigated_at=row["mitigated_at"],
        resolved_at=row["resolved_at"],
        reviewed_at=row["reviewed_at"],
        updates=row["updates"],
        postmortem_due=row["postmortem_at"] if row["postmortem_done"] is None else None,
        version=row["version"],
    )
