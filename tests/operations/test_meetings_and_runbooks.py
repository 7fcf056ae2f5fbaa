"""Meetings that are held or called off; procedures that are followed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.conftest import FixedClock
from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.runsheet.meetings import MeetingState
from warroom_tui.domain.runsheet.routines import PROCEDURE_RUN
from warroom_tui.domain.situation import read_situation
from warroom_tui.services.reporting.report_store import LaunchReportStore
from warroom_tui.services.warroom import Services


def meet(services: Services, clock: FixedClock) -> list[tuple[str, str]]:
    situation = read_situation(services.board(), clock.now())
    return [(need.what, need.why) for need in situation.needs if need.tag == "MEET"]


def test_a_meeting_is_announced_then_late_then_held(ana: Services, clock: FixedClock) -> None:
    clock.at = datetime(2026, 12, 1, 18, 40, tzinfo=UTC)
    assert meet(ana, clock) == []
    clock.move(minutes=10)
    assert meet(ana, clock) == [("Debrief", "begins in 10 min")]
    clock.move(minutes=30)
    assert meet(ana, clock) == [("Debrief", "since 20 min, hold or skip")]
    debrief = next(m for m in ana.meetings.all() if m.title == "Debrief")
    held = ana.meetings.hold(debrief.id, "All well.\nTwo hotfixes.")
    assert (held.state, held.held_by) == (MeetingState.HELD, "Ana")
    assert meet(ana, clock) == []
    ana.timeline.undo()
    assert ana.meetings.get(debrief.id).notes == ""


def test_a_daily_meeting_is_planned_anew_and_its_agenda_comes_along(
    ana: Services, clock: FixedClock
) -> None:
    clock.at = datetime(2026, 12, 2, 7, 45, tzinfo=UTC)
    first = next(m for m in ana.meetings.all() if m.title == "Stand-up")
    assert first.starts_at == datetime(2026, 12, 2, 7, 30, tzinfo=UTC)
    ana.meetings.hold(first.id)
    (following,) = [m for m in ana.meetings.all(planned_only=True) if m.title == "Stand-up"]
    assert following.starts_at == datetime(2026, 12, 3, 7, 30, tzinfo=UTC)
    assert following.agenda_min == 15


def test_a_stand_up_that_nobody_held_gives_way_to_the_next_one(
    ana: Services, clock: FixedClock
) -> None:
    clock.at = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)
    ana.routines.sweep()
    stand_ups = [m for m in ana.meetings.all() if m.title == "Stand-up"]
    assert [(m.state, m.notes) for m in stand_ups] == [
        (MeetingState.SKIPPED, "Not held."),
        (MeetingState.PLANNED, ""),
    ]
    assert stand_ups[1].starts_at == datetime(2026, 12, 5, 7, 30, tzinfo=UTC)


def test_calling_off_needs_a_reason(ana: Services) -> None:
    meeting = ana.meetings.all()[0]
    with pytest.raises(InputError, match="reason"):
        ana.meetings.skip(meeting.id, "")
    ana.meetings.skip(meeting.id, "holiday")
    with pytest.raises(Refused, match="skipped already"):
        ana.meetings.hold(meeting.id)


def test_the_daily_report_names_tomorrows_briefing(ana: Services) -> None:
    day = LaunchReportStore(ana.context).read_day(date(2026, 12, 1))
    assert day.briefing is not None
    assert day.briefing.title == "Stand-up"
    assert day.briefing.at == datetime(2026, 12, 2, 7, 30, tzinfo=UTC)


def test_a_procedure_is_followed_with_times_and_its_list_goes_when_it_ends(
    ana: Services, ben: Services, clock: FixedClock
) -> None:
    (rollback,) = ana.runbooks.all("close SHOP")
    run = ana.runbooks.start(rollback.id)
    assert [item.title for item in ben.board().lists if item.kind == PROCEDURE_RUN] == ["Roll back"]
    with pytest.raises(Refused, match="being followed already, by Ana"):
        ben.runbooks.start(rollback.id)
    clock.move(minutes=3)
    step = ben.runbooks.steps(run)[0]
    ben.run_sheet.tick(step.id)
    done = ana.runbooks.steps(run)[0]
    assert (done.text, done.done_by, done.done_at) == ("Stop: Close the shop", "Ben", clock.now())
    with pytest.raises(InputError, match="how it went"):
        ana.runbooks.finish(run.id, "")
    ended = ana.runbooks.finish(run.id, "Back on the old one")
    assert ended.ended_at == clock.now()
    assert not [item for item in ana.board().lists if item.kind == PROCEDURE_RUN]
    assert ana.runbooks.steps(run)[0].done_by == "Ben"


def test_starting_a_procedure_can_be_undone(ana: Services) -> None:
    ana.runbooks.start(ana.runbooks.all()[0].id)
    ana.timeline.undo()
    assert ana.runbooks.runs() == ()
    assert not [item for item in ana.board().lists if item.kind == PROCEDURE_RUN]
