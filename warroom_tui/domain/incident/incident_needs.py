"""What incidents and patterns want of a person: a declaration, an update, a post-mortem."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from warroom_tui.domain.board import Board
from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.durations import short
from warroom_tui.domain.incident.incidents import UPDATE_SOON, CallOffer, Incident
from warroom_tui.domain.incident.patterns import Pattern
from warroom_tui.domain.needs import Need, Weight

PANEL = "incident"
"""Where a need of an incident leads: the incident screen."""
OFFER_PANEL = "incident_offer"
"""Where an offer leads: the form that declares an incident."""
CALL_PANEL = "incident_call"
"""Where the offer of a call leads: the choice whom to call."""
PATTERN_PANEL = "pattern"
"""Where a pattern leads: the choice of what to link its tickets to."""

ISSUES_PANEL = "issue_log"
"""Where the daily review leads: the whole log."""

POSTMORTEM_SOON_H = 24
_MINUTE = timedelta(minutes=1)


def incident_needs(board: Board, now: datetime) -> list[Need]:
    """Updates that are late or soon due, offers to declare, post-mortems, patterns."""
    out = [need for one in board.incidents if (need := _incident(one, now)) is not None]
    out += [_offer(ticket, now) for ticket in board.incident_offers]
    out += [_call(offer, now) for offer in board.call_offers]
    out += [_pattern(pattern, now) for pattern in board.patterns]
    review = _issue_review(board, now)
    return [*out, review] if review else out


def _incident(incident: Incident, now: datetime) -> Need | None:
    if not incident.live:
        return _post_mortem(incident, now)
    due = incident.next_update_due
    if due is None or due - now > UPDATE_SOON:
        return None
    late = incident.update_late(now)
    why = f"update promised {short(late)} ago" if late else f"update due in {short(due - now)}"
    who = f", {incident.commander} leads" if incident.commander else ", nobody leads"
    return Need(
        key=f"incident:{incident.ref}",
        weight=Weight.INCIDENT_LATE if late else Weight.INCIDENT_SOON,
        bad=late is not None,
        tag=incident.priority,
        what=f"{incident.ref} {incident.title}",
        why=why + who,
        panel=PANEL,
        row=incident.ref,
        hint="I update",
        since=due,
    )


def _post_mortem(incident: Incident, now: datetime) -> Need | None:
    due = incident.postmortem_due
    if due is None or (due - now).total_seconds() > POSTMORTEM_SOON_H * 3600:
        return None
    late = now > due
    return Need(
        key=f"postmortem:{incident.ref}",
        weight=Weight.POSTMORTEM_LATE,
        bad=late,
        tag="PM",
        what=f"post-mortem of {incident.ref} {incident.title}",
        why=f"{short(now - due)} late" if late else f"due in {short(due - now)}",
        panel=PANEL,
        row=incident.ref,
        hint="I write",
        since=due,
    )


REVIEW_AT = time(20)
"""When the known issues are gone through every day (LWS: 20:00, for the next morning)."""


def _issue_review(board: Board, now: datetime) -> Need | None:
    """The known-issue log wants to be gone through once a day while an issue is live."""
    launch = board.launch
    local = launch.local(now)
    due = datetime.combine(local.date(), REVIEW_AT, local.tzinfo)
    if now < due:
        due -= timedelta(days=1)
    seen, day = board.issues_reviewed, launch.day_number(due)
    started = day is not None and day >= 1
    old = [issue for issue in board.issues if issue.reported_at <= due]
    if not old or not started or (seen is not None and launch.local(seen).date() >= due.date()):
        return None
    many = f"{len(old)} known issues" if len(old) > 1 else "1 known issue"
    return Need(
        key="issues:review",
        weight=Weight.ISSUE_REVIEW,
        bad=False,
        tag="LOG",
        what=f"go through the log: {many} live",
        why=f"since {REVIEW_AT:%H:%M}, {short(now - due)}",
        panel=ISSUES_PANEL,
        row="",
        hint="5 R review",
        since=due,
    )


def _offer(ticket: Ticket, now: datetime) -> Need:
    return Need(
        key=f"offer:{ticket.ref}",
        weight=Weight.INCIDENT_OFFER,
        bad=True,
        tag=ticket.priority.value,
        what=f"declare an incident? {ticket.ref} {ticket.subject}",
        why=f"P1 for {short(now - ticket.created_at)}, x no",
        panel=OFFER_PANEL,
        row=ticket.ref,
        hint="! declare",
        since=ticket.created_at,
    )


def _call(offer: CallOffer, now: datetime) -> Need:
    who = offer.callees or "nobody named: see D"
    return Need(
        key=f"call:{offer.ref}",
        weight=Weight.CALL_OFFER,
        bad=offer.priority == "P1",
        tag="CALL",
        what=f"call {offer.name} for {offer.ref}? {who}",
        why=f"nobody called for {short(now - offer.declared_at)}, x no",
        panel=CALL_PANEL,
        row=offer.ref,
        hint="enter call",
        since=offer.declared_at,
    )


def _pattern(pattern: Pattern, now: datetime) -> Need:
    to = f" → {pattern.issue_ref}?" if pattern.issue_ref else ""
    return Need(
        key=f"pattern:{pattern.id}",
        weight=Weight.PATTERN,
        bad=False,
        tag=f"×{len(pattern.tickets)}",
        what=pattern_words(pattern) + to,
        why=f"last {short(now - pattern.last_at)} ago, x no",
        panel=PATTERN_PANEL,
        row=str(pattern.id),
        hint="enter link",
        since=pattern.first_at,
    )


def pattern_words(pattern: Pattern) -> str:
    """ "5 tickets in 20 min speak of: card refused"."""
    span = pattern.last_at - pattern.first_at
    within = f"in {short(span)}" if span >= _MINUTE else "within a minute"
    return f"{len(pattern.tickets)} tickets {within} speak of: {pattern.label}"
