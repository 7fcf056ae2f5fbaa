"""When the script is over the room stays alive: tickets arrive, people come, work and go home."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from warroom_tui.domain.desk.tickets import Channel, Level, NewTicket, Priority
from warroom_tui.domain.runsheet.launch import Phase
from warroom_tui.domain.staffing.rota import Shift
from warroom_tui.services.demo import acts
from warroom_tui.services.demo.acts import Act, Step
from warroom_tui.services.demo.performer import ON_DUTY, OWNER

OPENS_H, CLOSES_H = 8.5, 18.0
"""Local hours between which tickets are answered; at night they wait."""

_DAWN_H = 8
"""Local hour from which tickets come at the daytime's pace."""

_BUSY_MIN, _NIGHT_MIN = 18.0, 170.0
"""Minutes from one ticket to the next on the first day."""

_SHORTEST = timedelta(seconds=30)
_LIVELY, _LIVELY_TIMES = timedelta(minutes=30), 6
"""At first tickets come so many times faster: somebody is watching."""

_TRADE = ("Toys", "Cycles", "Interiors", "Music", "Garden", "Shoes", "Optics", "Sports")
_FIRST = ("Anna", "Bilal", "Carla", "Dmitri", "Ebba", "Farid", "Gloria", "Hugo", "Ivy", "Jun")
_LAST = ("Abbott", "Bauer", "Castro", "Dlamini", "Evans", "Fonseca", "Gupta", "Hansen", "Ito")
_REQUESTS = (
    ("How do I print a layby receipt again", "How-to", Priority.P4),
    ("Customer wants to pay two instalments at once", "How-to", Priority.P4),
    ("Reminder did not reach a customer", "Notifications", Priority.P3),
    ("Wrong item in a layby, can it be swapped", "Rules", Priority.P4),
    ("New colleague cannot open Laybys", "Access", Priority.P3),
    ("Deposit shows twice in the day report", "Reports", Priority.P3),
    ("Layby is paid off but still listed as open", "Payments", Priority.P2),
    ("Card payment accepted, layby not updated", "Payments", Priority.P2),
    ("Search finds no layby by phone number", "Performance", Priority.P3),
    ("Cancelled layby still holds stock", "Integration", Priority.P3),
    ("Page stays white on the tablet", "Access", Priority.P2),
    ("Can the due day be the last of the month", "Rules", Priority.P4),
)
_TROUBLED = ("API laybys", "Payments", "Login")


