"""The SLA clocks of one ticket inside a transaction: start, pause, resume, stop, retarget."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from warroom_tui.domain.sla import (
    ClockName,
    next_running,
    pick_target,
    resumed,
    start_clock,
    stopped,
)
from warroom_tui.domain.tickets import ClockRow, Level, Priority
from warroom_tui.storage import launches, schema
from warroom_tui.storage import tickets as rows
from warroom_tui.storage.transaction import Transaction


class SlaClocks:
    """Reads a ticket's clocks once and writes every change through the transaction."""

    def __init__(self, tx: Transaction, ticket_id: int) -> None:
        self._tx = tx
        self._ticket_id = ticket_id
        self._clocks = dict(rows.clock_rows(tx.connection, ticket_id))

    def start(self, priority: Priority, level: Level) -> None:
        """Start every clock that has a target in time."""
        for name in ClockName:
            self._start(name, priority, level, self._tx.now)

    def start_again(self, priority: Priority, level: Level) -> None:
        """Start a new resolution clock after a reopen; the first response stays answered."""
        self._start(ClockName.RESOLUTION, priority, level, self._tx.now)

    def pause(self) -> None:
        """Let every running clock stand still."""
        for row_id, clock in self._of_state("running"):
            self._write(row_id, clock, state="paused")

    def resume(self, since: datetime) -> None:
        """Let every paused clock run again, due later by the pause."""
        for row_id, clock in self._of_state("paused"):
            after = resumed(clock, since, self._tx.now)
            self._write(
                row_id,
                clock,
                state="running",
                due_at=after.due_at,
                at_risk_at=after.at_risk_at,
                paused_s=after.paused_s,
            )

    def stop(self, *names: str) -> None:
        """The promise was kept, or is late: stop these clocks."""
        for row_id, clock in (*self._of_state("running"), *self._of_state("paused")):
            if clock.clock in names:
                after = stopped(clock, self._tx.now)
                self._write(row_id, clock, state=after.state, stopped_at=after.stopped_at)

    def retarget(self, priority: Priority, level: Level) -> None:
        """Give running clocks the target of another priority or level, from their old start."""
        targets = rows.read_targets(self._tx.connection)
        share = launches.read_at_risk_pct(self._tx.connection)
        missing = {name.value for name in ClockName}
        for row_id, clock in list(self._clocks.items()):
            missing.discard(clock.clock)
            if clock.state not in ("running", "paused"):
                continue
            target = pick_target(targets, ClockName(clock.clock), priority, level)
            fresh = start_clock(target, clock.started_at, share) if target else None
            if fresh is None:
                continue
            pause = timedelta(seconds=clock.paused_s)
            self._write(
                row_id,
                clock,
                due_at=fresh.due_at + pause,
                at_risk_at=fresh.at_risk_at + pause,
                target_text=fresh.target_text,
            )
        for name in missing:
            self._start(ClockName(name), priority, level, self._tx.now)

    def next_values(self) -> dict[str, object]:
        """What the ticket row keeps of its clocks: the next promise and its place in the queue."""
        upcoming = next_running(self._clocks.values())
        return {
            "next_clock": upcoming.clock if upcoming else None,
            "next_due_at": upcoming.due_at if upcoming else None,
            "next_at_risk_at": upcoming.at_risk_at if upcoming else None,
            "queue_at": upcoming.due_at if upcoming else rows.END_OF_TIME,
        }

    def _start(self, name: ClockName, priority: Priority, level: Level, at: datetime) -> None:
        targets = rows.read_targets(self._tx.connection)
        target = pick_target(targets, name, priority, level)
        share = launches.read_at_risk_pct(self._tx.connection)
        clock = start_clock(target, at, share) if target else None
        if clock is None:
            return
        row_id = self._tx.insert(
            schema.sla_clock,
            ticket_id=self._ticket_id,
            clock=clock.clock,
            started_at=clock.started_at,
            due_at=clock.due_at,
            at_risk_at=clock.at_risk_at,
            paused_s=0.0,
            state="running",
            target_text=clock.target_text,
        )
        self._clocks[row_id] = clock

    def _of_state(self, state: str) -> list[tuple[int, ClockRow]]:
        return [(row_id, clock) for row_id, clock in self._clocks.items() if clock.state == state]

    def _write(self, row_id: int, clock: ClockRow, **values: datetime | float | str | None) -> None:
        self._tx.update(schema.sla_clock, row_id, None, "SLA clock", None, **values)
        self._clocks[row_id] = replace(clock, **values)  # type: ignore[arg-type]
