"""What the templates of an incident may name: plain words and lines, times already local."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from warroom_tui.domain.durations import day_and_clock, short, whole_moment
from warroom_tui.domain.incident.incident_lines import DueLine, StoryLine, ToldLine
from warroom_tui.domain.incident.incidents import Incident, IncidentUpdate, PostMortem
from warroom_tui.domain.runsheet.actions import ActionItem
from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.domain.timeline import TimelineEvent


@dataclass(frozen=True, slots=True)
class IncidentFile:
    """Everything about one incident, read at one moment."""

    launch: Launch
    incident: Incident
    updates: tuple[IncidentUpdate, ...]
    story: tuple[TimelineEvent, ...]
    post_mortem: PostMortem | None
    actions: tuple[ActionItem, ...]
    tickets: int
    """Tickets that point to its known issue, or its own."""


def names(file: IncidentFile, now: datetime) -> dict[str, object]:
    """The facts by name."""
    one, zone = file.incident, file.launch.zone

    def when(at: datetime | None) -> str:
        return day_and_clock(at, zone, now) if at else ""

    def whole(at: datetime | None) -> str:
        return whole_moment(at, zone) if at else ""

    return {
        "launch": file.launch.name,
        "rehearsal": file.launch.rehearsal,
        "ref": one.ref,
        "title": one.title,
        "severity": one.severity.value,
        "priority": one.priority,
        "state": one.state.value,
        "state_word": one.state.value.capitalize(),
        "impact": _lines(one.impact),
        "impact_line": one.impact,
        "affected": one.affected,
        "workaround": _lines(one.workaround),
        "workaround_line": one.workaround,
        "conditions": _lines(one.conditions),
        "actions": _lines(one.actions),
        "needs": _lines(one.needs),
        "eta_text": when(one.eta),
        "next_update_text": when(one.next_update_due),
        "update_every_min": one.update_every_min,
        "update_number": len(file.updates),
        "commander": one.commander or "",
        "liaison": one.liaison or "",
        "scribe": one.scribe or "",
        "hotline": one.hotline,
        "issue_ref": one.issue_ref or "",
        "ticket_ref": one.ticket_ref or "",
        "tickets": file.tickets,
        "started_text": whole(one.started_at),
        "detected_text": whole(one.detected_at),
        "declared_text": whole(one.declared_at),
        "declared_by": one.declared_by,
        "identified_text": whole(one.identified_at),
        "mitigated_text": whole(one.mitigated_at),
        "resolved_text": whole(one.resolved_at),
        "age_text": short(one.lasted(now)),
        "now_text": whole_moment(now, zone),
        "last_update": _lines(file.updates[-1].text) if file.updates else (),
        "updates": [_told(update, zone, now) for update in file.updates],
        "late_updates": sum(update.late is not None for update in file.updates),
        "story": [StoryLine(when(e.at), e.actor, e.text) for e in file.story],
        "actions_due": [_due(item, zone, now) for item in file.actions],
        **_written(file.post_mortem, one, zone),
    }


def _written(found: PostMortem | None, one: Incident, zone: ZoneInfo) -> dict[str, object]:
    """What a person wrote into the post-mortem."""
    due = found.due_at if found else None
    done = found.completed_at if found else None
    return {
        "summary": _lines(found.summary if found else ""),
        "contributing": _lines(found.contributing if found else ""),
        "impact_numbers": _lines((found.impact if found else "") or one.impact),
        "went_well": _lines(found.went_well if found else ""),
        "improve": _lines(found.improve if found else ""),
        "postmortem_text": whole_moment(due, zone) if due else "",
        "completed_text": whole_moment(done, zone) if done else "",
    }


def _lines(text: str) -> Sequence[str]:
    return tuple(line for line in text.splitlines() if line.strip())


def _told(update: IncidentUpdate, zone: ZoneInfo, now: datetime) -> ToldLine:
    late = update.late
    return ToldLine(
        day_and_clock(update.at, zone, now),
        update.by,
        update.state.value,
        " ".join(update.text.split()),
        short(late) if late else "",
    )


def _due(item: ActionItem, zone: ZoneInfo, now: datetime) -> DueLine:
    due = day_and_clock(item.due_at, zone, now) if item.due_at else ""
    return DueLine(item.ref, item.text, item.owner or "", due, not item.open)
