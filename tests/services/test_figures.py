"""The figures of a day against a slow count over everything that happened."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import FixedClock
from tests.services.sample import GO_LIVE, make_launch, seat
from warroom_tui.domain.desk.figures import SupportCounts, csat_from_5
from warroom_tui.domain.desk.tickets import EscalationContext, Level, NewTicket, Priority
from warroom_tui.domain.errors import WarroomError
from warroom_tui.services.desk.ticket_desk import TicketDesk

CONTEXT = EscalationContext("a", "b", "c")
MINUTES = {Priority.P1: (15, 120), Priority.P3: (60, 480)}
"""Targets of the sample plan: first response, resolution."""

ACTS = ("add P1", "add P3", "reply", "resolve", "reopen", "escalate", "wait", "resume", "rate")
steps = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.integers(1, 400)), max_size=25
)


@dataclass
class Promise:
    """One clock of the slow count: minutes allowed, and minutes that ran so far."""

    allowed: int
    ran: int = 0
    since_due: datetime | None = None
    """When it ran out, while still running."""
    stopped: tuple[datetime, bool] | None = None
    """When it was stopped, and whether in time."""


@dataclass
class Case:
    """One ticket of the slow count."""

    priority: Priority
    created: datetime
    state: str = "live"
    first: datetime | None = None
    resolved: datetime | None = None
    replies: int = 0
    reopened: datetime | None = None
    """When it was opened again last."""
    escalated: bool = False
    stars: int | None = None
    level2: bool = False
    response: list[Promise] = field(default_factory=list)
    resolution: list[Promise] = field(default_factory=list)

    def pass_minutes(self, start: datetime, number: int) -> None:
        if self.state != "live":
            return
        for promise in (*self.response, *self.resolution):
            if promise.stopped is None:
                left = promise.allowed - promise.ran
                if 0 <= left < number:
                    promise.since_due = start + timedelta(minutes=left)
                promise.ran += number

    def stop(self, promises: list[Promise], at: datetime) -> None:
        for promise in promises:
            if promise.stopped is None:
                promise.stopped = (at, promise.ran <= promise.allowed)

    def answer(self, at: datetime) -> None:
        self.first = self.first or at
        self.stop(self.response, at)


def slow_count(cases: list[Case], start: datetime, end: datetime, now: datetime) -> SupportCounts:
    def within(at: datetime | None) -> bool:
        return at is not None and start <= at < end

    created = [case for case in cases if within(case.created)]
    resolved = [case for case in cases if within(case.resolved)]
    promises = [p for case in cases for p in (*case.response, *case.resolution)]
    kept = [p for p in promises if p.stopped and p.stopped[1] and within(p.stopped[0])]
    broken = [
        p
        for p in promises
        if p.since_due
        and within(p.since_due)
        and (not p.stopped[1] if p.stopped else p.since_due < now)
    ]
    answered = [case for case in created if case.first]
    rated = [csat_from_5(case.stars) for case in resolved if case.stars]
    return SupportCounts(
        created=len(created),
        resolved=len(resolved),
        same_day=sum(within(case.resolved) for case in created),
        first_contact=sum(
            not case.escalated and not case.reopened and case.replies <= 1 for case in resolved
        ),
        escalated=sum(case.escalated for case in created),
        reopened=sum(within(case.reopened) for case in cases),
        clocks_met=len(kept),
        clocks_breached=len(broken),
        responses=len(answered),
        response_s=sum((c.first - c.created).total_seconds() for c in answered if c.first),
        resolutions=len(resolved),
        resolution_s=sum((c.resolved - c.created).total_seconds() for c in resolved if c.resolved),
        csat_n=len(rated),
        csat_sum=sum(rated),
    )


def act(case: Case, what: str, at: datetime, number: int) -> bool:
    """What the slow count makes of an action; False when it may not be done."""
    if what == "reply" and case.state in ("live", "waiting"):
        case.replies += 1
        case.answer(at)
    elif what == "resolve" and case.state in ("live", "waiting"):
        case.answer(at)
        case.stop(case.resolution, at)
        case.state, case.resolved = "resolved", at
    elif what == "reopen" and case.state == "resolved":
        case.state, case.resolved = "live", None
        case.reopened = at
        allowed = MINUTES[case.priority][1]
        case.resolution.append(Promise(min(allowed, 240) if case.level2 else allowed))
    elif what == "escalate" and case.state in ("live", "waiting") and not case.level2:
        case.level2 = case.escalated = True
        for promise in case.resolution:
            if promise.stopped is None:
                promise.allowed = min(promise.allowed, 240)
    elif what == "wait" and case.state == "live":
        case.state = "waiting"
    elif what == "resume" and case.state == "waiting":
        case.state = "live"
    elif what == "rate":
        case.stars = 1 + number % 5
    else:
        return False
    return True


def do(desk: TicketDesk, what: str, ref: str, number: int) -> None:
    """The action itself."""
    match what:
        case "reply":
            desk.reply(ref, "x")
        case "resolve":
            desk.resolve(ref, "x")
        case "escalate":
            desk.escalate(ref, Level.L2, CONTEXT)
        case "rate":
            desk.rate(ref, 1 + number % 5)
        case "reopen":
            desk.reopen(ref)
        case "wait":
            desk.wait(ref)
        case _:
            desk.resume(ref)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_figures_agree_with_a_slow_count(history: list[tuple[str, int, int]]) -> None:
    clock = FixedClock(GO_LIVE)
    cases: list[Case] = []
    with tempfile.TemporaryDirectory() as folder:
        path = make_launch(Path(folder) / "orchid.db")
        with seat(path, "Ana", clock) as ana:
            desk = ana.tickets
            for what, which, minutes in history:
                if what.startswith("add"):
                    priority = Priority(what[-2:])
                    desk.add(NewTicket("Cannot pay", priority=priority))
                    first, last = MINUTES[priority]
                    case = Case(priority, clock.now())
                    case.response.append(Promise(first))
                    case.resolution.append(Promise(last))
                    cases.append(case)
                elif which < len(cases):
                    ref, allowed = str(which + 1), True
                    try:
                        do(desk, what, ref, minutes)
                    except WarroomError:
                        allowed = False
                    assert act(cases[which], what, clock.now(), minutes) == allowed
                for case in cases:
                    case.pass_minutes(clock.now(), minutes)
                clock.move(minutes=minutes)
            day = ana.launch().local(clock.now()).date()
            for back in range(4):
                on = day - timedelta(days=back)
                start, end = ana.launch().day_bounds(on)
                expected = slow_count(cases, start, end, clock.now())
                found = ana.figures(on)
                tightened = any(case.level2 for case in cases)
                for name in SupportCounts.__dataclass_fields__:
                    if name == "clocks_breached" and tightened:
                        continue  # a tightened promise may have run out on an earlier day
                    assert getattr(found, name) == getattr(expected, name), (name, on)
