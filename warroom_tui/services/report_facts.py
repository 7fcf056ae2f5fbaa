"""From what was read of a day to what its report says. Pure: record and time in, facts out."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from warroom_tui.domain.criteria import Criterion, judge_criterion
from warroom_tui.domain.durations import clock
from warroom_tui.domain.figures import SUPPORT_METRICS, support_metric
from warroom_tui.domain.launch import Launch, Phase
from warroom_tui.domain.notes import NoteKind
from warroom_tui.domain.people import Contact
from warroom_tui.domain.rag import Rag
from warroom_tui.domain.report import (
    DailyFacts,
    DayRecord,
    DutyLine,
    IssueLine,
    PhaseLine,
    ReportKind,
    TicketSummary,
    TimelineLine,
    VerdictLine,
)
from warroom_tui.domain.report_figures import (
    MONTHS,
    business_figures,
    figure_text,
    support_figures,
    target_text,
    uptime_figures,
)
from warroom_tui.domain.rota import Shift, ShiftState, level_name, level_rank
from warroom_tui.domain.situation import read_situation
from warroom_tui.domain.text import clean
from warroom_tui.domain.tickets import Priority

MAX_LINES = 60
"""Lines kept of each section; more would hide the report. What is cut is counted."""

NOTABLE = frozenset({"phase", "issue", "launch", "check", "criterion", "incident", "gate"})
"""Subjects whose events a stakeholder cares about; single boxes and tickets are counted instead."""

_MIDDAY_FIGURES = frozenset({"tickets_created", "tickets_resolved", "critical_issues"})
"""The mid-day report's own figures of the support desk (O02)."""

_Row = TypeVar("_Row")


def daily_facts(record: DayRecord, kind: ReportKind, now: datetime, author: str) -> DailyFacts:
    """What the report of `record.day` says, read at `now` for `author`."""
    launch = record.board.launch
    start, end = launch.day_bounds(record.day)
    number = launch.day_number(start + timedelta(hours=12))
    rag, reasons, by = _status(record, now)
    cut = _Cut()
    support = support_figures(record.counts, record.day)
    if kind is ReportKind.MIDDAY:
        support = tuple(figure for figure in support if figure.key in _MIDDAY_FIGURES)
    name, role = _signature(record.contacts, author)
    today = record.day == launch.local(now).date()
    return DailyFacts(
        kind=kind,
        title=_title(kind, number),
        launch=clean(launch.name),
        code=clean(launch.code),
        rehearsal=launch.rehearsal,
        tz=launch.tz,
        day=record.day,
        day_number=number,
        as_of=now,
        rag=rag,
        rag_reason=reasons[0],
        rag_more=cut.keep(reasons[1:], "reasons"),
        rag_by=clean(by) if by else None,
        business=business_figures(record.metrics, record.day, launch.zone),
        support=support,
        uptimes=uptime_figures(record.uptimes) if kind is ReportKind.DAILY else (),
        wins=cut.keep(_notes(record, NoteKind.WIN), "wins"),
        actions=cut.keep(_notes(record, NoteKind.ACTION), "actions"),
        focus=cut.keep(_notes(record, NoteKind.FOCUS), "points of focus"),
        issues=cut.keep(_issues(record, start, end), "issues"),
        phases=cut.keep(_phases(record, start, end, now), "phases"),
        criteria=cut.keep(_verdicts(record, number, cut), "criteria"),
        on_duty=_duty(record.shifts, launch, now),
        tickets=_tickets(record) if today else None,
        timeline=cut.keep(_timeline(record), "events"),
        briefing=record.briefing,
        signature_name=name,
        signature_role=role,
        left_out=tuple(cut.words),
    )


def facts_json(facts: DailyFacts) -> str:
    """The facts with every figure's value, definition and row hint; stable keys, UTC times."""
    return json.dumps(asdict(facts), default=_plain, ensure_ascii=False, sort_keys=True)


def _plain(value: object) -> str | float:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    raise TypeError(f"{type(value).__name__} in report facts")


