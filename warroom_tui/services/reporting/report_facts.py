"""From what was read of a day to what its report says. Pure: record and time in, facts out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from warroom_tui.domain.desk.tickets import Priority
from warroom_tui.domain.durations import clock
from warroom_tui.domain.monitoring.day_table import with_status
from warroom_tui.domain.notes import NoteKind
from warroom_tui.domain.rag import Rag
from warroom_tui.domain.reporting.in_short import day_in_short
from warroom_tui.domain.reporting.noon_figures import noon_business, noon_support
from warroom_tui.domain.reporting.report import NOTABLE, DailyFacts, DayRecord, ReportKind
from warroom_tui.domain.reporting.report_figures import (
    business_figures,
    support_figures,
    uptime_figures,
)
from warroom_tui.domain.reporting.report_lines import TicketSummary, TimelineLine
from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.domain.situation import read_situation
from warroom_tui.domain.staffing.people import Contact
from warroom_tui.domain.text import clean
from warroom_tui.services.reporting.report_sections import (
    duty_lines,
    incident_lines,
    issue_lines,
    phase_lines,
    verdict_lines,
)
from warroom_tui.services.reporting.report_triggers import decision_lines, trigger_lines

MAX_LINES = 60
"""Lines kept of each section; more would hide the report. What is cut is counted."""


_Row = TypeVar("_Row")


def daily_facts(record: DayRecord, kind: ReportKind, now: datetime, author: str) -> DailyFacts:
    """What the report of `record.day` says, read at `now` for `author`."""
    launch = record.board.launch
    start, end = launch.day_bounds(record.day)
    number = launch.day_number(start + timedelta(hours=12))
    rag, reasons, by = _status(record, now)
    cut = _Cut()
    criteria, later = verdict_lines(record, number)
    cut.mention(later, "criteria of a later time")
    support = support_figures(record.counts, record.day)
    business = business_figures(record.metrics, record.day, launch.zone)
    if kind is ReportKind.MIDDAY:
        support = noon_support(support)
        business = noon_business(record.metrics, business)
    name, role = _signature(record.contacts, author)
    today = record.day == launch.local(now).date()
    facts = DailyFacts(
        kind=kind,
        title=_title(kind, number, launch),
        launch=clean(launch.name),
        code=clean(launch.code),
        rehearsal=launch.rehearsal,
        tz=launch.tz,
        day=record.day,
        day_number=None if number is None else launch.shown_day(number),
        launch_day=launch.shown_day(1),
        as_of=now,
        rag=rag,
        rag_reason=reasons[0],
        rag_more=cut.keep(reasons[1:], "reasons"),
        rag_by=clean(by) if by else None,
        business=business,
        support=support,
        uptimes=uptime_figures(record.uptimes) if kind is ReportKind.DAILY else (),
        wins=cut.keep(_notes(record, NoteKind.WIN), "wins"),
        actions=cut.keep(_notes(record, NoteKind.ACTION), "actions"),
        focus=cut.keep(_notes(record, NoteKind.FOCUS), "points of focus"),
        incidents=cut.keep(incident_lines(record, now), "incidents"),
        promises=record.promises,
        issues=cut.keep(issue_lines(record, start, end), "issues"),
        phases=cut.keep(phase_lines(record, start, end, now), "phases"),
        criteria=cut.keep(criteria, "criteria"),
        on_duty=duty_lines(record.shifts, launch, now),
        tickets=_tickets(record) if today else None,
        timeline=cut.keep(_timeline(record), "events"),
        briefing=record.briefing,
        signature_name=name,
        signature_role=role,
        triggers=cut.keep(trigger_lines(record, now), "triggers"),
        decisions=cut.keep(decision_lines(record), "decisions"),
        left_out=tuple(cut.words),
        day_tables=tuple(with_status(table, rag.value) for table in record.day_tables)
        if kind is ReportKind.DAILY and rag is not None
        else (),
    )
    if record.day > launch.local(now).date():
        return facts
    return replace(facts, in_short=day_in_short(facts, record.counts))


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

    def mention(self, count: int, what: str) -> None:
        """Say that `count` of something is left out, if any is."""
        if count > 0:
            self.words.append(f"{count} {what}")

    def keep(self, rows: Sequence[_Row], what: str) -> tuple[_Row, ...]:
        """The first `MAX_LINES` rows."""
        self.mention(len(rows) - MAX_LINES, what)
        return tuple(rows[:MAX_LINES])


def _title(kind: ReportKind, number: int | None, launch: Launch) -> str:
    what = "summary" if kind is ReportKind.DAILY else "mid-day figures"
    if number is None:
        return f"Daily {what}" if kind is ReportKind.DAILY else "Mid-day figures"
    return f"Day {launch.shown_day(number)} {what}" if number > 0 else f"T-{1 - number} {what}"


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
    if record.day > record.board.launch.local(now).date():
        return None, ["this day has not come yet: its figures are empty"], None
    return None, ["the day is over and no report was issued on it"], None


def _notes(record: DayRecord, kind: NoteKind) -> tuple[str, ...]:
    return tuple(clean(note.text) for note in record.notes if note.kind is kind)


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
