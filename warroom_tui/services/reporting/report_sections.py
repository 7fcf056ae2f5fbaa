"""The sections of a report that need rules: issues, phases, criteria, people on duty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from warroom_tui.domain.desk.figures import SUPPORT_METRICS, limit_unit, support_metric
from warroom_tui.domain.durations import clock
from warroom_tui.domain.reporting.report import DayRecord
from warroom_tui.domain.reporting.report_figures import MONTHS, figure_text, target_text
from warroom_tui.domain.reporting.report_lines import (
    DutyLine,
    IncidentLine,
    IssueLine,
    PhaseLine,
    VerdictLine,
)
from warroom_tui.domain.runsheet.launch import Launch, Phase
from warroom_tui.domain.staffing.rota import Shift, ShiftState, level_name, level_rank
from warroom_tui.domain.text import clean
from warroom_tui.domain.triggers.criteria import Criterion, judge_criterion, on_scale

_SEVERITIES = ("critical", "high", "medium", "low")


def issue_lines(record: DayRecord, start: datetime, end: datetime) -> tuple[IssueLine, ...]:
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
            flags=", ".join(issue.flags),
            hotfix=issue.hotfix_state,
        )
        for issue in shown
    )


def incident_lines(record: DayRecord, now: datetime) -> tuple[IncidentLine, ...]:
    """Incidents that were live on the day, oldest first."""
    return tuple(
        IncidentLine(
            ref=one.ref,
            title=clean(one.title),
            priority=one.priority,
            state=one.state.value,
            began=one.started_at,
            lasted=one.lasted(now),
            affected=one.affected,
            commander=clean(one.commander or ""),
            updates=one.updates,
            rows_query_hint=f"warroom incident show {one.ref}",
        )
        for one in record.incidents
    )


def phase_lines(
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


def verdict_lines(record: DayRecord, number: int | None) -> tuple[tuple[VerdictLine, ...], int]:
    """Success criteria as they stand on the day's own figures, and how many are of a later time.

    `number` is the launch day.
    """
    success = [criterion for criterion in record.board.criteria if criterion.klass == "success"]
    shown = [one for one in success if number is None or _first_day(one.period) <= number]
    lines = tuple(_verdict(record, criterion) for criterion in shown)
    return lines, len(success) - len(shown)


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
    counted_in = next((m.unit for m in record.metrics if m.key == criterion.metric), "")
    if criterion.metric in SUPPORT_METRICS:
        counted_in = ""  # these are computed here, in one unit
    written = condition.unit if condition else ""
    value = on_scale(value, criterion.metric, written, counted_in)
    return VerdictLine(
        text=clean(criterion.text),
        tier=criterion.tier,
        period=clean(criterion.period) if criterion.period else None,
        verdict=judge_criterion(criterion, value, scaled=True),
        value_text=_value_text(criterion, value),
        target_text=target_text(condition, _unit(criterion)) if condition else "as written",
        evidence=clean(criterion.evidence),
    )


def _unit(criterion: Criterion) -> str:
    """The plan's own scale, else the unit of the criterion's metric."""
    return limit_unit(criterion.metric, criterion.condition.unit if criterion.condition else "")


def _value_text(criterion: Criterion, value: float | None) -> str:
    if value is None:
        return "by hand" if criterion.manual_verdict is not None else "no data"
    return figure_text(value, _unit(criterion))


def _metric(record: DayRecord, key: str) -> float | None:
    """The day's value of a metric: the same definition that the board uses for today."""
    if key in SUPPORT_METRICS:
        return support_metric(record.counts, key)
    return next((metric.value for metric in record.metrics if metric.key == key), None)


def duty_lines(shifts: Sequence[Shift], launch: Launch, now: datetime) -> tuple[DutyLine, ...]:
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
