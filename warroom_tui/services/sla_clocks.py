"""The SLA clocks of one ticket inside a transaction: start, pause, resume, stop, retarget."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from warroom_tui.domain.sla import (
    ClockName,
    SlaTarget,
    next_running,
    pick_target,
    resumed,
    start_clock,
    stopped,
)
from warroom_tui.domain.tickets import ClockRow, Level, Priority
from warroom_tui.storage import schema
from warroom_tui.storage import tickets as rows
from warroom_tui.storage.transaction import Transaction


class SlaClocks:
    """Reads a ticket's clocks once and writes every change through the transaction."""

    def __init__(self, tx: Transaction, ticket_id: int | None) -> None:
        """`ticket_id` is None while the ticket is not stored yet; then `store` it."""
        self._tx = tx
        self._ticket_id = ticket_id
        self._clocks: dict[int, ClockRow] = {}
        if ticket_id is not None:
            self._clocks.update(rows.clock_rows(tx.connection, ticket_id))
        self._targets: tuple[SlaTarget, ...] | None = None
        self._at_risk_pct = 0.0

    @property
    def rows(self) -> tuple[ClockRow, ...]:
        """The clocks as they stand, oldest first."""
        return tuple(self._clocks.values())

    def start(self, priority: Priority, level: Level) -> None:
        """Start every clock that has a target in time."""
        for name in ClockName:
            self._start(name, priority, level)

    def start_again(self, priority: Priority, level: Level) -> None:
        """Start a new resolution clock after a reopen; the first response stays answered."""
        self._start(ClockName.RESOLUTION, priority, level)

    def pause(self) -> None:
        """Let every running clock stand still."""
        for row_id, clock in self._of_state("running"):
            self._write(row_id, clock, state="paused")

    def resume(self, since: datetime) -> None:
        """Let every paused clock run again, due later by the pause."""
        for row_id, clock in self._of_state("paused"):
            after = resumed(clock, max(since, clock.started_at), self._tx.now)
            self._write(
                row_id,
                clock,
                state="running",
                due_at=after.due_at,
                at_risk_at=after.at_risk_at,
                paused_s=after.paused_s,
            )

    def stop(self, waiting_since: datetime | None, *names: str) -> None:
        """The promise was kept, or is late: stop these clocks. A wait so far does not count."""
        for row_id, clock in (*self._of_state("running"), *self._of_state("paused")):
            if clock.clock in names:
                self._stop(row_id, clock, waiting_since)

    def _stop(self, row_id: int, clock: ClockRow, waiting_since: datetime | None) -> None:
        if clock.state == "paused" and waiting_since is not None:
            clock = resumed(clock, max(waiting_since, clock.started_at), self._tx.now)
        after = stopped(clock, self._tx.now)
        self._write(
            row_id,
            clock,
            state=after.state,
            stopped_at=after.stopped_at,
            due_at=after.due_at,
            at_risk_at=after.at_risk_at,
            paused_s=after.paused_s,
        )

    def retarget(self, priority: Priority, level: Level, *, waiting: bool, answered: bool) -> None:
        """Give running clocks the target of another priority or level, from their old start.

        A promise that the ticket did not have yet starts now: standing still while it is
        `waiting`, and never a first response once it was `answered`.
        """
        targets, share = self._read_targets()
        missing = {name.value for name in ClockName}
        if answered:
            missing.discard(ClockName.FIRST_RESPONSE.value)
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
        for name in sorted(missing):
            self._start(ClockName(name), priority, level, "paused" if waiting else "running")

    def next_values(self) -> dict[str, object]:
        """What the ticket row keeps of its clocks: the next promise and its place in the queue."""
        upcoming = next_running(self._clocks.values())
        return {
            "next_clock": upcoming.clock if upcoming else None,
            "next_due_at": upcoming.due_at if upcoming else None,
            "next_at_risk_at": upcoming.at_risk_at if upcoming else None,
            "queue_at": upcoming.due_at if upcoming else rows.END_OF_TIME,
        }

    def _read_targets(self) -> tuple[tuple[SlaTarget, ...], float]:
        """The plan's targets and its at-risk share, read once per transaction."""
        if self._targets is None:
            self._targets, self._at_risk_pct = rows.read_promises(self._tx.connection)
        return self._targets, self._at_risk_pct

    def _start(
        self, name: ClockName, priority: Priority, level: Level, state: str = "running"
    ) -> None:
        targets, share = self._read_targets()
        target = pick_target(targets, name, priority, level)
        clock = start_clock(target, self._tx.now, share) if target else None
        if clock is None:
            return
        clock = replace(clock, state=state)
        row_id = len(self._clocks) if self._ticket_id is None else self._insert(clock)
        self._clocks[row_id] = clock

    def store(self, ticket_id: int) -> None:
        """Write the clocks that were started before the ticket was stored."""
        self._ticket_id = ticket_id
        self._clocks = {self._insert(clock): clock for clock in self._clocks.values()}

    def _insert(self, clock: ClockRow) -> int:
        return self._tx.insert(
            schema.sla_clock,
            ticket_id=self._ticket_id,
            clock=clock.clock,
            started_at=clock.started_at,
            due_at=clock.due_at,
            at_risk_at=clock.at_risk_at,
            paused_s=0.0,
            state=clock.state,
            target_text=clock.target_text,
        )

    def _of_state(self, state: str) -> list[tuple[int, ClockRow]]:
        return [(row_id, clock) for row_id, clock in self._clocks.items() if clock.state == state]

    def _write(self, row_id: int, clock: ClockRow, **values: datetime | float | str | None) -> None:
        self._tx.update(schema.sla_clock, row_id, None, "SLA clock", None, **values)
        self._clocks[row_id] = replace(clock, **values)  # type: ignore[arg-type]
