"""The sections of a report read right on the days that are not the easy ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.reports.launch_day import (
    DAY,
    EVENING,
    LAUNCH,
    at,
    criterion,
    full_day,
    issue,
    shift,
)
from warroom_tui.domain.desk.figures import SupportCounts
from warroom_tui.domain.incident.issues import IssueState, Severity
from warroom_tui.domain.reporting.in_short import day_in_short
from warroom_tui.domain.reporting.report import DailyFacts, DayRecord, ReportKind
from warroom_tui.domain.reporting.report_lines import IncidentLine
from warroom_tui.domain.staffing.rota import ShiftState
from warroom_tui.services.reporting.report_facts import daily_facts
from warroom_tui.services.reporting.report_sections import span_text

MIDNIGHT = at(23) - timedelta(days=1)
"""The start of launch day in Copenhagen."""


def facts(record: DayRecord, now: datetime = EVENING) -> DailyFacts:
    """The daily report of that record."""
    return daily_facts(record, ReportKind.DAILY, now, "Kim")


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (None, None, "–"),
        (at(7), at(19), "08:00–20:00"),
        (at(7), None, "from 08:00"),
        (at(7), at(6, day=2), "08:00–2 Dec 07:00"),
        (MIDNIGHT, None, "all day"),
        (MIDNIGHT, MIDNIGHT, "all day"),
        (MIDNIGHT, MIDNIGHT + timedelta(days=1), "all day"),
        (MIDNIGHT, MIDNIGHT + timedelta(days=3), "1 Dec–3 Dec"),
        (MIDNIGHT - timedelta(days=2), MIDNIGHT - timedelta(days=1), "29 Nov"),
    ],
)
def test_spans_of_time_name_the_day_only_where_it_differs(
    first: datetime | None, last: datetime | None, text: str
) -> None:
    assert span_text(first, last, DAY, LAUNCH) == text


def test_a_phase_of_a_whole_day_is_not_late_at_one_past_midnight() -> None:
    day = full_day()
    whole = replace(day.board.phases[2], starts_at=MIDNIGHT, ends_at=None, started_at=None)
    record = replace(day, board=replace(day.board, phases=(whole,)))
    assert facts(record).phases[0].slip_text == "–"


def test_a_phase_that_ended_at_midnight_is_not_told_again_the_next_day() -> None:
    day = full_day()
    night = replace(
        day.board.phases[0],
        starts_at=at(20) - timedelta(days=1),
        ends_at=MIDNIGHT,
        started_at=at(20) - timedelta(days=1),
        ended_at=MIDNIGHT,
    )
    record = replace(day, board=replace(day.board, phases=(night,)))
    assert facts(record).phases == ()


def test_nobody_is_missing_before_the_shift_begins() -> None:
    record = replace(full_day(), shifts=(shift(1, "Asha", "L1", ShiftState.PLANNED),))
    assert facts(record, at(6)).on_duty[0].people == ("Asha (08:00-20:00)",)
    assert facts(record, at(8)).on_duty[0].people == ("Asha (08:00-20:00, not signed in)",)


def test_criteria_of_later_weeks_wait_for_their_week() -> None:
    day = full_day()
    later = tuple(
        replace(criterion(number, f"In {period}", None, "==", 0), period=period)
        for number, period in enumerate(("Launch day", "Week 1", "Week 2", "Month 2", "Ongoing"))
    )
    record = replace(day, board=replace(day.board, criteria=later))
    report = facts(record)
    assert [line.text for line in report.criteria] == ["In Launch day", "In Week 1", "In Ongoing"]
    assert "2 criteria of a later time" in report.left_out


def test_issues_stand_worst_first_and_settled_ones_last() -> None:
    issues = (
        issue(1, "Solved", Severity.CRITICAL, IssueState.RESOLVED),
        issue(2, "Small", Severity.LOW, IssueState.NEW),
        issue(3, "Bad", Severity.CRITICAL, IssueState.NEW),
    )
    report = facts(replace(full_day(), issues=issues))
    assert [line.title for line in report.issues] == ["Bad", "Small", "Solved"]


def test_an_issue_solved_the_day_before_is_history() -> None:
    old = replace(
        issue(1, "Solved", Severity.LOW, IssueState.RESOLVED),
        reported_at=at(9) - timedelta(days=2),
        resolved_at=at(9) - timedelta(days=1),
    )
    assert facts(replace(full_day(), issues=(old,))).issues == ()


def test_the_first_paragraph_says_how_the_day_went() -> None:
    told = facts(full_day()).in_short
    assert told.startswith("40 tickets came in, 30 resolved; 12 open now, 1 past a promise.")
    assert "No incident. 2 of the day's 3 phases are over." in told
    assert told.endswith("Must-have criteria: 2 met, 1 at risk.")


def test_the_first_paragraph_counts_one_as_one_and_names_what_is_not_over() -> None:
    line = IncidentLine(
        ref="INC-001",
        title="Tills refuse cards",
        priority="P1",
        state="investigating",
        began=at(9),
        lasted=timedelta(hours=1),
        affected="40 %",
        commander="Kim",
        updates=2,
        rows_query_hint="warroom incident show INC-001",
    )
    day = replace(facts(full_day()), incidents=(line,))
    told = day_in_short(day, SupportCounts(created=1, resolved=1))
    assert told.startswith("1 ticket came in, 1 resolved;")
    assert "1 incident, 1 not over." in told


def test_a_day_to_come_has_no_first_paragraph() -> None:
    assert facts(replace(full_day(), day=DAY + timedelta(days=1))).in_short == ""
