"""Signing in and out, breaks, and who is planned."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import FixedClock
from warroom_tui.domain.errors import InputError, NotFound, Refused, StaleWrite
from warroom_tui.domain.staffing.rota import Shift, ShiftState
from warroom_tui.services.warroom import Services


def shift_of(services: Services, person: str) -> Shift:
    return next(shift for shift in services.rota.shifts() if shift.person == person)


def person_id(services: Services, name: str) -> int:
    return next(person.id for person in services.rota.people() if person.name == name)


def test_a_day_of_signing_in_and_out(ana: Services, clock: FixedClock) -> None:
    shift = shift_of(ana, "Ana")
    assert ana.rota.sign_in(shift.id).signed_in_at == clock.now()
    begun = clock.now()
    clock.move(hours=2)
    assert ana.rota.start_break(shift.id).state is ShiftState.ON_BREAK
    clock.move(minutes=20)
    back = ana.rota.end_break(shift.id)
    assert (back.state, back.signed_in_at) == (ShiftState.SIGNED_IN, begun)
    clock.move(hours=5)
    assert ana.rota.sign_out(shift.id).signed_out_at == clock.now()


@pytest.mark.parametrize("move", ["sign_out", "start_break", "end_break"])
def test_who_is_not_here_cannot_leave(ana: Services, move: str) -> None:
    with pytest.raises(Refused, match="Ana is planned"):
        getattr(ana.rota, move)(shift_of(ana, "Ana").id)


def test_coming_back_from_a_break_that_never_was_is_refused(ana: Services) -> None:
    shift = shift_of(ana, "Ana")
    ana.rota.sign_in(shift.id)
    ana.rota.sign_out(shift.id)
    with pytest.raises(Refused, match="Ana is signed out"):
        ana.rota.end_break(shift.id)


def test_signing_in_twice_makes_no_second_shift(ana: Services) -> None:
    who = person_id(ana, "Ana")
    ana.rota.sign_in_person(who)
    count = len(ana.rota.shifts())
    with pytest.raises(Refused, match="Ana is signed in already"):
        ana.rota.sign_in_person(who)
    assert len(ana.rota.shifts()) == count


def test_signing_in_uses_the_planned_shift(ana: Services) -> None:
    planned = shift_of(ana, "Ana")
    assert ana.rota.sign_in_person(person_id(ana, "Ana")).id == planned.id


def test_the_afternoon_shift_is_not_the_mornings(ana: Services, clock: FixedClock) -> None:
    who = person_id(ana, "Ana")
    morning = ana.rota.sign_in_person(who)
    afternoon = ana.rota.add_shift(
        who, "L1", clock.now() + timedelta(hours=3), clock.now() + timedelta(hours=7)
    )
    clock.move(hours=2)
    ana.rota.sign_out(morning.id)
    clock.move(hours=1, minutes=5)
    assert ana.rota.sign_in_person(who).id == afternoon.id


def test_a_person_without_a_plan_gets_a_shift_until_the_days_end(
    ana: Services, clock: FixedClock
) -> None:
    cleo = ana.rota.add_person("Cleo", level="L1")
    shift = ana.rota.sign_in_person(cleo.id)
    _, end = ana.launch().day_bounds(ana.launch().local(clock.now()).date())
    assert (shift.starts_at, shift.ends_at, shift.level) == (clock.now(), end, "L1")
    assert shift.state is ShiftState.SIGNED_IN


def test_a_late_sign_in_is_told_who_marked_them_absent(ana: Services, ben: Services) -> None:
    seen = shift_of(ana, "Ben")
    ana.rota.mark_absent(seen.id)
    with pytest.raises(StaleWrite, match="Ana changed it first: Ben absent"):
        ben.rota.sign_in(seen.id, expected=seen.version)


def test_names_are_unique_whatever_the_case(ana: Services) -> None:
    with pytest.raises(Refused, match="on the team already"):
        ana.rota.add_person("ANA")


def test_a_shift_that_makes_no_sense_is_refused(ana: Services, clock: FixedClock) -> None:
    who, now = person_id(ana, "Ana"), clock.now()
    with pytest.raises(InputError, match="end after it starts"):
        ana.rota.add_shift(who, "L1", now, now)
    with pytest.raises(InputError, match="no way to be on duty"):
        ana.rota.add_shift(who, "L1", now, now + timedelta(hours=1), "telepathy")
    with pytest.raises(NotFound):
        ana.rota.add_shift(99, "L1", now, now + timedelta(hours=1))


def test_the_board_shows_who_is_missing_and_who_is_here(ana: Services, clock: FixedClock) -> None:
    from warroom_tui.domain.situation import read_situation

    def first_line() -> tuple[int, int, tuple[str, ...]]:
        situation = read_situation(ana.board(), clock.now())
        cover = next(cover for cover in situation.covers if cover.level == "L1")
        return cover.need, cover.here, cover.missing

    assert first_line() == (1, 0, ("Ana",))
    ana.rota.sign_in_person(person_id(ana, "Ana"))
    assert first_line() == (1, 1, ())
