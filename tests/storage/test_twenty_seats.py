"""Twenty real processes at one desk: taking, replying, resolving the same tickets at once."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from time import perf_counter

from tests.services.sample import make_launch, seat
from tests.storage.children import Child, Gate, Tell
from warroom_tui.domain.desk.tickets import NewTicket
from warroom_tui.domain.errors import Refused
from warroom_tui.services.warroom import Services
from warroom_tui.storage.backup import integrity_problems

SEATS = 20


def work(services: Services, refs: list[str], tell: Tell) -> None:
    """Take whatever is free, answer it, resolve it; tell each step that was acknowledged."""
    name = services.actor.name
    for ref in refs:
        begun = perf_counter()
        try:
            ticket = services.tickets.take(ref, services.tickets.get(ref).version)
        except Refused:
            tell("refused")
            continue
        if ticket.assignee != name:
            tell(f"unplanned: {ref} taken for {ticket.assignee}")
        tell(f"took {ref}")
        services.tickets.reply(ref, f"Hello from {name}")
        tell(f"replied {ref}")
        services.board()
        services.tickets.resolve(ref, "Done")
        tell(f"resolved {ref}")
        tell(f"seconds {perf_counter() - begun:.4f}")


def at_once(path: Path, refs: list[str]) -> Counter[str]:
    """Let all seats loose on these tickets; how often each thing was told."""
    gate = Gate()

    def begin(tell: Tell, number: int) -> None:
        order = random.Random(number).sample(refs, len(refs))
        with seat(path, f"Seat {number}") as services:
            gate.wait()
            work(services, order, tell)

    children = [
        Child(lambda tell, number=number: begin(tell, number))  # type: ignore[misc]
        for number in range(SEATS)
    ]
    gate.open()
    return Counter(line for child in children for line in child.lines())


def test_twenty_seats_lose_nothing_and_take_nothing_twice(tmp_path: Path) -> None:
    path = make_launch(tmp_path / "orchid.db")
    with seat(path, "Ana") as ana:
        refs = [ana.tickets.add(NewTicket(f"Number {n}")).ref for n in range(24)]
    told = at_once(path, refs)
    assert [line for line in told if line.startswith("unplanned")] == []  # also no "locked"
    for ref in refs:
        assert [told[f"{did} {ref}"] for did in ("took", "replied", "resolved")] == [1, 1, 1]
    assert told["refused"] == SEATS * len(refs) - len(refs)
    with closing(sqlite3.connect(path)) as connection:
        stored = dict(
            connection.execute("SELECT verb, count(*) FROM timeline_event GROUP BY verb").fetchall()
        )
        (states,) = connection.execute("SELECT group_concat(DISTINCT state) FROM ticket").fetchone()
        replies = connection.execute("SELECT count(*) FROM ticket_note WHERE kind = 'reply'")
        assert replies.fetchone() == (24,)
    assert states == "resolved"
    assert (stored["took"], stored["replied"], stored["resolved"]) == (24, 24, 24)
    assert integrity_problems(path) == ()
