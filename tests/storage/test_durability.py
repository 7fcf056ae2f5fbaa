"""Acknowledged means durable, whoever dies; and many seats at once lose and double nothing."""

from __future__ import annotations

import os
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from time import perf_counter

from tests.services.sample import make_launch, seat
from tests.storage.children import Child, Gate, Tell
from warroom_tui.domain.desk.tickets import NewTicket
from warroom_tui.domain.errors import Refused
from warroom_tui.storage.backup import integrity_problems

KILLS = int(os.environ.get("WARROOM_KILLS", "30"))
"""How often a writer is killed; read when collected, because tests see no setting from outside."""


def log_for_ever(path: Path, tell: Tell) -> None:
    with seat(path, "Ana") as ana:
        while True:
            tell(ana.tickets.add(NewTicket("Cannot pay", body="x" * 700)).ref)


def numbers(path: Path, query: str) -> tuple[int, ...]:
    with closing(sqlite3.connect(path)) as connection:
        row: tuple[int, ...] = connection.execute(query).fetchone()
        return row


def refs(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {str(row[0]) for row in connection.execute("SELECT ref FROM ticket")}


def test_nothing_acknowledged_is_lost_when_writers_are_killed(tmp_path: Path) -> None:
    path = make_launch(tmp_path / "orchid.db")
    chance = random.Random(20261201)
    acknowledged: set[str] = set()
    for _ in range(KILLS):
        child = Child(lambda tell: log_for_ever(path, tell))
        acknowledged.update(child.next_line() for _ in range(chance.randint(1, 12)))
        until = perf_counter() + chance.random() * 0.004
        while perf_counter() < until:
            pass
        child.kill()
        acknowledged.update(child.lines())
        assert integrity_problems(path) == ()
        assert acknowledged <= refs(path)
        tickets, events, subjects, clocks = numbers(
            path,
            "SELECT (SELECT count(*) FROM ticket),"
            " (SELECT count(*) FROM timeline_event WHERE verb = 'logged'),"
            " (SELECT count(DISTINCT subject_ref) FROM timeline_event WHERE verb = 'logged'),"
            " (SELECT count(*) FROM sla_clock)",
        )
        assert (events, subjects, clocks) == (tickets, tickets, 2 * tickets)
    assert len(acknowledged) >= KILLS


def test_twenty_seats_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = make_launch(tmp_path / "orchid.db")
    gate = Gate()

    def write(tell: Tell, name: str) -> None:
        gate.wait()
        with seat(path, name) as services:
            for _ in range(15):
                tell(services.tickets.add(NewTicket(f"From {name}")).ref)

    children = [
        Child(lambda tell, name=f"Seat {number}": write(tell, name))  # type: ignore[misc]
        for number in range(20)
    ]
    gate.open()
    told = [line for child in children for line in child.lines()]
    assert [line for line in told if line.startswith("unplanned")] == []
    assert len(set(told)) == len(told) == 300
    assert refs(path) == set(told)
    assert numbers(path, "SELECT count(*) FROM timeline_event WHERE verb = 'logged'") == (300,)


def test_eight_seats_that_take_one_ticket_at_once_have_one_winner(tmp_path: Path) -> None:
    path = make_launch(tmp_path / "orchid.db")
    for ref in ("T-001", "T-002", "T-003"):
        with seat(path, "Ana") as ana:
            version = ana.tickets.add(NewTicket("Cannot pay")).version
        gate = Gate()

        def take(tell: Tell, name: str, ref: str = ref, version: int = version) -> None:
            with seat(path, name) as services:
                services.launch()
                gate.wait()  # noqa: B023 - called before the next turn
                try:
                    services.tickets.take(ref, version)
                except Refused as error:
                    tell(error.message)
                else:
                    tell(f"mine {name}")

        children = [
            Child(lambda tell, name=f"Seat {number}": take(tell, name))  # type: ignore[misc]
            for number in range(8)
        ]
        gate.open()
        told = [line for child in children for line in child.lines()]
        (winner,) = [line.removeprefix("mine ") for line in told if line.startswith("mine ")]
        losers = [line for line in told if not line.startswith("mine ")]
        assert len(losers) == 7
        assert all(winner in line for line in losers), told
        with seat(path, "Ana") as ana:
            assert ana.tickets.get(ref).assignee == winner


def test_eight_seats_that_start_their_shift_at_once_are_all_there(tmp_path: Path) -> None:
    path = make_launch(tmp_path / "orchid.db")
    gate = Gate()

    def join(tell: Tell, name: str) -> None:
        with seat(path, name) as services:
            gate.wait()
            person = services.rota.add_person(name, level="L1")
            tell(services.rota.sign_in_person(person.id).person)

    children = [
        Child(lambda tell, name=f"Person {number}": join(tell, name))  # type: ignore[misc]
        for number in range(8)
    ]
    gate.open()
    told = sorted(line for child in children for line in child.lines())
    assert told == [f"Person {number}" for number in range(8)]
    assert numbers(path, "SELECT count(*) FROM shift WHERE state = 'signed_in'") == (8,)
