"""The rota: people, shifts, signing in and out, breaks, and the directory."""

from __future__ import annotations

from datetime import datetime, timedelta

from warroom_tui.domain.errors import InputError, NotFound, Refused
from warroom_tui.domain.staffing.people import Contact, ContactChannel
from warroom_tui.domain.staffing.rota import Person, Requirement, Shift, ShiftState, level_name
from warroom_tui.domain.text import clean
from warroom_tui.services.context import Context
from warroom_tui.storage import schema
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.staffing import rota as rows
from warroom_tui.storage.transaction import Transaction

MODES = ("on_site", "remote", "on_call", "standby", "manager_available")

_MOVES: dict[ShiftState, tuple[ShiftState, ...]] = {
    ShiftState.PLANNED: (ShiftState.SIGNED_IN, ShiftState.ABSENT, ShiftState.COVERED),
    ShiftState.SIGNED_IN: (ShiftState.ON_BREAK, ShiftState.SIGNED_OUT),
    ShiftState.ON_BREAK: (ShiftState.SIGNED_IN, ShiftState.SIGNED_OUT),
    ShiftState.SIGNED_OUT: (ShiftState.SIGNED_IN,),
    ShiftState.ABSENT: (ShiftState.SIGNED_IN, ShiftState.COVERED),
    ShiftState.COVERED: (),
}


