"""Incidents as JSON: stable keys, UTC times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from warroom_tui.cli.actions import action_shape
from warroom_tui.cli.output import Json
from warroom_tui.domain.incident.incidents import Incident, IncidentUpdate, PostMortem
from warroom_tui.domain.runsheet.actions import ActionItem

if TYPE_CHECKING:
    from warroom_tui.services.incident.incident_messages import IncidentWords


def incident_shape(one: Incident) -> dict[str, Json]:
    """An incident with all its fields."""
    return {
        "ref": one.ref,
        "title": one.title,
        "severity": one.severity.value,
        "priority": one.priority,
        "state": one.state.value,
        "impact": one.impact,
        "affected": one.affected_n,
        "affected_pct": one.affected_pct,
        "workaround": one.workaround,
        "conditions": one.conditions,
        "actions": one.actions,
        "needs": one.needs,
        "over_by": one.eta,
        "update_every_min": one.update_every_min,
        "next_update_due": one.next_update_due,
        "commander": one.commander,
        "liaison": one.liaison,
        "scribe": one.scribe,
        "hotline": one.hotline,
        "issue": one.issue_ref,
        "ticket": one.ticket_ref,
        "started_at": one.started_at,
        "detected_at": one.detected_at,
        "declared_at": one.declared_at,
        "declared_by": one.declared_by,
        "identified_at": one.identified_at,
        "mitigated_at": one.mitigated_at,
        "resolved_at": one.resolved_at,
        "reviewed_at": one.reviewed_at,
        "updates": one.updates,
        "postmortem_due": one.postmortem_due,
        "version": one.version,
    }


def update_shape(update: IncidentUpdate) -> dict[str, Json]:
    """What was told, with the promise that it kept or broke."""
    late = update.late
    return {
        "at": update.at,
        "by": update.by,
        "state": update.state.value,
        "text": update.text,
        "due_at": update.due_at,
        "late_s": late.total_seconds() if late else 0.0,
    }


def post_mortem_shape(found: PostMortem | None, actions: Sequence[ActionItem]) -> dict[str, Json]:
    """A post-mortem with its actions; empty texts while nothing is written."""
    return {
        "incident": found.incident_ref if found else None,
        "summary": found.summary if found else "",
        "contributing": found.contributing if found else "",
        "impact": found.impact if found else "",
        "went_well": found.went_well if found else "",
        "improve": found.improve if found else "",
        "owner": found.owner if found else None,
        "due_at": found.due_at if found else None,
        "completed_at": found.completed_at if found else None,
        "completed_by": found.completed_by if found else None,
        "actions": [action_shape(item) for item in actions],
        "version": found.version if found else 0,
    }


def words_shape(words: IncidentWords) -> dict[str, Json]:
    """A text to tell, with the blanks that are still open."""
    return {
        "kind": words.key,
        "title": words.title,
        "subject": words.subject,
        "body": words.body,
        "open": list(words.blanks),
    }
