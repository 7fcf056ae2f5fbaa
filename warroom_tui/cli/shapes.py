"""The JSON of every listing: explicit keys, so that renaming a field breaks no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from warroom_tui.cli.output import Json
from warroom_tui.domain.board import CheckRow
from warroom_tui.domain.desk.figures import SupportCounts
from warroom_tui.domain.desk.sla import SlaTarget
from warroom_tui.domain.desk.tickets import ClockRow, Ticket, TicketNote
from warroom_tui.domain.incident.issues import KnownIssue
from warroom_tui.domain.monitoring.alerts import Alert
from warroom_tui.domain.needs import Need
from warroom_tui.domain.notes import Note
from warroom_tui.domain.planning.disagreement import differing_promises
from warroom_tui.domain.runsheet.launch import Checklist, Launch, Phase, Task
from warroom_tui.domain.situation import CheckNow
from warroom_tui.domain.staffing.rota import Cover, Shift
from warroom_tui.domain.timeline import TimelineEvent
from warroom_tui.domain.triggers.criteria import Criterion, Metric, Verdict
from warroom_tui.domain.triggers.readings import told_limit


def launch_shape(launch: Launch) -> dict[str, Json]:
    """The launch itself."""
    return {
        "code": launch.code,
        "name": launch.name,
        "status": launch.status.value,
        "timezone": launch.tz,
        "rehearsal": launch.rehearsal,
        "go_live_at": launch.go_live_at,
        "rollback_deadline": launch.rollback_deadline,
        "hypercare_days": launch.hypercare_days,
    }


def phase_shape(phase: Phase) -> dict[str, Json]:
    """A phase: planned and actual times, progress in boxes."""
    return {
        "id": phase.id,
        "name": phase.name,
        "kind": phase.kind,
        "state": phase.state.value,
        "outcome": phase.outcome,
        "planned_start": phase.starts_at,
        "planned_end": phase.planned_end(),
        "started_at": phase.started_at,
        "ended_at": phase.ended_at,
        "done": phase.done,
        "total": phase.total,
        "open_required": phase.open_required,
        "override_reason": phase.override_reason,
        "line": phase.line,
        "version": phase.version,
    }


def task_shape(task: Task, checklist: Checklist | None) -> dict[str, Json]:
    """A task with the title of its list."""
    return {
        "id": task.id,
        "text": task.text,
        "state": task.state.value,
        "required": task.required,
        "list_id": task.checklist_id,
        "list": checklist.title if checklist else None,
        "phase_id": checklist.phase_id if checklist else None,
        "owner": task.owner,
        "due_at": task.due_at,
        "value_label": task.value_label,
        "value": task.value,
        "skip_reason": task.skip_reason,
        "done_by": task.done_by,
        "done_at": task.done_at,
        "line": task.line,
        "version": task.version,
    }


def ticket_shape(ticket: Ticket) -> dict[str, Json]:
    """A ticket; `clocks` is filled when one ticket is read."""
    return {
        "ref": ticket.ref,
        "subject": ticket.subject,
        "body": ticket.body,
        "priority": ticket.priority.value,
        "level": ticket.level.value,
        "state": ticket.state.value,
        "assignee": ticket.assignee,
        "requester": ticket.requester,
        "channel": ticket.channel.value,
        "category": ticket.category,
        "created_at": ticket.created_at,
        "created_by": ticket.created_by,
        "first_response_at": ticket.first_response_at,
        "resolved_at": ticket.resolved_at,
        "closed_at": ticket.closed_at,
        "escalated_at": ticket.escalated_at,
        "waiting_since": ticket.waiting_since,
        "reopen_count": ticket.reopen_count,
        "resolution": ticket.resolution,
        "stars": None if ticket.csat is None else round(1 + 4 * ticket.csat, 2),
        "rated_on": ticket.csat_scale,
        "kb_needed": ticket.kb_needed,
        "updated_at": ticket.updated_at,
        "issue": ticket.issue_ref,
        "next_clock": ticket.next_clock,
        "next_due_at": ticket.next_due_at,
        "next_at_risk_at": ticket.next_at_risk_at,
        "clocks": [clock_shape(clock) for clock in ticket.clocks],
        "promises_without_time": [
            {"clock": name, "target": words, "source": place}
            for name, words, place in ticket.promised_words
        ],
        "promises_elsewhere": [
            {"clock": name, "target": words} for name, words in ticket.other_promises
        ],
        "version": ticket.version,
    }


def clock_shape(clock: ClockRow) -> dict[str, Json]:
    """One SLA clock of a ticket."""
    return {
        "clock": clock.clock,
        "state": clock.state,
        "target": clock.target_text,
        "started_at": clock.started_at,
        "at_risk_at": clock.at_risk_at,
        "due_at": clock.due_at,
        "paused_s": clock.paused_s,
        "stopped_at": clock.stopped_at,
        "target_s": clock.target_s,
        "calendar": clock.calendar,
        "source": clock.source or None,
        "broken_under": clock.owner,
    }


def ticket_note_shape(note: TicketNote) -> dict[str, Json]:
    """Something said or done on a ticket."""
    return {"at": note.at, "by": note.by, "kind": note.kind, "text": note.text}


def issue_shape(issue: KnownIssue) -> dict[str, Json]:
    """A known issue with all its fields."""
    from warroom_tui.services.incident.issue_export import issue_record

    return {**issue_record(issue)}


def cover_shape(cover: Cover) -> dict[str, Json]:
    """Heads needed and present on one level."""
    return {
        "level": cover.level,
        "need": cover.need,
        "here": cover.here,
        "planned": cover.planned,
        "short_by": cover.gap,
        "present": list(cover.present),
        "missing": list(cover.missing),
        "on_break": list(cover.on_break),
        "on_call": list(cover.on_call),
        "standby": list(cover.standby),
        "next_change": cover.next_change,
        "asked_by": [{"place": place, "heads": heads} for place, heads in cover.asked],
    }


def shift_shape(shift: Shift) -> dict[str, Json]:
    """One person's duty time."""
    return {
        "id": shift.id,
        "person": shift.person,
        "level": shift.level,
        "starts_at": shift.starts_at,
        "ends_at": shift.ends_at,
        "mode": shift.mode,
        "rank": shift.rank,
        "state": shift.state.value,
        "signed_in_at": shift.signed_in_at,
        "signed_out_at": shift.signed_out_at,
        "version": shift.version,
    }


