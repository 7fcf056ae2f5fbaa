"""Tickets of launches made from whole plans get the promises that their plan states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from tests.service_levels.conftest import ZONE, Launch
from warroom_tui.domain.desk.promises import Kind
from warroom_tui.domain.desk.tickets import Channel, ClockRow, Level, NewTicket, Priority

P1, P2, P3, P4 = Priority
PORTAL, EMAIL = Channel.PORTAL, Channel.EMAIL


class Logged(NamedTuple):
    """A ticket logged at 09:00 on launch day, and when its promises fall due."""

    priority: Priority
    level: Level
    channel: Channel
    due: Mapping[str, str]
    """Clock → local day and time, source line."""


LAUNCH_WEEK = (
    Logged(P2, Level.L1, PORTAL, {"first_response": "1 11:00"}),
    Logged(P3, Level.L1, EMAIL, {"first_response": "1 13:00"}),
    Logged(P4, Level.L3, PORTAL, {"first_response": "2 09:00"}),
)
GO_LIVE = (
    Logged(P3, Level.L1, PORTAL, {"first_response": "1 13:00", "resolution": "2 09:00"}),
    Logged(P3, Level.L2, PORTAL, {"first_response": "1 11:00", "resolution": "3 09:00"}),
    Logged(P3, Level.L3, PORTAL, {"first_response": "1 10:00", "resolution": "8 09:00"}),
    Logged(P1, Level.L3, PORTAL, {"first_response": "1 10:00", "resolution": "1 09:05"}),
)
SUPPORT = (
    Logged(P1, Level.L1, PORTAL, {"first_response": "1 09:15", "resolution": "1 11:00"}),
    Logged(P2, Level.L1, PORTAL, {"first_response": "1 10:00", "resolution": "1 13:00"}),
    Logged(P3, Level.L1, PORTAL, {"first_response": "1 13:00", "resolution": "2 09:00"}),
    Logged(P4, Level.L1, PORTAL, {"first_response": "2 09:00"}),
)
CUSTODY = (
    Logged(P3, Level.L1, EMAIL, {"first_response": "1 13:00"}),
    Logged(P1, Level.L1, EMAIL, {"first_response": "1 09:30"}),
    Logged(P1, Level.L3, PORTAL, {"first_response": "1 09:30"}),
)
SHIPPED: dict[str, tuple[Logged, ...]] = {
    "layby-launch-week": (
        Logged(P1, Level.L1, PORTAL, {"first_response": "1 09:05", "resolution": "1 11:00"}),
        Logged(P3, Level.L1, PORTAL, {"first_response": "1 13:00", "resolution": "2 09:00"}),
    ),
    "layby-production-go-live": GO_LIVE,
    "post-launch-support": SUPPORT,
    "custody-rollout": CUSTODY,
    "weekend-go-live": (
        Logged(P1, Level.L1, PORTAL, {"first_response": "1 09:15", "resolution": "1 11:00"}),
    ),
}
REAL: dict[str, tuple[Logged, ...]] = {
    "layby-launch-week": (
        Logged(P1, Level.L1, PORTAL, {"first_response": "1 09:05"}),
        *LAUNCH_WEEK,
    ),
    "layby-production-go-live": GO_LIVE,
    "post-launch-support": SUPPORT,
    "custody-rollout": (*CUSTODY, Logged(P3, Level.L1, PORTAL, {})),
    "rendetaljeos-go-live": (Logged(P1, Level.L1, PORTAL, {}),),
}


def told(clocks: tuple[ClockRow, ...]) -> dict[str, str]:
    """When clocks fall due, as a wall clock in the launch's zone says it."""
    zone = ZoneInfo(ZONE)
    local = {clock.clock: clock.due_at.astimezone(zone) for clock in clocks}
    return {name: f"{at.day} {at:%H:%M}" for name, at in local.items()}


def check(launch: Launch, plan: Path, cases: tuple[Logged, ...]) -> None:
    services = launch(plan)
    for case in cases:
        new = NewTicket("Cards", priority=case.priority, level=case.level, channel=case.channel)
        ticket = services.tickets.get(services.tickets.add(new).ref)
        assert told(ticket.clocks) == case.due, case
        for clock in ticket.clocks:
            document, _, line = clock.source.rpartition(":")
            stated = plan.read_text("utf-8", "replace").splitlines()[int(line) - 1]
            assert document == plan.name
            assert stated.strip(), (case, clock.source)


@pytest.mark.parametrize("name", SHIPPED)
def test_tickets_of_the_shipped_plans_get_the_promises_of_their_plan(
    launch: Launch, shipped_plans: dict[str, Path], name: str
) -> None:
    check(launch, shipped_plans[name], SHIPPED[name])


@pytest.mark.parametrize("name", REAL)
def test_tickets_of_the_real_plans_get_the_promises_of_their_plan(
    launch: Launch, real_plans: dict[str, Path], name: str
) -> None:
    check(launch, real_plans[name], REAL[name])


def test_mail_of_the_evening_is_answered_in_the_morning(
    launch: Launch, shipped_plans: dict[str, Path]
) -> None:
    """E-mail is read from 8 to 18: of four hours, one runs today and three tomorrow."""
    services = launch(shipped_plans["custody-rollout"])
    clock = services.clock
    clock.at = datetime(2026, 12, 1, 17, tzinfo=ZoneInfo(ZONE))  # type: ignore[attr-defined]
    ticket = services.tickets.add(NewTicket("Where is my key?", channel=EMAIL))
    assert told(ticket.clocks) == {"first_response": "2 11:00"}
    assert ticket.clocks[0].calendar == "By Email"
    critical = services.tickets.add(NewTicket("Down", channel=EMAIL, priority=P1))
    assert told(critical.clocks) == {"first_response": "1 17:30"}


def test_a_promise_without_a_time_is_told_in_its_words(
    launch: Launch, shipped_plans: dict[str, Path]
) -> None:
    services = launch(shipped_plans["post-launch-support"])
    (target,) = services.tickets.service_levels().words_only(Kind(P4))
    assert "release" in target.text.lower()
    ticket = services.tickets.get(services.tickets.add(NewTicket("Typo", priority=P4)).ref)
    assert ticket.promised_words == (("resolution", target.text, target.place),)
    assert [clock.clock for clock in ticket.clocks] == ["first_response"]
