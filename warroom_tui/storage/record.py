"""Timeline, seats, settings, notes and issued reports."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from warroom_tui.domain.board import RagOverride, Seat
from warroom_tui.domain.clock import Pace
from warroom_tui.domain.notes import Note, NoteKind
from warroom_tui.domain.text import clean
from warroom_tui.domain.timeline import TimelineEvent
from warroom_tui.storage.schema import app_session, note, setting, timeline_event
from warroom_tui.storage.transaction import Plain

SEAT_TTL = timedelta(seconds=60)
"""A seat that has not shown a sign of life for this long is gone."""


def read_events(
    connection: Connection,
    *,
    limit: int,
    before: int | None = None,
    since: datetime | None = None,
    words: str = "",
) -> tuple[TimelineEvent, ...]:
    """Events newest first; `before` is an id (keyset), `since` a launch time."""
    query = select(timeline_event).order_by(timeline_event.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(timeline_event.c.id < before)
    if since is not None:
        query = query.where(timeline_event.c.at >= since)
    for word in clean(words).split()[:8]:
        pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        text = timeline_event.c.actor + " " + timeline_event.c.text
        query = query.where(text.ilike(pattern, escape="\\"))
    return tuple(to_event(row) for row in connection.execute(query).mappings())


def to_event(row: RowMapping) -> TimelineEvent:
    """A stored event as the domain knows it."""
    return TimelineEvent(
        id=row["id"],
        at=row["at"],
        actor=row["actor"],
        session=row["session"],
        source=row["source"],
        verb=row["verb"],
        subject_type=row["subject_type"],
        subject_ref=row["subject_ref"],
        text=row["text"],
        undone_by=row["undone_by"],
        undoable=row["undoable"],
    )


def read_revision(connection: Connection) -> int:
    """Id of the newest event."""
    return connection.execute(select(func.max(timeline_event.c.id))).scalar() or 0


def beat(connection: Connection, session: str, name: str, kind: str, now: datetime) -> None:
    """A seat's sign of life (real time)."""
    changed = connection.execute(
        update(app_session).where(app_session.c.session == session).values(heartbeat_at=now)
    )
    if changed.rowcount == 0:
        connection.execute(
            insert(app_session).values(
                session=session, name=name, kind=kind, started_at=now, heartbeat_at=now
            )
        )


def leave(connection: Connection, session: str, now: datetime) -> None:
    """A seat goes; seats that died without a word are swept out too."""
    connection.execute(
        delete(app_session).where(
            (app_session.c.session == session) | (app_session.c.heartbeat_at < now - SEAT_TTL)
        )
    )


def read_seats(connection: Connection, now: datetime) -> tuple[Seat, ...]:
    """Seats that are alive."""
    rows = connection.execute(
        select(app_session)
        .where(app_session.c.heartbeat_at > now - SEAT_TTL)
        .order_by(app_session.c.started_at)
    ).mappings()
    return tuple(
        Seat(row["session"], row["name"], row["kind"], row["heartbeat_at"]) for row in rows
    )


def read_setting(connection: Connection, key: str) -> Plain:
    """A stored setting, or None."""
    value: Plain = connection.execute(select(setting.c.value).where(setting.c.key == key)).scalar()
    return value


def write_setting(connection: Connection, key: str, value: Plain) -> None:
    """Store a setting."""
    changed = connection.execute(update(setting).where(setting.c.key == key).values(value=value))
    if changed.rowcount == 0:
        connection.execute(insert(setting).values(key=key, value=value))


def read_pace(connection: Connection) -> Pace | None:
    """How a rehearsal's clock runs; None on a live launch."""
    data = read_setting(connection, "pace")
    if not isinstance(data, dict):
        return None
    return Pace(
        sim_at=datetime.fromisoformat(str(data["sim_at"])),
        real_at=datetime.fromisoformat(str(data["real_at"])),
        speed=float(str(data["speed"])),
        resume_speed=float(str(data["resume_speed"])),
    )


def write_pace(connection: Connection, pace: Pace) -> None:
    """Store how a rehearsal's clock runs."""
    write_setting(
        connection,
        "pace",
        {
            "sim_at": pace.sim_at.isoformat(),
            "real_at": pace.real_at.isoformat(),
            "speed": pace.speed,
            "resume_speed": pace.resume_speed,
        },
    )


def read_rag_override(connection: Connection) -> RagOverride | None:
    """A person's word over the computed RAG, as last said."""
    data = read_setting(connection, "rag_override")
    if not isinstance(data, dict):
        return None
    until = data["until"]
    return RagOverride(
        rag=str(data["rag"]),
        reason=str(data["reason"]),
        by=str(data["by"]),
        at=datetime.fromisoformat(str(data["at"])),
        until=datetime.fromisoformat(str(until)) if until else None,
    )


def read_notes(connection: Connection, start: datetime, end: datetime) -> tuple[Note, ...]:
    """Notes of a period, oldest first."""
    rows = connection.execute(
        select(note).where(note.c.at >= start, note.c.at < end).order_by(note.c.id)
    ).mappings()
    return tuple(
        Note(row["id"], NoteKind(row["kind"]), row["text"], row["at"], row["by"]) for row in rows
    )
