"""The SLA clocks of one ticket inside a transaction: start, pause, resume, stop, retarget."""

from __future__ import annotations

from dataclasses import replace

from warroom_tui.domain.desk import sla
from warroom_tui.domain.desk.promises import Kind, ServiceLevels
from warroom_tui.domain.desk.sla import ClockName
from warroom_tui.domain.desk.tickets import ClockRow, Ticket
from warroom_tui.storage import schema
from warroom_tui.storage.desk import service_levels
from warroom_tui.storage.desk import tickets as rows
from warroom_tui.storage.transaction import Transaction


class SlaClocks:
    """Reads a ticket's clocks once and writes every change through the transaction."""

    def __init__(self, tx: Transaction, ticket: Ticket | None) -> None:
        """`ticket` is None while it is not stored yet; then `store` it."""
        self._tx = tx
        self._ticket_id = ticket.id if ticket is not None else None
        self._owner = (ticket.assignee or "") if ticket is not None else ""
        self._clocks: dict[int, ClockRow] = {}
        if ticket is not None:
            self._clocks.update(rows.clock_rows(tx.connection, ticket.id))
        self._levels: ServiceLevels | None = None

    @property
    def rows(self) -> tuple[ClockRow, ...]:
        """The clocks as they stand, oldest first."""
        return tuple(self._clocks.values())

    def start(self, kind: Kind) -> None:
        """Start the clocks of a new ticket.

        An update is owed from the first answer on; from the beginning only where no first answer
        is promised.
        """
        self._start(ClockName.FIRST_RESPONSE, kind)
        self._start(ClockName.RESOLUTION, kind)
        if not self._clocks or self.rows[0].clock != ClockName.FIRST_RESPONSE:
            self._start(ClockName.UPDATE, kind)

    def start_again(self, kind: Kind) -> None:
        """Start anew after a reopen; the first response stays answered."""
        self._start(ClockName.RESOLUTION, kind)
        self._start(ClockName.UPDATE, kind)

    def spoken(self, kind: Kind, *, waiting: bool) -> None:
        """A public word was said: the first response is given, the next update is owed anew."""
        self.stop(ClockName.FIRST_RESPONSE, ClockName.UPDATE)
        self._start(ClockName.UPDATE, kind, waiting=waiting)

    def pause(self) -> None:
        """Let every running clock stand still."""
        for row_id, clock in self._of_state("running"):
            self._write(row_id, sla.paused(clock, self._tx.now))

    def resume(self) -> None:
        """Let every paused clock run again, due later by what it did not run."""
        for row_id, clock in self._of_state("paused"):
            self._write(row_id, self._running(clock))

    def stop(self, *names: ClockName) -> None:
        """The promise was kept, or is late: stop these clocks. A wait so far does not count."""
        for row_id, clock in (*self._of_state("running"), *self._of_state("paused")):
            if clock.clock in names:
                if clock.state == "paused":
                    clock = self._running(clock)
                self._write(row_id, sla.stopped(clock, self._tx.now, self._owner))

    def keep_owner(self) -> None:
        """Before the ticket changes hands: promises that broke so far broke under its owner."""
        for row_id, clock in self._clocks.items():
            open_clock = clock.stopped_at is None and clock.owner is None
            if open_clock and sla.broke_at(clock, self._tx.now) is not None:
                self._write(row_id, replace(clock, owner=self._owner))

    def retarget(self, kind: Kind, *, waiting: bool, answered: bool) -> None:
        """Give open clocks the target of another kind of ticket, from their old start.

        A promise that the ticket did not have yet starts now: standing still while it is
        `waiting`, and never a first response once it was `answered`.
        """
        self.keep_owner()
        levels = self._read_levels()
        missing = {ClockName.FIRST_RESPONSE, ClockName.RESOLUTION}
        if answered:
            missing = {ClockName.RESOLUTION, ClockName.UPDATE}
        for row_id, clock in list(self._clocks.items()):
            name = ClockName(clock.clock)
            missing.discard(name)
            if clock.stopped_at is not None:
                continue
            target = levels.pick(name, kind, clock.started_at)
            seconds = target.seconds() if target is not None else None
            if target is None or seconds is None:
                continue
            calendar = levels.calendar_for(target, kind)
            fresh = sla.retargeted(clock, target, seconds, levels.at_risk_pct, calendar)
            if sla.broke_at(fresh, self._tx.now) is None:
                fresh = replace(fresh, owner=None)
            self._write(row_id, fresh)
        for name in sorted(missing):
            self._start(name, kind, waiting=waiting)

    def next_values(self) -> dict[str, object]:
        """What the ticket row keeps of its clocks: the next promise and its place in the queue."""
        upcoming = sla.next_running(self._clocks.values())
        return {
            "next_clock": upcoming.clock if upcoming else None,
            "next_due_at": upcoming.due_at if upcoming else None,
            "next_at_risk_at": upcoming.at_risk_at if upcoming else None,
            "queue_at": upcoming.due_at if upcoming else rows.END_OF_TIME,
        }

    def store(self, ticket_id: int) -> None:
        """Write the clocks that were started before the ticket was stored."""
        self._ticket_id = ticket_id
        self._clocks = {self._insert(clock): clock for clock in self._clocks.values()}

    def _running(self, clock: ClockRow) -> ClockRow:
        """A paused clock as it runs on now."""
        levels = self._read_levels()
        since = max(clock.paused_at or clock.started_at, clock.started_at)
        calendar = levels.named(clock.calendar)
        return sla.resumed(clock, since, self._tx.now, levels.at_risk_pct, calendar)

    def _read_levels(self) -> ServiceLevels:
        """The plan's targets and calendars, read once per transaction."""
        if self._levels is None:
            self._levels = service_levels.read_service_levels(self._tx.connection)
        return self._levels

    def _start(self, name: ClockName, kind: Kind, *, waiting: bool = False) -> None:
        clock = self._read_levels().start(name, kind, self._tx.now)
        if clock is None:
            return
        if waiting:
            clock = sla.paused(clock, self._tx.now)
        row_id = len(self._clocks) if self._ticket_id is None else self._insert(clock)
        self._clocks[row_id] = clock

    def _insert(self, clock: ClockRow) -> int:
        values = {"ticket_id": self._ticket_id, **service_levels.clock_columns(clock)}
        return self._tx.insert(schema.sla_clock, journal=True, **values)

    def _of_state(self, state: str) -> list[tuple[int, ClockRow]]:
        return [(row_id, clock) for row_id, clock in self._clocks.items() if clock.state == state]

    def _write(self, row_id: int, clock: ClockRow) -> None:
        if clock != self._clocks[row_id]:
            self._tx.update(
                schema.sla_clock,
                row_id,
                None,
                "SLA clock",
                None,
                **service_levels.clock_columns(clock),
            )
            self._clocks[row_id] = clock