class _Cut:
    """Shortens sections and remembers by how much."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def keep(self, rows: Sequence[_Row], what: str) -> tuple[_Row, ...]:
        """The first `MAX_LINES` rows."""
        if len(rows) > MAX_LINES:
            self.words.append(f"{len(rows) - MAX_LINES} {what}")
        return tuple(rows[:MAX_LINES])


def _title(kind: ReportKind, number: int | None) -> str:
    what = "summary" if kind is ReportKind.DAILY else "mid-day figures"
    if number is None:
        return f"Daily {what}" if kind is ReportKind.DAILY else "Mid-day figures"
    return f"Day {number} {what}" if number > 0 else f"T-{1 - number} {what}"


def _status(record: DayRecord, now: datetime) -> tuple[Rag | None, list[str], str | None]:
    """Status, reasons (at least one) and who set it by hand.

    Today's is judged now. A past day's cannot be judged from today's board: it is the one that
    was issued last, and not recorded when none was.
    """
    if record.day == record.board.launch.local(now).date():
        status = read_situation(record.board, now).rag
        reasons = [clean(reason) for reason in status.reasons] or [status.first_reason]
        return status.rag, reasons, status.overridden_by
    known = [report for report in record.issued if report.rag is not None]
    if known:
        last = known[-1]
        at = clock(last.issued_at, record.board.launch.zone)
        return last.rag, [f"{clean(last.rag_reason)} (as issued at {at})"], None
    return None, ["the day is over and no report was issued on it"], None


def _notes(record: DayRecord, kind: NoteKind) -> tuple[str, ...]:
    return tuple(clean(note.text) for note in record.notes if note.kind is kind)


_SEVERITIES = ("critical", "high", "medium", "low")


def _issues(record: DayRecord, start: datetime, end: datetime) -> tuple[IssueLine, ...]:
    """Known issues that bit on the day: reported before its end, not settled before its start."""
    shown = [
        issue
        for issue in record.issues
        if issue.reported_at < end
        and (issue.state.live or (issue.resolved_at or issue.reported_at) >= start)
    ]
    shown.sort(
        key=lambda issue: (not issue.state.live, _SEVERITIES.index(issue.severity), issue.id)
    )
    return tuple(
        IssueLine(
            ref=clean(issue.ref),
            title=clean(issue.title),
            severity=issue.severity,
            state=issue.state,
            tickets=issue.tickets,
            workaround=clean(issue.workaround),
        )
        for issue in shown
    )


def _phases(
    record: DayRecord, start: datetime, end: datetime, now: datetime
) -> tuple[PhaseLine, ...]:
    """Phases planned for the day or run on it."""
    launch = record.board.launch
    return tuple(
        PhaseLine(
            name=clean(phase.name),
            state=phase.state,
            planned=span_text(phase.starts_at, phase.ends_at, record.day, launch),
            actual=span_text(phase.started_at, phase.ended_at, record.day, launch),
            # A phase planned for whole days is not late at one minute past midnight.
            slip=None if _at_midnight(phase.starts_at, launch) else phase.start_slip(now),
            done=phase.done,
            total=phase.total,
        )
        for phase in record.board.phases
        if _touches(phase.starts_at, phase.ends_at, start, end) or _ran(phase, start, end, now)
    )


def span_text(first: datetime | None, last: datetime | None, day: date, launch: Launch) -> str:
    """A span of time as a report of `day` prints it; dates only where they differ from `day`."""
    if first is None:
        return "–"
    if _at_midnight(first, launch) and (last is None or _at_midnight(last, launch)):
        begun = launch.local(first).date()
        ended = launch.local(last).date() - timedelta(days=1) if last is not None else begun
        if ended <= begun:
            return "all day" if begun == day else _short_date(begun)
        return f"{_short_date(begun)}–{_short_date(ended)}"
    moments = [_moment(at, day, launch) for at in (first, last) if at is not None]
    return "–".join(moments) if len(moments) == 2 else f"from {moments[0]}"


def _at_midnight(at: datetime | None, launch: Launch) -> bool:
    return at is not None and launch.local(at).time() == time(0)


def _moment(at: datetime, day: date, launch: Launch) -> str:
    local = launch.local(at)
    stamp = clock(at, launch.zone)
    return stamp if local.date() == day else f"{_short_date(local.date())} {stamp}"


def _short_date(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def _ran(phase: Phase, start: datetime, end: datetime, now: datetime) -> bool:
    if phase.started_at is None:
        return False
    return _touches(phase.started_at, phase.ended_at or now, start, end)


def _touches(first: datetime | None, last: datetime | None, start: datetime, end: datetime) -> bool:
    if first is None:
        return False
    return first < end and (first >= start or (last is not None and last > start))


def _verdicts(record: DayRecord, number: int | None, cut: _Cut) -> tuple[VerdictLine, ...]:
    """Success criteria as they stand on the day's own figures, those of later weeks left out."""
    success = [criterion for criterion in record.board.criteria if criterion.klass == "success"]
    shown = [one for one in success if number is None or _first_day(one.period) <= number]
    if len(shown) < len(success):
        cut.words.append(f"{len(success) - len(shown)} criteria of a later time")
    return tuple(_verdict(record, criterion) for criterion in shown)


