"""Reading meetings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Connection,
    RowMapping,
    select,
)

from warroom_tui.domain.errors import NotFound
from warroom_tui.domain.runsheet.meetings import AgendaItem, Meeting, MeetingState
from warroom_tui.storage.documents import document_name
from warroom_tui.storage.schema import (
    meeting,
)


def read_meetings(connection: Connection) -> tuple[Meeting, ...]:
    """Every meeting: those with a time first, soonest first."""
    query = select(meeting, document_name(meeting)).order_by(
        meeting.c.starts_at.is_(None), meeting.c.starts_at, meeting.c.seq
    )
    return tuple(_meeting(row) for row in connection.execute(query).mappings())


def read_meeting(connection: Connection, meeting_id: int) -> Meeting:
    """One meeting; raises NotFound."""
    query = select(meeting, document_name(meeting)).where(meeting.c.id == meeting_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFound(f"There is no meeting {meeting_id}.", "List them with: warroom meeting list")
    return _meeting(row)


def read_first_meeting(connection: Connection, after: datetime) -> Meeting | None:
    """The first meeting that begins at or after a moment and is not called off."""
    query = (
        select(meeting, document_name(meeting))
        .where(meeting.c.starts_at >= after, meeting.c.state != "skipped")
        .order_by(meeting.c.starts_at, meeting.c.seq)
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return _meeting(row) if row is not None else None


def _meeting(row: RowMapping) -> Meeting:
    return Meeting(
        id=row["id"],
        seq=row["seq"],
        title=row["title"],
        every=row["every"],
        starts_at=row["starts_at"],
        duration_min=row["duration_min"],
        state=MeetingState(row["state"]),
        attendees=tuple(str(name) for name in row["attendees"] or ()),
        agenda=tuple(AgendaItem(str(title), minutes) for title, minutes in row["agenda"] or ()),
        notes=row["notes"],
        held_by=row["held_by"],
        held_at=row["held_at"],
        source=row["source"],
        line=row["line"],
        version=row["version"],
    )
