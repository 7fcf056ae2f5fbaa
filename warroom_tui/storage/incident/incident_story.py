"""The record of an incident's time: what a post-mortem's timeline is filled in from."""

from __future__ import annotations

from sqlalchemy import Connection, and_, or_, select

from warroom_tui.domain.incident.incidents import Incident
from warroom_tui.domain.timeline import TimelineEvent
from warroom_tui.storage.record import to_event
from warroom_tui.storage.schema import timeline_event

STORY_LIMIT = 300
"""Events of one story; a longer one would be no story any more."""

_AROUND = (
    "runbook",
    "phase",
    "gate",
    "check",
    "alert",
    "criterion",
    "trigger",
    "launch",
    "message",
)
"""Subjects that may belong to an incident because they happened during it."""


_AFTERWARDS = ("undone", "wrote", "added", "reviewed")
"""What is done about the record itself is no part of the story."""


def read_story(connection: Connection, incident: Incident) -> tuple[TimelineEvent, ...]:
    """Its own events, those of its issue and ticket, and what happened meanwhile; oldest first.

    What was undone is left out, and so are the undos.
    """
    event = timeline_event
    own = and_(event.c.subject_type == "incident", event.c.subject_ref == incident.ref)
    linked = [
        and_(event.c.subject_type == kind, event.c.subject_ref == ref)
        for kind, ref in (("issue", incident.issue_ref), ("ticket", incident.ticket_ref))
        if ref
    ]
    during = [event.c.subject_type.in_(_AROUND), event.c.at >= incident.started_at]
    if incident.resolved_at is not None:
        during.append(event.c.at <= incident.resolved_at)
    query = (
        select(event)
        .where(
            event.c.at >= incident.started_at,
            or_(own, *linked, and_(*during)),
            event.c.undone_by.is_(None),
            event.c.verb.not_in(_AFTERWARDS),
        )
        .order_by(event.c.id)
        .limit(STORY_LIMIT)
    )
    return tuple(to_event(row) for row in connection.execute(query).mappings())
