"""Reading people, shifts, requirements and the directory."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import Connection, RowMapping, or_, select

from warroom_tui.domain.errors import NotFound
from warroom_tui.domain.staffing.people import Contact, ContactChannel
from warroom_tui.domain.staffing.rota import Person, Requirement, Shift, ShiftState
from warroom_tui.storage.documents import document_name
from warroom_tui.storage.schema import contact, contact_channel, person, requirement, shift


def read_people(connection: Connection) -> tuple[Person, ...]:
    """Everybody on the team, by level and name."""
    rows = connection.execute(
        select(person).where(person.c.active.is_(True)).order_by(person.c.level, person.c.name)
    ).mappings()
    return tuple(
        Person(
            row["id"],
            row["name"],
            row["role"],
            row["level"],
            row["email"],
            row["phone"],
            row["version"],
        )
        for row in rows
    )


def read_shifts(
    connection: Connection, start: datetime | None = None, end: datetime | None = None
) -> tuple[Shift, ...]:
    """Shifts that touch `start`..`end`, and everyone still signed in; all when none is given."""
    query = (
        select(shift, person.c.name)
        .join(person, person.c.id == shift.c.person_id)
        .where(shift.c.starts_at.is_not(None), shift.c.ends_at.is_not(None))
    )
    if start is not None and end is not None:
        query = query.where(
            or_(
                (shift.c.ends_at > start) & (shift.c.starts_at < end),
                shift.c.state.in_(("signed_in", "on_break")),
            )
        )
    rows = connection.execute(query.order_by(shift.c.starts_at, person.c.name)).mappings()
    return tuple(_shift(row) for row in rows)


def read_shift(connection: Connection, shift_id: int) -> Shift:
    """One shift; raises NotFound."""
    row = (
        connection.execute(
            select(shift, person.c.name)
            .join(person, person.c.id == shift.c.person_id)
            .where(shift.c.id == shift_id)
        )
        .mappings()
        .first()
    )
    if row is None:
        raise NotFound(f"There is no shift {shift_id}.")
    return _shift(row)


def _shift(row: RowMapping) -> Shift:
    return Shift(
        id=row["id"],
        person_id=row["person_id"],
        person=row["name"],
        level=row["level"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        mode=row["mode"],
        rank=row["rank"],
        state=ShiftState(row["state"]),
        signed_in_at=row["signed_in_at"],
        signed_out_at=row["signed_out_at"],
        version=row["version"],
    )


def read_requirements(connection: Connection) -> tuple[Requirement, ...]:
    """Heads needed, in plan order."""
    query = select(requirement, document_name(requirement)).order_by(requirement.c.id)
    rows = connection.execute(query).mappings()
    return tuple(
        Requirement(
            id=row["id"],
            level=row["level"],
            label=row["label"],
            day_from=row["day_from"],
            day_to=row["day_to"],
            time_from=time.fromisoformat(row["time_from"]) if row["time_from"] else None,
            time_to=time.fromisoformat(row["time_to"]) if row["time_to"] else None,
            min_heads=row["min_heads"],
            max_heads=row["max_heads"],
            mode=row["mode"],
            line=row["line"],
            source=row["source"],
        )
        for row in rows
    )


def read_contacts(connection: Connection) -> tuple[Contact, ...]:
    """The directory in plan order."""
    rows = connection.execute(select(contact).order_by(contact.c.id)).mappings()
    return tuple(
        Contact(
            row["id"],
            row["kind"],
            row["label"],
            row["name"],
            row["email"],
            row["phone"],
            row["hours"],
            row["line"],
        )
        for row in rows
    )


def read_channels(connection: Connection) -> tuple[ContactChannel, ...]:
    """Channels and links in plan order."""
    rows = connection.execute(select(contact_channel).order_by(contact_channel.c.id)).mappings()
    return tuple(
        ContactChannel(row["id"], row["label"], row["address"], row["audience"], row["line"])
        for row in rows
    )
