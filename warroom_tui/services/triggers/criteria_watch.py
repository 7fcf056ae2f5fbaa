"""The watch: looks at every criterion again and again, and records what changes.

It runs in the process that runs the checks (a seat, or `warroom monitor` without any screen). A
change of state is written in one transaction that first looks whether somebody else has written
it already, so two processes never record one trip twice. What only time changes (a sample a
minute, how long a limit has been passed) is written quietly, without an event.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from warroom_tui.domain.board import Board, BoardView
from warroom_tui.domain.clock import SimulatedClock, monotonic
from warroom_tui.domain.situation import check_now, probes_now
from warroom_tui.domain.timeline import Actor
from warroom_tui.domain.triggers.criteria import Criterion, Verdict
from warroom_tui.domain.triggers.gauges import Gauge, days_by_criterion, read_gauge
from warroom_tui.domain.triggers.readings import Probes, Reading
from warroom_tui.domain.triggers.trend import Sample, slope_per_min
from warroom_tui.domain.triggers.tripwires import LONGEST_GAP, TriggerState, Wire, advance, is_near
from warroom_tui.domain.triggers.validity import Days, Validity
from warroom_tui.services.context import Context
from warroom_tui.services.monitoring.period_values import PeriodValues
from warroom_tui.services.triggers.criteria_record import Overtaken, move
from warroom_tui.storage import board as board_rows
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.triggers import tripwires as rows

EVERY_S = 5.0
"""Seconds between two looks; in a rehearsal that runs fast, one."""
STORE_EVERY = timedelta(minutes=1)
TREND_OVER = timedelta(hours=1)
PATIENCE = timedelta(minutes=1)
"""A target's verdict must hold that long before it is recorded: it may swing at its limit."""
WATCH = "monitor"


