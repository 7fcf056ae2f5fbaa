"""Meetings: held with notes, or called off; one that comes back is planned anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.runsheet.actions import ActionSource, NewAction
from warroom_tui.domain.runsheet.meetings import Meeting, MeetingState
from warroom_tui.domain.runsheet.routines import Rule
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.services.context import Context
from warroom_tui.services.runsheet.action_desk import insert_actions
from warroom_tui.services.runsheet.recurrence import next_due
from warroom_tui.storage import schema
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.runsheet import meetings as meetings_rows
from warroom_tui.storage.transaction import Transaction


class MeetingDesk:
    """The ceremonies of the launch."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def all(self, *, planned_only: bool = False) -> tuple[Meeting, ...]:
        """Every meeting, soonest first; those without a time stand last."""
        with self._context.store.reading() as connection:
            found = meetings_rows.read_meetings(connection)
        return tuple(one for one in found if one.state is MeetingState.PLANNED or not planned_only)

    def get(self, meeting_id: int) -> Meeting:
        """One meeting; raises NotFound."""
        with self._context.store.reading() as connection:
            return meetings_rows.read_meeting(connection, meeting_id)

    def hold(
        self,
        meeting_id: int,
        notes: str = "",
        expected: int | None = None,
        actions: Sequence[NewAction] = (),
    ) -> Meeting:
        """Say that it was held, with what came of it and who does what now."""
        words = clean(notes, limit=BODY_LIMIT, multiline=True).strip()
        with self._context.writing() as tx:
            meeting = _planned(tx, meeting_id)
            follow(tx, meeting)
            insert_actions(tx, [_agreed_in(meeting, action) for action in actions])
            return self._write(tx, meeting, MeetingState.HELD, words, expected, "Held")

    def skip(self, meeting_id: int, reason: str, expected: int | None = None) -> Meeting:
        """Call it off, with the reason."""
        why = clean(reason).strip()
        if not why:
            raise InputError("Calling a meeting off needs a reason.")
        with self._context.writing() as tx:
            meeting = _planned(tx, meeting_id)
            follow(tx, meeting)
            return self._write(tx, meeting, MeetingState.SKIPPED, why, expected, "Called off")

    def set_time(
        self, meeting_id: int, starts_at: datetime, expected: int | None = None
    ) -> Meeting:
        """Move a planned meeting (aware time); it no longer follows go-live."""
        with self._context.writing() as tx:
            meeting = _planned(tx, meeting_id)
            subject = ("meeting", str(meeting.id))
            values = {"starts_at": starts_at, "anchor": None}
            tx.update(schema.meeting, meeting.id, expected, meeting.title, subject, **values)
            local = launches.read_launch(tx.connection).local(starts_at)
            tx.event("moved", *subject, f"{meeting.title} is on {local:%a %d %b %H:%M}")
            return meetings_rows.read_meeting(tx.connection, meeting_id)

    def _write(
        self,
        tx: Transaction,
        meeting: Meeting,
        state: MeetingState,
        words: str,
        expected: int | None,
        did: str,
    ) -> Meeting:
        subject = ("meeting", str(meeting.id))
        tx.update(
            schema.meeting,
            meeting.id,
            expected,
            meeting.title,
            subject,
            state=state.value,
            notes=words,
            held_by=tx.actor.name,
            held_at=tx.now,
        )
        tx.event(state.value, *subject, f"{did}: {meeting.title}")
        return meetings_rows.read_meeting(tx.connection, meeting.id)


def _agreed_in(meeting: Meeting, action: NewAction) -> NewAction:
    return replace(
        action,
        source=ActionSource.MEETING,
        source_ref=str(meeting.id),
        source_title=meeting.title,
    )


def _planned(tx: Transaction, meeting_id: int) -> Meeting:
    meeting = meetings_rows.read_meeting(tx.connection, meeting_id)
    if meeting.state is not MeetingState.PLANNED:
        raise Refused(f"{meeting.title} is {meeting.state.value} already.", "Undo takes that back.")
    return meeting


def comes_again(meeting: Meeting, connection: Connection) -> datetime | None:
    """When a meeting that comes back is held again; None when it does not."""
    if meeting.every is None or meeting.starts_at is None:
        return None
    zone = launches.read_launch(connection).zone
    clock = meeting.starts_at.astimezone(zone).time()
    return next_due(Rule(meeting.every), meeting.starts_at, meeting.starts_at, zone, at=clock)


def follow(tx: Transaction, meeting: Meeting) -> None:
    """Plan the next one of a meeting that comes back: the first that is still to come."""
    if meeting.every is None or meeting.starts_at is None:
        return
    zone = launches.read_launch(tx.connection).zone
    clock = meeting.starts_at.astimezone(zone).time()
    after = max(meeting.starts_at, tx.now)
    due = next_due(Rule(meeting.every), meeting.starts_at, after, zone, at=clock)
    if due is None:
        return
    row = tx.get(schema.meeting, meeting.id, what="The meeting")
    kept = ("seq", "title", "every", "duration_min", "attendees", "agenda", "source_id", "line")
    tx.insert(
        schema.meeting,
        **{name: row[name] for name in kept},
        starts_at=due,
        state=MeetingState.PLANNED.value,
    )
