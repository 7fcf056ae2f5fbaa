"""What comes back, reckoned anew when go-live is set or moved."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from warroom_tui.domain.runsheet.meetings import MeetingState
from warroom_tui.domain.runsheet.routines import Routine, Rule
from warroom_tui.services.runsheet.recurrence import first_due, next_due
from warroom_tui.storage import schema
from warroom_tui.storage.runsheet import meetings as meetings_rows
from warroom_tui.storage.runsheet import routines as routines_rows
from warroom_tui.storage.transaction import Transaction


def reckon_repetitions(tx: Transaction, go_live: datetime, zone: ZoneInfo) -> None:
    """Give routines and unplaced meetings their next time; runs that were stay as they are.

    Call it after the anchors have moved.
    """
    begun = {run.routine_id for run in routines_rows.read_runs(tx.connection)}
    for routine in routines_rows.read_routines(tx.connection):
        due = _next_run(routine, routine.id in begun, tx.now, zone)
        tx.update(schema.routine, routine.id, None, routine.title, next_due_at=due)
    for meeting in meetings_rows.read_meetings(tx.connection):
        if meeting.every is None or meeting.state is not MeetingState.PLANNED:
            continue
        row = tx.get(schema.meeting, meeting.id, what=meeting.title)
        if row["anchor"]:
            continue
        after = max(go_live, tx.now)
        clock = meeting.starts_at.astimezone(zone).time() if meeting.starts_at else None
        due = next_due(Rule(meeting.every), go_live, after, zone, at=clock)
        tx.update(schema.meeting, meeting.id, None, meeting.title, starts_at=due)


def _next_run(routine: Routine, begun: bool, now: datetime, zone: ZoneInfo) -> datetime | None:
    if routine.active_from is None:
        return None
    at, weekday, every_min = routine.at, routine.weekday, routine.every_min
    if begun:
        return next_due(
            routine.rule,
            routine.active_from,
            now,
            zone,
            at=at,
            weekday=weekday,
            every_min=every_min,
            end=routine.active_to,
        )
    return first_due(
        routine.rule, routine.active_from, zone, at, weekday, every_min, routine.active_to
    )
