"""Every criterion and trigger as a gauge: value, limit, distance, held for, trend, verdict.

Derived from the board at a moment, like the rest of the situation. The state of a trigger is the
stored one (the watch moves it, in one place); everything else is read off here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from warroom_tui.domain.board import Board
from warroom_tui.domain.desk.figures import SUPPORT_METRICS, WEEK_METRICS
from warroom_tui.domain.runsheet.launch import LaunchStatus, Phase, PhaseState
from warroom_tui.domain.triggers.criteria import Criterion, Verdict, judge_criterion, on_scale
from warroom_tui.domain.triggers.readings import Probes, Reading, read_value, unit_of
from warroom_tui.domain.triggers.trend import time_to
from warroom_tui.domain.triggers.tripwires import TriggerState, Wire, default_hold, reach
from warroom_tui.domain.triggers.validity import ALWAYS, Days, Validity, days_of, laddered

GROUPS = ("immediate", "consider", "must", "should", "nice", "goal", "exit")
"""Groups of the board, the most serious first; "goal" is a target without a tier."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """One criterion at a moment."""

    criterion: Criterion
    group: str
    validity: Validity
    reading: Reading | None
    """The figure on the plan's own scale; None without data, or when only people can tell."""
    verdict: Verdict | None
    """Of a target; None for a trigger."""
    state: TriggerState | None
    """Of a trigger; None for a target."""
    since: datetime | None
    """Since when verdict or state holds, as far as it was watched."""
    held: timedelta | None
    """How long the limit of a trigger has been passed without a gap."""
    hold: timedelta
    """How long it must be passed before the trigger trips."""
    eta: timedelta | None
    """When the limit is reached at the present slope; None when no trend can be told."""
    wire: Wire | None

    @property
    def is_trigger(self) -> bool:
        """True for a rollback trigger."""
        return self.state is not None

    @property
    def value(self) -> float | None:
        """The figure."""
        return self.reading.value if self.reading is not None else None

    @property
    def measurable(self) -> bool:
        """True when a figure can decide; else it is judged by hand."""
        return self.criterion.condition is not None and self.criterion.metric is not None

    @property
    def reach(self) -> float | None:
        """Share of the way to the limit, 1 at the limit; None without a figure."""
        if self.criterion.condition is None or self.reading is None:
            return None
        return reach(self.criterion.condition, self.reading.value)

    @property
    def trips_in(self) -> timedelta | None:
        """Until a trigger trips if nothing changes: what is left to hold, or to its limit."""
        if self.state not in (TriggerState.CLEAR, TriggerState.APPROACHING):
            return None
        if self.held is not None:
            return max(timedelta(0), self.hold - self.held)
        return self.eta + self.hold if self.eta is not None else None

    @property
    def counts(self) -> bool:
        """True when it counts now."""
        return self.validity is Validity.NOW


def read_gauges(board: Board, now: datetime, probes: Probes) -> tuple[Gauge, ...]:
    """Every criterion of the board as a gauge, grouped, in the plan's order."""
    wires = {wire.criterion_id: wire for wire in board.wires}
    days = days_by_criterion(board.criteria)
    found = [
        read_gauge(board, one, wires.get(one.id), days[one.id], now, probes)
        for one in board.criteria
    ]
    return tuple(sorted(found, key=lambda gauge: GROUPS.index(gauge.group)))


def read_gauge(
    board: Board,
    criterion: Criterion,
    wire: Wire | None,
    days: Days,
    now: datetime,
    probes: Probes,
) -> Gauge:
    """One gauge."""
    validity = _validity(board, criterion, days, now)
    reading = _reading(board, criterion, wire, days, now, probes)
    state, verdict, held = None, None, None
    if criterion.is_trigger:
        state = TriggerState(wire.state) if wire is not None else TriggerState.CLEAR
        held = now - wire.over_since if wire is not None and wire.over_since else None
    else:
        verdict = judge_target(criterion, reading, validity)
    kept = wire is not None and wire.state == (state or verdict)
    eta = None
    if reading is not None and criterion.condition is not None and criterion.is_trigger:
        slope = reading.slope if reading.slope is not None else _slope(wire, reading, now)
        eta = time_to(criterion.condition, reading.value, slope)
    return Gauge(
        criterion=criterion,
        group=group_of(criterion),
        validity=validity,
        reading=reading,
        verdict=verdict,
        state=state,
        since=wire.since if kept and wire is not None else None,
        held=held,
        hold=hold_of(criterion),
        eta=eta,
        wire=wire,
    )


FRESH = timedelta(minutes=10)
"""A slope that was seen longer ago tells no trend."""
TYPED_FRESH = timedelta(minutes=30)
"""Nor does one of a figure that nobody has told for longer."""


def _slope(wire: Wire | None, reading: Reading, now: datetime) -> float | None:
    if wire is None or wire.seen_at is None or abs(now - wire.seen_at) > FRESH:
        return None
    old = reading.at is not None and now - reading.at > TYPED_FRESH
    return None if old else wire.slope