_PERIOD = re.compile(r"\b(week|month)s?\s+(\d{1,2})", re.IGNORECASE)


def _first_day(period: str | None) -> int:
    """The first launch day of "Week 2"; what names no week or month always counts."""
    found = _PERIOD.search(period or "")
    if found is None:
        return -1_000
    length = 7 if found[1].casefold() == "week" else 30
    return (int(found[2]) - 1) * length + 1


def _verdict(record: DayRecord, criterion: Criterion) -> VerdictLine:
    value = _metric(record, criterion.metric) if criterion.metric else None
    condition = criterion.condition
    return VerdictLine(
        text=clean(criterion.text),
        tier=criterion.tier,
        period=clean(criterion.period) if criterion.period else None,
        verdict=judge_criterion(criterion, value),
        value_text=_value_text(criterion, value),
        target_text=target_text(condition, _unit(criterion)) if condition else "as written",
        evidence=clean(criterion.evidence),
    )


def _unit(criterion: Criterion) -> str:
    """The unit of the criterion's metric, else the one that the plan writes."""
    written = criterion.condition.unit if criterion.condition else ""
    return SUPPORT_METRICS.get(criterion.metric or "", ("", written))[1]


def _value_text(criterion: Criterion, value: float | None) -> str:
    if value is None:
        return "by hand" if criterion.manual_verdict is not None else "no data"
    return figure_text(value, _unit(criterion))


def _metric(record: DayRecord, key: str) -> float | None:
    """The day's value of a metric: the same definition that the board uses for today."""
    if key in SUPPORT_METRICS:
        return support_metric(record.counts, key)
    return next((metric.value for metric in record.metrics if metric.key == key), None)


def _duty(shifts: Sequence[Shift], launch: Launch, now: datetime) -> tuple[DutyLine, ...]:
    levels: dict[str, list[str]] = {}
    for shift in sorted(shifts, key=lambda one: (one.starts_at, one.person)):
        if shift.state is not ShiftState.COVERED:
            levels.setdefault(shift.level, []).append(_duty_of(shift, launch, now))
    return tuple(
        DutyLine(clean(level_name(level)), tuple(dict.fromkeys(levels[level])))
        for level in sorted(levels, key=level_rank)
    )


def _duty_of(shift: Shift, launch: Launch, now: datetime) -> str:
    start, end = (clock(at, launch.zone) for at in (shift.starts_at, shift.ends_at))
    words = [f"{start}-{end}"]
    if not shift.counts_heads:
        words.append(shift.mode.replace("_", " "))
    if shift.state is ShiftState.ABSENT:
        words.append("absent")
    elif shift.counts_heads and shift.signed_in_at is None and shift.starts_at <= now:
        words.append("not signed in")
    return f"{clean(shift.person)} ({', '.join(words)})"


def _tickets(record: DayRecord) -> TicketSummary:
    counts = record.board.ticket_counts
    by_priority = dict(counts.by_priority)
    return TicketSummary(
        live=counts.live,
        breached=counts.breached,
        unowned=counts.unowned,
        by_priority=tuple((name.value, by_priority.get(name.value, 0)) for name in Priority),
    )


def _timeline(record: DayRecord) -> tuple[TimelineLine, ...]:
    return tuple(
        TimelineLine(event.at, clean(event.actor), clean(event.text))
        for event in record.events
        if event.subject_type in NOTABLE and event.undone_by is None
    )


def _signature(contacts: Sequence[Contact], author: str) -> tuple[str, str]:
    """Name and role that sign: the support lead whom the plan names, else the author."""
    for contact in contacts:
        label = contact.label.casefold()
        if contact.name and "support" in label and ("lead" in label or "manager" in label):
            return clean(contact.name), clean(contact.label)
    return clean(author), ""