class RotaDesk:
    """Who is on, who should be, and who to call."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def people(self) -> tuple[Person, ...]:
        """Everybody on the team."""
        with self._context.store.reading() as connection:
            return rows.read_people(connection)

    def shifts(self) -> tuple[Shift, ...]:
        """Every shift, in time order."""
        with self._context.store.reading() as connection:
            return rows.read_shifts(connection)

    def requirements(self) -> tuple[Requirement, ...]:
        """Heads needed, as the plan says."""
        with self._context.store.reading() as connection:
            return rows.read_requirements(connection)

    def contacts(self) -> tuple[Contact, ...]:
        """The directory."""
        with self._context.store.reading() as connection:
            return rows.read_contacts(connection)

    def channels(self) -> tuple[ContactChannel, ...]:
        """Channels and links."""
        with self._context.store.reading() as connection:
            return rows.read_channels(connection)

    def add_person(
        self, name: str, role: str = "", level: str = "", email: str = "", phone: str = ""
    ) -> Person:
        """Add somebody to the team; names are unique."""
        who = clean(name, limit=80).strip()
        if not who:
            raise InputError("A person needs a name.")
        with self._context.writing() as tx:
            if any(
                person.name.casefold() == who.casefold()
                for person in rows.read_people(tx.connection)
            ):
                raise Refused(f"{who} is on the team already.")
            person_id = tx.insert(
                schema.person,
                name=who,
                role=clean(role, limit=80),
                level=clean(level, limit=20),
                email=clean(email, limit=200),
                phone=clean(phone, limit=40),
            )
            tx.event("joined", "person", who, f"{who} joined the team")
            return self._person(tx, person_id)

    def add_shift(
        self,
        person_id: int,
        level: str,
        starts_at: datetime,
        ends_at: datetime,
        mode: str = "on_site",
    ) -> Shift:
        """Plan a person's duty time."""
        if ends_at <= starts_at:
            raise InputError("A shift must end after it starts.")
        if mode not in MODES:
            raise InputError(f"{mode!r} is no way to be on duty.", f"One of: {', '.join(MODES)}.")
        with self._context.writing() as tx:
            person = self._person(tx, person_id)
            level = clean(level, limit=20)
            shift_id = self._insert(tx, person, level, starts_at, ends_at, mode)
            tx.event(
                "planned", "shift", str(shift_id), f"{person.name} planned on {level_name(level)}"
            )
            return rows.read_shift(tx.connection, shift_id)

    def sign_in(self, shift_id: int, expected: int | None = None) -> Shift:
        """The person is here."""
        return self._move(shift_id, ShiftState.SIGNED_IN, "signed in", expected)

    def sign_out(self, shift_id: int, expected: int | None = None) -> Shift:
        """The person has left."""
        return self._move(shift_id, ShiftState.SIGNED_OUT, "signed out", expected)

    def start_break(self, shift_id: int, expected: int | None = None) -> Shift:
        """The person is on a break."""
        return self._move(shift_id, ShiftState.ON_BREAK, "on a break", expected)

    def end_break(self, shift_id: int, expected: int | None = None) -> Shift:
        """The person is back."""
        return self._move(
            shift_id, ShiftState.SIGNED_IN, "back from a break", expected, only=ShiftState.ON_BREAK
        )

    def mark_absent(self, shift_id: int, expected: int | None = None) -> Shift:
        """The person will not come."""
        return self._move(shift_id, ShiftState.ABSENT, "absent", expected)

    def sign_in_person(self, person_id: int, level: str = "") -> Shift:
        """Sign somebody in: on today's planned shift, else on a new one until the day's end."""
        now = self._context.clock.now()
        with self._context.writing() as tx:
            person = self._person(tx, person_id)
            planned = self._todays_shift(tx, person_id, now)
            if planned is not None:
                self._write(tx, planned, ShiftState.SIGNED_IN, None)
                shift_id = planned.id
            else:
                at_level = level or person.level or "L1"
                launch = launches.read_launch(tx.connection)
                _, end = launch.day_bounds(launch.local(now).date())
                end = max(end, now + timedelta(hours=1))
                shift_id = self._insert(tx, person, at_level, now, end, "on_site")
                tx.update(
                    schema.shift, shift_id, state=ShiftState.SIGNED_IN.value, signed_in_at=now
                )
            tx.event("signed_in", "shift", str(shift_id), f"{person.name} signed in")
            return rows.read_shift(tx.connection, shift_id)

    # -- shared steps ----------------------------------------------------------------------

    def _move(
        self,
        shift_id: int,
        target: ShiftState,
        words: str,
        expected: int | None,
        only: ShiftState | None = None,
    ) -> Shift:
        with self._context.writing() as tx:
            shift = rows.read_shift(tx.connection, shift_id)
            if target not in _MOVES[shift.state] or only not in (None, shift.state):
                raise Refused(f"{shift.person} is {shift.state.replace('_', ' ')}.")
            self._write(tx, shift, target, expected)
            tx.event(target.value, "shift", str(shift_id), f"{shift.person} {words}")
            return rows.read_shift(tx.connection, shift_id)

    def _write(
        self, tx: Transaction, shift: Shift, target: ShiftState, expected: int | None
    ) -> None:
        values: dict[str, object] = {"state": target.value}
        if target is ShiftState.SIGNED_IN and shift.state is not ShiftState.ON_BREAK:
            values |= {"signed_in_at": tx.now, "signed_out_at": None}
        if target is ShiftState.SIGNED_OUT:
            values["signed_out_at"] = tx.now
        tx.update(
            schema.shift,
            shift.id,
            expected,
            shift.person,
            ("shift", str(shift.id)),
            **values,
        )

    def _insert(
        self,
        tx: Transaction,
        person: Person,
        level: str,
        starts_at: datetime,
        ends_at: datetime,
        mode: str,
    ) -> int:
        return tx.insert(
            schema.shift,
            person_id=person.id,
            level=clean(level, limit=20),
            starts_at=starts_at,
            ends_at=ends_at,
            mode=mode,
            state=ShiftState.PLANNED.value,
        )

    def _person(self, tx: Transaction, person_id: int) -> Person:
        for person in rows.read_people(tx.connection):
            if person.id == person_id:
                return person
        raise NotFound(f"There is no person {person_id}.")

    def _todays_shift(self, tx: Transaction, person_id: int, now: datetime) -> Shift | None:
        near = rows.read_shifts(tx.connection, now - timedelta(hours=4), now + timedelta(hours=4))
        mine = [shift for shift in near if shift.person_id == person_id]
        if any(shift.state is ShiftState.SIGNED_IN for shift in mine):
            raise Refused(f"{mine[0].person} is signed in already.")
        able = [shift for shift in mine if ShiftState.SIGNED_IN in _MOVES[shift.state]]
        return min(able, key=lambda shift: _fitness(shift, now), default=None)


def _fitness(shift: Shift, now: datetime) -> tuple[bool, bool, bool, float]:
    """Orders shifts to sign in on: back from a break, then planned, under way, nearest."""
    return (
        shift.state is not ShiftState.ON_BREAK,
        shift.state is not ShiftState.PLANNED,
        not shift.covers(now),
        abs((shift.starts_at - now).total_seconds()),
    )