def group_of(criterion: Criterion) -> str:
    """The group of the board in which a criterion stands."""
    if criterion.is_trigger:
        return "consider" if criterion.klass == "rollback_consider" else "immediate"
    if criterion.klass in ("exit", "gate", "transition"):
        return "exit"
    return criterion.tier or "goal"


def hold_of(criterion: Criterion) -> timedelta:
    """How long a trigger's limit must be passed: as somebody said, else by its kind of figure."""
    if criterion.hold_min is not None:
        return timedelta(minutes=criterion.hold_min)
    return default_hold(criterion.metric)


def judge_target(criterion: Criterion, reading: Reading | None, validity: Validity) -> Verdict:
    """The verdict; a goal that was not reached when its time was over is missed."""
    verdict = judge_criterion(criterion, reading.value if reading else None, scaled=True)
    by_hand = criterion.manual_verdict is not None
    if validity is Validity.OVER and verdict is Verdict.AT_RISK and not by_hand:
        condition = criterion.condition
        reached = condition is not None and reading is not None and condition.holds(reading.value)
        return Verdict.MET if reached else Verdict.MISSED
    return verdict


def days_by_criterion(criteria: tuple[Criterion, ...]) -> dict[int, Days]:
    """The launch days for which each criterion counts, by its id."""
    found = {one.id: days_of(one.period, one.text if one.is_trigger else "") for one in criteria}
    steps = [
        (f"{_ladder(one)}:{one.id}", found[one.id])
        for one in criteria
        if one.metric is not None and found[one.id].last is not None and not one.is_trigger
    ]
    for key, days in laddered(steps).items():
        found[int(key.rpartition(":")[2])] = days
    months = any("month" in (one.period or "").casefold() for one in criteria)
    if not months:  # "ongoing" without a first month before it is from the start
        for one in criteria:
            if found[one.id] == Days(31, None) and (one.period or "").casefold() == "ongoing":
                found[one.id] = Days(1, None)
    return found


def _ladder(criterion: Criterion) -> str:
    unit = criterion.condition.unit if criterion.condition else ""
    return f"{criterion.metric} {unit}"


def is_armed(board: Board, now: datetime) -> bool:
    """True when the product is out, so that a figure may trip a trigger.

    Before, an outage of a system that nobody uses yet is no reason to roll back.
    """
    launch = board.launch
    if launch.status in (LaunchStatus.IN_PROGRESS, LaunchStatus.HYPERCARE):
        return True
    starts = [at for at in (launch.window_start, launch.go_live_at) if at is not None]
    begun = bool(starts) and now >= min(starts)
    return begun and launch.status in (LaunchStatus.PLANNING, LaunchStatus.READY)


def _validity(board: Board, criterion: Criterion, days: Days, now: datetime) -> Validity:
    if criterion.phase_id is not None:
        return _of_phase(next((p for p in board.phases if p.id == criterion.phase_id), None))
    if criterion.is_trigger and not is_armed(board, now):
        return Validity.AHEAD
    return days.at(board.launch.day_number(now)) if days != ALWAYS else Validity.NOW


def _of_phase(phase: Phase | None) -> Validity:
    if phase is None or phase.state is PhaseState.NOT_STARTED:
        return Validity.AHEAD
    return Validity.OVER if phase.state.ended else Validity.NOW


PERIOD_METRICS = frozenset({"uptime", "response_time"})
"""Measured figures that count over the whole period of a target, like those of the desk."""


def spans_days(criterion: Criterion, days: Days) -> bool:
    """True when the figure is counted over several days by the watch, not over today."""
    if criterion.is_trigger or days.first is None or days.last == days.first:
        return False
    if criterion.metric in WEEK_METRICS:
        return False  # they look back over their days themselves
    counted = criterion.metric in SUPPORT_METRICS or criterion.metric in PERIOD_METRICS
    return counted and (criterion.condition is None or criterion.condition.unit != "per_day")


def _reading(
    board: Board,
    criterion: Criterion,
    wire: Wire | None,
    days: Days,
    now: datetime,
    probes: Probes,
) -> Reading | None:
    if criterion.metric is None:
        return None
    over = not criterion.is_trigger and days.at(board.launch.day_number(now)) is Validity.OVER
    if over and wire is not None and wire.value is not None:
        return Reading(wire.value, wire.evidence, at=wire.seen_at)  # as it stood at the end
    if spans_days(criterion, days) and wire is not None and wire.value is not None:
        return Reading(wire.value, wire.evidence, at=wire.seen_at)
    found = read_value(board, now, probes, criterion.metric)
    if found is None or criterion.condition is None:
        return found
    unit = unit_of(board, criterion.metric)
    value = on_scale(found.value, criterion.metric, criterion.condition.unit, unit)
    if value is None:
        return None
    slope = None
    if found.slope is not None and found.value:
        # An outage grows by a minute a minute; on a scale of hours that is a sixtieth.
        factor = on_scale(1.0, criterion.metric, criterion.condition.unit, unit) or 1.0
        slope = found.slope * factor
    return Reading(value, found.evidence, found.at, slope, found.since)
