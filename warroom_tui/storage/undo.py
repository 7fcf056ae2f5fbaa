"""Undo of one's own last action, from the timeline alone.

An event remembers the columns it changed, before and after. Undo writes the "before" back, as an
event of its own, and only if nobody has changed those rows since.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, RowMapping, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import Date

from warroom_tui.domain.errors import Refused
from warroom_tui.storage.record import SEAT_TTL
from warroom_tui.storage.schema import app_session, metadata, timeline_event
from warroom_tui.storage.transaction import TOUCHED, Plain, Transaction, plain
from warroom_tui.storage.types import UtcDateTime


def undo_last(tx: Transaction) -> RowMapping:
    """Take back the newest undoable event of this seat, else of this person; return it.

    Raises Refused when it cannot be.

    Undone events and undos themselves are passed over, so pressing it again goes further back.
    """
    event = _newest(tx)
    if event is None:
        raise Refused("There is nothing of yours to undo.")
    before: list[list[Plain]] = event["before"] or []
    after: list[list[Plain]] = event["after"] or []
    deleted = _deleted(before, after)
    _demand_untouched(tx, event, [change for change in after if _place(change) not in deleted])
    try:
        for change in reversed(before):
            _restore(tx, change, gone=_place(change) in deleted)
    except IntegrityError as error:
        raise Refused(
            f"“{event['text']}” cannot be undone: something else builds on it.",
            "Change it by hand instead.",
        ) from error
    tx.event(
        "undone",
        event["subject_type"],
        event["subject_ref"],
        f"Undid: {event['text']}",
        undoable=False,
        undoes=event["id"],
    )
    return event


def _newest(tx: Transaction) -> RowMapping | None:
    """What this seat did last; else what the person did last where nobody sits any more.

    Two seats under one name must not undo each other's work. A command line has a session of its
    own each time, and a seat that was opened anew goes on where the old one was left.
    """
    mine = (
        select(timeline_event)
        .where(
            timeline_event.c.actor == tx.actor.name,
            timeline_event.c.undoable.is_(True),
            timeline_event.c.undone_by.is_(None),
        )
        .order_by(timeline_event.c.id.desc())
        .limit(1)
    )
    here = timeline_event.c.session == tx.actor.session
    seats = select(app_session.c.session).where(app_session.c.heartbeat_at > tx.real_now - SEAT_TTL)
    found = tx.connection.execute(mine.where(here)).mappings().first()
    if found is not None:
        return found
    found = tx.connection.execute(mine).mappings().first()
    sitting = tx.connection.execute(seats).scalars().all()
    if found is not None and tx.actor.session in sitting and found["session"] in sitting:
        # What came before it would be taken back in its place, and a seat that was just killed
        # still counts as one for a while.
        raise Refused(
            f"“{found['text']}” was done at another seat of yours.",
            f"Undo it there. Where that seat is gone, try again in {SEAT_TTL.seconds} s.",
        )
    return found


def _place(change: list[Plain]) -> tuple[str, int]:
    """Table and id of a journalled change."""
    return str(change[0]), _number(change[1])


def _deleted(before: list[list[Plain]], after: list[list[Plain]]) -> set[tuple[str, int]]:
    """Rows that the event took away: there was something first, and nothing at the end."""
    first = {_place(change): change[2] for change in reversed(before)}
    last = {_place(change): change[2] for change in after}
    return {place for place, values in first.items() if values is not None and last[place] is None}


def _demand_untouched(tx: Transaction, event: RowMapping, after: list[list[Plain]]) -> None:
    """Refuse when somebody has changed the same columns since, or worked on a row we made."""
    newest = {(str(name), _number(row_id)): values for name, row_id, values in after}
    for (name, row_id), values in newest.items():
        table = metadata.tables[name]
        row = tx.connection.execute(select(table).where(table.c.id == row_id)).mappings().first()
        if values is None:
            changed = row is None or bool(_by(tx, event))
        else:
            assert isinstance(values, dict)
            changed = row is None or any(
                plain(row[column]) != value
                for column, value in values.items()
                if column != "version"
            )
        if changed:
            raise Refused(
                f"“{event['text']}” cannot be undone: it was changed since{_by(tx, event)}.",
                "Change it by hand instead.",
            )


def _by(tx: Transaction, event: RowMapping) -> str:
    later = tx.connection.execute(
        select(timeline_event.c.actor, timeline_event.c.text)
        .where(
            timeline_event.c.subject_type == event["subject_type"],
            timeline_event.c.subject_ref == event["subject_ref"],
            timeline_event.c.id > event["id"],
            timeline_event.c.actor != event["actor"],
            timeline_event.c.undone_by.is_(None),
            timeline_event.c.verb != "undone",
        )
        .order_by(timeline_event.c.id.desc())
        .limit(1)
    ).first()
    return f" by {later.actor} ({later.text})" if later else ""


def _restore(tx: Transaction, change: list[Plain], *, gone: bool = False) -> None:
    name, raw_id, values = change
    table = metadata.tables[str(name)]
    row_id = _number(raw_id)
    if values is None:
        tx.connection.execute(delete(table).where(table.c.id == row_id))
        return
    assert isinstance(values, dict)
    restored = {
        column: _typed(table, column, value)
        for column, value in values.items()
        if column != "version" or gone
    }
    if gone:
        tx.connection.execute(insert(table).values(**restored))
        return
    if "version" in table.c:
        restored["version"] = table.c.version + 1
    if TOUCHED in table.c:
        restored[TOUCHED] = tx.now
    tx.connection.execute(update(table).where(table.c.id == row_id).values(**restored))


def _typed(table: Table, name: str, value: Plain) -> object:
    """The JSON value as its column wants it."""
    column: Column[object] = table.c[name]
    if isinstance(value, str) and isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(column.type, Date):
        return date.fromisoformat(value)
    return value


def _number(value: Plain) -> int:
    assert isinstance(value, int)
    return value