def check_shape(check: CheckNow) -> dict[str, Json]:
    """A check as it stands now."""
    window, alert = check.maintenance, check.row.alert
    return {
        **_check_row(check.row),
        "state": check.state.value,
        "since": check.since,
        "alert": alert_shape(check.row.check.name, alert) if alert else None,
        "maintenance_until": window.ends_at if window else None,
    }


def alert_shape(name: str, alert: Alert) -> dict[str, Json]:
    """The alert of a check."""
    return {
        "check": name,
        "state": alert.state.value,
        "severity": alert.severity,
        "since": alert.since,
        "by": alert.held_by,
        "reason": alert.reason,
        "silence_until": alert.silence_until,
        "resolved_at": alert.resolved_at,
        "flaps": alert.flaps,
    }


def _check_row(row: CheckRow) -> dict[str, Json]:
    status = row.status
    return {
        "name": row.check.name,
        "kind": row.check.kind,
        "group": row.check.group,
        "checks": row.check.target,
        "every_s": row.check.every_s,
        "enabled": row.check.enabled,
        "target": row.check.target_text,
        "unit": row.check.unit,
        "value": status.last_value if status else None,
        "detail": status.last_detail if status else "",
        "last_at": status.last_at if status else None,
    }


def metric_shape(metric: Metric) -> dict[str, Json]:
    """A metric with its latest value."""
    return {
        "key": metric.key,
        "name": metric.name,
        "unit": metric.unit,
        "higher_is_better": metric.higher_is_better,
        "source": metric.source,
        "value": metric.value,
        "value_at": metric.value_at,
        "value_by": metric.value_by,
        "trouble": metric.trouble,
    }


def promises_shape(targets: Sequence[SlaTarget]) -> list[Json]:
    """Every promise of the support desk, with what another document says instead."""
    differ = differing_promises(targets)
    return [
        {
            "scope": one.scope,
            "key": one.key,
            "clock": one.clock.value,
            "target": one.text,
            "minutes": one.minutes,
            "document": one.source or None,
            "line": one.line,
            "differs_from": [
                {"document": other.source or None, "line": other.line, "target": other.text}
                for other in differ.get(one, ())
            ],
        }
        for one in targets
    ]


def verdict_shape(
    judged: tuple[Criterion, float | None, Verdict],
    others: Mapping[int, tuple[Criterion, ...]] | None = None,
) -> dict[str, Json]:
    """A criterion with its metric's value and the verdict; `others` set another target for it."""
    criterion, value, verdict = judged
    return {
        "id": criterion.id,
        "text": criterion.text,
        "class": criterion.klass,
        "tier": criterion.tier,
        "period": criterion.period,
        "metric": criterion.metric,
        "target": told_limit(criterion) or None,
        "value": value,
        "verdict": verdict.value,
        "evidence": criterion.evidence,
        "document": criterion.source,
        "line": criterion.line,
        "differs_from": [
            {
                "document": other.source,
                "line": other.line,
                "target": told_limit(other) or None,
            }
            for other in (others or {}).get(criterion.id, ())
        ],
    }


def note_shape(note: Note) -> dict[str, Json]:
    """One line for the report."""
    return {
        "id": note.id,
        "kind": note.kind.value,
        "text": note.text,
        "at": note.at,
        "by": note.by,
    }


def event_shape(event: TimelineEvent) -> dict[str, Json]:
    """One event of the timeline."""
    return {
        "id": event.id,
        "at": event.at,
        "actor": event.actor,
        "source": event.source,
        "verb": event.verb,
        "subject_type": event.subject_type,
        "subject_ref": event.subject_ref,
        "text": event.text,
        "undone_by": event.undone_by,
    }


def need_shape(need: Need) -> dict[str, Json]:
    """One thing that waits for a person."""
    return {
        "key": need.key,
        "tag": need.tag,
        "bad": need.bad,
        "what": need.what,
        "why": need.why,
        "since": need.since,
    }


def figures_shape(counts: SupportCounts) -> dict[str, Json]:
    """The support figures of a period; percentages are None while there is nothing to count."""
    return {
        "created": counts.created,
        "resolved": counts.resolved,
        "escalated": counts.escalated,
        "reopened": counts.reopened,
        "critical_issues": counts.critical_issues,
        "sla_pct": counts.sla_pct,
        "first_contact_pct": counts.first_contact_pct,
        "same_day_pct": counts.same_day_pct,
        "resolution_pct": counts.resolution_pct,
        "escalation_pct": counts.escalation_pct,
        "reopen_pct": counts.reopen_pct,
        "mean_response_min": counts.mean_response_min,
        "mean_resolution_min": counts.mean_resolution_min,
        "p90_response_min": counts.p90_response_min,
        "p90_resolution_min": counts.p90_resolution_min,
        "clocks_met": counts.clocks_met,
        "clocks_breached": counts.clocks_breached,
        "csat_of_5": counts.csat_of_5,
    }