class AdLib:
    """An endless, seeded stream of steps in order of time."""

    def __init__(
        self,
        start: datetime,
        zone: ZoneInfo,
        shifts: Sequence[Shift],
        phases: Sequence[Phase] = (),
        seed: int = 5,
    ) -> None:
        """`start` is the zero of the steps' times; shifts and phases say what is planned when."""
        self._start = start
        self._zone = zone
        self._shifts = shifts
        self._phases = phases
        self._chance = random.Random(seed)
        self._heap: list[tuple[timedelta, int, Step]] = []
        self._count = 0

    def steps(self, after: datetime) -> Iterator[Step]:
        """Steps that happen after `after`, without end."""
        self._plan_shifts(after)
        self._plan_phases(after)
        arrival = after + self._minutes(1, 3)
        while True:
            while self._heap and self._start + self._heap[0][0] <= arrival:
                yield heapq.heappop(self._heap)[2]
            self._plan_ticket(arrival)
            lively = arrival - after < _LIVELY
            arrival += self._gap(arrival, lively)

    def _add(self, at: datetime, by: str, act: Act) -> None:
        self._count += 1
        offset = at - self._start
        heapq.heappush(self._heap, (offset, self._count, Step(offset, by, act)))

    def _plan_shifts(self, after: datetime) -> None:
        for shift in self._shifts:
            if shift.mode in ("on_call", "standby"):
                continue
            if shift.starts_at > after:
                self._add(shift.starts_at + self._minutes(0, 6), shift.person, acts.SignIn())
            if shift.ends_at > after:
                leaves = shift.ends_at + self._minutes(1, 15)
                self._add(leaves, shift.person, acts.SignOut(on_break=False))

    def _plan_phases(self, after: datetime) -> None:
        """Whoever is there begins a phase in time, unless boxes of the one before are open."""
        for before, phase in pairwise(self._phases):
            if phase.starts_at is not None and phase.starts_at > after:
                at = phase.starts_at + self._minutes(5, 9)
                self._add(at, f"{ON_DUTY}L1", acts.Advance(before.name, None))

    def _plan_ticket(self, arrival: datetime) -> None:
        chance = self._chance
        subject, category, priority = chance.choice(_REQUESTS)
        requester = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
        name = f"ad-lib-{self._count}"
        new = NewTicket(
            subject=f"{subject} ({chance.choice(_LAST)} {chance.choice(_TRADE)})",
            requester=requester,
            channel=chance.choice(tuple(Channel)),
            category=category,
            priority=priority,
        )
        self._add(arrival, requester, acts.FileTicket(name, new))
        at = self._when_open(arrival) + self._minutes(1, 4)
        self._add(at, f"{ON_DUTY}L1", acts.Take(name))
        at += self._minutes(0.5, 4)
        self._add(at, OWNER, acts.Reply(name, "Thank you, I am looking into it."))
        at = self._plan_detour(name, requester, at)
        at += self._minutes(6, 35)
        stars = chance.choice((5.0, 5.0, 5.0, 4.0, 4.0, 3.0, None))
        self._add(at, OWNER, acts.Resolve(name, "Done together with the shop.", stars))
        if chance.random() < 0.03:
            self._add(at + self._minutes(5, 30), requester, acts.Reopen(name, "It is back."))
            again = acts.Resolve(name, "The real cause is removed now.", 4.0)
            self._add(at + self._minutes(40, 70), OWNER, again)
        if chance.random() < 0.04:
            slow = acts.Misbehave(chance.choice(_TROUBLED), 1500.0, None, timedelta(minutes=6))
            self._add(arrival, "product", slow)
            self._add(arrival + slow.lasts, "product", acts.Behave(slow.check))

    def _plan_detour(self, name: str, requester: str, at: datetime) -> datetime:
        """Some tickets wait on their requester, some go to the second level."""
        turn = self._chance.random()
        if turn < 0.12:
            self._add(at, OWNER, acts.Wait(name, "Which shop and which layby, please?"))
            at += self._minutes(8, 40)
            self._add(at, requester, acts.Reply(name, "Sorry, I sent it by mail now."))
        elif turn < 0.22:
            at += self._minutes(3, 10)
            context = ("Happens again with the same layby.", "A second browser, a second user.")
            self._add(at, OWNER, acts.Escalate(name, Level.L2, *context))
            at += self._minutes(1, 5)
            self._add(at, f"{ON_DUTY}L2", acts.Take(name))
        return at

    def _when_open(self, at: datetime) -> datetime:
        local = at.astimezone(self._zone)
        hour = local.hour + local.minute / 60
        if OPENS_H <= hour < CLOSES_H:
            return at
        wait_h = (OPENS_H - hour) % 24
        return at + timedelta(hours=wait_h) + self._minutes(2, 45)

    def _gap(self, at: datetime, lively: bool) -> timedelta:
        local = at.astimezone(self._zone)
        days = max(0.0, (at - self._start) / timedelta(days=1))
        drawn = timedelta(minutes=self._chance.expovariate(1.0) * (1 + 0.2 * days))
        if _DAWN_H <= local.hour < CLOSES_H:
            return max(_SHORTEST, drawn * _BUSY_MIN / (_LIVELY_TIMES if lively else 1))
        dawn = timedelta(hours=(_DAWN_H - local.hour - local.minute / 60) % 24)
        return max(_SHORTEST, min(drawn * _NIGHT_MIN, dawn + self._minutes(1, 20)))

    def _minutes(self, least: float, most: float) -> timedelta:
        return timedelta(minutes=self._chance.uniform(least, most))
