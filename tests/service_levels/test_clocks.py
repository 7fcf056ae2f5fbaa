"""A ticket's whole life on the clock, against a count of the minutes that ran."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import FixedClock
from tests.service_levels.conftest import Launch
from tests.service_levels.test_calendars import open_by_the_wall_clock
from tests.services.sample import seat
from warroom_tui.bootstrap import import_plans, read_plan_files
from warroom_tui.domain.desk.calendars import Calendar, OpenHours
from warroom_tui.domain.desk.tickets import ClockRow, NewTicket, Priority
from warroom_tui.services.planning.launch_import import ImportAnswers

PLAN = """\
# Shop

```warroom
calendars:
  - {{name: Desk, hours: "{hours}", days: {days}, holidays: {holiday}, for: [P2, P3]}}
sla:
  targets:
    - {{priority: P1, response: 15 min, resolution: 2 h}}
    - {{priority: P2, response: 1 h, resolution: 4 h, update: 2 h}}
    - {{priority: P3, response: 4 h, resolution: 12 h}}
    - {{priority: P4, response: 24 h, resolution: next release}}
```
"""


@dataclass(frozen=True)
class Town:
    """Where a desk stands, when it is open, and when its tickets come in."""

    zone: str
    days: tuple[int, ...]
    hours: tuple[str, int, int]
    """As the plan writes them, then in minutes of the day."""
    holiday: date
    begins: datetime

    @property
    def desk(self) -> Calendar:
        """Its hours."""
        hours = OpenHours(self.days, *self.hours[1:])
        return Calendar("Desk", self.zone, (hours,), frozenset({self.holiday}))

    @property
    def plan(self) -> str:
        """A plan that says so."""
        days = f"{WEEK[self.days[0]]}-{WEEK[self.days[-1]]}"
        return PLAN.format(hours=self.hours[0], days=days, holiday=self.holiday)


def local(zone: str, *when: int) -> datetime:
    """A local time, in UTC."""
    return datetime(*when, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[misc,arg-type]


WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NIGHTS = ("21:30-06:00", 1290, 360)
TOWNS = (
    # The Saturday before clocks go back; the Monday after is a holiday.
    Town("America/New_York", (0, 1, 2, 3, 4, 5), ("08:30-17:00", 510, 1020),
         date(2026, 11, 2), local("America/New_York", 2026, 10, 31, 11)),
    # Open in the very night in which 02:30 comes twice, then in the one that skips it.
    Town("Europe/Copenhagen", tuple(range(7)), NIGHTS,
         date(2026, 10, 26), local("Europe/Copenhagen", 2026, 10, 24, 20)),
    Town("Europe/Copenhagen", tuple(range(7)), NIGHTS,
         date(2026, 3, 30), local("Europe/Copenhagen", 2026, 3, 28, 20)),
    # No clock change, a holiday in the middle of the week.
    Town("Africa/Johannesburg", (0, 1, 2, 3, 4), ("08:00-17:00", 480, 1020),
         date(2026, 12, 16), local("Africa/Johannesburg", 2026, 12, 15, 14)),
)  # fmt: skip
TARGETS: dict[Priority, dict[str, int]] = {
    Priority.P1: {"first_response": 15, "resolution": 120},
    Priority.P2: {"first_response": 60, "resolution": 240, "update": 120},
    Priority.P3: {"first_response": 240, "resolution": 720},
    Priority.P4: {"first_response": 1440},
}


@dataclass
class Promise:
    """One clock of the slow count."""

    desk: Calendar
    name: str
    allowed: int
    always: bool
    live: list[bool] = field(default_factory=list)
    """For every minute since it started: was the ticket not waiting?"""
    started: datetime = TOWNS[0].begins
    stopped: datetime | None = None

    def due(self) -> datetime | None:
        """When its last minute had run, or the wait that lay there was over; None while not."""
        ran, number = 0, 0
        while ran < self.allowed:
            if number == len(self.live):
                return None
            ran += self.live[number] and self.open_at(number)
            number += 1
        waited = False
        while number < len(self.live) and (
            not self.live[number] or (waited and not self.open_at(number))
        ):
            waited, number = True, number + 1
        return self.at(number)

    def broke(self) -> datetime | None:
        """When it was due, once that has passed."""
        due = self.due()
        return due if due is not None and due < self.at(len(self.live)) else None

    def at(self, number: int) -> datetime:
        """The time at the beginning of a minute."""
        return self.started + timedelta(minutes=number)

    def open_at(self, number: int) -> bool:
        """Whether anybody works in this minute."""
        return self.always or open_by_the_wall_clock(self.desk, self.at(number))


@dataclass
class Life:
    """The slow count of one ticket."""

    desk: Calendar
    priority: Priority
    now: datetime
    promises: list[Promise] = field(default_factory=list)
    waiting: bool = False
    answered: bool = False
    resolved: bool = False

    def start(self, name: str) -> None:
        allowed = TARGETS[self.priority].get(name)
        if allowed is not None:
            always = self.priority in (Priority.P1, Priority.P4)
            self.promises.append(Promise(self.desk, name, allowed, always, started=self.now))

    def open_ones(self, *names: str) -> list[Promise]:
        return [p for p in self.promises if p.stopped is None and (not names or p.name in names)]

    def stop(self, *names: str) -> None:
        for promise in self.open_ones(*names):
            promise.stopped = self.now

    def pass_minutes(self, number: int) -> None:
        for promise in self.open_ones():
            promise.live += [not self.waiting] * number
        self.now += timedelta(minutes=number)

    def retarget(self, priority: Priority) -> None:
        self.priority = priority
        always = priority in (Priority.P1, Priority.P4)
        for promise in self.open_ones():
            allowed = TARGETS[priority].get(promise.name)
            if allowed is not None:
                promise.allowed, promise.always = allowed, always
        later = ("resolution", "update") if self.answered else ("first_response", "resolution")
        for name in sorted(later):
            if not any(p.name == name for p in self.promises):
                self.start(name)


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> dict[Town, Path]:
    """A launch in each town, imported once."""
    found = {}
    for number, town in enumerate(TOWNS):
        folder = tmp_path_factory.mktemp("shop")
        plan = folder / "shop.md"
        plan.write_text(town.plan, "utf-8")
        answers = ImportAnswers(go_live=town.begins, timezone=town.zone)
        import_plans(read_plan_files([plan]), folder / f"{number}.db", answers, actor="Ana")
        found[town] = folder / f"{number}.db"
    return found


ACTS = ("pass", "pass", "reply", "wait", "resume", "resolve", "reopen", "P1", "P2", "P3", "P4")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    town=st.sampled_from(TOWNS),
    first=st.sampled_from(list(Priority)),
    acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(1, 500)), max_size=12),
)
def test_promises_break_exactly_when_their_minutes_have_run(
    shops: dict[Town, Path], town: Town, first: Priority, acts: list[tuple[str, int]]
) -> None:
    clock = FixedClock(town.begins)
    life = Life(town.desk, first, clock.now())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(shutil.copy(shops[town], folder))
        with seat(file, "Ana", clock) as ana:
            ref = ana.tickets.add(NewTicket("Cards", priority=first)).ref
            life.start("first_response")
            life.start("resolution")
            for what, number in acts:
                act(life, what, ana.tickets, ref)
                life.pass_minutes(number)
                clock.move(minutes=number)
            ticket = ana.tickets.get(ref)
    assert [c.clock for c in ticket.clocks] == [p.name for p in life.promises]
    for stored, promise in zip(ticket.clocks, life.promises, strict=True):
        check(stored, promise)


def check(stored: ClockRow, promise: Promise) -> None:
    broke = promise.broke()
    if promise.stopped is not None:
        assert stored.state == ("met" if broke is None else "breached"), promise
    if broke is not None:
        assert stored.due_at == broke, promise
        assert stored.stopped_at is None or stored.owner in ("", "Ana")
    elif stored.state == "running":
        promise.live += [True] * (6 * 24 * 60)  # nothing more happens
        assert stored.due_at == promise.due(), promise


def act(life: Life, what: str, desk: object, ref: str) -> None:
    """Do it on both sides, where it may be done."""
    from warroom_tui.services.desk.ticket_desk import TicketDesk

    assert isinstance(desk, TicketDesk)
    if what == "reply" and not life.resolved:
        desk.reply(ref, "x")
        life.stop("first_response", "update")
        life.answered = True
        life.start("update")
    elif what == "wait" and not life.resolved and not life.waiting:
        desk.wait(ref)
        life.waiting = True
    elif what == "resume" and life.waiting:
        desk.resume(ref)
        life.waiting = False
    elif what == "resolve" and not life.resolved:
        desk.resolve(ref, "x")
        life.stop()
        life.answered, life.resolved, life.waiting = True, True, False
    elif what == "reopen" and life.resolved:
        desk.reopen(ref)
        life.resolved = False
        life.start("resolution")
        life.start("update")
    elif what in Priority.__members__ and not life.resolved:
        desk.set_priority(ref, Priority(what))
        life.retarget(Priority(what))


def test_a_broken_promise_names_who_had_the_ticket_then(
    launch: Launch, shipped_plans: dict[str, Path], clock: FixedClock
) -> None:
    ana = launch(shipped_plans["post-launch-support"])
    ben = launch(shipped_plans["post-launch-support"], "Ben")
    ref = ana.tickets.add(NewTicket("Down", priority=Priority.P1)).ref
    clock.move(minutes=20)
    ana.tickets.take(ref)
    clock.move(minutes=110)
    ana.tickets.assign(ref, "Ben")
    ben.tickets.resolve(ref, "Restarted")
    broken = {one.clock: (one.state, one.owner) for one in ana.tickets.get(ref).clocks}
    assert broken == {"first_response": ("breached", ""), "resolution": ("breached", "Ana")}


def test_an_update_is_owed_from_the_last_public_word_on(launch: Launch, clock: FixedClock) -> None:
    ana = launch(TOWNS[0].plan)
    ref = ana.tickets.add(NewTicket("Cards", priority=Priority.P2)).ref
    assert [one.clock for one in ana.tickets.get(ref).clocks] == ["first_response", "resolution"]
    ana.tickets.reply(ref, "Looking into it")
    first = ana.tickets.get(ref).clocks[-1]
    assert (first.clock, first.due_at - clock.now()) == ("update", timedelta(hours=2))
    ana.tickets.note(ref, "internal")
    clock.move(minutes=30)
    ana.tickets.reply(ref, "Still at it")
    ticket = ana.tickets.get(ref)
    assert [one.state for one in ticket.clocks if one.clock == "update"] == ["met", "running"]
    assert ticket.next_clock == "update"
    ana.tickets.resolve(ref, "Fixed")
    assert {one.state for one in ana.tickets.get(ref).clocks} == {"met"}
