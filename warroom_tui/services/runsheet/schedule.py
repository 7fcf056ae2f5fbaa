"""Setting or moving go-live: everything that the plan says relative to it is reckoned anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.domain.runsheet.launch import (
    Launch,
    LaunchStatus,
    Phase,
    PhaseState,
    TaskState,
)
from warroom_tui.domain.text import clean
from warroom_tui.services.context import Context
from warroom_tui.storage import schema
from warroom_tui.storage.runsheet import launches, schedule
from warroom_tui.storage.transaction import Plain, Transaction
from warroom_tui.storage.triggers.tripwires import read_open_rollback

AFTER_SWITCH = ("cutover", "go_live", "rollout", "hypercare", "post_launch")
"""Kinds of phases that a relaunch goes through again."""
LOST = (PhaseState.FAILED, PhaseState.ROLLED_BACK)


class Schedule:
    """The launch's own clock face: go-live and what hangs on it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def set_go_live(self, at: datetime, expected: int | None = None) -> Launch:
        """Set go-live (aware) and move what has not begun yet; what happened stays.

        Phases, lists, tasks and planned shifts that the plan places relative to go-live follow;
        shifts that people added by hand stay where they are. One event, one undo.
        """
        with self._context.writing() as tx:
            launch = launches.read_launch(tx.connection)
            if launch.go_live_at == at:
                raise Refused("Go-live is at that time already.")
            self._move(tx, launch, at, expected)
            event = _told(at, launch.zone)
            tx.event("rescheduled", "launch", launch.code, f"Go-live set to {event}")
            return launches.read_launch(tx.connection)

    def relaunch(self, at: datetime, reason: str, expected: int | None = None) -> Launch:
        """Plan a launch that was rolled back anew, at a new date; one event, one undo.

        What came before the switch stays done. The switch and what follows it is not started
        again, with open boxes. Refused while a rollback is not closed.
        """
        why = clean(reason).strip()
        if not why:
            raise InputError("A relaunch needs a reason: what is different this time?")
        with self._context.writing() as tx:
            launch = launches.read_launch(tx.connection)
            if launch.status is not LaunchStatus.ROLLED_BACK:
                raise Refused(
                    f"The launch was not rolled back: it is {launch.status.replace('_', ' ')}.",
                    "Move go-live instead.",
                )
            if read_open_rollback(tx.connection) is not None:
                raise Refused("The rollback is not closed.", "Close it on the trip-wire board.")
            if at <= tx.now:
                raise InputError("A relaunch lies ahead: that time has passed.")
            phases = launches.read_phases(tx.connection, launches.read_lists(tx.connection))
            again = [phase for phase in phases if phase.kind in AFTER_SWITCH or phase.state in LOST]
            for phase in again:
                begin_anew(tx, phase, PhaseState.NOT_STARTED)
            planning = LaunchStatus.PLANNING.value
            tx.update(schema.launch, 1, expected, "The launch", status=planning)
            self._move(tx, launch, at, None)
            said = f"Relaunch planned for {_told(at, launch.zone)}: {why}"
            tx.event("relaunched", "launch", launch.code, said)
            return launches.read_launch(tx.connection)

    def _move(self, tx: Transaction, launch: Launch, at: datetime, expected: int | None) -> None:
        """Go-live and what hangs on it."""
        zone = launch.zone
        self._move_launch(tx, at, zone, expected)
        for table, columns in schedule.ANCHORED:
            for row in schedule.unstarted(tx.connection, table):
                moved = {
                    column: _resolve(row[anchor], at, zone)
                    for anchor, column in columns
                    if row[anchor]
                }
                if moved:
                    tx.update(table, row["id"], None, "The plan", None, **moved)
        # The recurrence library is loaded by those few who move go-live.
        from warroom_tui.services.runsheet.repetitions import reckon_repetitions

        reckon_repetitions(tx, at, zone)

    def _move_launch(
        self, tx: Transaction, at: datetime, zone: ZoneInfo, expected: int | None
    ) -> None:
        row = tx.get(schema.launch, 1, what="The launch")
        anchors: Mapping[str, Mapping[str, int | str]] = row["anchors"] or {}
        moved = {name: _resolve(anchor, at, zone) for name, anchor in anchors.items()}
        tx.update(
            schema.launch,
            1,
            expected,
            "The launch",
            ("launch", str(row["code"])),
            go_live_at=at,
            **moved,
        )


def begin_anew(tx: Transaction, phase: Phase, state: PhaseState) -> None:
    """Let a phase begin again: its times are forgotten and its boxes are open."""
    runs = state is PhaseState.IN_PROGRESS
    tx.update(
        schema.phase, phase.id, None, phase.name,
        state=state.value, started_at=tx.now if runs else None, ended_at=None, outcome=None,
        override_reason=None,
    )  # fmt: skip
    lists = [one.id for one in launches.read_lists(tx.connection) if one.phase_id == phase.id]
    for task in launches.read_tasks(tx.connection, lists):
        if task.state is not TaskState.OPEN:
            tx.update(
                schema.task, task.id, None, f"“{task.text}”",
                state=TaskState.OPEN.value, done_by=None, done_at=None, skip_reason=None,
            )  # fmt: skip


def _told(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y %H:%M}"


def _resolve(
    anchor: Mapping[str, int | str] | Plain, at: datetime, zone: ZoneInfo
) -> datetime | None:
    assert isinstance(anchor, Mapping)
    known = {str(key): value for key, value in anchor.items() if isinstance(value, int | str)}
    return Anchor.from_json(known).resolve(at, zone)