class CriteriaWatch:
    """Evaluates the criteria of one launch; `look` may be called as often as one likes."""

    def __init__(self, context: Context, patience: timedelta = PATIENCE) -> None:
        self._context = context
        self._patience = patience
        self._next_s = 0.0
        self._last: datetime | None = None
        self._seen: dict[int, datetime] = {}
        self._swings: dict[int, tuple[str, datetime]] = {}
        self._periods = PeriodValues()
        self._samples: dict[int, list[Sample]] = {}
        self._minute: datetime | None = None
        self._seeded: set[int] = set()
        self._board: Board | None = None

    def look(self) -> None:
        """Evaluate when it is time to."""
        if monotonic() < self._next_s:
            return
        fast = self._speed() > 1
        self._next_s = monotonic() + (1.0 if fast else EVERY_S)
        if self._context.clock.now() != self._last:
            self.evaluate()

    def evaluate(self) -> int:
        """Look at every criterion now; returns how many changes were recorded."""
        now = self._context.clock.now()
        store = self._context.store
        with store.reading() as connection:
            board = board_rows.read_board(
                connection, _VIEW, now, store.real_now(), known=self._board
            )
        self._board = board
        if not board.criteria:
            return 0
        self._seed(board, now)
        with store.reading() as connection:
            self._read_samples(connection, now)
            looks = self._looks(connection, board, now)
        self._last = now
        changed = [pair for pair in looks if self._is_change(*pair, now)]
        told = sum(self._record(gauge, wire, now) for gauge, wire in changed)
        moved = {gauge.criterion.id for gauge, _ in changed}
        quiet = [(g, w) for g, w in looks if g.criterion.id not in moved]
        self._keep(quiet, now)
        return told

    # -- looking ---------------------------------------------------------------------------

    def _looks(
        self, connection: Connection, board: Board, now: datetime
    ) -> list[tuple[Gauge, Wire]]:
        """Every criterion with what its wire should be now."""
        speed = self._speed()
        probes = probes_now(tuple(check_now(row, now, speed) for row in board.checks))
        wires = {wire.criterion_id: wire for wire in board.wires}
        days = days_by_criterion(board.criteria)
        out = []
        for criterion in board.criteria:
            stored = wires.get(criterion.id)
            gauge = self._gauge(
                connection, board, criterion, stored, days[criterion.id], now, probes
            )
            out.append((gauge, self._wire(gauge, now)))
        return out

    def _gauge(
        self,
        connection: Connection,
        board: Board,
        criterion: Criterion,
        wire: Wire | None,
        days: Days,
        now: datetime,
        probes: Probes,
    ) -> Gauge:
        """The gauge, with a figure of several days counted here where it asks for one."""
        counted = self._periods.reading(connection, board.launch, criterion, days, now)
        base = wire
        if counted is not None:
            base = wire or Wire(criterion.id, Verdict.NO_DATA.value, now)
            base = replace(base, value=counted.value, evidence=counted.evidence, seen_at=now)
        return replace(read_gauge(board, criterion, base, days, now, probes), wire=wire)

    def _wire(self, gauge: Gauge, now: datetime) -> Wire:
        """What is to be stored of a criterion."""
        criterion, reading = gauge.criterion, gauge.reading
        wire = gauge.wire
        if gauge.is_trigger:
            wire = wire or Wire(criterion.id, TriggerState.CLEAR.value, now)
            new = self._trigger(gauge, wire, now)
        else:
            assert gauge.verdict is not None
            wire = wire or Wire(criterion.id, gauge.verdict.value, now)
            since = wire.since if wire.state == gauge.verdict else now
            new = replace(wire, state=gauge.verdict.value, since=since)
        if reading is None or gauge.validity is Validity.OVER:
            return new
        evidence = new.evidence if _by_hand(gauge) else reading.evidence
        return replace(
            new,
            value=reading.value,
            evidence=evidence,
            seen_at=now,
            slope=self._slope(criterion.id, reading, now),
        )

    def _trigger(self, gauge: Gauge, wire: Wire, now: datetime) -> Wire:
        condition, value = gauge.criterion.condition, gauge.value
        if not gauge.counts or condition is None or value is None:
            passed: bool | None = None
        else:
            passed = condition.holds(value)
        if passed is None and not gauge.measurable:
            return wire  # people move it, and time does not
        seen = self._seen.get(gauge.criterion.id)
        if seen is not None and wire.seen_at is not None and seen > wire.seen_at:
            wire = replace(wire, seen_at=seen)
        near = False
        if passed is False and condition is not None and value is not None:
            near = is_near(condition, value, gauge.eta, TriggerState(wire.state))
        gap = max(LONGEST_GAP, timedelta(seconds=15 * max(1.0, self._speed())))
        if passed is not None:
            self._seen[gauge.criterion.id] = now
        new = advance(wire, passed, near, now, gauge.hold, gap)
        held = wire.state == TriggerState.ACKNOWLEDGED and new.state == TriggerState.CLEARED
        if held and self._raised_by_hand(wire.criterion_id):
            return replace(new, state=wire.state, since=wire.since)  # who raised it clears it
        return new

    def _raised_by_hand(self, criterion_id: int) -> bool:
        with self._context.store.reading() as connection:
            history = rows.read_criterion_events(connection, criterion_id)
        trip = next((one for one in history if one.state == TriggerState.TRIPPED), None)
        return trip is not None and trip.by != WATCH

    def _slope(self, criterion_id: int, reading: Reading, now: datetime) -> float | None:
        samples = [
            (at, value)
            for at, value in self._samples.get(criterion_id, [])
            if at <= now and (reading.since is None or at >= reading.since)
        ]
        return slope_per_min([*samples, (now, reading.value)])

    def _seed(self, board: Board, now: datetime) -> None:
        """What was typed in before the first look at a criterion counts for its trend too."""
        looked = {wire.criterion_id for wire in board.wires} | self._seeded
        fresh = [one for one in board.criteria if one.id not in looked]
        self._seeded |= {one.id for one in fresh}
        if fresh:
            with self._context.store.measuring() as connection:
                for one in fresh:
                    rows.seed_samples(connection, one, now - TREND_OVER)

    def _read_samples(self, connection: Connection, now: datetime) -> None:
        """The last hour, once a minute."""
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            self._samples = rows.read_criterion_samples(connection, now - TREND_OVER)

    def _speed(self) -> float:
        clock = self._context.clock
        return clock.pace.speed if isinstance(clock, SimulatedClock) else 1.0

    # -- recording -------------------------------------------------------------------------

    def _is_change(self, gauge: Gauge, wire: Wire, now: datetime) -> bool:
        """True when it belongs on the record now."""
        before = gauge.wire
        if before is None:
            return gauge.is_trigger and wire.state != TriggerState.CLEAR
        if wire.state == before.state:
            self._swings.pop(gauge.criterion.id, None)
            return False
        if gauge.is_trigger or gauge.validity is Validity.OVER:
            return True
        seen, since = self._swings.get(gauge.criterion.id, ("", now))
        if seen != wire.state:
            since = now
            self._swings[gauge.criterion.id] = (wire.state, now)
        return abs(now - since) >= self._patience

    def _record(self, gauge: Gauge, wire: Wire, now: datetime) -> bool:
        actor = Actor(WATCH, self._context.actor.session, "probe")
        self._swings.pop(gauge.criterion.id, None)
        try:
            with self._context.store.writing(actor, now) as tx:
                return move(tx, gauge, wire)
        except Overtaken:
            return False

    def _keep(self, looks: list[tuple[Gauge, Wire]], now: datetime) -> None:
        """Store what only time has changed, and the minute's samples, in one quiet transaction."""
        due = [(gauge, wire) for gauge, wire in looks if _is_due(gauge, wire, now)]
        if not due:
            return
        values = {
            wire.criterion_id: wire.value
            for gauge, wire in due
            if wire.value is not None and gauge.reading is not None
        }
        with self._context.store.measuring() as connection:
            for gauge, wire in due:
                held = gauge.wire
                # A verdict that still swings is not stored: its change has not been recorded.
                kept = replace(wire, state=held.state, since=held.since) if held else wire
                rows.keep_wire(connection, kept, held.version if held else None)
            rows.write_samples(connection, now, values)
            rows.forget_samples(connection, now)


_VIEW = BoardView(ticket_limit=1)


def _by_hand(gauge: Gauge) -> bool:
    """A person's words are not written over by a figure."""
    state = gauge.state
    return state is not None and state.live and not gauge.measurable


def _is_due(gauge: Gauge, wire: Wire, now: datetime) -> bool:
    held = gauge.wire
    if held is None:
        return True
    if gauge.reading is None and wire == held:
        return False
    flipped = (held.over_since is None) != (wire.over_since is None)
    flipped = flipped or (held.calm_since is None) != (wire.calm_since is None)
    if gauge.validity is Validity.OVER and not flipped:
        return False
    return flipped or held.seen_at is None or abs(now - held.seen_at) >= STORE_EVERY
