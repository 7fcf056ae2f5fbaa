"""One incident in full: promise, roles, the three lines, times, checklists, what was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from warroom_tui.domain.desk.escalation import Escalation
from warroom_tui.domain.durations import countdown, day_and_clock, short
from warroom_tui.domain.incident.incidents import Incident, IncidentUpdate, PostMortem
from warroom_tui.domain.runsheet.actions import ActionItem
from warroom_tui.domain.runsheet.launch import Task
from warroom_tui.ui.presenters.incident_rows import FACES, update_words
from warroom_tui.ui.presenters.prose import prose
from warroom_tui.ui.theme import Palette
from warroom_tui.ui.widgets.drawn_text import drawable

SHOWN_UPDATES = 100


@dataclass(frozen=True, slots=True)
class Followed:
    """A procedure that is or was followed during the incident."""

    title: str
    run_id: int
    started_by: str
    ended_at: datetime | None
    outcome: str
    steps: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class IncidentDetail:
    """What hangs on one incident."""

    updates: tuple[IncidentUpdate, ...]
    followed: tuple[Followed, ...]
    post_mortem: PostMortem | None
    actions: tuple[ActionItem, ...]
    calls: tuple[Escalation, ...] = ()
    """Levels that were called, oldest first."""


def facts(
    one: Incident, detail: IncidentDetail | None, now: datetime, zone: ZoneInfo, palette: Palette
) -> Text:
    """Most urgent first: the promise, then who has it, then how it stands."""
    text = Text()
    _head(text, one, now, palette)
    _who(text, one, palette)
    for label, value in (
        ("Conditions", one.conditions),
        ("Actions", one.actions),
        ("Needs", one.needs),
        ("Impact", one.impact),
        ("Affected", one.affected),
        ("Workaround", one.workaround),
        ("Over by", day_and_clock(one.eta, zone, now) if one.eta else ""),
        ("Points to", "  ".join(ref for ref in (one.issue_ref, one.ticket_ref) if ref)),
        ("Hotline", one.hotline),
    ):
        _field(text, label, value, palette)
    if one.live and not (one.conditions or one.actions or one.needs):
        text.append("\nNothing is said about it yet. p tells an update.\n", palette.warn)
    _times(text, one, now, zone, palette)
    if detail is not None:
        _called(text, detail.calls, now, palette)
        if one.live and one.priority in ("P1", "P2") and not detail.calls:
            text.append("\nNobody was called yet. c calls.\n", palette.warn)
        for run in detail.followed:
            _followed(text, run, zone, palette)
        _post_mortem(text, one, detail, now, zone, palette)
        _told(text, detail.updates, now, zone, palette)
    text.rstrip()
    return text


def _called(text: Text, calls: Sequence[Escalation], now: datetime, palette: Palette) -> None:
    for call in calls:
        text.append("\nCalled     ", palette.muted)
        text.append(drawable(f"{call.to_key} {call.called}".strip()), palette.text)
        if call.acked_at is not None:
            word = f"  ● {call.acked_by} answered after {short(call.acked_at - call.at)}"
            text.append(drawable(word), palette.good)
        else:
            late = now > call.late_at()
            word = f"  {'✖' if late else '▲'} nobody answered for {short(now - call.at)}"
            text.append(word, palette.bad if late else palette.warn)
    if calls:
        text.append("\n")


def _head(text: Text, one: Incident, now: datetime, palette: Palette) -> None:
    mark, tone = FACES[one.severity]
    style = palette.tone(tone) if one.live else palette.muted
    text.append(f"{one.ref}  ", palette.accent)
    text.append(f"{mark} {one.priority} {one.severity.value}", style)
    text.append(f"  {one.state.value}", palette.strong)
    lasts = short(one.lasted(now))
    text.append(f"  {'for' if one.live else 'lasted'} {lasts}\n", palette.muted)
    text.append(drawable(one.title) + "\n", palette.strong)
    due = one.next_update_due
    if one.live and due is not None:
        _, urgency = update_words(one, now)
        if one.update_late(now) is not None:
            line = f"✖ the promised update is {countdown(now - due)} late"
        else:
            line = f"◷ next update in {countdown(due - now)}"
        text.append(line, palette.tone(urgency))
        text.append(f"  every {one.update_every_min} min\n", palette.muted)


def _who(text: Text, one: Incident, palette: Palette) -> None:
    text.append("\n")
    roles = (("Commander", one.commander), ("Liaison", one.liaison), ("Scribe", one.scribe))
    for label, name in roles:
        text.append(f"{label:<11}", palette.muted)
        text.append(drawable(name or "nobody") + "\n", palette.text if name else palette.warn)


def _field(text: Text, label: str, value: str, palette: Palette) -> None:
    if not value:
        return
    text.append(f"{label:<11}", palette.muted)
    body = prose(value).replace("\n", "\n" + " " * 11)
    text.append(body + "\n", palette.text)


def _times(text: Text, one: Incident, now: datetime, zone: ZoneInfo, palette: Palette) -> None:
    text.append("\n")
    for label, at in (
        ("started", one.started_at),
        ("detected", one.detected_at),
        ("identified", one.identified_at),
        ("mitigated", one.mitigated_at),
        ("resolved", one.resolved_at),
        ("reviewed", one.reviewed_at),
    ):
        text.append(f"{label} ", palette.muted)
        text.append(day_and_clock(at, zone, now) if at else "–", palette.text)
        text.append("  ")
    text.append("\n")


def _followed(text: Text, run: Followed, zone: ZoneInfo, palette: Palette) -> None:
    done = sum(step.state.settled for step in run.steps)
    over, whole = run.ended_at is not None, done == len(run.steps)
    mark, tone = ("✔", palette.good) if whole else ("◐", palette.warn)
    text.append(f"\n{mark if over else '►'} ", tone if over else palette.info)
    text.append(drawable(run.title), palette.muted if over else palette.strong)
    broken_off = ", ended" if over and not whole else ""
    count = f"  {done} of {len(run.steps)}{broken_off}, {run.started_by}"
    text.append(drawable(count) + "\n", palette.muted)
    if over:
        text.append("  " + drawable(run.outcome) + "\n", palette.muted)
        return
    for step in run.steps:
        settled = step.state.settled
        text.append("  ✔ " if settled else "  ☐ ", palette.good if settled else palette.text)
        text.append(drawable(step.text), palette.muted if settled else palette.text)
        if settled and step.done_at is not None:
            at = step.done_at.astimezone(zone)
            text.append(drawable(f"  {at:%H:%M} {step.done_by or ''}"), palette.muted)
        text.append("\n")


def _post_mortem(
    text: Text,
    one: Incident,
    detail: IncidentDetail,
    now: datetime,
    zone: ZoneInfo,
    palette: Palette,
) -> None:
    found = detail.post_mortem
    if found is not None:
        late = found.late_by(now)
        text.append("\nPost-mortem  ", palette.muted)
        if found.completed_at is not None:
            done = f"✔ done {day_and_clock(found.completed_at, zone, now)}"
            text.append(drawable(f"{done} by {found.completed_by or '–'}\n"), palette.good)
        elif late is not None:
            text.append(f"✖ {short(late)} late\n", palette.bad)
        elif found.due_at is not None:
            text.append(f"◷ due {day_and_clock(found.due_at, zone, now)}\n", palette.warn)
        else:
            text.append("begun\n", palette.text)
        for label, value in (
            ("Summary", found.summary),
            ("Factors", found.contributing),
            ("Numbers", found.impact),
            ("Went well", found.went_well),
            ("Improve", found.improve),
        ):
            _field(text, label, value, palette)
    elif not one.live:
        text.append("\nNo post-mortem yet. P writes one.\n", palette.muted)
    for item in detail.actions:
        text.append("☐ " if item.open else "✔ ", palette.text if item.open else palette.good)
        due = f", by {day_and_clock(item.due_at, zone, now)}" if item.due_at else ""
        who = f"  {item.owner or 'nobody'}{due}"
        text.append(drawable(f"{item.ref} {item.text}"), palette.text)
        text.append(drawable(who) + "\n", palette.muted)


def _told(
    text: Text,
    updates: tuple[IncidentUpdate, ...],
    now: datetime,
    zone: ZoneInfo,
    palette: Palette,
) -> None:
    late = sum(update.late is not None for update in updates)
    tail = f", {late} late" if late else ""
    times = "once" if len(updates) == 1 else f"{len(updates)} times"
    text.append(f"\nTold {times}{tail}\n", palette.muted)
    for update in tuple(reversed(updates))[:SHOWN_UPDATES]:
        text.append(day_and_clock(update.at, zone, now), palette.accent)
        text.append(drawable(f"  {update.by}  {update.state.value}"), palette.muted)
        if update.late is not None:
            text.append(f"  ✖ {short(update.late)} late", palette.bad)
        body = prose(update.text).replace("\n", "\n  ")
        text.append("\n  " + body + "\n", palette.text)
