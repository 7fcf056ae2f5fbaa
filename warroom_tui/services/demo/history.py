"""What has happened before a rehearsal begins, written with the times at which it happened."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from itertools import zip_longest
from urllib.parse import urlsplit

from warroom_tui.domain.errors import Refused
from warroom_tui.domain.monitoring.health import Check, Measurement
from warroom_tui.services.demo import acts
from warroom_tui.services.demo.acts import Step
from warroom_tui.services.demo.performer import FixedClock, Performer
from warroom_tui.services.demo.product import usual_latency_ms
from warroom_tui.services.demo.scenario import PRODUCT, Scenario
from warroom_tui.services.demo.usage import FETCHED, Point, Usage
from warroom_tui.services.triggers.criteria_watch import CriteriaWatch
from warroom_tui.services.warroom import Services

SAMPLES_SPAN = timedelta(hours=1)
SAMPLES_STEP = timedelta(seconds=30)
"""No longer than the shortest silence after which a check counts as unknown."""

SCRIPT = "rehearsal"
"""Who does what no person of the scenario does."""

_HOST_FIGURES = {"cpu": (23.0, 6.0), "memory": (57.0, 1.0), "disk": (46.0, 0.0), "load": (31.0, 8)}
"""Usual percentage and its spread."""

_CREW = (
    ("Nadia Petrov", "Support agent", "L1"),
    ("Oscar Lund", "Support agent", "L1"),
    ("Yara Haddad", "Technical support", "L2"),
)


def prepare(services: Services, scenario: Scenario) -> None:
    """Bring a fresh rehearsal to the scenario's start.

    Raises Refused on a live launch, InputError while go-live is unknown, DatabaseError.
    """
    launch = services.launch()
    if not launch.rehearsal:
        raise Refused(
            "Made-up history is for rehearsals only; this is a live launch.",
            "Start a rehearsal of the plan instead.",
        )
    start = scenario.starts_at(launch)
    performer = Performer(services, scenario)
    if scenario.done:
        _start_first_phase(services, scenario.done[0], start + scenario.done[0].at)
    for step in scenario.done:
        # A routine's boxes exist from its hour on: whoever ticks one then must find it.
        services.acting_as(PRODUCT, FixedClock(start + step.at)).routines.sweep()
        performer.perform(step, start + step.at)
    if not scenario.done:
        _open_the_room(services, start)
    performer.tell_figures(usage_of(scenario, start).at(start), start)
    _fill_samples(services, start)
    at_start = services.acting_as(SCRIPT, FixedClock(start))
    at_start.triggers.record_baseline("before the rush")
    CriteriaWatch(at_start.context).evaluate()


def usage_of(scenario: Scenario, start: datetime) -> Usage:
    """How the product's own figures grow over the scenario."""
    points = [
        Point(step.act.key, start + step.at, step.act.value)
        for step in (*scenario.done, *scenario.events)
        if isinstance(step.act, acts.Measure) and step.act.key in FETCHED
    ]
    return Usage(points, begins_at=start - timedelta(minutes=40))


def _open_the_room(services: Services, start: datetime) -> None:
    """Without a script: who should be there is there, and earlier phases are history."""
    at = FixedClock(start - timedelta(minutes=12))
    if not services.rota.people():
        for name, role, level in _CREW:
            me = services.acting_as(name, at)
            me.rota.sign_in_person(me.rota.add_person(name, role, level).id, level)
    for shift in services.rota.shifts():
        if shift.covers(start) and shift.mode not in ("on_call", "standby"):
            services.acting_as(shift.person, at).rota.sign_in(shift.id)
    _end_earlier_phases(services, start)


def _end_earlier_phases(services: Services, start: datetime) -> None:
    phases = services.run_sheet.phases()
    for phase, following in zip_longest(phases, phases[1:]):
        over = phase.ends_at or (following.starts_at if following else None)
        ready = services.run_sheet.readiness()
        begun = phase.starts_at or over or start
        if ready.starts and begun <= start:
            services.acting_as(PRODUCT, FixedClock(begun)).run_sheet.advance(phase.id)
        if over is None or over > start:
            return
        me = services.acting_as(PRODUCT, FixedClock(max(begun, over)))
        me.run_sheet.advance(phase.id, "Before this rehearsal begins")


def _start_first_phase(services: Services, first: Step, at: datetime) -> None:
    me = services.acting_as(first.by, FixedClock(at - timedelta(minutes=5)))
    ready = me.run_sheet.readiness()
    if ready.starts and ready.phase is not None:
        me.run_sheet.advance(ready.phase.id)


def _fill_samples(services: Services, start: datetime) -> None:
    chance = random.Random(3)
    results: list[tuple[Check, Measurement, datetime]] = []
    at = start - SAMPLES_SPAN
    checks = [check for check in services.health.checks() if check.kind in ("http", "tcp", "host")]
    while at < start:
        results.extend((check, _usual(check, chance), at) for check in checks)
        at += SAMPLES_STEP
    services.acting_as(PRODUCT, FixedClock(start)).health.record(results)


def _usual(check: Check, chance: random.Random) -> Measurement:
    if check.kind == "host":
        middle, spread = _HOST_FIGURES.get(check.target.partition(":")[0], (30.0, 5.0))
        value = min(100.0, max(0.0, chance.gauss(middle, spread)))
        return Measurement(True, value, f"{value:.0f} %")
    path = urlsplit(check.target).path if check.kind == "http" else ""
    return Measurement(True, usual_latency_ms(path, chance), "HTTP 200" if path else "port open")
