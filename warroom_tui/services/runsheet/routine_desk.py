"""Routines: the clock makes a fresh list for every run, and closes those whose time is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from warroom_tui.domain.runsheet.launch import TaskState
from warroom_tui.domain.runsheet.meetings import Meeting, MeetingState
from warroom_tui.domain.runsheet.routines import (
    ROUTINE_RUN,
    Routine,
    RoutineRun,
    RunState,
    closed_state,
)
from warroom_tui.domain.timeline import Actor
from warroom_tui.services.context import Context
from warroom_tui.services.runsheet.meeting_desk import comes_again, follow
from warroom_tui.services.runsheet.recurrence import closes_at, next_due
from warroom_tui.storage import schema
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.runsheet import meetings as meetings_rows
from warroom_tui.storage.runsheet import routines as routines_rows
from warroom_tui.storage.transaction import Transaction

CLOCK = "the clock"
"""Who acts when a run becomes due or is missed."""

_CATCH_UP = 200
"""Runs of one routine that are told as missed after a long silence; earlier ones are not."""


class _NothingToDo(Exception):
    """Another seat was faster."""


@dataclass(frozen=True, slots=True)
class _Told:
    due: list[str]
    missed: list[str]
    closed: list[str]

    @property
    def text(self) -> str:
        parts = [_named("Due", self.due), _named("Missed", self.missed)]
        parts.append(_named("Closed", self.closed))
        return "; ".join(part for part in parts if part)


class RoutineDesk:
    """Checklists that come back."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def all(self) -> tuple[Routine, ...]:
        """Every routine, in the order of the plan."""
        with self._context.store.reading() as connection:
            return routines_rows.read_routines(connection)

    def runs(
        self, *, open_only: bool = False, routine_id: int | None = None
    ) -> tuple[RoutineRun, ...]:
        """Runs, newest first (bounded)."""
        with self._context.store.reading() as connection:
            return routines_rows.read_runs(connection, open_only=open_only, routine_id=routine_id)

    def sweep(self) -> bool:
        """Let the clock do its part: make what is due, close what is over.

        Any seat may call it at any time; each run is made once. Returns True when something
        changed. A run that nobody saw becomes missed, never anything better.
        """
        context, now = self._context, self._context.clock.now()
        if context.store.read_only:
            return False
        with context.store.reading() as connection:
            if not _waiting(connection, now):
                return False
        actor = Actor(CLOCK, context.actor.session, "scheduler")
        try:
            with context.store.writing(actor, now) as tx:
                told = _sweep(tx)
                if not told.text:
                    raise _NothingToDo
                tx.event("came due", "routine", "clock", told.text, undoable=False)
        except _NothingToDo:
            return False
        return True


def _waiting(connection: Connection, now: datetime) -> bool:
    if routines_rows.read_due_routines(connection, now):
        return True
    if any(run.closes_at <= now for run in routines_rows.read_runs(connection, open_only=True)):
        return True
    return bool(_unheld(connection, now))


def _unheld(connection: Connection, now: datetime) -> list[Meeting]:
    """Planned meetings that were not held before their next time came."""
    return [
        meeting
        for meeting in meetings_rows.read_meetings(connection)
        if meeting.state is MeetingState.PLANNED
        and (due := comes_again(meeting, connection)) is not None
        and due <= now
    ]


def _sweep(tx: Transaction) -> _Told:
    told = _Told([], [], [])
    for run in routines_rows.read_runs(tx.connection, open_only=True):
        if run.closes_at <= tx.now:
            _close(tx, run, told)
    for routine in routines_rows.read_due_routines(tx.connection, tx.now):
        _come_due(tx, routine, told)
    for meeting in _unheld(tx.connection, tx.now):
        follow(tx, meeting)
        skipped = MeetingState.SKIPPED.value
        tx.update(schema.meeting, meeting.id, None, meeting.title, state=skipped, notes="Not held.")
        told.missed.append(meeting.title)
    return told


def _close(tx: Transaction, run: RoutineRun, told: _Told) -> None:
    state = closed_state(run.done, run.total)
    tx.update(
        schema.routine_run,
        run.id,
        None,
        run.title,
        state=state.value,
        done=run.done,
        total=run.total,
    )
    (told.missed if state is RunState.MISSED else told.closed).append(run.title)


def _come_due(tx: Transaction, routine: Routine, told: _Told) -> None:
    zone = launches.read_launch(tx.connection).zone
    start = routine.active_from
    at = routine.next_due_at
    period = timedelta(minutes=routine.every_min) if routine.every_min else None
    missed: list[tuple[datetime, datetime]] = []
    while at is not None and at <= tx.now and start is not None:
        after = next_due(
            routine.rule,
            start,
            at,
            zone,
            at=routine.at,
            weekday=routine.weekday,
            every_min=routine.every_min,
            end=routine.active_to,
        )
        following = after or (at + period if period else None)
        closes = closes_at(routine.rule, at, following, zone)
        if closes > tx.now:
            _open(tx, routine, at, closes)
            told.due.append(routine.title)
        else:
            missed.append((at, closes))
        at = after
    for due, closes in missed[-_CATCH_UP:]:
        _insert(tx, routine, due, closes, RunState.MISSED, None)
    if missed:
        told.missed.append(routine.title + (f" ×{len(missed)}" if len(missed) > 1 else ""))
    tx.update(schema.routine, routine.id, None, routine.title, next_due_at=at)


def _open(tx: Transaction, routine: Routine, due: datetime, closes: datetime) -> None:
    """A fresh list with the routine's steps."""
    row = tx.get(schema.routine, routine.id, what=routine.title)
    lists = launches.read_lists(tx.connection)
    list_id = tx.insert(
        schema.checklist,
        journal=False,
        seq=max((item.seq for item in lists), default=0) + 1,
        title=routine.title,
        kind=ROUTINE_RUN,
        starts_at=due,
        source_id=row["source_id"],
        line=routine.line,
    )
    tx.insert_many(
        schema.task,
        [
            {
                "checklist_id": list_id,
                "seq": seq,
                "text": text,
                "state": TaskState.OPEN.value,
                "required": required,
                "source_id": row["source_id"],
                "line": routine.line,
            }
            for seq, (text, required) in enumerate(routine.steps, 1)
        ],
    )
    _insert(tx, routine, due, closes, RunState.DUE, list_id)


def _insert(
    tx: Transaction,
    routine: Routine,
    due: datetime,
    closes: datetime,
    state: RunState,
    list_id: int | None,
) -> None:
    tx.insert(
        schema.routine_run,
        journal=False,
        routine_id=routine.id,
        due_at=due,
        closes_at=closes,
        state=state.value,
        checklist_id=list_id,
        total=len(routine.steps),
    )


def _named(word: str, titles: list[str]) -> str:
    if not titles:
        return ""
    more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
    return f"{word}: {', '.join(titles[:3])}{more}"
